# SPDX-License-Identifier: EUPL-1.2
"""Meters and volumes service by service: each is waited for by itself, so that the file of
invoices does not stand in for the payslips."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.test import Client

import pytest
from hypothesis import given, strategies as some
from tests.benefits.months import morning, signed_in
from tests.rig.imported import imported

from gemensam.benefits import actions
from gemensam.benefits.enums import Arrival
from gemensam.benefits.models import HeldAtClose, SourceDuty
from gemensam.benefits.queries import closed_through
from gemensam.benefits.queries.months import month_before, next_month
from gemensam.benefits.queries.routine.awaited import lacking
from gemensam.benefits.queries.routine.checklist import Line, checklist
from gemensam.benefits.queries.routine.counted import is_steady
from gemensam.benefits.queries.routine.missing import missing_as_json
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import VolumeRow
from gemensam.group.models import RoleAssignment

SignIn = Callable[..., Client]
INVOICES, PAYSLIPS, RARE = "F02", "H01", "F15"


def coming() -> date:
    month = closed_through()
    assert month is not None
    return next_month(month)


def meters(code: str, month: date, *, times: Decimal = Decimal(1)) -> bytes:
    """A register's file of the month: the units of the month before, `times` as many."""
    rows = VolumeRow.objects.filter(service__code=code, month=month_before(month))
    text = "Månad;Tjänst;Mätarkod;Antal\n"
    for meter, count in rows.values_list("meter", "count"):
        text += f"{month:%Y-%m};{code};{meter};{times * count:.1f}\n".replace(".", ",")
    return text.encode()


def parts(month: date) -> Mapping[str, Line]:
    lines = checklist(month, today=clock.today())
    whole = next(line for line in lines if line.source.key == "volumes")
    return {part.source.of: part for part in whole.parts}


def told(month: date) -> dict[str, str | None]:
    """Who owes what of the volumes of the month."""
    missing = missing_as_json(today=clock.today()) or []
    return {
        one["source"]: one["owner"]
        for one in missing
        if one["month"] == f"{month:%Y-%m}" and one["source"].startswith("volumes")
    }


@pytest.mark.usefixtures("own_lindby", "static_files")
def test_one_meter_file_of_two_leaves_the_other_missing_with_who_owes_it() -> None:
    month = coming()
    late = morning(next_month(month).replace(day=12))
    owner = RoleAssignment.objects.filter(role="team_leader")[0].person
    client = signed_in("CONTROLLER")
    page = f"/resultat/manad/?month={month:%Y-%m}"
    with clock.fixed(late):
        controller = told(month)["volumes"]
        assert told(month) == {"volumes": controller}, "nothing came: told once"
        assert controller
        actions.decide_duty(
            f"volumes:{PAYSLIPS}", due_day=6, owner=owner, ends=None,
            by=CONSOLE, at=clock.now(),
        )  # fmt: skip
        assert told(month) == {
            "volumes": controller,
            f"volumes:{PAYSLIPS}": owner.name,
        }
    with clock.fixed(morning(next_month(month).replace(day=5))):
        imported("volumes", meters(INVOICES, month), name="fakturor.csv")
    with clock.fixed(late):
        lines = checklist(month, today=clock.today())
        whole = next(line for line in lines if line.source.key == "volumes")
        assert whole.arrival is Arrival.LATE, "one file of many is not all of it"
        of = parts(month)
        assert of[INVOICES].arrival is Arrival.THERE
        assert [file.name for file in of[INVOICES].files] == ["fakturor.csv"]
        assert of[PAYSLIPS].arrival is Arrival.LATE
        assert of[PAYSLIPS].due == next_month(month).replace(day=6)
        owed = told(month)
        assert "volumes" not in owed
        assert f"volumes:{INVOICES}" not in owed
        assert owed[f"volumes:{PAYSLIPS}"] == owner.name
        assert {who for key, who in owed.items() if key != f"volumes:{PAYSLIPS}"} == {
            controller
        }
        shown = client.get(page).text.split('id="lacking"')[1].split("</ul>")[0]
        item = next(one for one in shown.split("<li>") if PAYSLIPS in one)
        assert owner.name in item
        assert f"{INVOICES} " not in shown
        imported("volumes", meters(PAYSLIPS, month), name="loner.csv")
        assert parts(month)[PAYSLIPS].arrival is Arrival.CAME_LATE
        assert f"volumes:{PAYSLIPS}" not in told(month)


