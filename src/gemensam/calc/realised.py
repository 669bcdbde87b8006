# SPDX-License-Identifier: EUPL-1.2
"""How far a saving has come, by rule: promised, delivered, capacity gone (inhämtad),
budget moved and booked (hemtagen), verified by a controller.

A krona is at one stage only when it is at every stage before it: each stage is at most
the one before, for each authority and month. More delivered than was promised is no
realised promise; it is told beside the stages, not in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from gemensam.calc.money import split

ENOUGH = 0.90  # of what was promised
RUNNING = 3  # months in a row
FEWEST_JUDGED = 5  # judged in each of them: a share of fewer falls by chance alone


class Stage(StrEnum):
    """In the order in which a krona passes them."""

    PROMISED = "promised"
    DELIVERED = "delivered"
    CAPACITY_GONE = "capacity_gone"
    BUDGET_MOVED = "budget_moved"
    VERIFIED = "verified"


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Reason(StrEnum):
    """Why a light is what it is."""

    MOVED = "moved"
    NOT_MOVED = "not_moved"
    QUALITY = "quality"
    NOT_DELIVERED = "not_delivered"
    NO_PROMISE = "no_promise"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """In a month, so many were judged and so many of them were as they should."""

    month: date
    judged: int
    kept: int

    @property
    def share(self) -> float:
        return self.kept / self.judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Öre of an authority in a month, each by its own evidence and none capped.
    `capacity_gone` is None where it is not known who was employed."""

    promised: int
    delivered: int
    capacity_gone: int | None
    budget_moved: int
    verified: int


def stages(evidence: Evidence) -> Mapping[Stage, int]:
    """Öre at each stage or beyond it: never below zero, never more than the stage before.
    Capacity that is not known to be gone is not gone."""
    found: dict[Stage, int] = {}
    most: int | None = None
    for stage in Stage:
        ore = max(0, getattr(evidence, stage.value) or 0)
        most = ore if most is None else min(most, ore)
        found[stage] = most
    return found


def added(each: Sequence[Mapping[Stage, int]]) -> Mapping[Stage, int]:
    """Several authorities or months together."""
    return {stage: sum(one[stage] for one in each) for stage in Stage}


def light(
    at: Mapping[Stage, int], *, on_time: Sequence[float], is_known: bool = True
) -> tuple[Light, Reason]:
    """Green: at least nine tenths of what was promised are moved out of the budget. Yellow:
    as much is delivered, and not moved yet, or it is not known who is employed. Red: less.
    When quality (the share on time in the months that `unbroken` answers) fell three
    months running it is not green.
    """
    promised = at[Stage.PROMISED]
    if not promised:
        return Light.YELLOW, Reason.NO_PROMISE
    if at[Stage.DELIVERED] < ENOUGH * promised:
        return Light.RED, Reason.NOT_DELIVERED
    if at[Stage.BUDGET_MOVED] < ENOUGH * promised:
        return Light.YELLOW, Reason.NOT_MOVED if is_known else Reason.NOT_KNOWN
    if has_fallen(on_time):
        return Light.YELLOW, Reason.QUALITY
    return Light.GREEN, Reason.MOVED


def has_fallen(on_time: Sequence[float]) -> bool:
    """Whether each of the last three months was worse than the month before it."""
    last = list(on_time)[-RUNNING - 1 :]
    falls = [later < earlier for earlier, later in pairwise(last)]
    return len(falls) == RUNNING and all(falls)


def unbroken(held: Sequence[Kept], *, last: date) -> list[Kept]:
    """Of the months in a row up to `last`, oldest first, those since any had fewer than
    five judged, or none: nothing is said of a fall across such a month."""
    by_month, at = {one.month: one for one in held}, last
    found: list[Kept] = []
    while (one := by_month.get(at)) is not None and one.judged >= FEWEST_JUDGED:
        found.insert(0, one)
        at = date(at.year - (at.month == 1), (at.month + 10) % 12 + 1, 1)
    return found


def net_posts(
    ended: Sequence[int], filled: Sequence[int], shared: int
) -> tuple[int, ...]:
    """Posts gone by authority, in the unit they are given in (thousandths of full time).

    `ended` less `filled` of the authority's own; `shared`, filled where all are served,
    is taken from those that have any left, by how many. Never below zero: whoever has
    more posts than before has none gone.
    """
    own = [max(0, gone - again) for gone, again in zip(ended, filled, strict=True)]
    more = sum(max(0, again - gone) for gone, again in zip(ended, filled, strict=True))
    left = max(0, sum(own) - more - shared)
    return split(left, own) if left else tuple([0] * len(own))
