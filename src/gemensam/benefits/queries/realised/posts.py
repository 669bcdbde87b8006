# SPDX-License-Identifier: EUPL-1.2
"""The position list: posts of support departments and the centre that ended since the
baseline, and those that were filled again. Counted, never named."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from gemensam.benefits.queries.months import next_month
from gemensam.benefits.queries.realised.registers import (
    NO_GAP,
    Gap,
    Register,
    gaps,
    in_view,
)
from gemensam.calc.money import round_half_up
from gemensam.calc.protection import FEWEST
from gemensam.calc.realised import net_posts
from gemensam.costing.enums import Treatment
from gemensam.costing.models import PoolCost, StaffRow
from gemensam.group.enums import UnitKind
from gemensam.group.queries import Whose, whose
from gemensam.outcomes.models import ScenarioVersion

SUPPORT = (UnitKind.SUPPORT, UnitKind.CENTRE)
FULL = 1000  # thousandths of a full-time post


@dataclass(slots=True, kw_only=True)
class Posts:
    """Of an authority in a month, in thousandths of full time; `people` are concerned."""

    ended: int = 0
    filled: int = 0
    people: int = 0
    net: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`by_authority`; `shared` were filled in the centre, which serves all of them.
    `cost` is what a full-time post cost a month in the baseline, in öre. `changes` are
    what all of it adds up from, a person in at most one of each kind. Of whom a register
    is missing (`gap`) nothing is in it; `unknown`: authorities with posts there."""

    by_authority: Mapping[int, Posts]
    shared: int
    cost: int
    changes: Sequence["Change"]
    gap: Gap = NO_GAP
    unknown: Mapping[int, frozenset[Register]] = field(default_factory=dict)

    @property
    def is_few(self) -> bool:
        """Whether fewer than five persons are behind all that ended, or all that was
        filled, where it is known: what is gone would give them away."""
        told = [one for one in self.changes if not self.missing(one.authority)]
        each = [one.has_ended for one in told]
        return any(0 < each.count(ended) < FEWEST for ended in (True, False))

    def missing(self, authority: int) -> frozenset[Register]:
        """What has to come before it is known who was employed there."""
        if self.gap.has_all:
            return self.gap.registers
        return self.unknown.get(authority, frozenset())

    def ore(self, authority: int) -> int:
        held = self.by_authority.get(authority)
        return round_half_up(Decimal(held.net) * self.cost / FULL) if held else 0


@dataclass(frozen=True, slots=True)
class Post:
    person: str
    extent: int
    is_centre: bool
    unit: int
    title: str
    aid: str
    employer: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What ended or was filled of the post that somebody has, or had, most of; `extent`
    in thousandths of full time. `authority`: whose the unit is in the later month."""

    has_ended: bool
    extent: int
    post: Post
    authority: int


def posts_by_month(
    months: Iterable[date], *, known_at: datetime | None = None
) -> Mapping[date, list[Post]]:
    """Everyone of a support department or the centre at each month's end, by the register
    of its year; the registers are read once."""
    asked = sorted(set(months))
    rows = StaffRow.objects.filter(
        in_view({month.year for month in asked}, known_at),
        unit__kind__in=SUPPORT,
    ).order_by("pk")
    held: dict[int, list[tuple[date, date | None, Post]]] = defaultdict(list)
    for one in rows.values_list(
        "year",
        "employed_from",
        "employed_to",
        "pseudonym",
        "extent",
        "unit__kind",
        "unit",
        "title",
        "aid",
        "legal_entity",
        named=True,
    ).iterator(5000):
        post = Post(
            person=one.pseudonym,
            extent=round(FULL * (1 if one.extent is None else one.extent)),
            is_centre=one.unit__kind == UnitKind.CENTRE,
            unit=one.unit,
            title=one.title,
            aid=one.aid,
            employer=one.legal_entity,
        )
        held[one.year].append((one.employed_from, one.employed_to, post))
    return {
        month: [
            post
            for begins, ends, post in held[month.year]
            if begins < next_month(month)
            and (ends is None or ends >= next_month(month))
        ]
        for month in asked
    }


def in_units(month: date) -> QuerySet[StaffRow]:
    """People of ordinary units at a month's end, by the register of its year."""
    after = next_month(month)
    return StaffRow.objects.filter(
        Q(employed_to=None) | Q(employed_to__gte=after),
        year=month.year,
        superseded_at=None,
        unit__isnull=False,
        employed_from__lt=after,
    ).exclude(unit__kind__in=SUPPORT)


def posts_in(month: date) -> list[Post]:
    return posts_by_month([month])[month]


