# SPDX-License-Identifier: EUPL-1.2
"""Price indices: what a file says otherwise is told anew, and what was said stays known."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module

from django.db import connections

import pytest
from tests.benefits.months import signed_in
from tests.rig.imported import imported

from gemensam.benefits.models import HeldAtClose, MonthClose
from gemensam.benefits.queries.routine.afterwards import changes_since, held_now
from gemensam.benefits.queries.routine.held import INDICES
from gemensam.core import clock
from gemensam.core.enums import ImportState
from gemensam.core.models import AuditEvent, Import
from gemensam.costing.models import PriceIndex

HEAD = "År;Lön;Pris;Källa\n"


def said() -> list[tuple[int, Decimal, Decimal, str, bool]]:
    """Every row there is: year, per cent of wages and of prices, source, whether it holds."""
    return [
        (
            one.year,
            one.wage_percent,
            one.price_percent,
            one.source,
            not one.superseded_at,
        )
        for one in PriceIndex.objects.order_by("year", "recorded_at")
    ]


def read(*lines: str) -> None:
    imported("index", (HEAD + "\n".join(lines) + "\n").encode(), name="index.csv")


def row(
    year: int, wage: str, price: str, source: str, *, holds: bool = True
) -> tuple[int, Decimal, Decimal, str, bool]:
    return year, Decimal(wage), Decimal(price), source, holds


@pytest.mark.usefixtures("own_empty")
def test_a_year_that_is_said_otherwise_is_told_anew_and_the_same_again_is_nothing() -> (
    None
):
    first = clock.now()
    with clock.fixed(first):
        read("2026;3,2;2,0;SKR", "2027;3,00004;1,9;SKR")
    second = first + timedelta(days=40)
    with clock.fixed(second):
        read("2026;3,4;2,0;SKR", "2027;3,00004;1,90;SKR", "2028;3,0;2,0;SKR")
    assert said() == [
        row(2026, "3.2", "2.0", "SKR", holds=False),
        row(2026, "3.4", "2.0", "SKR"),
        row(2027, "3.000", "1.9", "SKR"),
        row(2028, "3.0", "2.0", "SKR"),
    ]
    was, now = PriceIndex.objects.filter(year=2026).order_by("recorded_at")
    assert was.superseded_at == now.recorded_at == second
    assert was.recorded_at == first
    told = AuditEvent.objects.filter(action="index.imported").order_by("pk")
    assert [one.payload["facts"]["years"] for one in told if one.payload] == [
        [2026, 2027],
        [2026, 2028],
    ]


@pytest.mark.usefixtures("lindby", "static_files")
def test_an_index_that_changed_after_the_close_is_told_and_others_are_not() -> None:
    close = MonthClose.objects.filter(reopened_at=None).latest("month")
    year = close.month.year
    assert changes_since(close) == []
    now = clock.now()
    PriceIndex.objects.create(
        year=year + 1, wage_percent=3, price_percent=2, source="SKR", recorded_at=now
    )
    index = PriceIndex.objects.get(year=year)
    PriceIndex.objects.filter(pk=index.pk).update(superseded_at=now)
    index.pk, index.recorded_at, index.source = None, now, "Samma, ur en annan källa"
    index.save(force_insert=True)
    assert changes_since(close) == [], "what the month is compared by is the same"
    PriceIndex.objects.filter(pk=index.pk).update(superseded_at=now)
    index.pk, index.wage_percent = None, index.wage_percent + 1
    index.save(force_insert=True)
    (change,) = changes_since(close)
    assert (change.key, change.rows, change.net_ore) == (INDICES, 0, None)
    came = Import.objects.create(
        kind="index", state=ImportState.COMMITTED, original_name="rättat.csv",
        original_sha256="5e" * 32, original_size=1, received_at=now, committed_at=now,
    )  # fmt: skip
    page = signed_in("CONTROLLER").get(f"/resultat/manad/?month={close.month:%Y-%m}")
    after = page.content.decode().partition('id="after"')[2].partition("</section>")[0]
    assert "Prisindex (en ändring slår igenom direkt)" in after
    assert "rättat.csv" in after
    assert came.pk > (close.newest_import_id or 0)


@pytest.mark.usefixtures("lindby")
def test_a_month_that_was_closed_before_indices_were_noted_does_not_look_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close = MonthClose.objects.filter(reopened_at=None).latest("month")
    without = HeldAtClose.objects.exclude(source=INDICES)
    assert without.filter(close=close).count() + 1 == close.held.count()
    monkeypatch.setattr(
        "gemensam.benefits.queries.routine.afterwards.HeldAtClose.objects", without
    )
    assert INDICES in held_now(close.month)
    assert changes_since(close) == []


@pytest.mark.usefixtures("empty")
def test_that_there_was_no_index_at_the_close_is_noted_too() -> None:
    month = clock.today().replace(day=1)
    before = held_now(month)[INDICES]
    assert before.rows == 0
    assert before.digest
    PriceIndex.objects.create(
        year=month.year, wage_percent=3, price_percent=2, source="SKR",
        recorded_at=clock.now(),
    )  # fmt: skip
    assert held_now(month)[INDICES].digest != before.digest


@pytest.mark.usefixtures("own_empty")
def test_what_was_kept_without_a_time_is_known_since_the_first_file_that_told_it() -> (
    None
):
    fill = import_module("gemensam.costing.migrations.0016_index_history").FILL

    def known_since() -> dict[int, datetime]:
        with connections["owner"].cursor() as cursor:
            cursor.execute(fill)
        return dict(PriceIndex.objects.values_list("year", "recorded_at"))

    now = clock.now()
    PriceIndex.objects.create(
        year=1999, wage_percent=3, price_percent=2, source="SCB", recorded_at=now
    )
    assert known_since() == {1999: clock.start_of_day(date(1999, 1, 1))}
    first, second = now - timedelta(days=300), now - timedelta(days=100)
    with clock.fixed(first):
        read("2026;3,2;2,0;SKR")
    with clock.fixed(second):
        read("2026;3,2;2,0;SKR", "2027;3,0;2,0;SKR")
    for year in (2026, 2027):
        PriceIndex.objects.filter(year=year).update(superseded_at=now)
        PriceIndex.objects.create(
            year=year, wage_percent=1, price_percent=1, source="SKR", recorded_at=now
        )
    assert known_since() == {1999: first, 2026: first, 2027: second}
