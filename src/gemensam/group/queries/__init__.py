# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.queries.heirs import Shares, followed
from gemensam.group.queries.tree import TOP, administrations, aliases, names
from gemensam.group.queries.whose import Whose, last_day, whose

__all__ = [
    "TOP",
    "Shares",
    "Whose",
    "administrations",
    "aliases",
    "followed",
    "last_day",
    "names",
    "whose",
]
