# SPDX-License-Identifier: EUPL-1.2
"""From the finance system's file to the suspicion: imported as every ledger is, the months
computed by the job that does it, and found without anybody asking."""

from collections.abc import Callable
from datetime import date

from django.test import Client

import pytest
from tests.benefits.months import ledger_file
from tests.benefits.suspected import KEPT_EVERYBODY, months
from tests.rig.imported import imported, in_a_test
from tests.rig.reopened import reopened

from gemensam.benefits.actions.closing import close_month
from gemensam.benefits.actions.computing import ask_for_months
from gemensam.benefits.enums import ComputationState, Rule
from gemensam.benefits.jobs import compute_months_asked
from gemensam.benefits.queries.suspicions.found import Suspicion
from gemensam.benefits.queries.suspicions.made import found_now, look_last
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.group.models import Unit, UnitAlias

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("lindby")]
KRONOR = 70_000
PAY, BOUGHT = "5020", "6231"


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
