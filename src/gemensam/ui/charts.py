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

    chart = alt.Chart(alt.NamedData("values")).mark_bar(cornerRadiusEnd=3)
    encoding = _encoding(alt, axes)
    if axes.series:
        encoding["xOffset"] = alt.XOffset("series:N", sort=None)
    return _finished(chart.encode(**encoding), values=values)


def lines(values: Sequence[dict[str, Any]], axes: Axes) -> dict[str, Any]:
    """A line of `y` along `x` for each series."""
    import altair as alt

    chart = alt.Chart(alt.NamedData("values")).mark_line(point=True)
    return _finished(chart.encode(**_encoding(alt, axes)), values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelAxes:
    """What stands along the axes; `within` and `beyond` are the two kinds of points."""

    x: str
    y: str
    within: str
    beyond: str
    y_format: str = ",.0f"
    from_zero: bool = True


def funnel(
    points: Sequence[dict[str, Any]],
    curves: Sequence[dict[str, Any]],
    axes: FunnelAxes,
    *,
    target: float,
) -> dict[str, Any]:
    """Points of `x` (size) and `y` with `kind` (within, beyond) in a funnel of `curves`:
    x, low, high, far_low, far_high. Sizes lie on a logarithmic axis."""
    import altair as alt

    x = alt.X(
        "x:Q",
        title=axes.x,
        scale=alt.Scale(type="log", nice=False, padding=12),
        axis=alt.Axis(format=",.0f", grid=False, labelOverlap=True, tickCount=6),
    )
    y_axis = alt.Axis(format=axes.y_format, tickCount=5)
    y_scale = alt.Scale(zero=axes.from_zero)
    band = alt.Chart(alt.NamedData("curves")).mark_area()
    bands = [
        band.encode(
            x=x,
            y=alt.Y(f"{low}:Q", title=axes.y, axis=y_axis, scale=y_scale),
            y2=f"{high}:Q",
            opacity=alt.value(opacity),
        )
        for low, high, opacity in (("far_low", "far_high", 0.10), ("low", "high", 0.14))
    ]
    middle = alt.Chart(alt.NamedData("middle")).mark_rule(strokeDash=[5, 3])
    kinds = [axes.within, axes.beyond]
    dots = alt.Chart(alt.NamedData("points")).mark_point(size=64)
    return _finished(
        alt.layer(
            *bands,
            middle.encode(y="y:Q"),
            dots.encode(
                x=x,
                y=alt.Y("y:Q", title=axes.y, axis=y_axis, scale=y_scale),
                color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds)),
                shape=alt.Shape(
                    "kind:N",
                    title=None,
                    scale=alt.Scale(domain=kinds, range=["circle", "diamond"]),
                ),
            ),
        ),
        points=points,
        curves=curves,
        middle=[{"y": target}],
    )


def _encoding(alt: Any, axes: Axes) -> dict[str, Any]:
    sort = list(axes.x_sort) if axes.x_sort is not None else None
    encoding = {
        "x": alt.X("x:N", title=axes.x, sort=sort, axis=alt.Axis(labelAngle=0, grid=False, labelOverlap=True)),
        "y": alt.Y("y:Q", title=axes.y, axis=alt.Axis(format=axes.y_format, tickCount=5)),
    }  # fmt: skip
    if axes.series:
        encoding["color"] = alt.Color("series:N", title=axes.series, sort=None)
    return encoding


def _finished(chart: Any, **values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """With the values of its data by name."""
    # Altair would copy every value several times, and hold the whole against its schema:
    # longer than all the rest of a page. The tests do, for every kind.
    specification: dict[str, Any] = chart.properties(
        width="container", height=HEIGHT
    ).to_dict(validate=False)
    specification.pop("config", None)
    held = {name: list(each) for name, each in values.items()}
    return {**specification, "datasets": held}
