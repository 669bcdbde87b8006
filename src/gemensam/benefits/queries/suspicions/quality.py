# SPDX-License-Identifier: EUPL-1.2
"""Services that became worse three months running where an authority's units use them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.months import Compared, latest
from gemensam.benefits.queries.suspicions.found import Row, Suspicion, rounded
from gemensam.benefits.queries.suspicions.services import saved_on_services
from gemensam.calc.realised import Kept
from gemensam.calc.suspicion.quality import Fall, falls
from gemensam.catalogue.models import Service
from gemensam.formats.issues import Marked, mark
from gemensam.group.models import Authority
from gemensam.group.queries import whose
from gemensam.outcomes.models import Cell

MONTHS = 4  # the month before, and the three in which it fell
# What was judged, what of it was as it should be, and what is said of a fall.
MEASURES: dict[Rule, tuple[str, str, Marked]] = {
    Rule.LATE: (
        "judged",
        "on_time",
        mark(
            "Done on time fell three months running, from {before} % to {now} %. By chance such a fall comes {chance} times in a thousand. The kronor are what was saved on the service in those months: they hold only if quality does."
        ),
    ),
    Rule.WRONG: (
        "resolved",
        "first_right",
        mark(
            "Right the first time fell three months running, from {before} % to {now} %. By chance such a fall comes {chance} times in a thousand. The kronor are what was saved on the service in those months: they hold only if quality does."
        ),
    ),
}
ROWS: dict[Rule, Marked] = {
    Rule.LATE: mark("{month}: {kept} of {judged} done on time, {share} %"),
    Rule.WRONG: mark("{month}: {kept} of {judged} right the first time, {share} %"),
}


def quality_fell(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """In the last of the closed `months` of the year, and in those before it where they
    are too few; by service and authority."""
    last = latest(months, MONTHS)
    if of.actual is None or len(last) < MONTHS:
        return
    saved = {key: max(0, ore) for key, ore in saved_on_services(last[1:], of).items()}
    services = Service.objects.in_bulk()
    names = dict(Authority.objects.values_list("pk", "name"))
    for rule, (judged, kept, says) in MEASURES.items():
        held = _held(last, of, judged, kept)
        for place, fall in falls(held, last=last[-1]).items():
            authority, service = place
            told = services[service]
            yield Suspicion(
                rule=rule,
                about=[authority, service, fall.fallen[0].month],
                authority=authority,
                name=f"{names[authority]} · {told}",
                says=says,
                values={
                    "before": _percent(fall.before.share),
                    "now": _percent(fall.fallen[-1].share),
                    "chance": rounded(1000 * fall.chance, 1),
                },
                ore={
                    one.month: saved.get((authority, service, one.month), 0)
                    for one in fall.fallen
                },
                rows=list(_rows(fall, rule, told, saved, authority)),
                service=service,
            )


def _percent(share: float) -> Decimal:
    return rounded(100 * share, 1)


def _rows(
    fall: Fall,
    rule: Rule,
    service: Service,
    saved: Mapping[tuple[int, int, date], int],
    authority: int,
) -> Iterator[Row]:
    for one in fall.months:
        yield Row(
            text=ROWS[rule],
            values={
                "month": f"{one.month:%Y-%m}",
                "kept": one.kept,
                "judged": one.judged,
                "share": _percent(one.share),
            },
            ore=saved.get((authority, service.pk, one.month)),
            page="benefits:service-variation",
            given=(service.code,),
            query={"version": "actual"},
        )


def _held(
    months: Sequence[date], of: Compared, judged: str, kept: str
) -> Mapping[tuple[int, int], Sequence[Kept]]:
    rows: QuerySet[Cell] = Cell.objects.filter(
        scenario=of.actual,
        month__in=months,
        source="desk",
        superseded_at=None,
        service__isnull=False,
        **{f"{judged}__gt": 0},
    )
    told = whose()
    authorities = {month: told.main(month) for month in months}
    sums: dict[tuple[int, int, date], Counter[str]] = defaultdict(Counter)
    for unit, service, month, n, k in rows.order_by().values_list(
        "unit", "service", "month", judged, kept
    ):
        place = authorities[month][unit], service, month
        sums[place].update(judged=n, kept=k or 0)
    found: dict[tuple[int, int], list[Kept]] = defaultdict(list)
    for (authority, service, month), one in sorted(
        sums.items(), key=lambda told: told[0][2]
    ):
        found[authority, service].append(
            Kept(month=month, judged=one["judged"], kept=one["kept"])
        )
    return found
