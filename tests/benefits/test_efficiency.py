# SPDX-License-Identifier: EUPL-1.2
"""The yearly efficiency: from two years of the centre, as a page, a file and data."""

from datetime import date

import numpy as np
import pytest
from tests.benefits.two_years import sums

from gemensam.benefits.queries.efficiency import (
    Efficiency,
    comparable,
    efficiency,
    efficiency_as_json,
    known_from,
    year_before,
)
from gemensam.catalogue.enums import Provider
from gemensam.outcomes.models import MonthSum

KEYS = ("yearly_efficiency_pct", "yearly_efficiency_low_pct", "yearly_efficiency_high_pct")  # fmt: skip


def known() -> Efficiency:
    found = efficiency()
    assert found is not None
    return found


def real(rows: list[MonthSum], change: tuple[float, float]) -> float:
    """Their cost in the prices of the year before."""
    wage, price = change
    return sum(
        (one.labour_ore or 0) / wage
        + ((one.cost_ore or 0) - (one.labour_ore or 0)) / price
        for one in rows
    )


@pytest.mark.usefixtures("lindby")
def test_a_young_centre_has_none_yet() -> None:
    assert efficiency() is None
    assert efficiency_as_json() == dict.fromkeys(KEYS)


@pytest.mark.usefixtures("empty")
def test_nothing_is_known_of_nothing() -> None:
    assert efficiency_as_json() == dict.fromkeys(KEYS)


@pytest.mark.usefixtures("year_ago")
def test_what_costs_the_same_when_wages_and_prices_rose_is_cheaper() -> None:
    """With the same volumes the index is the cost in the year before's prices."""
    found, now = known(), sums()
    assert found.compared_with == tuple(year_before(one) for one in found.months)
    change = (found.change.wage, found.change.price)
    assert min(change) > 1
    assert found.has_indices
    young = {out.service for out in found.left_out}
    whole = [one for one in now if one.service_id not in young]
    cost = sum(one.cost_ore or 0 for one in whole)
    lines = [line for line in found.lines if line.service not in young]
    assert sum(line.before for line in lines) == cost
    assert sum(line.after for line in lines) == cost
    in_old_prices = real(whole, change)
    for name in ("real", "at_before"):
        held = sum(getattr(line, name) for line in lines)
        assert held == pytest.approx(in_old_prices, abs=len(lines))
    assert found.share == pytest.approx(1 - found.at_before / found.before)
    assert found.superlative == pytest.approx(found.share)
    every = sum(one.cost_ore or 0 for one in now)
    assert every == found.before + sum(out.before for out in found.left_out)
    assert found.low <= found.share <= found.high
    told = efficiency_as_json()
    assert tuple(told) == KEYS
    assert list(told.values()) == [
        round(100 * one, 2) for one in (found.share, found.low, found.high)
    ]


@pytest.mark.usefixtures("year_ago")
def test_half_the_volume_at_the_same_cost_was_twice_as_dear() -> None:
    """Of one service, the year before: its unit cost has halved, that of others has not."""
    was = known()
    place = int(np.argmax([line.before * line.is_counted for line in was.lines]))
    line = was.lines[place]
    early = MonthSum.objects.filter(
        service=line.service, provider=Provider.CENTRE, source="costing",
        month__in=was.compared_with,
    )  # fmt: skip
    copies = list(early)
    early.delete()
    for one in copies:
        one.pk, one.volume = None, (one.volume or 0) / 2
    MonthSum.objects.bulk_create(copies)
    found = known()
    assert found.before == was.before
    assert found.lines[place].at_before == pytest.approx(line.at_before / 2, rel=1e-4)
    saved = line.at_before / 2 / found.before
    assert found.share - was.share == pytest.approx(saved, rel=1e-4)


@pytest.mark.usefixtures("year_ago")
def test_what_the_centre_took_over_in_between_is_left_out_and_named() -> None:
    """A service begun in June: its later months are compared, its earlier are named."""
    was = known()
    young = {out.service for out in was.left_out}
    line = max(
        (one for one in was.lines if one.service not in young),
        key=lambda one: one.before * one.is_counted,
    )
    june = date(was.compared_with[0].year, 6, 1)
    rows = MonthSum.objects.filter(service=line.service, provider=Provider.CENTRE)
    rows.filter(month__in=was.compared_with, month__lt=june).delete()
    found = known()
    (out,) = (one for one in found.left_out if one.service == line.service)
    assert out.before == 0
    kept = next(one for one in found.lines if one.service == line.service)
    assert kept.after + out.after == line.after
    assert kept.months == sum(one >= june for one in was.compared_with)
    others = [one for one in was.lines if one.service != line.service]
    assert sum(one.at_before for one in others) == pytest.approx(
        found.at_before - kept.at_before, abs=1
    )


def test_which_months_are_compared() -> None:
    start = date(2025, 3, 1)
    assert comparable(None, start) == comparable(date(2026, 8, 1), None) == []
    assert [one.month for one in comparable(date(2026, 8, 1), start)] == [3, 4, 5, 6, 7, 8]  # fmt: skip
    assert comparable(date(2026, 4, 1), start) == []
    # In February the year is too young: the whole year before is told.
    assert comparable(date(2027, 2, 1), start)[-1] == date(2026, 12, 1)
    assert comparable(date(2027, 3, 1), start)[0] == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("start", "first"),
    [
        (date(2026, 1, 1), date(2027, 3, 1)),
        (date(2025, 6, 1), date(2026, 8, 1)),
        (date(2025, 12, 1), date(2027, 3, 1)),
    ],
)
def test_from_when_it_can_be_known(start: date, first: date) -> None:
    assert known_from(start) == first
