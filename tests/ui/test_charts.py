# SPDX-License-Identifier: EUPL-1.2
"""Every kind of chart is Vega-Lite, and draws the values it is given."""

from typing import Any

import pytest

from gemensam.core.documents.paper import drawn
from gemensam.ui.charts import Axes, FunnelAxes, bars, funnel, lines
from gemensam.ui.waterfall import Step, waterfall

AXES = Axes(x="Månad", y="mnkr", series=" ", x_sort=["jan", "feb"])
VALUES = [
    {"x": "jan", "y": 1.5, "series": "Nollmätning"},
    {"x": "jan", "y": 1.25, "series": "Utfall"},
    {"x": "feb", "y": 2, "series": "Utfall"},
]
POINTS = [
    {"x": 12, "y": 0.9, "kind": "inom"},
    {"x": 40, "y": 0.2, "kind": "utanför"},
]
CURVES = [
    {"x": x, "low": 0.5, "high": 0.9, "far_low": 0.4, "far_high": 1.0} for x in (10, 50)
]
KINDS: dict[str, dict[str, Any]] = {
    "bars": bars(VALUES, AXES),
    "bars alone": bars(VALUES, Axes(x="", y="tkr")),
    "lines": lines(VALUES, AXES),
    "funnel": funnel(
        POINTS,
        CURVES,
        FunnelAxes(x="ärenden", y="andel", within="inom", beyond="utanför"),
        target=0.7,
    ),
}


FALL = [
    Step(name="Nollmätning", begins=0, ends=500_00, is_level=True),
    Step(name="Effektivitet", begins=500_00, ends=420_00),
    Step(name="Utfall", begins=0, ends=420_00, is_level=True),
]


@pytest.mark.parametrize("kind", [*KINDS, "waterfall"])
def test_a_chart_is_what_its_schema_says(kind: str) -> None:
    import altair as alt

    told = KINDS.get(kind) or waterfall(FALL, title="Från nollmätning till utfall")
    chart = told if isinstance(told, dict) else told.specification
    made = alt.LayerChart if "layer" in chart else alt.Chart
    made.from_dict(chart, validate=True)


@pytest.mark.parametrize("kind", KINDS)
def test_no_data_is_named_that_is_not_there(kind: str) -> None:
    chart = KINDS[kind]
    parts = chart.get("layer", [chart])
    assert {part["data"]["name"] for part in parts} == set(chart["datasets"])


def test_what_is_drawn_are_the_values() -> None:
    svg = drawn(KINDS["bars"], "sv")
    assert svg.count('aria-roledescription="bar"') == len(VALUES)
    svg = drawn(KINDS["funnel"], "sv")
    assert svg.count('aria-roledescription="point"') == len(POINTS)