@pytest.mark.usefixtures("lindby")
def test_services_by_cases_rare_ones_and_ended_ones_are_not_waited_for() -> None:
    month = coming()
    by_cases = set(
        Service.objects.filter(counting_source="case").values_list("code", flat=True)
    )
    of = parts(month)
    assert {INVOICES, PAYSLIPS} <= of.keys()
    assert not by_cases & of.keys()
    assert VolumeRow.objects.filter(service__code=RARE).exists()
    assert RARE not in of
    Service.objects.filter(code=INVOICES).update(valid_to=month)
    assert INVOICES not in parts(month)
    actions.decide_duty(
        f"volumes:{PAYSLIPS}", due_day=8, owner=None, ends=month,
        by=CONSOLE, at=clock.now(),
    )  # fmt: skip
    assert parts(month)[PAYSLIPS].arrival is Arrival.ENDED
    with clock.fixed(morning(next_month(month).replace(day=12))):
        lines = checklist(month, today=clock.today())
        assert f"volumes:{PAYSLIPS}" not in {one.source.key for one in lacking(lines)}


@pytest.mark.usefixtures("own_lindby")
def test_half_the_count_in_as_many_rows_differs() -> None:
    month = coming()
    with clock.fixed(morning(next_month(month).replace(day=5))):
        imported("volumes", meters(INVOICES, month, times=Decimal("0.5")))
        imported("volumes", meters(PAYSLIPS, month))
        of = parts(month)
    half, same = of[INVOICES], of[PAYSLIPS]
    assert half.rows_share == same.rows_share == 0
    assert half.counted_share == pytest.approx(-0.5, abs=0.01)
    assert half.differs
    assert same.counted_share == 0
    assert not same.differs


@pytest.mark.usefixtures("own_lindby")
def test_a_count_that_is_the_same_after_the_months_end_is_the_whole_months() -> None:
    """A register of licences that seldom changes, exported before the month's end too."""
    month, code = coming(), "I01"
    with clock.fixed(morning(month.replace(day=20))):
        imported("volumes", meters(code, month), name="tidig.csv")
    with clock.fixed(morning(next_month(month).replace(day=3))):
        assert parts(month)[code].arrival is Arrival.EARLY
        imported("volumes", meters(code, month) + b"\n", name="hel.csv")
        assert parts(month)[code].arrival is Arrival.THERE


@pytest.mark.usefixtures("lindby")
def test_volumes_as_a_whole_count_all_and_are_noted_as_one_when_closed() -> None:
    month = month_before(coming())
    lines = checklist(month, today=clock.today())
    whole = next(line for line in lines if line.source.key == "volumes")
    rows = VolumeRow.objects.filter(month=month)
    assert whole.now.rows == rows.count()
    assert whole.now.counted == round(rows.aggregate(n=Sum("count"))["n"])
    noted = HeldAtClose.objects.filter(close__month=month, source__startswith="volumes")
    assert [one.source for one in noted] == ["volumes"]


def test_a_service_has_a_day_and_an_owner_or_those_of_the_volumes(
    as_someone: SignIn,
) -> None:
    client = signed_in("CONTROLLER")
    page = f"/resultat/manad/kallor/volumes:{PAYSLIPS}/"
    assert page in client.get("/resultat/manad/kallor/").text
    client.post("/resultat/manad/kallor/volumes/", {"due_day": "4", "ends": ""})
    assert parts(coming())[PAYSLIPS].duty.due_day == 4
    client.post(page, {"due_day": "6", "ends": ""})
    assert parts(coming())[PAYSLIPS].duty.due_day == 6
    assert parts(coming())[INVOICES].duty.due_day == 4
    assert SourceDuty.objects.filter(superseded_at=None).count() == 2


@given(some.lists(some.one_of(some.none(), some.integers(0, 40)), max_size=12))
def test_what_came_every_month_is_waited_for_and_what_came_now_and_then_is_not(
    told: list[int | None],
) -> None:
    units = [None if one is None else Decimal(one) for one in told]
    months = [place for place, one in enumerate(told) if one is not None]
    if len(months) < 3:
        assert not is_steady(units)
        return
    spell = told[months[0] : months[-1] + 1]
    few = sum(one is None or one < 5 for one in spell)
    assert is_steady(units) == (10 * few <= len(spell))
