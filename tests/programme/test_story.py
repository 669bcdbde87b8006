# SPDX-License-Identifier: EUPL-1.2
"""Lindby's papers in the order in which they rest on each other."""

from datetime import UTC, date, datetime

import pytest

from gemensam.core import clock
from gemensam.core.models import Import, KeptDocument
from gemensam.costing.models import CostRun, FrozenBaseline
from gemensam.programme.models import CaseVersion


@pytest.mark.usefixtures("lindby")
def test_nothing_is_signed_before_its_evidence_nor_decided_before_it_is_signed() -> (
    None
):
    frozen = FrozenBaseline.objects.get()
    locked = CaseVersion.objects.get().locked_at
    report = KeptDocument.objects.get()
    runs = CostRun.objects.filter(scenario=frozen.scenario)
    computed = set(runs.values_list("at", flat=True))
    # Of the pilot's months there are logs too, on which no baseline rests.
    evidence = Import.objects.filter(original_name__contains="2025").exclude(
        kind__in=["cases", "telephony", "presence"]
    )
    came = {at for at in evidence.values_list("committed_at", flat=True) if at}
    closed = datetime(2026, 1, 10, tzinfo=UTC)
    order = [closed, *came, *computed, frozen.frozen_at, locked]
    assert len(came) == len(computed) == 1
    assert order == sorted(order)
    assert clock.local(locked).date() == report.dated == date(2026, 1, 16)
    assert clock.local(frozen.frozen_at).date() == date(2026, 1, 12)
    said = str(report.content)
    assert "2026-01-30" in said or "30 januari 2026" in said
    assert "Designfasen" not in said, "the pilot had begun"
    assert "beslutades före piloten, på en grov nollmätning" in said
    assert "Mot dem mäts vad centret sparar." in said
