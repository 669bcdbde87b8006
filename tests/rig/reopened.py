# SPDX-License-Identifier: EUPL-1.2
"""Closed months that a test computes anew are opened again first, as a person has to."""

from collections.abc import Iterable
from datetime import date

from gemensam.benefits.actions import reopen_month
from gemensam.benefits.models import MonthClose
from gemensam.core import clock
from gemensam.core.by import CONSOLE


def reopened(months: Iterable[date]) -> list[date]:
    """All of `months`, of which those that were closed are open now."""
    found = list(months)
    closed = MonthClose.objects.filter(month__in=found, reopened_at=None)
    for one in closed.values_list("month", flat=True):
        reopen_month(one, reason="Prov", by=CONSOLE, at=clock.now())
    return found
