# SPDX-License-Identifier: EUPL-1.2
"""A service is split, renamed or joined for real: by files, and months computed anew.

The oracle is the same months with the new services in the catalogue and nothing yet
following the old one: what costing draws at random depends on how many services there
are, and on nothing else that these tests change.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.test import Client
from django.utils.translation import gettext

import pytest
from tests.benefits.test_services import heaviest
from tests.catalogue.services_file import HEAD, services_in, successions_in
from tests.rig.imported import in_a_test, rows_in, said
from tests.rig.reopened import reopened
from tests.site.people import someone

from gemensam.benefits.queries import saving_over, year_to_date
from gemensam.benefits.queries.months import newest
from gemensam.benefits.queries.saving import Saving
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import report
from gemensam.costing.models import CostRun, PoolCost, VolumeRow
from gemensam.desk.evidence import MOST
from gemensam.desk.models import Case
from gemensam.outcomes.actions import rebuild
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.invariants import few_are_never_shown
from gemensam.outcomes.models import Cell, ProtectedCell, ScenarioVersion
from gemensam.outcomes.ports import Figure, evidence_of

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
VOLUMES = "Månad;Tjänst;Mätarkod;Antal"


def outcome() -> ScenarioVersion:
    found = newest(ScenarioKind.ACTUAL)
    assert found is not None
    return found


def computed() -> None:
    """The month before a service is split, and that from which on it is."""
    rebuild(outcome(), reopened([MAY, JUNE]), by=CONSOLE, at=clock.now())


@dataclass(frozen=True, slots=True)
class Told:
    saving: Saving
    cost: Mapping[int | None, int]
    volume: Mapping[int | None, Decimal]
    before: Mapping[int | None, int]  # cost in May

    @classmethod
    def now(cls) -> "Told":
        saving = saving_over(year_to_date())
        assert saving is not None
        cells = Cell.objects.filter(
            scenario=outcome(), source="costing", superseded_at=None
        )
        since = cells.filter(month=JUNE)
        return cls(
            saving,
            _sums(since, "cost_ore"),
            _sums(since, "volume"),
            _sums(cells.filter(month=MAY), "cost_ore"),
        )


def _sums(cells: Any, name: str) -> dict[int | None, Any]:
    rows = cells.order_by().values_list("service").annotate(sum=Sum(name))
    return {service: held for service, held in rows if held}


AREAS = {"finance": "ekonomi", "hr": "hr", "it": "it"}
SOURCES = {"meter": "mätare", "subscription": "abonnemang", "case": "ärenden"}


def new_row(code: str, of: Service) -> str:
    return (
        f"{code};Delad {code};{AREAS[of.area_id]};{of.unit_sv};"
        f"{SOURCES[of.counting_source]};Antal i filen;KS 2026-7;2026-06-01;;5;"
        f"{of.code};nej"
    )


def direct() -> QuerySet[PoolCost]:
    """Direct cost of services in June."""
    runs = CostRun.objects.filter(scenario=outcome(), month=JUNE, superseded_at=None)
    return PoolCost.objects.filter(run__in=runs, treatment="direct", amount_ore__gt=0)


def metered() -> Service:
    """The heaviest that meters count and the mapping names."""
    ranked = (heaviest(number) for number in range(30))
    return next(
        one
        for one in ranked
        if one.counting_source != "case" and direct().filter(service=one).exists()
    )


@pytest.fixture
def town_hall(lindby: str) -> Service:
    """The service that is to be split."""
    assert lindby
    in_a_test()
    old = metered()
    assert said(services_in(new_row("F30", old), new_row("F31", old))) == []
    if old.concerns_persons:
        rows_in("services", "Tjänst;Gäller en person", ["F30;ja", "F31;ja"])
    return old


def new() -> tuple[Service, Service]:
    return Service.objects.get(code="F30"), Service.objects.get(code="F31")


@pytest.mark.parametrize("counted_as", ["old", "new"])
def test_a_split_service_costs_what_it_cost(
    town_hall: Service, counted_as: str
) -> None:
    """Meters, the mapping and the answers about time go on naming the old one; or the
    meters count by the new."""
    old, (first, second) = town_hall, new()
    computed()
    was = Told.now()
    assert old.pk in was.cost
    assert not {first.pk, second.pk} & was.cost.keys()
    services_in(f"{old.code};;;;;;;;2026-06-01;;;")
    assert (
        said(
            successions_in(
                f"{old.code};F30;2026-06;60 %;Katalogbeslut",
                f"{old.code};F31;2026-06;40 %;Katalogbeslut",
            )
        )
        == []
    )
    if counted_as == "new":
        _by_new_codes(old, {first: Decimal("0.6"), second: Decimal("0.4")}, [JUNE])
    computed()
    told = Told.now()
    assert old.pk not in told.cost
    assert old.pk not in told.volume
    assert sum(told.cost.values()) == sum(was.cost.values())
    # To the öre in all; each pool is split anew, so that some öre change places.
    both = told.cost[first.pk] + told.cost[second.pk]
    assert both == pytest.approx(was.cost[old.pk], abs=100)
    assert told.cost[first.pk] == pytest.approx(0.6 * was.cost[old.pk], abs=100)
    assert told.volume[first.pk] + told.volume[second.pk] == pytest.approx(
        was.volume[old.pk], abs=1
    )
    others = was.cost.keys() - {old.pk}
    for one in others:
        assert told.cost[one] == pytest.approx(was.cost[one], abs=100)
    assert told.before == was.before
    for name in ("frozen", "actual"):
        assert getattr(told.saving, name) == getattr(was.saving, name), name
    for name in ("share", "low", "high"):
        before = getattr(was.saving, name)
        assert getattr(told.saving, name) == pytest.approx(before, abs=2e-4), name
    assert not direct().filter(service=old).exists()
    assert direct().filter(service=second).exists()


def _by_new_codes(
    old: Service, into: Mapping[Service, Decimal], months: Collection[date]
) -> None:
    """The meters of some months tell the new services."""
    rows = VolumeRow.objects.filter(service=old, month__in=months)
    lines = []
    for month, meter, count in rows.values_list("month", "meter", "count"):
        for one, share in into.items():
            lines.append(f"{month:%Y-%m};{one.code};{meter};{count * share:.2f}")
        lines.append(f"{month:%Y-%m};{old.code};{meter};0")
    record = rows_in("volumes", VOLUMES, lines)
    assert record.state == "committed"
    # The old code is still there, with nothing under it: which is told of.
    assert set(said(record)) == {"costing.service-read-as"}


def test_months_before_a_service_was_there_know_it_as_what_it_came_from(
    town_hall: Service,
) -> None:
    """Where the register counts all of the year by the new name."""
    old, (first, _second) = town_hall, new()
    computed()
    was = Told.now()
    successions_in(f"{old.code};F30;2026-06;100 %;Katalogbeslut")
    _by_new_codes(old, {first: Decimal(1)}, [MAY, JUNE])
    computed()
    told = Told.now()
    assert told.before == was.before
    assert told.cost == {
        first.pk if one == old.pk else one: ore for one, ore in was.cost.items()
    }


def test_what_few_are_concerned_by_is_withheld_under_new_names_too(
    lindby: str,
) -> None:
    """In months that were closed, and so decided, before there was a new name."""
    assert lindby
    in_a_test()
    month = JUNE
    withheld = ProtectedCell.objects.filter(
        scenario=outcome(), month=month, service__isnull=False
    )
    few = Cell.objects.filter(
        scenario=outcome(), month=month, source="costing", superseded_at=None,
        persons__gt=0, persons__lt=5, service__in=withheld.values("service"),
    )  # fmt: skip
    old = Service.objects.get(
        pk=few.values("service")
        .annotate(n=Count("pk"))
        .order_by("-n")[:1]
        .values("service")
    )
    head = f"{HEAD};Sekretess;Gäller en person"
    kept = f"{'hr' if old.is_confidential else 'öppen'};ja"
    rows = [f"{new_row(code, old)};{kept}" for code in ("F30", "F31")]
    assert said(rows_in("services", head, rows)) == []
    successions_in(
        f"{old.code};F30;2026-06;60 %;Katalogbeslut",
        f"{old.code};F31;2026-06;40 %;Katalogbeslut",
    )
    assert not list(few_are_never_shown())
    rebuild(outcome(), reopened([month]), by=CONSOLE, at=clock.now())
    assert few.filter(service__in=new()).exists()
    assert {one.code for one in new()} <= set(
        withheld.values_list("service__code", flat=True)
    )
    assert not list(few_are_never_shown())


def test_cases_of_a_renamed_service_are_the_new_one_s(lindby: str) -> None:
    """As many done, on time and as long a wait; and each can be opened."""
    assert lindby
    in_a_test()
    month = JUNE
    counted = Cell.objects.filter(
        scenario=outcome(), source="desk", month=month, superseded_at=None
    )
    old = Service.objects.get(
        pk=counted.exclude(service__confidentiality="hr")
        .order_by("-resolved")
        .values("service")[:1]
    )
    assert said(services_in(new_row("X30", old))) == []
    keep = f"X30;{'ja' if old.concerns_persons else 'nej'}"
    rows_in("services", "Tjänst;Gäller en person", [keep])
    measures = ("opened", "resolved", "on_time", "judged", "lead_minutes", "backlog")
    told = counted.filter(service=old).aggregate(*map(Sum, measures))
    assert told["resolved__sum"]
    made = Service.objects.get(code="X30")
    successions_in(f"{old.code};X30;2026-06;100 %;Nytt namn")
    rebuild(outcome(), reopened([month]), by=CONSOLE, at=clock.now())
    assert not counted.filter(service=old).exists()
    assert counted.filter(service=made).aggregate(*map(Sum, measures)) == told
    assert Case.objects.filter(service=made).count() == 0, "the case says what was said"
    figure = Figure(
        scenario=outcome().pk, measure="resolved", months=(month,), services=(made.pk,)
    )
    shown = evidence_of("desk").evidence(figure, someone("CONTROLLER"))
    assert shown.total == told["resolved__sum"]
    for service in (old, made):
        over = replace(figure, months=tuple(year_to_date()), services=(service.pk,))
        each = [cases_behind(replace(over, months=(one,))) for one in over.months]
        assert cases_behind(over) == [text for texts in each for text in texts][:MOST]
        assert any(each)


def cases_behind(figure: Figure) -> list[str]:
    found = evidence_of("desk").evidence(figure, someone("CENTRE_MANAGER"))
    return [piece.text for piece in found.pieces]


def test_the_month_tells_what_still_bears_the_old_name(
    town_hall: Service, as_someone: Callable[..., Client], static_files: None
) -> None:
    old = town_hall
    month = JUNE
    client, page = as_someone("CONTROLLER"), f"/resultat/manad/?month={month:%Y-%m}"
    assert 'id="gone"' not in client.get(page).text
    services_in(f"{old.code};;;;;;;;2026-06-01;;;")
    text = client.get(page).text
    assert "sig själv: inget följer den" in text
    successions_in(
        f"{old.code};F30;2026-06;60 %;Katalogbeslut",
        f"{old.code};F31;2026-06;40 %;Katalogbeslut",
    )
    text = client.get(page).text
    assert "F30&nbsp;(60&nbsp;%), F31&nbsp;(40&nbsp;%)" in text
    rows = VolumeRow.objects.filter(service=old, month=month)
    first = rows.first()
    assert first is not None
    record = rows_in(
        "volumes", VOLUMES, [f"{month:%Y-%m};{old.code};{first.meter};{first.count}"]
    )
    assert set(said(record)) == {"costing.service-read-as"}
    told = [one.message(gettext) for one in report.issues_of(record.report)]
    assert ["60\u00a0% av dess 1 rader" in one for one in told] == [True, False]
    assert [one.endswith(("F30.", "F31.")) for one in told] == [True, True]
