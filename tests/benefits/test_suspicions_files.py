# SPDX-License-Identifier: EUPL-1.2
"""From other systems' files to the suspicion: imported as every such file is, the months
computed by the job that does it, and found without anybody asking."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db.models import Sum
from django.test import Client

import pytest
from tests.benefits.months import budget_file
from tests.benefits.sent import KRONOR, computed, posted
from tests.benefits.suspected import KEPT_EVERYBODY, by_rule, months
from tests.rig.imported import imported, in_a_test

from gemensam.benefits.enums import Rule
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries.budget import told_moves
from gemensam.benefits.queries.suspicions.found import Suspicion
from gemensam.benefits.queries.suspicions.made import look_last
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery, Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.desk.actions.branches import tie_branch
from gemensam.group.models import Unit, UnitAlias
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("lindby")]
PAY, BOUGHT = "5020", "6231"
DECISIONS = "Nämnd;Belopp;Från månad;Varaktighet;Beslut;Beslutsdatum\r\n"
CASES = "Ärendenummer;Skapad;Klart senast;Avslutad;Kategori;Avdelning\r\n"
JUDGED, ON_TIME = 60, (58, 47, 34, 20)


def found() -> tuple[Suspicion, ...]:
    """What the job found: what was found before the file came is out of date."""
    seen = look_last()
    assert seen.is_current
    return seen.found


def test_cost_left_in_departments_is_named_with_its_kronor(as_someone: SignIn) -> None:
    """One that kept everybody pays more of them; to one whose work moved first, what it
    bought has come back."""
    in_a_test()
    kept, moved = (Unit.objects.get(code=code) for code in (KEPT_EVERYBODY, "BUF-IT"))
    (before,) = found()
    since = months()[-3:]
    posted(kept, PAY, since, series="LP")
    posted(moved, BOUGHT, since, series="LB")
    computed(since)
    by_unit = {one.about[0]: one for one in found()}
    assert by_unit.keys() == {kept.pk, moved.pk}
    assert {one.rule for one in by_unit.values()} == {Rule.STAYED}
    after, back = by_unit[kept.pk], by_unit[moved.pk]
    more = {month: after.ore[month] - before.ore[month] for month in before.months}
    assert more == {month: KRONOR * 100 * (month in since) for month in before.months}
    assert back.months == since
    # In the first month something of it was still to be there.
    assert 0 < back.ore[since[0]] < KRONOR * 100
    assert [back.ore[month] for month in since[1:]] == [KRONOR * 100] * 2
    page = as_someone("CONTROLLER").get("/resultat/misstankar/").content.decode()
    for unit, one in ((kept, after), (moved, back)):
        assert unit.name in one.name
        assert one.name in page


def test_a_decision_in_two_lists_that_two_budgets_book_is_named() -> None:
    """The finance department sends the same decision twice, written in two ways, and
    lowers the ledger's budget by it twice."""
    in_a_test()
    aliases = UnitAlias.objects.filter(
        register="ledger", valid_to=None, unit__authority__kind="committee",
        legal_entity__kind="municipality",
    )  # fmt: skip
    alias = aliases.order_by("pk")[0]
    entity, whose = alias.legal_entity, alias.unit.authority
    assert entity is not None
    before = BudgetMove.objects.count()
    sent = [1000, 900, 800]
    imported("ledger", budget_file(entity, alias.code, sent[0], 1), name="före.se")
    for number, decision in enumerate(("KF § 71/2026", "kf §  71/2026"), start=1):
        row = f"{whose.name};1200;2026-07;varaktig;{decision};2026-06-15\r\n"
        imported("budget_moves", (DECISIONS + row).encode(), name=f"{number}.csv")
        lower = budget_file(entity, alias.code, sent[number], number + 1)
        imported("ledger", lower, name=f"efter-{number}.se")
    first, again = BudgetMove.objects.order_by("number")[before:]
    files = {told.move: told.file for told in told_moves() if told.file}
    assert [files[one].original_name for one in (first, again)] == [
        "efter-1.se", "efter-2.se",
    ]  # fmt: skip
    (one,) = by_rule(Rule.SAME)
    assert one.authority == whose.pk
    assert one.months == [month for month in months() if month >= date(2026, 7, 1)]
    assert one.total == 100_00 * len(one.months)
    assert [row.given for row in one.rows] == [(first.number,), (again.number,)]


def handled(unit: Unit, service: Service) -> list[tuple[int, int]]:
    """Judged and on time of the service in the unit's authority, by the last months."""
    rows = Cell.objects.filter(
        scenario=in_force(ScenarioKind.ACTUAL), source="desk", superseded_at=None,
        service=service, unit__authority=unit.authority,
    )  # fmt: skip
    sums = rows.values_list("month").annotate(Sum("judged"), Sum("on_time")).order_by()
    held = {month: (judged or 0, kept or 0) for month, judged, kept in sums}
    return [held.get(month, (0, 0)) for month in months()[-len(ON_TIME) :]]


def places() -> Iterator[tuple[Unit, Service]]:
    """What the centre delivers of finance, where no cases are handled."""
    rows = Delivery.objects.filter(
        provider=Provider.CENTRE, service__area_id="finance",
        valid_from__lte=months()[0], unit__authority__kind="committee",
    )  # fmt: skip
    for one in rows.select_related("unit__authority", "service").order_by("pk"):
        if not any(judged for judged, _kept in handled(one.unit, one.service)):
            yield one.unit, one.service


def exported(unit: Unit, service: Service, month: date, kept: int) -> None:
    """Another system's cases of a month: those that were not on time took to its end."""
    opened = next(
        day
        for day in (month.replace(day=number) for number in range(1, 8))
        if day.weekday() == 0
    )
    rows = ""
    for number in range(JUDGED):
        closed = opened if number < kept else opened + timedelta(days=18)
        rows += (
            f"{month:%m}{number:03};{opened} 08:00;{opened + timedelta(days=3)} 16:00;"
            f"{closed} 10:00;{service.name_sv};Ekonomi väst\r\n"
        )
    tie_branch("Ekonomi väst", unit, by=CONSOLE, at=clock.now())
    imported("tickets", (CASES + rows).encode(), source="easit")


def test_quality_that_falls_in_exported_cases_is_named(as_someone: SignIn) -> None:
    in_a_test()
    unit, service = next(places())
    since = months()[-len(ON_TIME) :]
    for month, kept in zip(since, ON_TIME, strict=True):
        exported(unit, service, month, kept)
    computed(since)
    assert handled(unit, service) == [(JUDGED, kept) for kept in ON_TIME]
    (one,) = [one for one in found() if one.rule == Rule.LATE]
    assert (one.authority, one.service) == (unit.authority_id, service.pk)
    assert one.months == since[1:]
    assert [row.values["judged"] for row in one.rows] == [JUDGED] * len(since)
    assert [row.values["kept"] for row in one.rows] == list(ON_TIME)
    page = as_someone("CONTROLLER").get("/resultat/misstankar/").content.decode()
    assert one.name in page
