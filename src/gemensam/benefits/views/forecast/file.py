# SPDX-License-Identifier: EUPL-1.2
"""The forecast month by month as a file; the last month's sums are the year's."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.http import HttpResponse

from gemensam.benefits.queries.forecast import Forecasted, forecast_now
from gemensam.calc.forecast import Range
from gemensam.formats.tables import (
    Column,
    Fraction,
    Money,
    Month,
    TableSpec,
    Text,
    Value,
)
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.ui.files import table_file

PLACES = 4  # of per cent
CLOSED, EXPECTED = "stängd", "prognos"
SPEC = TableSpec(
    columns=(
        Column(name="month", type=Month(), header="Månad"),
        Column(name="state", type=Text(), header="Läge"),
        Column(name="base", type=Money(), header="Nollmätning"),
        Column(name="outcome", type=Money(), header="Kostnad"),
        Column(name="outcome_low", type=Money(), header="Kostnad, lägst"),
        Column(name="outcome_high", type=Money(), header="Kostnad, högst"),
        Column(name="at_base", type=Money(), header="Vid nollmätningens volymer och priser"),
        Column(name="saving", type=Fraction(places=PLACES), header="Besparing, procent"),
        Column(name="saving_low", type=Fraction(places=PLACES), header="Besparing, lägst"),
        Column(name="saving_high", type=Fraction(places=PLACES), header="Besparing, högst"),
        Column(name="so_far", type=Money(), header="Året hittills"),
        Column(name="so_far_low", type=Money(), header="Året hittills, lägst"),
        Column(name="so_far_high", type=Money(), header="Året hittills, högst"),
        Column(name="saved_so_far", type=Fraction(places=PLACES), header="Besparing hittills, procent"),
        Column(name="saved_so_far_low", type=Fraction(places=PLACES), header="Besparing hittills, lägst"),
        Column(name="saved_so_far_high", type=Fraction(places=PLACES), header="Besparing hittills, högst"),
    )
)  # fmt: skip


@page(sees_figures_of_group)
def forecast_file(request: PersonRequest) -> HttpResponse:
    """Only the heads before there is a forecast."""
    del request
    made = forecast_now()
    name = f"prognos-{made.closed[-1]:%Y-%m}.csv" if made else "prognos.csv"
    return table_file(_rows(made) if made else (), SPEC, name=name)


def _rows(made: Forecasted) -> Iterator[Mapping[str, Value]]:
    told = zip(made.months, made.figures.months, strict=True)
    for place, (month, one) in enumerate(told):
        yield {
            "month": month,
            "state": CLOSED if place < len(made.closed) else EXPECTED,
            "base": one.alone.base,
            "at_base": round(one.alone.at_base.figure),
            **_money("outcome", one.alone.outcome),
            **_shares("saving", one.alone.saving),
            **_money("so_far", one.so_far.outcome),
            **_shares("saved_so_far", one.so_far.saving),
        }


def _money(name: str, one: Range) -> Mapping[str, Value]:
    return {
        name: round(one.figure),
        f"{name}_low": round(one.low),
        f"{name}_high": round(one.high),
    }


def _shares(name: str, one: Range) -> Mapping[str, Value]:
    return {
        name: _percent(one.figure),
        f"{name}_low": _percent(one.low),
        f"{name}_high": _percent(one.high),
    }


def _percent(share: float) -> Decimal:
    return round(Decimal(str(100 * share)), PLACES)
