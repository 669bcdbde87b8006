# SPDX-License-Identifier: EUPL-1.2
"""To the controller: a ledger that changed after its month was computed is no öre missing."""

from collections import defaultdict
from datetime import date
from importlib import import_module

import pytest
from tests.benefits.months import a_voucher, company
from tests.site.sentences.said import said

from gemensam.benefits.actions.closing import reopen_month
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.routine import since
from gemensam.benefits.queries.routine.since import since_computed
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.enums import ImportState
from gemensam.core.models import Import
from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, Ledger, Reconciled
from gemensam.costing.queries.reconciliation import Difference, Lies, unreconciled

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
PAGE = "/resultat/manad/?month="
RECONCILED = "Oktober 2026 är stängd och avstämd till öret."
MISSING = "men ören saknas"


def late_voucher(month: date, kronor: int) -> None:
    """Of a company, in a file that came just now."""
    now, before = clock.now(), a_voucher(company(), month)
    came = Import.objects.create(
        kind="ledger", state=ImportState.COMMITTED, original_name="sen.se",
        original_sha256="5e" * 32, original_size=1, received_at=now, committed_at=now,
    )  # fmt: skip
    row = before.rows.filter(account__startswith="5")[0]
    voucher = before
    voucher.pk, voucher.series, voucher.number, voucher.first_import = (
        None, "Ö", "1", came,
    )  # fmt: skip
    voucher.save()
    row.pk, row.voucher, row.amount_ore = None, voucher, 100 * kronor
    row.save()
    sum_turnover(voucher.ledger_id, [month])


def category_grows(month: date, ore: int) -> None:
    """As if a row of the ledger had been counted twice."""
    actual = compared().actual
    run = CostRun.objects.get(scenario=actual, month=month, superseded_at=None)
    used = set(run.reconciled.values_list("ledger", "category"))
    ledger, free = next(
        (ledger, one)
        for ledger in Ledger.objects.all()
        for one in Category
        if (ledger.pk, one.value) not in used
    )
    Reconciled.objects.create(run=run, ledger=ledger, category=free, amount_ore=ore)


@pytest.mark.usefixtures("lindby")
def test_a_late_voucher_is_told_with_its_month_and_kronor_and_leads_to_the_cure() -> (
    None
):
    assert RECONCILED in said("CONTROLLER").text
    late_voucher(SEPTEMBER, 3_000)
    told = said("CONTROLLER")
    assert told.text.startswith("Oktober 2026 är stängd. Huvudböckerna har ändrats")
    assert told.leads("september 2026 (+3\u00a0000,00\u00a0kr)") == f"{PAGE}2026-09"
    assert "sedan september 2026 (+3\u00a0000,00\u00a0kr) stängdes" in told.text
    assert MISSING not in told.text
    reopen_month(SEPTEMBER, reason="Sen faktura.", by=CONSOLE, at=clock.now())
    told = said("CONTROLLER")
    assert told.text.startswith(RECONCILED)
    assert "beräknades: beräkna den på nytt innan den stängs" in told.text
    assert told.leads("september 2026 (+3\u00a0000,00\u00a0kr)") == f"{PAGE}2026-09"
    assert MISSING not in told.text


@pytest.mark.usefixtures("lindby")
def test_a_close_that_noted_nothing_is_told_by_the_files_that_came_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = CostRun.objects.filter(month=SEPTEMBER, superseded_at=None)
    runs.update(computed_at=clock.now())
    late_voucher(SEPTEMBER, 3_000)
    before = since_computed(unreconciled() or [], compared())
    assert before.closed == {SEPTEMBER: 300_000}
    nothing: dict[date, set[int]] = defaultdict(set)
    monkeypatch.setattr(since, "_held", lambda _differences: nothing)
    assert since_computed(unreconciled() or [], compared()) == before


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
@pytest.mark.parametrize("is_open", [False, True])
def test_ore_that_are_truly_missing_are_told_as_such(
    month: date, *, is_open: bool
) -> None:
    if is_open:
        reopen_month(month, reason="Rättas.", by=CONSOLE, at=clock.now())
    category_grows(month, 700)
    told = said("CONTROLLER")
    name = {SEPTEMBER: "september 2026", OCTOBER: "oktober 2026"}[month]
    assert f"{MISSING} i {name}: be administratören köra" in told.text
    assert "har ändrats" not in told.text


@pytest.mark.usefixtures("lindby")
def test_both_are_told_where_both_are_so() -> None:
    late_voucher(SEPTEMBER, 3_000)
    category_grows(OCTOBER, 700)
    told = said("CONTROLLER")
    assert f"{MISSING} i oktober 2026" in told.text
    assert told.leads("september 2026 (+3\u00a0000,00\u00a0kr)") == f"{PAGE}2026-09"


@pytest.mark.usefixtures("lindby")
def test_a_grain_that_lacks_ore_is_missing_whatever_came_since() -> None:
    late_voucher(SEPTEMBER, 3_000)
    of = compared()
    assert of.actual is not None
    lacks = Difference(of.actual.pk, SEPTEMBER, Lies.GRAIN, 5)
    told = since_computed([*(unreconciled() or []), lacks], of)
    assert told.missing == [SEPTEMBER]
    assert told.closed == {SEPTEMBER: 300_000}


@pytest.mark.usefixtures("lindby")
def test_a_baseline_computed_before_its_ledgers_grew_is_to_be_computed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = compared()
    assert of.baseline is not None
    first = of.baseline_months[0]
    lacks = Difference(of.baseline.pk, first, Lies.LEDGER, 300_000)
    module = import_module("gemensam.benefits.queries.summary")
    monkeypatch.setattr(module, "unreconciled", lambda: [lacks])
    assert since_computed([lacks], of).missing == [first]
    late_voucher(first, 3_000)
    told = said("CONTROLLER")
    assert told.text.startswith(RECONCILED)
    assert told.leads("nollmätningen") == "/resultat/rakna/"
    assert "beräknades, med +3\u00a0000,00\u00a0kr" in told.text
    assert MISSING not in told.text
