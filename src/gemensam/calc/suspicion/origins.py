# SPDX-License-Identifier: EUPL-1.2
"""One krona that a programme, an improvement and a lower price each say they saved.

Claims of a place that name the same service and come from different origins speak of the
same cost. They can both be right as far as so much was saved on the service there; what
they claim beyond it is claimed twice, at most as much as the smaller of them.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gemensam.calc.suspicion.twice import ByMonth, Claim, added


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """`first` claims most of a service at a place; `again` are claims of other origins in
    months in which it counts too, with the öre of each of them that it claims as well."""

    first: Claim
    again: tuple[tuple[Claim, ByMonth], ...]

    @property
    def ore(self) -> ByMonth:
        return added(ore for _claim, ore in self.again)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return (self.first, *(claim for claim, _ore in self.again))

    @property
    def rest(self) -> list[Claim]:
        """What `again` claim besides, which no other rule has told of."""
        return [
            replace(claim, ore=added([claim.ore, {at: -n for at, n in ore.items()}]))
            for claim, ore in self.again
        ]

    @property
    def claimed(self) -> int:
        """What all of them claim in the months that are told of."""
        return sum(
            claim.ore.get(month, 0) for claim in self.claims for month in self.ore
        )


def two_origins(claims: Sequence[Claim]) -> list[Overlap]:
    """By place and service; a claim that names no service overlaps with none."""
    alike: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.subject is not None:
            alike[claim.place, claim.subject].append(claim)
    each = [_overlap(held) for held in alike.values()]
    return [one for one in each if one.again]


def _overlap(held: Sequence[Claim]) -> Overlap:
    first = min(held, key=lambda one: (-one.total, one.key))
    others = sorted(
        (one for one in held if one.origin != first.origin), key=lambda one: one.key
    )
    both = [(one, _both(first, one)) for one in others]
    return Overlap(
        first=first, again=tuple((one, ore) for one, ore in both if sum(ore.values()))
    )


def _both(first: Claim, other: Claim) -> dict[date, int]:
    return {
        month: smaller
        for month, ore in other.ore.items()
        if (smaller := min(ore, first.ore.get(month, 0))) > 0
    }


def is_covered(overlap: Overlap, saved: ByMonth) -> bool:
    """Whether as much was saved on the service in those months as all of them claim."""
    return sum(saved.get(month, 0) for month in overlap.ore) >= overlap.claimed
