# SPDX-License-Identifier: EUPL-1.2
"""The months of a year: those that are closed, and between what the others will lie."""

from typing import Any

from django.utils.translation import gettext as _

from gemensam.benefits.queries.forecast import Forecasted
from gemensam.calc.forecast import Month
from gemensam.ui.charts import HEIGHT, Chart, Layer, drawn
from gemensam.ui.templatetags.figures import (
    month as month_name,
    short_month,
    signed_percent,
    whole_kr,
)


def fan(made: Forecasted, *, goal: float | None) -> Chart:
    """The change of cost against the same month of the baseline, in per cent: nine of ten,
    half of all, the middle; the goal; and the closed months as they came."""
    told = list(zip(made.months, made.figures.months, strict=True))
    names = [short_month(month) for month, _one in told]
    closed = len(made.closed)
    in_order = sorted(told, key=lambda one: one[0])
    values = [
        _values(short_month(month), one, is_closed=month in made.closed)
        for month, one in in_order
    ]
    last_month, last = in_order[-1]
    return Chart(
        id="fan",
        title=_("Cost of each month against the same month of the baseline, at its volumes and prices, per cent"),
        in_words=_("{month}: {middle}, in nine cases of ten between {low} and {high}").format(
            month=month_name(last_month),
            middle=signed_percent(-last.alone.saving.figure),
            low=signed_percent(-last.alone.saving.high),
            high=signed_percent(-last.alone.saving.low),
        ),
        specification=drawn(HEIGHT, data={"values": values}, layer=_layers([short_month(month) for month, _one in in_order], goal)),
        headers=[_("Month"), _("State"), _("Change, equal volume"), _("Nine of ten, from"), _("to"), _("Cost, kronor of the year"), _("The year so far")],
        rows=[_row(name, one, is_closed=place < closed) for place, (name, (_m, one)) in enumerate(zip(names, told, strict=True))],
    )  # fmt: skip


def _values(name: str, one: Month, *, is_closed: bool) -> dict[str, Any]:
    low, lower, middle, upper, high = (round(-100 * share, 2) for share in one.fan)
    figure = round(-100 * one.alone.saving.figure, 2)
    return {
        "x": name,
        "a": low,
        "b": lower,
        "c": figure if is_closed else middle,
        "d": upper,
        "e": high,
        "came": figure if is_closed else None,
    }


def _layers(names: list[str], goal: float | None) -> list[Layer]:
    x = {"field": "x", "type": "ordinal", "sort": names, "title": "", "axis": {"labelAngle": 0, "labelOverlap": True}}  # fmt: skip
    y = {"type": "quantitative", "title": "%"}
    layers: list[Layer] = [
        {"mark": {"type": "area", "opacity": 0.18}, "encoding": {"x": x, "y": {"field": "a", **y}, "y2": {"field": "e"}}},
        {"mark": {"type": "area", "opacity": 0.32}, "encoding": {"x": x, "y": {"field": "b", **y}, "y2": {"field": "d"}}},
        {"mark": {"type": "line"}, "encoding": {"x": x, "y": {"field": "c", **y}}},
        {"mark": {"type": "point", "size": 70, "color": "#c2681b", "filled": True}, "transform": [{"filter": "isValid(datum.came)"}], "encoding": {"x": x, "y": {"field": "came", **y}}},
    ]  # fmt: skip
    if goal is not None:
        layers.append(
            {"data": {"values": [{"y": goal}]}, "mark": {"type": "rule", "strokeDash": [5, 4]}, "encoding": {"y": {"field": "y", "type": "quantitative"}}}
        )  # fmt: skip
    return layers


def _row(name: str, one: Month, *, is_closed: bool) -> list[str]:
    alone, so_far = one.alone, one.so_far
    return [
        name,
        _("closed") if is_closed else _("forecast"),
        signed_percent(-alone.saving.figure),
        signed_percent(-alone.saving.high),
        signed_percent(-alone.saving.low),
        whole_kr(round(alone.outcome.figure)),
        whole_kr(round(so_far.outcome.figure)),
    ]
