# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

from django.utils import translation

import pytest


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    with translation.override("sv"):
        yield


@pytest.fixture
def nothing_closed(lindby: str) -> None:
    """Every month of Lindby is open again."""
    from gemensam.benefits.actions.closing import reopen_month
    from gemensam.benefits.models import MonthClose
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE

    del lindby
    months = MonthClose.objects.filter(reopened_at=None).order_by("-month")
    for month in months.values_list("month", flat=True):
        reopen_month(month, reason="Allt om igen.", by=CONSOLE, at=clock.now())
