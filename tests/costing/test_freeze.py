# SPDX-License-Identifier: EUPL-1.2
"""A frozen baseline: refused while something is missing, then never written again, and
corrected only by dated adjustments that every comparison shows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test import Client

import pytest
from tests.site.people import someone

from gemensam.benefits.actions import build_baseline
from gemensam.benefits.queries import saving_over, summary, year_to_date
from gemensam.benefits.queries.trend import trend
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent, Import
from gemensam.costing.actions.adjust import (
    AlreadyWithdrawn,
    NotAnAmount,
    OutsideBaseline,
    TwoPlaces,
    Wanted,
    adjust,
    withdraw,
)
from gemensam.costing.actions.freeze import (
    CannotFreeze,
    NotABaseline,
    ScopeNotSaid,
    Statement,
    freeze,
)
from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.invariants import every_ore_has_a_place
from gemensam.costing.models import (
    BaselineAdjustment,
    Correction,
    CostRun,
    FrozenBaseline,
    LedgerRow,
    MappingRule,
    Reconciled,
    StaffRow,
    SurveyRound,
    Voucher,
)
from gemensam.costing.queries.adjustments import effects, effects_by_pair
from gemensam.costing.queries.obstacles import NEWER_SAID, obstacles
from gemensam.costing.queries.reconciliation import (
    differences,
    is_reconciled,
    moved_since,
)
from gemensam.costing.queries.turnover import result_accounts
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.models import LegalEntity, Unit
from gemensam.outcomes.actions import FrozenScenario, rebuild
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion
from gemensam.outcomes.queries.versions import in_force, months_of
from gemensam.ui.templatetags.figures import kr

pytestmark = pytest.mark.usefixtures("lindby")
YEAR = [date(2025, month, 1) for month in range(1, 13)]


def statement(**changed: Any) -> Statement:
    said: dict[str, Any] = {
        "signed_by": someone("CONTROLLER"),
        "on_behalf_of": "Kommunstyrelsen",
        "words": "Stämmer.",
        "method": "Huvudböcker och tidsstudie.",
        "price_level": 2025,
    }
    return Statement(**(said | changed))


def second(*months: date) -> ScenarioVersion:
    """A second version, computed from the same evidence and not frozen; of January."""
    build_baseline(months or YEAR[:1], by=CONSOLE, at=clock.now())
    return ScenarioVersion.objects.get(kind=ScenarioKind.BASELINE, number=2)


def frozen() -> FrozenBaseline:
    return FrozenBaseline.objects.select_related("scenario").get()


# ------------------------------------------------------------------ what is frozen


def test_the_demo_froze_what_it_computed() -> None:
    held = frozen()
    cost = Cell.objects.filter(
        scenario=held.scenario, source="costing", superseded_at=None
    ).aggregate(ore=Sum("cost_ore"))["ore"]
    assert held.cost_ore == cost > 0
    assert held.months == YEAR == months_of(held.scenario)
    assert held.scenario.frozen_at == held.frozen_at
    assert len(held.entities) == 4
    assert not held.left_out
    trail = AuditEvent.objects.get(action="baseline.frozen")
    assert trail.payload is not None
    assert trail.payload["facts"]["digest"] == bytes(held.digest).hex()


def test_a_second_version_is_computed_beside_and_holds_when_frozen() -> None:
    first = frozen().scenario
    made = second()
    assert in_force(ScenarioKind.BASELINE) == first
    freeze(made, statement(), by=CONSOLE, at=clock.now())
    assert in_force(ScenarioKind.BASELINE) == made
    with pytest.raises(FrozenScenario):
        freeze(made, statement(), by=CONSOLE, at=clock.now())
    with pytest.raises(FrozenScenario):
        rebuild(made, YEAR[:1], by=CONSOLE, at=clock.now())


@pytest.mark.parametrize(
    "statement_of_change",
    [
        "UPDATE outcomes_cell SET superseded_at = now() WHERE id = %s",
        (
            "INSERT INTO outcomes_cell (scenario_id, source, unit_id, provider, month, "
            "cost_ore, recorded_at) SELECT scenario_id, 'other', unit_id, provider, month, 1, "
            "now() FROM outcomes_cell WHERE id = %s"
        ),
        (
            "UPDATE outcomes_costdraws SET superseded_at = now() WHERE scenario_id = "
            "(SELECT scenario_id FROM outcomes_cell WHERE id = %s)"
        ),
        (
            "UPDATE costing_costrun SET superseded_at = now() WHERE scenario_id = "
            "(SELECT scenario_id FROM outcomes_cell WHERE id = %s)"
        ),
        (
            "UPDATE outcomes_scenarioversion SET frozen_at = NULL WHERE id = "
            "(SELECT scenario_id FROM outcomes_cell WHERE id = %s)"
        ),
    ],
    ids=["supersede", "add", "draws", "run", "thaw"],
)
def test_the_database_itself_refuses(statement_of_change: str) -> None:
    """The twin: the same statement on a version that is not frozen goes through."""
    cells = Cell.objects.filter(superseded_at=None, source="costing").order_by("pk")
    shut = cells.filter(scenario=frozen().scenario)[0]
    free = cells.filter(scenario__kind=ScenarioKind.ACTUAL)[0]
    with connection.cursor() as cursor:
        cursor.execute(statement_of_change, [free.pk])
        assert cursor.rowcount > 0
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement_of_change, [shut.pk])


# ------------------------------------------------------------------------- refusals


def refused(scenario: ScenarioVersion) -> str:
    with pytest.raises(CannotFreeze) as caught:
        freeze(scenario, statement(), by=CONSOLE, at=clock.now())
    scenario.refresh_from_db()
    assert scenario.frozen_at is None
    assert not FrozenBaseline.objects.filter(scenario=scenario).exists()
    return str(caught.value)


def test_an_outcome_is_no_baseline() -> None:
    actual = ScenarioVersion.objects.get(kind=ScenarioKind.ACTUAL)
    with pytest.raises(NotABaseline):
        freeze(actual, statement(), by=CONSOLE, at=clock.now())


def test_nothing_computed_is_nothing_to_freeze() -> None:
    bare = ScenarioVersion.objects.create(
        kind=ScenarioKind.BASELINE, number=2, name="", created_at=clock.now()
    )
    assert "No month" in refused(bare)


def test_unmapped_money_is_told_by_ledger_and_code() -> None:
    """A mapping that lacks what the old one had: how much, where, and the cure."""
    from gemensam.costing.models import MappingVersion

    old = MappingVersion.objects.get(superseded_at=None)
    rules = list(MappingRule.objects.filter(version=old).order_by("order"))
    old.superseded_at = clock.now()
    old.save(update_fields=["superseded_at"])
    new = MappingVersion.objects.create(number=9, created_at=clock.now())
    account = "7511"
    lost = LedgerRow.objects.filter(
        account=account,
        month=YEAR[0],
        voucher__superseded_at=None,
        ledger__legal_entity__orgnr="2120009879",
    ).exclude(project="9000")
    whole = lost.aggregate(ore=Sum("amount_ore"))["ore"]
    assert whole > 0
    for rule in rules:
        if rule.account != account:
            rule.pk, rule.version = None, new
            rule.save(force_insert=True)
    said = refused(second())
    kronor = f"{Decimal(whole) / 100:,.2f}".replace(",", "\u00a0").replace(".", ",")
    assert f"{kronor} kr of Lindby kommun 2025 are not mapped" in said
    assert account in said
    assert "compute the baseline again" in said


def test_an_older_mapping_than_the_one_in_force_is_told() -> None:
    from gemensam.costing.models import MappingVersion

    made = second()
    old = MappingVersion.objects.get(superseded_at=None)
    rules = list(MappingRule.objects.filter(version=old))
    old.superseded_at = clock.now()
    old.save(update_fields=["superseded_at"])
    new = MappingVersion.objects.create(number=9, created_at=clock.now())
    for rule in rules:
        rule.pk, rule.version = None, new
    MappingRule.objects.bulk_create(rules)
    assert "computed with mapping 1, but mapping 9 holds now" in refused(made)


def test_a_replaced_survey_is_told() -> None:
    made = second()
    run = CostRun.objects.filter(scenario=made).order_by("month")[0]
    assert run.survey is not None
    SurveyRound.objects.filter(pk=run.survey.pk).update(superseded_at=clock.now())
    assert "2025-01 was computed with a time survey" in refused(made)


def test_a_year_without_a_staff_register_is_told(
    as_someone: Callable[..., Client],
) -> None:
    StaffRow.objects.filter(year=2025).update(superseded_at=clock.now())
    assert "There is no staff register of 2025" in refused(second())
    client = as_someone("CONTROLLER")
    said = "Personalregister saknades när detta räknades fram"
    assert said in client.get("/ekonomi/?version=computed").text
    assert said not in client.get("/ekonomi/").text


def test_evidence_that_came_after_the_computation_is_told() -> None:
    made = second()
    Import.objects.filter(kind__in=("staff", "volumes")).update(
        committed_at=clock.now()
    )
    said = refused(made)
    assert "The staff register came in after" in said
    assert "Volumes came in after" in said


def test_computing_again_to_the_same_figures_is_the_cure() -> None:
    """Nothing of the evidence changed the cost: no new run, but computed since."""
    made = second()
    run = CostRun.objects.get(scenario=made, superseded_at=None)
    Import.objects.filter(kind__in=("staff", "volumes")).update(
        committed_at=clock.now()
    )
    assert "came in after" in refused(made)
    build_baseline(YEAR[:1], by=CONSOLE, at=clock.now())
    assert CostRun.objects.get(scenario=made, superseded_at=None) == run
    freeze(made, statement(), by=CONSOLE, at=clock.now())
    assert in_force(ScenarioKind.BASELINE) == made


def test_a_correction_asks_for_computing_again_where_it_matters() -> None:
    made = second()
    unit = Unit.objects.order_by("pk")[0]
    Correction.objects.create(
        pseudonym="p", unit=unit, percent={"hr": 10}, made_at=clock.now()
    )
    assert obstacles(made) == [], "everybody was asked: nothing rests on corrections"
    SurveyRound.objects.update(superseded_at=clock.now())
    build_baseline(YEAR[:1], by=CONSOLE, at=clock.now())
    assert obstacles(made) == []
    Correction.objects.create(
        pseudonym="q", unit=unit, percent={"hr": 10}, made_at=clock.now()
    )
    assert NEWER_SAID in [one.text for one in obstacles(made)]


def test_a_ledger_that_lacks_a_month_is_told() -> None:
    company = LegalEntity.objects.exclude(orgnr="2120009879").order_by("pk")[0]
    gone = Voucher.objects.filter(
        ledger__legal_entity=company, date__range=("2025-12-01", "2025-12-31")
    )
    assert gone.update(superseded_at=clock.now()) > 0
    sum_turnover(company.ledgers.get(year_from__year=2025).pk, [YEAR[-1]])
    said = refused(second(YEAR[-1]))
    assert f"The ledger of {company.name} lacks 2025-12." in said


def test_missing_ore_are_told_by_month() -> None:
    made = second(YEAR[2])
    voucher = (
        LedgerRow.objects.filter(month=YEAR[2], account__startswith="7")
        .order_by("-amount_ore")[0]
        .voucher
    )
    Voucher.objects.filter(pk=voucher.pk).update(superseded_at=clock.now())
    sum_turnover(voucher.ledger_id, [YEAR[2]])
    assert "2025-03: " in refused(made)


def test_a_ledger_that_changes_after_freezing_is_told_and_is_no_fault_of_it(
    as_someone: Callable[..., Client],
) -> None:
    """The twin, a version not frozen, lacks the öre until it is computed again."""
    held, open_ = frozen(), second(YEAR[2])
    assert is_reconciled()
    assert moved_since(held.scenario, held.months) == {}
    client = as_someone("STEERING")
    words = "har andra summor nu än när den frystes"
    assert words not in client.get("/ekonomi/fryst/1/").text
    row = LedgerRow.objects.filter(
        month=YEAR[2], account__startswith="7", voucher__superseded_at=None
    ).order_by("-amount_ore")[0]
    gone = row.voucher.rows.filter(result_accounts()).aggregate(ore=Sum("amount_ore"))[
        "ore"
    ]
    Voucher.objects.filter(pk=row.voucher_id).update(superseded_at=clock.now())
    sum_turnover(row.ledger_id, [YEAR[2]])
    assert {one.scenario for one in differences()} == {open_.pk}
    build_baseline([YEAR[2]], by=CONSOLE, at=clock.now())
    assert is_reconciled()
    assert not list(every_ore_has_a_place())
    assert moved_since(held.scenario, held.months) == {
        row.ledger.legal_entity_id: -gone
    }
    shown = client.get("/ekonomi/fryst/1/").text
    assert words in shown
    assert kr(-gone) in shown


def test_an_entity_without_any_ledger_is_left_out_only_in_words() -> None:
    other = LegalEntity.objects.create(
        name="Lindby Hamn AB", kind=EntityKind.COMPANY, chart=Chart.BAS
    )
    made = second()
    with pytest.raises(ScopeNotSaid, match="Lindby Hamn AB"):
        freeze(made, statement(), by=CONSOLE, at=clock.now())
    held = freeze(made, statement(out_of_scope="Hamnen."), by=CONSOLE, at=clock.now())
    assert held.left_out == [other.pk]


# ---------------------------------------------------------------------- adjustments


def wanted(**changed: Any) -> Wanted:
    said: dict[str, Any] = {
        "kind": AdjustmentKind.SCOPE,
        "from_month": date(2026, 3, 1),
        "ore": 1_000_01,
        "reason": "Arkivet kom med",
        "decision": "KS 2026-14",
        "owner": someone("CONTROLLER"),
    }
    return Wanted(**(said | changed))


def adjusted(**changed: Any) -> BaselineAdjustment:
    return adjust(frozen(), wanted(**changed), by=CONSOLE, at=clock.now())


def test_the_adjusted_baseline_is_the_frozen_and_its_adjustments_to_the_ore() -> None:
    months = year_to_date()
    before = saving_over(months)
    assert before is not None
    service = Service.objects.get(code="H04")
    adjusted()  # from March
    adjusted(kind=AdjustmentKind.INDEX, ore=None, percent=Decimal("1.37"))
    adjusted(service=service, ore=-77_77, to_month=date(2026, 5, 1))
    adjusted(
        kind=AdjustmentKind.ERROR, from_month=date(2025, 2, 1), ore=5, area=service.area
    )
    after = saving_over(months)
    assert after is not None
    counted = [month for month in months if month >= date(2026, 3, 1)]
    told = [one.ore for one in after.adjustments]
    assert told[0] == 1_000_01 * len(counted)
    assert told[2] == -77_77 * 2
    assert told[3] == 5 * (len(months) - 1)
    of_cells = Cell.objects.filter(
        scenario=frozen().scenario,
        source="costing",
        month__in=[month.replace(year=2025) for month in counted],
    )
    assert told[1] == pytest.approx(
        float(of_cells.aggregate(ore=Sum("cost_ore"))["ore"]) * 0.0137,
        abs=len(counted) * 80,
    )
    assert after.frozen == before.baseline == before.frozen
    assert after.baseline == after.frozen + sum(told)
    assert after.at_baseline == before.at_baseline
    shown = trend(months)
    assert sum(one[1] for one in shown) == after.baseline
    pairs = [(month.replace(year=2025), month) for month in months]
    scenario = frozen().scenario
    assert effects_by_pair(scenario, pairs) == [effects(scenario, [p]) for p in pairs]


def test_every_report_lists_them_with_their_effect() -> None:
    adjusted()
    told = summary().as_json()
    months = [month for month in year_to_date() if month >= date(2026, 3, 1)]
    (one,) = told["baseline_adjustments"]
    assert one["effect"] == pytest.approx(1000.01 * len(months))
    assert one["owner"] == someone("CONTROLLER").name
    assert one["decision"] == "KS 2026-14"
    assert told["baseline_cost"] == pytest.approx(
        told["baseline_frozen_cost"] + one["effect"]
    )
    assert told["baseline_version"]["number"] == 1


def test_a_withdrawal_takes_exactly_the_same_back() -> None:
    months = year_to_date()
    first = adjusted(ore=None, percent=Decimal("3.3333"))
    second = withdraw(
        first, reason="Fel", owner=someone("CONTROLLER"), by=CONSOLE, at=clock.now()
    )
    held = saving_over(months)
    assert held is not None
    assert [one.adjustment for one in held.adjustments] == [first, second]
    assert held.adjustments[0].ore > 0
    assert held.baseline == held.frozen
    for one in (first, second):
        one.refresh_from_db()
        with pytest.raises(AlreadyWithdrawn):
            withdraw(one, reason="", owner=first.owner, by=CONSOLE, at=clock.now())


def test_an_adjustment_is_never_changed_or_removed() -> None:
    one = adjusted()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        BaselineAdjustment.objects.filter(pk=one.pk).update(ore=2)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        one.delete()


@pytest.mark.parametrize(
    ("changed", "failure"),
    [
        ({"ore": None}, NotAnAmount),
        ({"percent": Decimal(1)}, NotAnAmount),
        ({"ore": 0}, NotAnAmount),
        ({"kind": AdjustmentKind.ERROR}, OutsideBaseline),
    ],
)
def test_what_makes_no_sense_is_refused(
    changed: dict[str, Any], failure: type[Exception]
) -> None:
    with pytest.raises(failure):
        adjusted(**changed)
    assert not BaselineAdjustment.objects.exists()


def test_a_service_lies_in_its_area() -> None:
    service = Service.objects.get(code="H04")
    with pytest.raises(TwoPlaces):
        adjusted(service=service, area=service.area)


def test_reconciled_rows_say_which_ledgers_were_read() -> None:
    runs = CostRun.objects.filter(scenario=frozen().scenario)
    assert (
        Reconciled.objects.filter(run__in=runs).values("ledger").distinct().count() == 4
    )
