# SPDX-License-Identifier: EUPL-1.2
"""The position list as a file: what ended less what was filled again is what is gone."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.http import HttpResponse

from gemensam.benefits.enums import PostChange
from gemensam.benefits.queries.realised.positions import Positions, positions
from gemensam.benefits.queries.realised.posts import FULL
from gemensam.benefits.queries.realised.years import realised_in, years_to_sign
from gemensam.benefits.rules import sees_budget_moved
from gemensam.benefits.views.realised import chosen_year
from gemensam.formats.tables import Column, Fraction, Month, TableSpec, Text, Value
from gemensam.group.access import PersonRequest, page
from gemensam.ui.files import table_file

MISSING = "okänt: personalregistret för {which} saknas"
CHANGES = {PostChange.ENDED: "slutat", PostChange.FILLED: "återbesatt"}
TOGETHER = "övriga tillsammans"
SPEC = TableSpec(
    columns=(
        Column(name="month", type=Month(), header="Månad"),
        Column(name="change", type=Text(), header="Vad"),
        Column(name="authority", type=Text(), header="Nämnd"),
        Column(name="department", type=Text(), header="Avdelning"),
        Column(name="titles", type=Text(), header="Titelgrupp"),
        Column(name="posts", type=Fraction(places=3), header="Heltidstjänster"),
    )
)


@page(sees_budget_moved)
def positions_file(request: PersonRequest) -> HttpResponse:
    """Every line of the list, after those that say of whom it is not known; only the heads
    before there is anything to compare."""
    made = realised_in(chosen_year(request, years_to_sign()))
    if made is None:
        return table_file((), SPEC, name="tjanstelista.csv")
    told = positions(made.posts, made.months[-1])
    return table_file(_rows(told), SPEC, name=f"tjanstelista-{told.month:%Y-%m}.csv")


def _rows(told: Positions) -> Iterator[Mapping[str, Value]]:
    for register in sorted(told.gap.registers):
        yield {"month": told.month, "change": MISSING.format(which=register)}
    for line in told.lines:
        yield {
            "month": told.month,
            "change": CHANGES[line.change],
            "authority": str(line.authority or TOGETHER),
            "department": str(line.department or TOGETHER),
            "titles": line.titles or TOGETHER,
            "posts": Decimal(line.extent) / FULL,
        }
