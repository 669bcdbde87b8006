# SPDX-License-Identifier: EUPL-1.2
"""What cannot be known yet is told as nothing, neither as good nor as bad."""

from datetime import date

import pytest

from gemensam.benefits.queries import summary
from gemensam.costing.models import Ledger
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.models import LegalEntity


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
    assert summary().as_json()["reconciled"] is False
