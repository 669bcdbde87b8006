# SPDX-License-Identifier: EUPL-1.2
"""What is moved out of budgets and realised, as it was known on an earlier day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.benefits.suspected import cut

from gemensam.benefits.actions.budget import standing_booking, withdraw_booking
from gemensam.benefits.actions.closing import reopen_month
from gemensam.benefits.actions.verifying import withdraw_verified
from gemensam.benefits.models import BudgetBooking, BudgetMove, SavingVerified
from gemensam.benefits.queries.budget import budget_moved
from gemensam.benefits.queries.months import closed_through
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.calc.realised import Stage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import PriceIndex, StaffRow
from gemensam.group.models import Authority
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme.models import CaseVersion

pytestmark = pytest.mark.usefixtures("lindby")
LATER = datetime(2030, 1, 1, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def known(at: datetime | None = None) -> Realised:
    made = realised(known_at=at)
    assert made is not None
    return made


def moved(at: datetime) -> int | None:
    return budget_moved(today=clock.local(at).date(), known_at=at)


def test_all_that_is_known_by_now_is_what_there_is_now() -> None:
    assert known(LATER) == known()
    assert moved(LATER) == budget_moved(today=date(2030, 1, 1))


def test_a_decision_counts_from_when_it_was_registered_and_a_booking_likewise() -> None:
    first = BudgetMove.objects.order_by("made_at")[0]
    booking = BudgetBooking.objects.order_by("made_at")[0]
    assert moved(first.made_at - A_SECOND) is None, "nothing was decided"
    assert moved(first.made_at) == moved(booking.made_at - A_SECOND) == 0
    then = BudgetBooking.objects.filter(made_at__lte=booking.made_at)
    assert moved(booking.made_at) == sum(one.move.ore for one in then) > 0


def test_what_is_taken_back_was_there_until_then() -> None:
    signed = SavingVerified.objects.order_by("made_at")[0]
    assert known(signed.made_at - A_SECOND).total[Stage.VERIFIED] == 0
    before = clock.now()
    was = known(before).total
    assert was[Stage.VERIFIED] > 0
    after = before + timedelta(days=1)
    withdraw_verified(signed.authority, by=CONSOLE, at=after)
    for move in BudgetMove.objects.exclude(bookings=None):
        withdraw_booking(move, booked_on=after.date(), by=CONSOLE, at=after)
        assert standing_booking(move) is None
    assert known().total[Stage.BUDGET_MOVED] == known().total[Stage.VERIFIED] == 0
    assert known(before).total == was
    assert moved(after) == 0
    assert (moved(before) or 0) > 0


def test_a_month_counts_once_it_was_closed_and_until_it_was_opened_again() -> None:
    last, before = closed_through(), clock.now()
    assert last is not None
    was = known(before).total
    reopen_month(last, reason="Rättelse", by=CONSOLE, at=before + timedelta(days=1))
    assert known().months[-1] < last
    assert (known(before).months[-1], known(before).total) == (last, was)
    earlier = known(datetime(2026, 8, 15, tzinfo=UTC))
    assert earlier.months[-1] == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("source", "name"), [("costing", "cost_ore"), ("desk", "on_time")]
)
def test_what_a_month_cost_and_was_done_in_time_is_as_it_was_known(
    source: str, name: str
) -> None:
    """A cell of a closed month is found to differ a day later."""
    before = clock.now()
    was, after = known(before), before + timedelta(days=1)
    cell = Cell.objects.filter(
        scenario=in_force(ScenarioKind.ACTUAL), month=was.months[-1], source=source,
        superseded_at=None, service__isnull=False, **{f"{name}__gt": 0},
    ).order_by(f"-{name}", "pk")[0]  # fmt: skip
    Cell.objects.filter(pk=cell.pk).update(superseded_at=after)
    cell.pk, cell.recorded_at = None, after
    setattr(cell, name, 0)
    cell.save(force_insert=True)
    sum_month(cell.scenario_id, cell.month, [source])
    assert known(before) == was
    now = known()
    assert (now.evidence == was.evidence) is (source == "desk")
    assert (now.on_time == was.on_time) is (source == "costing")


def test_who_was_employed_is_as_it_was_known() -> None:
    """A register that is read again, a day later, knows nobody of the centre."""
    before = clock.now()
    was, after = known(before), before + timedelta(days=1)
    told = StaffRow.objects.filter(
        year=was.months[-1].year, superseded_at=None, unit__kind="centre"
    )
    assert told.update(superseded_at=after) > 0
    assert known(before) == was
    assert known().posts.shared == 0 < was.posts.shared


def test_what_prices_did_is_as_it_was_known() -> None:
    """An index that is corrected a day later."""
    before = clock.now()
    was, after = known(before), before + timedelta(days=1)
    index = PriceIndex.objects.get(year=was.months[-1].year)
    PriceIndex.objects.filter(pk=index.pk).update(superseded_at=after)
    index.pk, index.recorded_at = None, after
    index.wage_percent = index.price_percent = Decimal(50)
    index.save(force_insert=True)
    assert known(before) == was
    assert known().total[Stage.DELIVERED] > was.total[Stage.DELIVERED]


def test_what_was_promised_is_as_it_was_known() -> None:
    before = clock.now()
    was, after = known(before), before + timedelta(days=1)
    locked = CaseVersion.objects.order_by("-number")[0]
    locked.pk, locked.number, locked.locked_at = None, locked.number + 1, after
    levels = [[0.0] * len(one) for one in locked.content["result"]["forecast"]["pace"]]
    locked.content["result"]["forecast"]["pace"] = levels
    locked.save(force_insert=True)
    assert known(before) == was
    assert known().total[Stage.PROMISED] == 0 < was.total[Stage.PROMISED]


def test_a_register_that_was_first_read_afterwards_tells_who_was_employed() -> None:
    """Lindby's of 2026 was read in November: in August nobody had left because of it."""
    then = known(datetime(2026, 8, 15, tzinfo=UTC))
    (month,) = then.months[-1:]
    now = known()
    assert then.evidence.keys() <= now.evidence.keys()
    for place, evidence in then.evidence.items():
        if place[1] == month:
            assert evidence.capacity_gone == now.evidence[place].capacity_gone


def test_a_later_decision_changes_nothing_of_what_was_known() -> None:
    before = clock.now()
    was = known(before)
    cut(Authority.objects.order_by("pk")[0], 10**9, "KF § 1", begins=was.months[0])
    # Registered in the same second of a clock that stands still: told apart by a day.
    assert known(before - timedelta(days=1)).total == was.total
    assert known().total != was.total
