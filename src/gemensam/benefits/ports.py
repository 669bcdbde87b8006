# SPDX-License-Identifier: EUPL-1.2
"""What the benefits ask of the programme: what was promised, month by month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol


class Promise(Protocol):
    def shares(self, months: Sequence[date]) -> Mapping[date, float] | None:
        """The share of the baseline's cost that the locked savings case promises to save
        in each month; None where no case is locked."""
        ...


_promises: list[Promise] = []


def register_promise(promise: Promise) -> None:
    _promises.append(promise)


def promised_shares(months: Sequence[date]) -> Mapping[date, float] | None:
    for one in _promises:
        if (told := one.shares(months)) is not None:
            return told
    return None
