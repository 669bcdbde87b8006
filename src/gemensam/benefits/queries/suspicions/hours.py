# SPDX-License-Identifier: EUPL-1.2
"""Time of the units' own people that stayed on what the centre delivers, as they told in
two surveys."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.months import (
    Compared,
    centre_start,
    same_months,
)
from gemensam.benefits.queries.realised.posts import FULL, in_units
from gemensam.benefits.queries.realised.registers import NOBODY, missing_in
from gemensam.benefits.queries.suspicions.found import Row, Suspicion, rounded
from gemensam.benefits.queries.suspicions.roles import ore_of_posts
from gemensam.benefits.queries.suspicions.tree import earlier
from gemensam.calc.suspicion.hours import Asked, Stayed, hours_stayed
from gemensam.calc.suspicion.left import GRACE
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery, Service
from gemensam.costing.models import SurveyAnswer, SurveyRound
from gemensam.formats.issues import mark
from gemensam.group.models import Authority
from gemensam.group.queries import whose
from gemensam.outcomes.models import ScenarioVersion

Moved = frozenset[tuple[int, int]]  # service, unit


@dataclass(frozen=True, slots=True)
class Employed:
    unit: int
    authority: int
    extent: int


def hours_left(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """In those of the closed `months` that people were asked about since the centre began,
    against what they told before it did. Only posts that were there before count, for no
    more than they were: what is new is told of by its title."""
    before, later = _rounds(months[-1])
    against = same_months(months, of.baseline_months)
    if of.baseline is None or not before or not later or len(against) != len(months):
        return
    since = _first_month(later)
    was_of = dict(zip(months, against, strict=True))
    told = {month: was for month, was in was_of.items() if month >= since}
    if not told:
        return
    # Of the outcome's months only those asked about: their registers tell who answered.
    asked = missing_in({later.month: before.month}).values()
    posts = missing_in(told).values()
    lacking = [*(one.registers for one in asked), *(one.before for one in posts)]
    beyond = {one.employer for registers in lacking for one in registers}
    if NOBODY in beyond:
        return  # who was employed, or what a post cost, is not known
    names = dict(Authority.objects.values_list("pk", "name"))
    for one in hours_stayed(_asked(before, later, _moved(since), beyond)):
        yield _told(one, names, (before, later), told, of.baseline)


def _rounds(last: date) -> tuple[SurveyRound | None, SurveyRound | None]:
    """The last before the centre began, and the last since."""
    start = centre_start()
    kept = SurveyRound.objects.filter(
        superseded_at=None, disposed_at=None, month__lte=last
    ).order_by("month")
    if start is None:
        return None, None
    return kept.filter(month__lt=start).last(), kept.filter(month__gte=start).last()


def _first_month(one: SurveyRound) -> date:
    return (one.about_from or one.month).replace(day=1)


def _moved(since: date) -> Moved:
    """What the centre had delivered for three months when the time that is told began."""
    begun = Delivery.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=since),
        provider=Provider.CENTRE,
        valid_from__lte=earlier(since, GRACE),
    )
    return frozenset(begun.values_list("service", "unit"))


def _asked(
    before: SurveyRound, later: SurveyRound, moved: Moved, beyond: Collection[int]
) -> Mapping[int, Asked]:
    """Without the employers `beyond`, whose registers are missing."""
    authorities = whose().main(later.month)
    was = _employed(before.month, authorities, beyond)
    now = _employed(later.month, authorities, beyond)
    both = {
        person: Employed(one.unit, one.authority, min(one.extent, was[person].extent))
        for person, one in now.items()
        if person in was
    }
    then, held = _told_of(before, was, moved), _told_of(later, both, moved)
    return {
        place: Asked(before=then.get(place, {}), now=held.get(place, {}))
        for place in {*then, *held}
    }


def _employed(
    month: date, authorities: Mapping[int, int], beyond: Collection[int]
) -> Mapping[str, Employed]:
    """People of ordinary units at a month's end, by the register of its year."""
    found: dict[str, Employed] = {}
    for person, unit, extent in (
        in_units(month)
        .exclude(legal_entity__in=beyond)
        .values_list("pseudonym", "unit", "extent")
        .iterator(5000)
    ):
        full = round(FULL * (1 if extent is None else extent))
        more = found[person].extent if person in found else 0
        found[person] = Employed(unit, authorities[unit], full + more)
    return found


def _told_of(
    asked: SurveyRound, employed: Mapping[str, Employed], moved: Moved
) -> Mapping[int, Mapping[str, int]]:
    """Authority → person → thousandths of full time on what has moved."""
    services = dict(Service.objects.values_list("code", "pk"))
    rows = SurveyAnswer.objects.filter(round=asked, activity__in=services, share__gt=0)
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person, activity, share in rows.values_list("pseudonym", "activity", "share"):
        one = employed.get(person)
        if one is not None and (services[activity], one.unit) in moved:
            found[one.authority][person] += round(one.extent * (share or 0))
    return found


def _told(
    one: Stayed,
    names: Mapping[int, str],
    rounds: tuple[SurveyRound, SurveyRound],
    was_of: Mapping[date, date],
    baseline: ScenarioVersion,
) -> Suspicion:
    places = [place for place in one.places if isinstance(place, int)]
    ore = {
        month: ore_of_posts(one.now, month, was, baseline)
        for month, was in was_of.items()
    }
    before, later = rounds
    return Suspicion(
        rule=Rule.HOURS,
        about=places,
        authority=places[0] if len(places) == 1 else 0,
        name=", ".join(names[place] for place in places),
        says=mark(
            "Asked in {later}, {people} persons of the units still give {now} full-time posts to services that the centre had delivered to their unit for three months or more; asked in {earlier}, it was {before}. Only posts that were there before are counted, for what a post cost in the baseline at today’s wages."
        ),
        values={
            "later": f"{later.month:%Y-%m}",
            "earlier": f"{before.month:%Y-%m}",
            "people": one.people,
            "now": rounded(one.now / FULL, 1),
            "before": rounded(one.before / FULL, 1),
        },
        ore=ore,
        rows=[
            Row(
                text=mark("{month}: {posts} full-time posts of the units’ own people"),
                values={
                    "month": f"{month:%Y-%m}",
                    "posts": rounded(one.now / FULL, 1),
                },
                ore=ore[month],
                page="costing:who_does_what",
                is_ledger=True,
            )
            for month in sorted(ore)
        ],
        persons=one.people,
    )
