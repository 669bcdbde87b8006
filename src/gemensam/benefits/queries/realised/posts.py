# SPDX-License-Identifier: EUPL-1.2
"""The position list: posts of support departments and the centre that ended since the
baseline, and those that were filled again. Counted, never named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from gemensam.benefits.queries.months import next_month
from gemensam.calc.money import round_half_up
from gemensam.calc.realised import net_posts
from gemensam.costing.enums import Treatment
from gemensam.costing.models import PoolCost, StaffRow
from gemensam.group.enums import UnitKind
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
    `cost` is what a full-time post cost a month in the baseline, in öre."""

    by_authority: Mapping[int, Posts]
    shared: int
    cost: int

    def ore(self, authority: int) -> int:
        held = self.by_authority.get(authority)
        return round_half_up(Decimal(held.net) * self.cost / FULL) if held else 0


@dataclass(frozen=True, slots=True)
class Post:
    person: str
    extent: int
    authority: int
    is_centre: bool


def posts_in(month: date) -> list[Post]:
    """Everyone of a support department or the centre at the month's end, by the register
    of its year."""
    after = next_month(month)
    rows = StaffRow.objects.filter(
        Q(employed_to=None) | Q(employed_to__gte=after),
        year=month.year,
        superseded_at=None,
        unit__kind__in=SUPPORT,
        employed_from__lt=after,
    )
    told = rows.values_list("pseudonym", "extent", "unit__authority", "unit__kind")
    return [
        Post(
            person,
            round(FULL * (1 if extent is None else extent)),
            authority,
            kind == UnitKind.CENTRE,
        )
        for person, extent, authority, kind in told.iterator(5000)
    ]


def cost_of_a_post(baseline: ScenarioVersion, month: date, held: Sequence[Post]) -> int:
    """Öre: the personnel of support departments in the baseline's month, over its posts."""
    rows = PoolCost.objects.filter(
        run__scenario=baseline,
        run__month=month,
        run__superseded_at=None,
        treatment=Treatment.PEOPLE,
        pool__kind__in=SUPPORT,
    )
    ore = int(rows.aggregate(ore=Sum("amount_ore"))["ore"] or 0)
    full = sum(one.extent for one in held)
    return round_half_up(Decimal(ore) * FULL / full) if full else 0


def position_list(baseline: ScenarioVersion, before: date, month: date) -> Listed:
    """`month` against the same month `before` of the baseline. A person who moved to the
    centre is there still; whoever is in no such post any more has ended."""
    then, now = posts_in(before), posts_in(month)
    was, held = _extents(then), _extents(now)
    found: dict[int, Posts] = defaultdict(Posts)
    shared = 0
    for one in _last_of(then):
        less = was[one.person] - held.get(one.person, 0)
        if less > 0:
            found[one.authority].ended += less
            found[one.authority].people += 1
    for one in _last_of(now):
        more = held[one.person] - was.get(one.person, 0)
        if more > 0 and one.is_centre:
            shared += more
        elif more > 0:
            found[one.authority].filled += more
            found[one.authority].people += 1
    places = sorted(found)
    nets = net_posts(
        [found[place].ended for place in places],
        [found[place].filled for place in places],
        shared,
    )
    for place, net in zip(places, nets, strict=True):
        found[place].net = net
    cost = cost_of_a_post(baseline, before, then)
    return Listed(by_authority=dict(found), shared=shared, cost=cost)


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
