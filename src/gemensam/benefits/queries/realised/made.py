# SPDX-License-Identifier: EUPL-1.2
"""How far what was promised has come: by authority and month, and all of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gemensam.benefits.models import SavingVerified
from gemensam.benefits.ports import promised_shares
from gemensam.benefits.queries.budget import Told, told_moves
from gemensam.benefits.queries.known import known
from gemensam.benefits.queries.months import (
    closed_months,
    compared,
    reaching_back,
    same_months,
    year_to,
)
from gemensam.benefits.queries.realised.delivered import Place, delivered, on_time
from gemensam.benefits.queries.realised.posts import Listed, position_lists
from gemensam.benefits.queries.realised.registers import Register
from gemensam.calc.budget import in_months
from gemensam.calc.realised import (
    RUNNING,
    Evidence,
    Light,
    Reason,
    Stage,
    added,
    has_fallen,
    light,
    stages,
)
from gemensam.group.models import Authority
from gemensam.group.queries import whose

FEWEST = 5  # persons of whom a figure is told
# Stages that a krona reaches only with capacity that is gone, which posts tell of.
ON_POSTS = (Stage.CAPACITY_GONE, Stage.BUDGET_MOVED, Stage.VERIFIED)
Readable = Mapping[Stage, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Authorities told together (one, unless too few persons are concerned), over the
    closed months; `told` is what of it readers are told."""

    authorities: Sequence[Authority]
    at: Mapping[Stage, int]
    told: Readable
    light: Light
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Realised:
    """`evidence` by authority and month; `decided`: what is to be moved out of the budget,
    booked or not; `posts` of the last month. `concerned`: the fewest persons (none apart)
    behind an authority's posts in any of the months. `on_time` begins before the year
    where its months are too few for the guard-rail. `unknown`: the staff registers that
    lack to know who was employed. `few`: months in which fewer than five persons are
    behind all posts that ended or were filled; what is gone then is for no reader."""

    months: Sequence[date]
    evidence: Mapping[Place, Evidence]
    decided: Mapping[Place, int]
    posts: Listed
    concerned: Mapping[int, int]
    on_time: Mapping[int, Sequence[float]]
    has_promise: bool
    unknown: Mapping[Place, frozenset[Register]]
    few: frozenset[date]

    def of(self, authorities: Sequence[int]) -> Mapping[Stage, int]:
        wanted = set(authorities)
        return added(
            [stages(one) for (who, _), one in self.evidence.items() if who in wanted]
        )

    @property
    def authorities(self) -> set[int]:
        return {authority for authority, _month in self.evidence}

    @property
    def total(self) -> Mapping[Stage, int]:
        return self.of(list(self.authorities))

    def told_of(self, authorities: Iterable[int]) -> Readable:
        """What readers are told: of stages that rest on posts the months in which these
        are known and not of too few, None where there is no such month."""
        wanted = set(authorities)
        places = [place for place in self.evidence if place[0] in wanted]
        return {
            stage: self._summed(
                stage, [one for one in places if self.is_told(one)], places
            )
            if stage in ON_POSTS
            else self._summed(stage, places, places)
            for stage in Stage
        }

    def _summed(
        self, stage: Stage, told: Sequence[Place], of: Sequence[Place]
    ) -> int | None:
        if of and not told:
            return None
        return sum(stages(self.evidence[place])[stage] for place in told)

    @property
    def told(self) -> Readable:
        return self.told_of(self.authorities)

    def is_told(self, place: Place) -> bool:
        return place not in self.unknown and place[1] not in self.few

    def missing(self, authority: int | None = None) -> frozenset[Register]:
        """Staff registers that have not come, of an authority or of all."""
        each = [
            registers
            for (who, _month), registers in self.unknown.items()
            if authority in (None, who)
        ]
        return frozenset[Register]().union(*each)

    def fell(self, authority: int) -> Sequence[float]:
        """The shares on time that broke the guard-rail, the month before the first fall
        included; nothing where it holds."""
        told = self.on_time.get(authority, ())
        return told[-RUNNING - 1 :] if has_fallen(told) else ()

    @property
    def unbooked(self) -> int:
        """Öre whose capacity is gone, and whose budget is cut by a decision that is not
        booked yet; of what readers are told."""
        return sum(
            max(0, _moved_to(one, self.decided.get(place, 0)) - _moved_to(one))
            for place, one in self.evidence.items()
            if self.is_told(place)
        )

    @property
    def unverified(self) -> Mapping[int, int]:
        """Öre moved out of each authority's budget that no controller has signed for and
        that can be: of those whose guard-rail holds and whose people are known."""
        found: dict[int, int] = defaultdict(int)
        for (authority, _month), one in self.evidence.items():
            at = stages(one)
            found[authority] += at[Stage.BUDGET_MOVED] - at[Stage.VERIFIED]
        return {
            authority: ore
            for authority, ore in found.items()
            if ore and not self.fell(authority) and not self.missing(authority)
        }

    @property
    def alone(self) -> Readable:
        """What each stage's own evidence adds up to, whatever the stages before it say;
        months below zero apart, as in the stages. Of what is gone and what is signed for
        it, what readers are told."""
        found: dict[Stage, int | None] = {}
        for stage in Stage:
            told = [place for place in self.evidence if self._is_alone(stage, place)]
            ore = [getattr(self.evidence[place], stage.value) for place in told]
            found[stage] = sum(max(0, one) for one in ore) if told else None
        return found

    def _is_alone(self, stage: Stage, place: Place) -> bool:
        if stage is Stage.CAPACITY_GONE:
            return self.is_told(place)
        return stage is not Stage.VERIFIED or place[1] not in self.few

    def by_month(self, authority: int) -> list[tuple[date, Mapping[Stage, int]]]:
        return [
            (month, stages(self.evidence[authority, month]))
            for month in self.months
            if (authority, month) in self.evidence
        ]


