# SPDX-License-Identifier: EUPL-1.2
"""What the benefits ask of the programme: what was promised, month by month, and what is
planned to move when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of the locked savings case `number`. `outlay`: first month of a quarter → what the
    implementation costs in it, low, likely and high. `moving`: area → month → share of its cost that
    moves then; `saved`: area → share of its cost that is saved at the pace of the last
    three months of the first year (5th, 50th and 95th of a hundred)."""

    number: int
    first_month: date
    moving: Mapping[str, Mapping[date, float]]
    saved: Mapping[str, tuple[float, float, float]]
    outlay: Mapping[date, tuple[int, int, int]]


class Promise(Protocol):
    def shares(
        self, months: Sequence[date], *, known_at: datetime | None = None
    ) -> Mapping[date, float] | None:
        """The share of the baseline's cost that the locked savings case promises to save
        in each month, of those locked by `known_at`; None where no case is locked."""
        ...

    def number(self) -> int | None:
        """Of the locked savings case, by which one knows whether it is still the same."""
        ...

    def plan(self) -> Plan | None:
        """What moves when, and what that is to save; None where no case is locked."""
        ...


_promises: list[Promise] = []


def register_promise(promise: Promise) -> None:
    _promises.append(promise)


def promised_shares(
    months: Sequence[date], *, known_at: datetime | None = None
) -> Mapping[date, float] | None:
    for one in _promises:
        if (told := one.shares(months, known_at=known_at)) is not None:
            return told
    return None


def locked_case() -> int | None:
    return next((told for one in _promises if (told := one.number())), None)


def planned() -> Plan | None:
    return next((told for one in _promises if (told := one.plan())), None)
