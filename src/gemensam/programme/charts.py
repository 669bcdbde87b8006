# SPDX-License-Identifier: EUPL-1.2
"""The pictures of a savings case: fan, tornado."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gemensam.programme.queries.showing import Point, Swing
from gemensam.ui.charts import HEIGHT, Chart, drawn
from gemensam.ui.templatetags.figures import signed_percent
from gemensam.ui.waterfall import LABELS, ROW, on_lines


def fan(points: Sequence[Point], *, goal: float | None, id: str = "fan") -> Chart:  # noqa: A002
    """The change of cost by quarter: nine of ten, half of all, the middle, the goal, and
    what became of it."""
    values = [
        {
            "x": one.label,
            **{key: round(-100 * share, 2) for key, share in zip("abcde", one.shares, strict=True)},
            "actual": round(-100 * one.actual, 2) if one.actual is not None else None,
        }
        for one in points
    ]  # fmt: skip
    x = {"field": "x", "type": "ordinal", "sort": None, "title": "", "axis": {"labelAngle": 0, "labelOverlap": True}}  # fmt: skip
    y = {"type": "quantitative", "title": "%"}
    layers: list[dict[str, Any]] = [
        _layer("area", x, {"field": "a", **y}, {"field": "e"}, opacity=0.18),
        _layer("area", x, {"field": "b", **y}, {"field": "d"}, opacity=0.32),
        _layer("line", x, {"field": "c", **y}),
    ]  # fmt: skip
    if any(one.actual is not None for one in points):
        # A mark without a point would be a picture without words.
        layers.append(
            {"mark": {"type": "point", "size": 90, "color": "#c2681b", "filled": True, "shape": "diamond"}, "transform": [{"filter": "isValid(datum.actual)"}], "encoding": {"x": x, "y": {"field": "actual", **y}}}
        )  # fmt: skip
    if goal is not None:
        layers.append(
            {"data": {"values": [{"y": goal}]}, "mark": {"type": "rule", "strokeDash": [5, 4]}, "encoding": {"y": {"field": "y", "type": "quantitative"}}}
        )  # fmt: skip
    last = points[-1]
    return Chart(
        id=id,
        title=_("Change of cost at the pace of each quarter, per cent"),
        in_words=_("{label}: {middle}, in nine cases of ten between {low} and {high}").format(
            label=last.label,
            middle=signed_percent(-last.shares[2]),
            low=signed_percent(-last.shares[0]),
            high=signed_percent(-last.shares[4]),
        ),
        specification=drawn(HEIGHT, data={"values": values}, layer=layers),
        headers=[_("At the end of"), _("5 of 100"), _("25 of 100"), _("Middle"), _("75 of 100"), _("95 of 100"), _("Outcome")],
        rows=[
            [one.label, *(signed_percent(-share) for share in one.shares), signed_percent(-one.actual) if one.actual is not None else "–"]
            for one in points
        ],
    )  # fmt: skip


def _layer(
    mark: str,
    x: Mapping[str, Any],
    y: Mapping[str, Any],
    other: Mapping[str, Any] | None = None,
    *,
    opacity: float = 1.0,
) -> dict[str, Any]:
    encoding: dict[str, Any] = {"x": x, "y": y}
    if other:
        encoding["y2"] = other
    return {"mark": {"type": mark, "opacity": opacity}, "encoding": encoding}


def tornado(swings: Sequence[Swing], likely: float) -> Chart:
    """What each assumption alone moves the pace at the end of year 1 by."""
    values = [
        {
            "name": on_lines(one.name),
            "low": round(-100 * one.low, 2),
            "high": round(-100 * one.high, 2),
        }
        for one in swings
    ]
    bars = {
        "mark": {"type": "bar", "cornerRadius": 2},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": "", "axis": LABELS},
            "x": {"field": "low", "type": "quantitative", "title": "%", "scale": {"zero": False}},
            "x2": {"field": "high"},
        },
    }  # fmt: skip
    middle = {
        "data": {"values": [{"x": round(-100 * likely, 2)}]},
        "mark": {"type": "rule", "strokeDash": [5, 4]},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
    widest = swings[0]
    return Chart(
        id="tornado",
        title=_("What matters most: change of cost at the end of year 1 when one assumption is low or high, per cent"),
        in_words=_("{name} moves it most: between {low} and {high}").format(
            name=widest.name, low=signed_percent(-widest.low), high=signed_percent(-widest.high)
        ),
        specification=drawn(ROW * len(values), data={"values": values}, layer=[bars, middle]),
        headers=[_("Assumption"), _("When low"), _("When high"), _("Rank correlation")],
        rows=[[one.name, signed_percent(-one.low), signed_percent(-one.high), one.rank] for one in swings],
    )  # fmt: skip
