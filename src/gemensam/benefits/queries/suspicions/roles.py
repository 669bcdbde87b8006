# SPDX-License-Identifier: EUPL-1.2
"""Posts with support titles that came in the units since the baseline."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.months import Compared, same_months
from gemensam.benefits.queries.realised.posts import (
    FULL,
    cost_of_a_post,
    in_units,
    posts_in,
)
from gemensam.benefits.queries.realised.registers import NO_GAP, NOBODY, missing_in
from gemensam.benefits.queries.saving import price_change
from gemensam.benefits.queries.suspicions.found import Row, Suspicion, rounded
from gemensam.calc.money import round_half_up
from gemensam.calc.suspicion.roles import Grown, Held, grown
from gemensam.costing.queries.standards import standard_of
from gemensam.formats.issues import mark
from gemensam.group.models import Authority
from gemensam.group.queries import whose
from gemensam.outcomes.models import ScenarioVersion

Share = Callable[[str, str], float]
Extents = Mapping[str, tuple[int, int]]  # person → authority, thousandths of support


def posts_grown(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """In the closed `months`, by authority: units that are neither support departments
    nor the centre. Who moved from one such unit to another is not new. Nothing is said of
    employers whose register of either year is missing: they may have grown or not."""
    against = same_months(months, of.baseline_months)
    if of.baseline is None or len(against) != len(months):
        return
    share, was_of = _share(), dict(zip(months, against, strict=True))
    held: dict[int, dict[date, Held]] = defaultdict(dict)
    told, missing = whose(), missing_in(was_of)
    for month, before in was_of.items():
        beyond = missing.get(month, NO_GAP).employers
        if NOBODY in beyond:
            continue
        for authority, found in _held(
            before, month, share, told.main(month), beyond
        ).items():
            held[authority][month] = found
    names = dict(Authority.objects.values_list("pk", "name"))
    for one in grown(held):
        yield _told(one, names, was_of, of.baseline)


def _share() -> Share:
    """Which part of their time people with a title give to support, as the list of
    standard shares says; nothing for a title that it does not know."""
    find = standard_of()
    known: dict[tuple[str, str], float] = {}

    def share(title: str, aid: str) -> float:
        if (title, aid) not in known:
            match = find(title, aid)
            ranges = match.line.shares.values() if match else ()
            known[title, aid] = min(1.0, sum(one.likely for one in ranges))
        return known[title, aid]

    return share


def _held(
    before: date,
    month: date,
    share: Share,
    authorities: Mapping[int, int],
    beyond: Collection[int],
) -> Mapping[int, Held]:
    """By authority, without the employers `beyond`; whoever was in another authority's
    unit before was so here."""
    was = _extents(before, share, authorities, beyond)
    now = _extents(month, share, authorities, beyond)
    places = {authority for authority, _extent in [*was.values(), *now.values()]}
    then: dict[int, dict[str, int]] = {place: {} for place in places}
    held: dict[int, dict[str, int]] = {place: {} for place in places}
    for person, (authority, extent) in was.items():
        then[now[person][0] if person in now else authority][person] = extent
    for person, (authority, extent) in now.items():
        held[authority][person] = extent
    return {place: Held(before=then[place], now=held[place]) for place in places}


def _extents(
    month: date,
    share: Share,
    authorities: Mapping[int, int],
    beyond: Collection[int],
) -> Extents:
    """Everyone of an ordinary unit at the month's end, by the register of its year."""
    found: dict[str, tuple[int, int]] = {}
    for person, title, aid, extent, unit in (
        in_units(month)
        .exclude(legal_entity__in=beyond)
        .values_list("pseudonym", "title", "aid", "extent", "unit")
        .iterator(5000)
    ):
        part = round(FULL * float(1 if extent is None else extent) * share(title, aid))
        if part:
            found[person] = (authorities[unit], part + found.get(person, (0, 0))[1])
    return found


def _told(
    one: Grown,
    names: Mapping[int, str],
    was_of: Mapping[date, date],
    baseline: ScenarioVersion,
) -> Suspicion:
    places = [place for place in one.places if isinstance(place, int)]
    ore = {
        month: ore_of_posts(extent, month, was_of[month], baseline)
        for month, extent in one.extent.items()
    }
    return Suspicion(
        rule=Rule.ROLES,
        about=places,
        authority=places[0] if len(places) == 1 else 0,
        name=", ".join(names[place] for place in places),
        says=mark(
            "Posts with support titles in the units grew by {posts} full-time posts of support since the baseline, {people} persons’ posts or more. A post counts for the part of its time that the list of standard shares gives to support, and for what a post cost in the baseline at today’s wages."
        ),
        values={
            "posts": _posts(min(one.extent.values())),
            "people": one.people,
        },
        ore=ore,
        rows=[
            Row(
                text=mark("{month}: {posts} full-time posts of support more"),
                values={"month": f"{month:%Y-%m}", "posts": _posts(extent)},
                ore=ore[month],
                page="costing:standards",
                is_ledger=True,
            )
            for month, extent in sorted(one.extent.items())
        ],
        persons=one.people,
    )


def _posts(extent: int) -> Decimal:
    return rounded(extent / FULL, 1)


def ore_of_posts(extent: int, month: date, was: date, baseline: ScenarioVersion) -> int:
    """What so many thousandths of a full-time post cost in `month`: as in the baseline's,
    at today's wages."""
    wage = Decimal(price_change(was.year, month.year).wage)
    cost = cost_of_a_post(baseline, was, posts_in(was))
    return round_half_up(extent * cost * wage / FULL)
