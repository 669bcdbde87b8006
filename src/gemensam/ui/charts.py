# SPDX-License-Identifier: EUPL-1.2
"""Charts: one specification, the same figures as a table, and the gist in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Layer = dict[str, Any]  # a mark of Vega-Lite with its encoding
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
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


def drawn(height: int, **parts: Any) -> dict[str, Any]:
    """A specification of Vega-Lite, as wide as the page has room for."""
    return {"$schema": SCHEMA, "width": "container", "height": height, **parts}


def bars(values: Sequence[dict[str, Any]], axes: Axes) -> dict[str, Any]:
    """Bars of `y` for each `x`; keys of `values` are x, y and series."""
    beside = {"field": "series", "type": "nominal", "sort": None}
    return _of_values(
        values,
        mark={"type": "bar", "cornerRadiusEnd": 3},
        encoding=_encoding(axes) | ({"xOffset": beside} if axes.series else {}),
    )


def lines(values: Sequence[dict[str, Any]], axes: Axes) -> dict[str, Any]:
    """A line of `y` along `x` for each series."""
    mark = {"type": "line", "point": True}
    return _of_values(values, mark=mark, encoding=_encoding(axes))


def _of_values(values: Sequence[dict[str, Any]], **parts: Any) -> dict[str, Any]:
    named = {"data": {"name": "values"}, "datasets": {"values": list(values)}}
    return drawn(HEIGHT, **named, **parts)


def _encoding(axes: Axes) -> dict[str, Any]:
    sort = list(axes.x_sort) if axes.x_sort is not None else None
    encoding: dict[str, Any] = {
        "x": {
            "field": "x",
            "type": "nominal",
            "title": axes.x,
            "sort": sort,
            "axis": {"labelAngle": 0, "grid": False, "labelOverlap": True},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "title": axes.y,
            "axis": {"format": axes.y_format, "tickCount": 5},
        },
    }
    if axes.series:
        encoding["color"] = {
            "field": "series",
            "type": "nominal",
            "title": axes.series,
            "sort": None,
        }
    return encoding


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
    return drawn(
        HEIGHT,
        layer=[
            _band("far_low", "far_high", axes, opacity=0.10),
            _band("low", "high", axes, opacity=0.14),
            {
                "data": {"name": "middle"},
                "mark": {"type": "rule", "strokeDash": [5, 3]},
                "encoding": {"y": {"field": "y", "type": "quantitative"}},
            },
            _dots(axes),
        ],
        datasets={
            "points": list(points),
            "curves": list(curves),
            "middle": [{"y": target}],
        },
    )


def _band(low: str, high: str, axes: FunnelAxes, *, opacity: float) -> Layer:
    return {
        "data": {"name": "curves"},
        "mark": {"type": "area"},
        "encoding": {
            "x": _sizes(axes),
            "y": _values(low, axes),
            "y2": {"field": high},
            "opacity": {"value": opacity},
        },
    }


def _dots(axes: FunnelAxes) -> Layer:
    kinds = [axes.within, axes.beyond]
    shapes = {"domain": kinds, "range": ["circle", "diamond"]}
    kind = {"field": "kind", "type": "nominal", "title": None}
    return {
        "data": {"name": "points"},
        "mark": {"type": "point", "size": 64},
        "encoding": {
            "x": _sizes(axes),
            "y": _values("y", axes),
            "color": {**kind, "scale": {"domain": kinds}},
            "shape": {**kind, "scale": shapes},
        },
    }


def _sizes(axes: FunnelAxes) -> dict[str, Any]:
    return {
        "field": "x",
        "type": "quantitative",
        "title": axes.x,
        "scale": {"type": "log", "nice": False, "padding": 12},
        "axis": {"format": ",.0f", "grid": False, "labelOverlap": True, "tickCount": 6},
    }


def _values(field: str, axes: FunnelAxes) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": axes.y,
        "axis": {"format": axes.y_format, "tickCount": 5},
        "scale": {"zero": axes.from_zero},
    }
