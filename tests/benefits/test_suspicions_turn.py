# SPDX-License-Identifier: EUPL-1.2
"""What is suspected does not begin anew with the year, nor is it another then."""

from datetime import date

import pytest
from tests.benefits.suspected import (
    KEPT_EVERYBODY,
    by_rule,
    cut,
    hired,
    months,
    still_costs,
)
from tests.benefits.test_suspicions import a_place, moved_from
from tests.benefits.test_turn_of_year import baseline, factor
from tests.benefits.turned import DECEMBER, JANUARY, NOVEMBER, posted_again, turned

from gemensam.benefits.actions.judging import judge
from gemensam.benefits.enums import Finding, MoveOrigin, Rule
from gemensam.benefits.queries.suspicions.found import Suspicion
from gemensam.benefits.queries.suspicions.made import (
    found_now,
    looked_at,
    suspicion,
)
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery, Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import Ledger
from gemensam.group.models import Authority, Unit
from gemensam.outcomes.models import Cell

pytestmark = pytest.mark.usefixtures("lindby")
NEW = (NOVEMBER, DECEMBER, JANUARY)


def in_january() -> None:
    turned(closed=NEW)
    posted_again()


def only(rule: Rule, unit: Unit | None = None) -> Suspicion:
    found = [one for one in by_rule(rule) if unit is None or one.about == [unit.pk]]
    (one,) = found
    return one


def test_in_january_twelve_months_are_looked_at_before_it_the_year() -> None:
    assert looked_at() == [date(2026, month, 1) for month in range(1, 11)]
    in_january()
    assert looked_at() == [
        *(date(2026, month, 1) for month in range(2, 13)),
        JANUARY,
    ]


def test_nobody_is_accused_because_the_year_turned() -> None:
    was = {one.key for one in found_now()}
    in_january()
    assert {one.key for one in found_now()} == was


def ought_to_cost(unit: Unit, was: date, month: date) -> float:
    """By hand: what the department cost in the baseline's month, personnel at today's
    wages and the rest at today's prices, less what the centre delivered to the unit that
    had it for the whole month three months before."""
    wage, price = factor(was.year, month.year)
    since = date(month.year - (month.month < 4), (month.month + 8) % 12 + 1, 1)
    delivered = {
        (one.service_id, one.unit_id)
        for one in Delivery.objects.filter(provider=Provider.CENTRE)
        if one.valid_from <= since and (one.valid_to is None or one.valid_to > since)
    }
    cells = Cell.objects.filter(
        scenario=baseline(),
        month=was,
        source="costing",
        provider=Provider.LOCAL,
        provided_by=unit,
        superseded_at=None,
    )
    total = 0.0
    for one in cells:
        if (one.service_id, one.unit_id) not in delivered:
            labour, cost = one.labour_ore or 0, one.cost_ore or 0
            total += labour * wage + (cost - labour) * price
    return total


def test_cost_that_stayed_runs_on_each_month_at_its_own_prices() -> None:
    unit = Unit.objects.get(code=KEPT_EVERYBODY)
    before = only(Rule.STAYED, unit)
    in_january()
    one = only(Rule.STAYED, unit)
    assert one.key == before.key
    assert one.months == [*before.months, *NEW]
    assert {month: one.ore[month] for month in before.months} == before.ore
    rows = {row.values["month"]: row for row in one.rows if row.ore is not None}
    for month in NEW:
        was = date(2025, month.month, 1)
        row = rows[f"{month:%Y-%m}"]
        assert row.was == pytest.approx(ought_to_cost(unit, was, month), abs=2)
        assert row.now is not None
        assert row.was is not None
        assert one.ore[month] == row.now - row.was
    opened = {month: rows[f"{month:%Y-%m}"].given for month in NEW}
    ledgers = dict(
        Ledger.objects.filter(legal_entity=unit.legal_entity).values_list(
            "year_from__year", "pk"
        )
    )
    assert opened == {month: (ledgers[month.year],) for month in NEW}


def test_what_was_judged_in_december_is_judged_in_january() -> None:
    unit = Unit.objects.get(code="BUF-IT")  # whose work moved first
    still_costs(unit, 90_000_00, months()[-4:])
    key = only(Rule.STAYED, unit).key
    found_now()
    judge(key, finding=Finding.EXPLAINED, words="Sett", by=CONSOLE, at=clock.now())
    in_january()
    assert only(Rule.STAYED, unit).months[-3:] == list(NEW)
    one = suspicion(key)
    assert one is not None
    assert not one.is_open


def test_what_was_moved_in_july_is_named_in_january_too() -> None:
    moved = moved_from(date(2026, 7, 1))
    before = only(Rule.REBOOKED)
    in_january()
    one = only(Rule.REBOOKED)
    assert one.key == before.key
    again = {month: moved[date(2026, 9 + at % 2, 1)] for at, month in enumerate(NEW)}
    assert one.ore == moved | again
    opened = {row.query["month"]: row.given for row in one.rows if "month" in row.query}
    assert opened["2026-12"] != opened["2027-01"]
    new = Ledger.objects.filter(year_from=date(2027, 1, 1))
    assert opened["2027-01"][0] in new.values_list("pk", flat=True)


def test_posts_that_grew_in_autumn_are_named_in_january_too() -> None:
    unit, begins = Unit.objects.get(code="BUF-107"), date(2026, 9, 1)
    hired(unit, 6, "Administratör", begins=begins)
    assert by_rule(Rule.ROLES) == [], "two months are no run"
    in_january()
    assert only(Rule.ROLES).months == [begins, date(2026, 10, 1), *NEW]


def test_who_claims_most_of_a_krona_does_not_make_it_another() -> None:
    """What one decision claims since June is passed in January by a larger one since
    September."""
    place, used = a_place()
    authority, service = Authority.objects.get(pk=place), Service.objects.get(pk=used)
    for ore, begins, origin in (
        (12 * 10**7, date(2026, 6, 1), MoveOrigin.PROGRAMME),
        (24 * 10**7, date(2026, 9, 1), MoveOrigin.IMPROVEMENT),
    ):
        cut(
            authority, ore, f"KF § {ore}", begins=begins, origin=origin, service=service
        )
    before = only(Rule.ORIGINS)
    claimed = [row.given for row in before.rows if row.ore == 0]
    in_january()
    one = only(Rule.ORIGINS)
    assert [row.given for row in one.rows if row.ore == 0] != claimed
    assert one.key == before.key
