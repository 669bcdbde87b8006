# SPDX-License-Identifier: EUPL-1.2
"""Which decisions to cut a budget are shown by files in which it is lower.

A file's cut shows one decision of exactly as much, or several from the same month that
are exactly as much together, and never anything more. What was confirmed by hand takes a
cut of its size first, then the oldest decision does. As many are shown as can be, in that
order: it is a matching in which one that is put first takes the place of at most one
other (the exchange property of a transversal matroid, Edmonds and Fulkerson 1965), so
that to confirm one never shows another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# Month → öre by which the budget from it to the year's end is lower than in the file
# before; below zero where it is higher.
Cut = Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`ore`: of the budget from `month` to the year's end; below zero where it takes
    another back."""

    key: int
    month: date
    ore: int
    is_confirmed: bool


def shown(decisions: Sequence[Decision], cuts: Sequence[Cut]) -> dict[int, int]:
    """Key of a decision → place of the cut that shows it, or that it takes; of one
    budget, `decisions` and `cuts` in the order in which they came. Whether several are
    shown together does not depend on what was confirmed."""
    left = _standing(decisions, cuts)
    together = _together(decisions, left)
    first = sorted(decisions, key=lambda one: not one.is_confirmed)
    alone = _alone((one for one in first if one.key not in together), left)
    return together | {one.key: place for place, one in alone.items()}


def _standing(
    decisions: Sequence[Decision], cuts: Sequence[Cut]
) -> list[dict[date, int]]:
    """Without the cuts that are gone: a later file has as much more from the same month
    on, and no decision takes that much back."""
    left = [dict(cut) for cut in cuts]
    back = {(one.month, one.ore) for one in decisions if one.ore < 0}
    for place, cut in enumerate(cuts):
        if not back.isdisjoint(cut.items()):
            continue
        more = {month: -ore for month, ore in cut.items() if ore < 0}
        for month, ore in more.items():
            earlier = reversed(left[:place])
            gone = next((one for one in earlier if one.get(month) == ore), None)
            if gone is not None:
                del gone[month]
    return left


def _together(
    decisions: Sequence[Decision], left: list[dict[date, int]]
) -> dict[int, int]:
    """Those that only together are as much as a cut, which is nobody else's then: the
    oldest, that no cut shows alone, with the next of their month until it is full."""
    found: dict[int, int] = {}
    taken: dict[int, Decision] = {}
    waiting: dict[date, list[Decision]] = defaultdict(list)
    for one in decisions:
        if _seated(one, left, taken, set()):
            continue
        those = waiting[one.month]
        those.append(one)
        whole = sum(other.ore for other in those)
        free = (place for place in range(len(left)) if place not in taken)
        place = next((at for at in free if left[at].get(one.month) == whole), None)
        if place is not None:
            found |= {other.key: place for other in those}
            left[place].clear()
            those.clear()
    return found


def _alone(
    decisions: Iterable[Decision], left: Sequence[Cut]
) -> Mapping[int, Decision]:
    """Place of a cut → the one decision that is as much; who comes first has one before
    others have."""
    taken: dict[int, Decision] = {}
    for one in decisions:
        _seated(one, left, taken, set())
    return taken


def _seated(
    one: Decision, left: Sequence[Cut], taken: dict[int, Decision], tried: set[int]
) -> bool:
    """Whether there is a cut for it, where need be by moving others to cuts that are as
    much (Kuhn 1955)."""
    fitting = [at for at, cut in enumerate(left) if cut.get(one.month) == one.ore]
    for place in sorted(fitting, key=lambda at: at in taken):  # the free ones first
        if place not in tried:
            tried.add(place)
            if place not in taken or _seated(taken[place], left, taken, tried):
                taken[place] = one
                return True
    return False
