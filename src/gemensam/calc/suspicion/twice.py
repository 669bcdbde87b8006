# SPDX-License-Identifier: EUPL-1.2
"""The same krona saved twice: one decision registered as two, more moved out of a budget
than was delivered, a lower price that no lower cost stands behind."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean

from gemensam.calc.money import split
from gemensam.calc.suspicion.noise import SIGMAS, sigma, slack

ByMonth = Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A decision that says that a place's frame is cut. `decided_ore` as decided, from
    `begins`; `ore` what of it counts in each month (what took it back apart). `origin`:
    what is said to have saved it; `subject` the service it concerns, where it is one."""

    key: int
    place: Hashable
    reference: str
    decided_ore: int
    begins: date
    is_permanent: bool
    ore: ByMonth
    origin: str = ""
    subject: Hashable | None = None

    @property
    def total(self) -> int:
        return sum(self.ore.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """`again` say what `first` says already; `ore` is theirs, month by month."""

    first: Claim
    again: tuple[Claim, ...]
    ore: ByMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What of a claim something delivered stands behind (`ore`), and what nothing does."""

    claim: Claim
    ore: int
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A place's claims in the order they were made against what was `delivered`; `ore`
    is what is claimed beyond it, `noise` what it may be off by chance, whole öre of
    it: less than `ore`."""

    place: Hashable
    claims: tuple[Covered, ...]
    delivered: ByMonth
    noise: int
    ore: ByMonth


def normal(reference: str) -> str:
    """A decision's reference without what two who write it write differently."""
    return "".join(one for one in reference.casefold() if one.isalnum())


def same_decision(claims: Sequence[Claim]) -> list[Same]:
    """Claims of a place for the same öre, both for good or both once, that name the same
    decision or begin in the same month, and not two different services. The one
    registered first is taken as right."""
    alike: dict[Hashable, list[list[Claim]]] = defaultdict(list)
    for claim in sorted(claims, key=lambda one: one.key):
        groups = alike[claim.place, claim.decided_ore, claim.is_permanent]
        same = next((one for one in groups if _same(one[0], claim)), None)
        if same is None:
            groups.append([claim])
        else:
            same.append(claim)
    pairs = [held for groups in alike.values() for held in groups if len(held) > 1]
    return [
        Same(first=first, again=tuple(again), ore=added(one.ore for one in again))
        for first, *again in pairs
    ]


def _same(one: Claim, other: Claim) -> bool:
    subjects = {one.subject, other.subject} - {None}
    if len(subjects) > 1:
        return False
    reference = normal(one.reference)
    named = bool(reference) and reference == normal(other.reference)
    return named or one.begins == other.begins


def beyond_delivered(
    place: Hashable, claims: Sequence[Claim], delivered: ByMonth
) -> Beyond | None:
    """What a place's claims together are more than what was saved there in the months
    they count in, if by more than chance. What was registered first is covered first:
    the krona that an earlier claim took is not there for a later one."""
    claimed = added(one.ore for one in claims)
    months = sorted(month for month, ore in claimed.items() if ore > 0)
    if not months:
        return None
    saved = {month: delivered.get(month, 0) for month in months}
    there = max(0, sum(saved.values()))
    series = [float(delivered[month]) for month in sorted(delivered)]
    noise = slack(series, len(months))
    more = sum(claimed[month] for month in months) - there
    if more <= noise:
        return None
    return Beyond(
        place=place,
        claims=_in_turn(claims, there),
        delivered=saved,
        noise=int(noise),
        ore=_placed(more, {one: claimed[one] - saved[one] for one in months}),
    )


def _in_turn(claims: Sequence[Claim], there: int) -> tuple[Covered, ...]:
    found = []
    for claim in sorted(claims, key=lambda one: one.key):
        taken = min(there, max(0, claim.total))
        there -= taken
        beyond = max(0, claim.total) - taken
        found.append(Covered(claim=claim, ore=taken, beyond=beyond))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A price of a service to a customer that became lower: öre per unit before and from
    `begins`, and how many units the customer used in each month from then on."""

    place: Hashable
    begins: date
    was: int
    now: int
    volume: Mapping[date, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """A lower price: what it took off the bill, what the cost fell by for the same units,
    and the rest, in öre."""

    cut: Cut
    taken_off: int
    fell: int
    noise: int
    ore: ByMonth


def price_without_cost(cut: Cut, unit_cost: Mapping[date, float]) -> Uncovered | None:
    """What a lower price took off the bill that no lower cost per unit (`unit_cost`, öre
    by month) stands behind, if by more than chance."""
    before = [cost for month, cost in unit_cost.items() if month < cut.begins]
    months = [
        one for one in sorted(cut.volume) if one in unit_cost and one >= cut.begins
    ]
    if not before or not months:
        return None
    was = fmean(before)
    taken = sum((cut.was - cut.now) * cut.volume[one] for one in months)
    fell = sum((was - unit_cost[one]) * cut.volume[one] for one in months)
    every = [unit_cost[one] for one in sorted(unit_cost)]
    each = sum(cut.volume[one] ** 2 for one in months)
    mean = sum(cut.volume[one] for one in months) ** 2 / len(before)
    noise = SIGMAS * sigma(every) * sqrt(each + mean)
    more = taken - max(0.0, fell)
    if more <= noise:
        return None
    return Uncovered(
        cut=cut,
        taken_off=round(taken),
        fell=max(0, round(fell)),
        noise=int(noise),
        ore=_placed(
            round(more),
            {one: round((cut.was - cut.now) * cut.volume[one]) for one in months},
        ),
    )


def added(each: Iterable[ByMonth]) -> dict[date, int]:
    """Several, month by month."""
    found: dict[date, int] = defaultdict(int)
    for one in each:
        for month, ore in one.items():
            found[month] += ore
    return dict(found)


def _placed(ore: int, weights: ByMonth) -> dict[date, int]:
    """`ore` on the months, by their weights above zero; alike where none is."""
    months = sorted(weights)
    above = [max(0, weights[month]) for month in months]
    parts = split(ore, above if any(above) else [1] * len(months))
    return dict(zip(months, parts, strict=True))