def _moved_to(evidence: Evidence, ore: int | None = None) -> int:
    """Öre at the stage, were `ore` moved out of the budget."""
    moved = evidence if ore is None else replace(evidence, budget_moved=ore)
    return stages(moved)[Stage.BUDGET_MOVED]


def realised(
    through: date | None = None, *, known_at: datetime | None = None
) -> Realised | None:
    """Over the closed months of the year, or those to `through`; None before there is
    anything to compare. `known_at`: as it was known then."""
    of = compared(known_at)
    months = (
        year_to(through, known_at=known_at) if through else closed_months(known_at).year
    )
    if of.baseline is None or not months:
        return None
    organised = whose(known_at)
    base, saved, other = delivered(months, of, organised=organised, known_at=known_at)
    if not base:
        return None
    shares = promised_shares(months, known_at=known_at)
    against = dict(zip(months, same_months(months, of.baseline_months), strict=True))
    posts = position_lists(of.baseline, against, organised=organised, known_at=known_at)
    unknown = {
        (authority, month): missing
        for authority, month in base
        if (missing := posts[month].missing(authority))
    }
    told = told_moves(known_at)
    moved = _moved(months, [one for one in told if one.is_booked])
    verified = _verified(known_at)
    evidence = {
        (authority, month): Evidence(
            promised=round(ore * (shares or {}).get(month, 0.0)),
            delivered=saved[authority, month],
            capacity_gone=None
            if (authority, month) in unknown
            else posts[month].ore(authority) + max(0, other[authority, month]),
            budget_moved=moved.get((authority, month), 0),
            verified=verified.get((authority, month), 0),
        )
        for (authority, month), ore in base.items()
    }
    return Realised(
        months=months,
        evidence=evidence,
        decided=_moved(months, told),
        posts=posts[months[-1]],
        concerned=_concerned(posts.values()),
        on_time=on_time(
            reaching_back(months, RUNNING + 1, known_at=known_at),
            of,
            organised,
            known_at=known_at,
        ),
        has_promise=shares is not None,
        unknown=unknown,
        few=frozenset(month for month, one in posts.items() if one.is_few),
    )


def _moved(months: Sequence[date], told: Sequence[Told]) -> Mapping[Place, int]:
    """Öre of each authority's frame, month by month."""
    by_authority: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        by_authority[one.move.authority_id].append(one)
    return {
        (authority, month): ore
        for authority, held in by_authority.items()
        for month, ore in zip(
            months, in_months([one.plain for one in held], months), strict=True
        )
    }


def _verified(known_at: datetime | None) -> Mapping[Place, int]:
    rows = SavingVerified.objects.filter(
        known(known_at, since="made_at", until="withdrawn_by__made_at"), withdraws=None
    )
    return {(one.authority_id, one.month): one.ore for one in rows}


def rows_of(made: Realised) -> list[Row]:
    """Authority by authority, the most promised first; those with fewer than five
    persons behind what ended or was filled are told together."""
    few = {one for one in made.authorities if 0 < made.concerned.get(one, 0) < FEWEST}
    apart = sorted(made.authorities - few, key=lambda one: _people(made, one))
    while few and sum(_people(made, one) for one in few) < FEWEST and apart:
        few.add(next((one for one in apart if _people(made, one)), apart[0]))
        apart = [one for one in apart if one not in few]
    names = Authority.objects.in_bulk(made.authorities)
    groups = [[one] for one in apart] + ([sorted(few)] if few else [])
    found = [_row(made, [names[one] for one in group]) for group in groups]
    return sorted(found, key=lambda row: -row.at[Stage.PROMISED])


def _people(made: Realised, authority: int) -> int:
    """Among whom others can be told: none where any month is not known, since what is
    told of it then is the others' alone."""
    return 0 if made.missing(authority) else made.concerned.get(authority, 0)


def _concerned(listed: Iterable[Listed]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for one in listed:
        for authority, held in one.by_authority.items():
            if held.people and not one.missing(authority):
                found[authority] = min(found.get(authority, held.people), held.people)
    return found


def _row(made: Realised, authorities: Sequence[Authority]) -> Row:
    numbers = [one.pk for one in authorities]
    at = made.of(numbers)
    worst = [
        light(at, on_time=made.on_time.get(one, ()), is_known=not made.missing(one))
        for one in numbers
    ]
    order = [Light.RED, Light.YELLOW, Light.GREEN]
    colour, reason = min(worst, key=lambda one: order.index(one[0]))
    return Row(
        authorities=authorities,
        at=at,
        told=made.told_of(numbers),
        light=colour,
        reason=reason,
    )


def realised_as_json(known_at: datetime | None = None) -> dict[str, Any] | None:
    """Kronor per stage, as `report --json` prints them; null where it is not told."""
    made = realised(known_at=known_at)
    if made is None:
        return None
    return {
        stage.value: None if ore is None else ore / 100
        for stage, ore in made.told.items()
    }
