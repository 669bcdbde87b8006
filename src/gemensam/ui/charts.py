# SPDX-License-Identifier: EUPL-1.2
"""Charts: one specification, the same figures as a table, and the gist in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HEIGHT = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`specification` is Vega-Lite; `rows` are the same figures as texts."""

    id: str
    title: str
    in_words: str
    specification: dict[str, Any]
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def data_id(self) -> str:
        return f"{self.id}-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What stands along the axes; `x_sort` keeps an order of its own."""

    x: str
    y: str
    series: str = ""
    x_sort: Sequence[str] | None = None
    y_format: str = ",.0f"


def bars(values: Sequence[dict[str, Any]], axes: Axes) -> dict[str, Any]:
    """Bars of `y` for each `x`; keys of `values` are x, y and series."""
    import altair as alt

    chart = alt.Chart(alt.Data(values=list(values))).mark_bar(cornerRadiusEnd=3)
    encoding = _encoding(alt, axes)
    if axes.series:
        encoding["xOffset"] = alt.XOffset("series:N", sort=None)
    return _finished(chart.encode(**encoding))


def lines(values: Sequence[dict[str, Any]], axes: Axes) -> dict[str, Any]:
    """A line of `y` along `x` for each series."""
    import altair as alt

    chart = alt.Chart(alt.Data(values=list(values))).mark_line(point=True)
    return _finished(chart.encode(**_encoding(alt, axes)))


def _encoding(alt: Any, axes: Axes) -> dict[str, Any]:
    sort = list(axes.x_sort) if axes.x_sort is not None else None
    encoding = {
        "x": alt.X("x:N", title=axes.x, sort=sort, axis=alt.Axis(labelAngle=0, grid=False, labelOverlap=True)),
        "y": alt.Y("y:Q", title=axes.y, axis=alt.Axis(format=axes.y_format, tickCount=5)),
    }  # fmt: skip
    if axes.series:
        encoding["color"] = alt.Color("series:N", title=axes.series, sort=None)
    return encoding


def _finished(chart: Any) -> dict[str, Any]:
    specification: dict[str, Any] = chart.properties(
        width="container", height=HEIGHT
    ).to_dict(validate=True)
    specification.pop("config", None)
    return specification
