# SPDX-License-Identifier: EUPL-1.2
"""A funnel as a drawing and as a table."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

import numpy as np

from gemensam.benefits.enums import Measured, Per
from gemensam.benefits.queries.variation import Compared
from gemensam.benefits.views.variation.words import shown
from gemensam.calc.variation import Limits
from gemensam.ui.charts import Chart, FunnelAxes, funnel
from gemensam.ui.templatetags.figures import number

STEPS = 40  # of the curves
SCALES = {
    Measured.COST: 0.01,
    Measured.ON_TIME: 100.0,
    Measured.RIGHT: 100.0,
}


def chart_of(
    compared: Compared, per: Per, names: Mapping[int, str], *, said: str, sizes: str
) -> Chart:
    """`sizes` says what makes a place large: invoices, cases done."""
    places = sorted(compared.funnel.places, key=lambda one: -one.z)
    scale, axis = _scale(compared)
    within, beyond = _("within what is usual"), _("differs by more than chance")
    points = [
        {
            "x": round(one.size, 2),
            "y": round(one.value * scale, 3),
            "kind": beyond if one.differs else within,
        }
        for one in places
    ]
    ends = [one.size for one in places]
    grid = np.geomspace(min(ends) * 0.9, max(ends) * 1.1, STEPS)
    limits = compared.funnel.limits([float(one) for one in grid])
    own = compared.funnel.limits(ends)
    return Chart(
        id=f"funnel-{compared.measured}",
        title=str(compared.measured.label),
        in_words=said,
        specification=funnel(
            points,
            [_curve(one, scale) for one in limits],
            FunnelAxes(
                x=sizes,
                y=axis,
                within=within,
                beyond=beyond,
                y_format=",.1f" if compared.measured == Measured.LEAD else ",.0f",
                from_zero=compared.measured in {Measured.COST, Measured.LEAD},
            ),
            target=compared.funnel.target * scale,
        ),
        headers=[
            str(per.label),
            sizes,
            str(compared.measured.label),
            _("Expected, 95 of 100"),
            _("Differs"),
        ],
        rows=[
            [
                names.get(one.key, "–") if isinstance(one.key, int) else "–",
                number(one.size),
                shown(compared, one.value),
                f"{shown(compared, lim.low)} – {shown(compared, lim.high)}",
                _("yes") if one.differs else _("no"),
            ]
            for one, lim in zip(places, own, strict=True)
        ],
    )


def _scale(compared: Compared) -> tuple[float, str]:
    """By what values are multiplied on the axis, and what then stands along it."""
    if compared.measured != Measured.LEAD:
        return SCALES[compared.measured], (
            _("kr") if compared.measured == Measured.COST else "%"
        )
    if compared.is_working_time:
        return 1 / 60, _("working hours")
    return 1 / 1440, _("days")


def _curve(one: Limits, scale: float) -> dict[str, Any]:
    return {
        "x": round(one.size, 3),
        "low": round(one.low * scale, 4),
        "high": round(one.high * scale, 4),
        "far_low": round(one.far_low * scale, 4),
        "far_high": round(one.far_high * scale, 4),
    }