def cost_of_a_post(baseline: ScenarioVersion, month: date, held: Sequence[Post]) -> int:
    """Öre: the personnel of support departments in the baseline's month, over its posts."""
    return _cost(_personnel(baseline, [month]).get(month, 0), held)


def _personnel(baseline: ScenarioVersion, months: Iterable[date]) -> Mapping[date, int]:
    rows = PoolCost.objects.filter(
        run__scenario=baseline,
        run__month__in=set(months),
        run__superseded_at=None,
        treatment=Treatment.PEOPLE,
        pool__kind__in=SUPPORT,
    )
    summed = rows.values_list("run__month").annotate(ore=Sum("amount_ore")).order_by()
    return {month: int(ore or 0) for month, ore in summed}


def _cost(ore: int, held: Sequence[Post]) -> int:
    full = sum(one.extent for one in held)
    return round_half_up(Decimal(ore) * FULL / full) if full else 0


def position_list(baseline: ScenarioVersion, before: date, month: date) -> Listed:
    """`month` against the same month `before` of the baseline."""
    return position_lists(baseline, {month: before})[month]


def position_lists(
    baseline: ScenarioVersion,
    against: Mapping[date, date],
    *,
    organised: Whose | None = None,
    known_at: datetime | None = None,
) -> Mapping[date, Listed]:
    """Each month against the one of the baseline that it has, by whose units are in it
    (`organised`, where that is at hand). A person who moved to the
    centre is there still; whoever is in no such post any more has ended."""
    posts = posts_by_month([*against, *against.values()], known_at=known_at)
    personnel = _personnel(baseline, against.values())
    held = organised or whose(known_at)
    missing = gaps(
        against,
        {month: {one.employer for one in each} for month, each in posts.items()},
        {
            month: {one.employer for one in posts[month] if one.is_centre}
            for month in against
        },
        known_at=known_at,
    )
    return {
        month: _listed(
            posts[before],
            posts[month],
            held.main(month),
            _cost(personnel.get(before, 0), posts[before]),
            missing.get(month, NO_GAP),
        )
        for month, before in against.items()
    }


def _listed(
    then: Sequence[Post],
    now: Sequence[Post],
    authorities: Mapping[int, int],
    cost: int,
    gap: Gap,
) -> Listed:
    """Units before count where they, or what they have become, are now."""
    changes = [
        one for one in _changes(then, now, authorities) if not _is_beyond(one, gap)
    ]
    found: dict[int, Posts] = defaultdict(Posts)
    shared = 0
    for one in changes:
        if one.post.is_centre and not one.has_ended:
            shared += one.extent
            continue
        own = found[one.authority]
        own.people += 1
        if one.has_ended:
            own.ended += one.extent
        else:
            own.filled += one.extent
    places = sorted(found)
    nets = net_posts(
        [found[place].ended for place in places],
        [found[place].filled for place in places],
        shared,
    )
    for place, net in zip(places, nets, strict=True):
        found[place].net = net
    return Listed(
        by_authority=dict(found),
        shared=shared,
        cost=cost,
        changes=tuple(changes),
        gap=gap,
        unknown=_unknown([*then, *now], gap, authorities),
    )


def _unknown(
    posts: Sequence[Post], gap: Gap, authorities: Mapping[int, int]
) -> Mapping[int, frozenset[Register]]:
    found: dict[int, set[Register]] = defaultdict(set)
    for register in gap.registers:
        for one in posts:
            if one.employer == register.employer:
                found[authorities[one.unit]].add(register)
    return {authority: frozenset(each) for authority, each in found.items()}


def _is_beyond(one: Change, gap: Gap) -> bool:
    """Whether it may be no change, but a register that is missing."""
    lacks = gap.now if one.has_ended else gap.before
    return gap.has_all or any(
        register.employer == one.post.employer for register in lacks
    )


def _changes(
    then: Sequence[Post], now: Sequence[Post], authorities: Mapping[int, int]
) -> list[Change]:
    """Person by person; who only moved has changed nothing."""
    was, held = _extents(then), _extents(now)
    ended = [
        Change(True, less, one, authorities[one.unit])
        for one in _last_of(then)
        if (less := was[one.person] - held.get(one.person, 0)) > 0
    ]
    filled = [
        Change(False, more, one, authorities[one.unit])
        for one in _last_of(now)
        if (more := held[one.person] - was.get(one.person, 0)) > 0
    ]
    return ended + filled


def _extents(posts: Sequence[Post]) -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in posts:
        found[one.person] += one.extent
    return found


def _last_of(posts: Sequence[Post]) -> list[Post]:
    """One post for each person: where they work most."""
    found: dict[str, Post] = {}
    for one in posts:
        if one.person not in found or found[one.person].extent < one.extent:
            found[one.person] = one
    return list(found.values())
