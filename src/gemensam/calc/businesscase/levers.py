# SPDX-License-Identifier: EUPL-1.2
"""The levers, in the fixed order in which each takes its share of what the ones before
it have left: never twice on the same krona."""

from enum import StrEnum


class Lever(StrEnum):
    """In the order of use: less demand first, then how it is done, by whom, with what."""

    QUALITY = "quality"
    STANDARDISATION = "standardisation"
    AUTOMATION = "automation"
    SCALE = "scale"
    SPAN = "span"
    SOURCING = "sourcing"
    PREMISES = "premises"


ORDER = tuple(Lever)


class Addressable(StrEnum):
    """The part of the cost a lever can take from."""

    ALL = "all"
    LABOUR = "labour"
    OTHER = "other"

    @property
    def labour(self) -> bool:
        return self is not Addressable.OTHER

    @property
    def other(self) -> bool:
        return self is not Addressable.LABOUR
