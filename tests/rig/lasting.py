# SPDX-License-Identifier: EUPL-1.2
"""Files of tests that take long together, though none of them does alone: `--fast` leaves
them out as it does what is marked slow, to be done within two minutes. Everything else,
`.ci/run` first of all, runs them.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FILES = frozenset(
    TESTS / name
    for name in (
        "benefits/test_another_authority.py",
        "benefits/test_bridge_pages.py",
        "benefits/test_bridge_truth.py",
        "benefits/test_budget.py",
        "benefits/test_closed.py",
        "benefits/test_counted.py",
        "benefits/test_few_behind.py",
        "benefits/test_followed.py",
        "benefits/test_hours.py",
        "benefits/test_judgement.py",
        "benefits/test_month.py",
        "benefits/test_month_lacks.py",
        "benefits/test_not_computed.py",
        "benefits/test_origins.py",
        "benefits/test_packs.py",
        "benefits/test_packs_sent.py",
        "benefits/test_realised.py",
        "benefits/test_services.py",
        "benefits/test_staff_missing.py",
        "benefits/test_suspicions.py",
        "benefits/test_suspicions_turn.py",
        "benefits/test_turn_of_year.py",
        "benefits/test_two_logs.py",
        "calc/clock/test_clock_oracle.py",
        "calc/clock/test_clock_properties.py",
        "calc/costing/test_shares.py",
        "calc/costing/test_smoothing.py",
        "calc/forecast/test_year.py",
        "cli/test_commands.py",
        "cli/test_verify.py",
        "core/test_imports.py",
        "core/test_large_imports.py",
        "core/test_pick_up.py",
        "costing/test_cell.py",
        "costing/test_confirmations.py",
        "costing/test_disposal.py",
        "costing/test_freeze.py",
        "costing/test_mapping.py",
        "costing/test_services_gone.py",
        "costing/test_standards.py",
        "demo/test_cases.py",
        "demo/test_files.py",
        "demo/test_ledger.py",
        "demo/test_realised.py",
        "demo/test_waves.py",
        "desk/test_monthly_exports.py",
        "desk/test_races.py",
        "desk/test_tickets.py",
        "formats/eventlog/test_real_logs.py",
        "formats/eventlog/test_roundtrip.py",
        "formats/sie/test_real_files.py",
        "formats/sie/test_roundtrip.py",
        "group/test_presence.py",
        "programme/test_cases.py",
        "project/test_translations.py",
        "site/sentences/test_centre.py",
        "site/sentences/test_controller.py",
        "site/sentences/test_steering.py",
        "site/test_confirmations.py",
        "site/test_frozen.py",
        "surveys/test_rounds.py",
        "telephony/test_calls.py",
    )
)


class Lasting:
    """Registered in every process of a run."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if item.path in FILES:
                item.add_marker(pytest.mark.slow)
