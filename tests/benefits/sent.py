# SPDX-License-Identifier: EUPL-1.2
"""A ledger's file that comes late, and closed months computed anew."""

from datetime import date

from tests.benefits.months import ledger_file
from tests.rig.imported import imported
from tests.rig.reopened import reopened

from gemensam.benefits.actions.closing import close_month
from gemensam.benefits.actions.computing import ask_for_months
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.jobs import compute_months_asked
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.group.models import Unit, UnitAlias

KRONOR = 70_000


def posted(unit: Unit, account: str, in_months: list[date], *, series: str) -> None:
    """A late file: cost on the unit's own cost centre, in months that are closed."""
    centre = UnitAlias.objects.filter(register="ledger", unit=unit, valid_to=None)[0]
    vouchers = [
        (series, str(number), month.replace(day=20), centre.code, KRONOR)
        for number, month in enumerate(in_months, start=1)
    ]
    content = ledger_file(unit.legal_entity, vouchers, account=account)
    imported("ledger", content, name=f"sent-{series}.se")


def computed(in_months: list[date]) -> None:
    """Opened, computed and closed anew, with what the jobs after each do."""
    asked = ask_for_months(reopened(in_months), by=CONSOLE, at=clock.now())
    compute_months_asked(asked.pk)
    asked.refresh_from_db()
    assert asked.state == ComputationState.DONE, asked.failure
    for month in in_months:
        close_month(month, by=CONSOLE, at=clock.now())
    found_now()
