# SPDX-License-Identifier: EUPL-1.2
"""What cannot be known yet is told as nothing, neither as good nor as bad."""

from datetime import date
from importlib import import_module

import pytest

from gemensam.benefits.queries import summary
from gemensam.benefits.queries.months import ClosedMonths
from gemensam.core import clock
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, Ledger, Reconciled
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.models import LegalEntity
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force


@pytest.mark.usefixtures("empty")
def test_without_a_ledger_nothing_is_reconciled_or_unmapped() -> None:
    told = summary().as_json()
    assert (told["reconciled"], told["unmapped"]) == (None, None)
    Ledger.objects.create(
        legal_entity=LegalEntity.objects.create(
            name="Prövby", kind=EntityKind.MUNICIPALITY, chart=Chart.KOMMUN_BAS
        ),
        year_from=date(2025, 1, 1),
        year_to=date(2026, 1, 1),
    )
    told = summary().as_json()
    assert told["reconciled"] is False
    unknown = (
        *("unmapped", "one_off_cost", "net_saving", "sla_met_pct", "baseline_cost"),
        *("baseline_version", "baseline_adjustments"),
    )
    assert [told[name] for name in unknown] == [None] * len(unknown)


def test_before_an_outcome_what_is_unmapped_is_the_baselines(lindby: str) -> None:
    """An oracle of its own: the rows of the runs that are kept."""
    assert summary().has_outcome
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    runs = CostRun.objects.filter(superseded_at=None)
    at = clock.now()
    runs.exclude(scenario=baseline).update(superseded_at=at)
    lost = {Category.UNMAPPED, Category.UNPLACED}
    kept = Reconciled.objects.filter(run__in=runs.filter(scenario=baseline))
    ore = sum(one.amount_ore for one in kept if one.category in lost)
    told = summary().as_json()
    assert told["unmapped"] == ore / 100
    assert (told["one_off_cost"], told["net_saving"]) == (None, None)


def test_before_a_month_is_closed_the_baseline_is_known_all_the_same(
    lindby: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was adjusted since tells in months that are compared, and none are yet."""
    kept = summary().as_json()
    module = import_module("gemensam.benefits.queries.summary")
    monkeypatch.setattr(module, "closed_months", ClosedMonths)
    told = summary().as_json()
    assert told["saving_pct"] is None
    assert told["baseline_version"] == kept["baseline_version"]
    assert told["baseline_version"]["frozen_at"]
    assert told["baseline_cost"] > kept["baseline_cost"]
    assert told["baseline_adjustments"] is None
