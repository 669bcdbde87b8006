# SPDX-License-Identifier: EUPL-1.2
"""What the centre promised and kept, of what one's own unit or company ordered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits.queries.months import baseline_months, newest, year_to_date
from gemensam.benefits.views.quality.calls import calls
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area
from gemensam.group.access import PersonRequest
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries import Row, Where, figures, folded, goals
from gemensam.ui.charts import Axes, Chart, lines
from gemensam.ui.templatetags.figures import percent, short_month

TOLD = (
    "resolved", "judged", "on_time", "first_right", "lead_minutes", "rated", "rating"
)  # fmt: skip


def of_ones_own(request: PersonRequest) -> HttpResponse:
    """Per area and month."""
    actual, months = newest(ScenarioKind.ACTUAL), year_to_date()
    areas = {area.code: str(area) for area in Area.objects.all()}
    each: list[Row] = []
    before: list[Row] = []
    if actual and months:
        where = Where(months=months, providers=[Provider.CENTRE])
        by = ("month", "area")
        each = figures(request.person, actual.pk, where, by=by, measures=TOLD)
        before = _before(request)
    return render(
        request,
        "benefits/own_quality.html",
        {
            "months": months,
            "goals": {one.measure: one for one in goals() if one.area_id is None},
            "rows": [_told(row, areas) for row in folded(each, 1) if row["resolved"]],
            "before": {
                row["area"]: row for row in (_told(one, areas) for one in before)
            },
            "chart": on_time_chart(each, areas),
            **calls(request, months, areas),
        },
    )


def on_time_by_month(
    request: PersonRequest,
    scenario: int,
    months: Sequence[date],
    areas: dict[str, str],
) -> Chart | None:
    """Of what the reader may see; None where nothing was done."""
    where = Where(months=months, providers=[Provider.CENTRE])
    asked = ("judged", "on_time")
    by = ("month", "area")
    rows = figures(request.person, scenario, where, by=by, measures=asked)
    return on_time_chart(rows, areas)


def on_time_chart(rows: list[Row], areas: dict[str, str]) -> Chart | None:
    """Of rows by month and area; None where nothing was done."""
    return _chart(rows, areas) if any(row["judged"] for row in rows) else None


def _before(request: PersonRequest) -> list[Row]:
    """The same measures in the baseline, where an old system's log told them; what the
    centre did in a pilot then is no baseline."""
    baseline = newest(ScenarioKind.BASELINE)
    if baseline is None:
        return []
    months = baseline_months(baseline)
    others = [Provider.LOCAL, Provider.OTHER]
    where = Where(months=months, sources=["desk"], providers=others)
    if not months:
        return []
    by = ("area",)
    rows = figures(request.person, baseline.pk, where, by=by, measures=TOLD)
    return [row for row in rows if row["judged"]]


def _told(row: Row, areas: dict[str, str]) -> dict[str, Any]:
    resolved, judged, rated = row["resolved"], row["judged"], row["rated"]
    return {
        "area": areas.get(row.key[0], _("HR services together")),
        "resolved": resolved,
        "on_time": row["on_time"] / judged if judged else None,
        "lead": row["lead_minutes"] / resolved if resolved else None,
        "first_right": row["first_right"] / resolved if resolved else None,
        "rating": row["rating"] / rated if rated and rated >= 5 else None,
        "rated": rated,
    }


def _chart(rows: list[Row], areas: dict[str, str]) -> Chart:
    months = sorted({row.key[0] for row in rows})
    names = [short_month(month) for month in months]
    values = [
        {
            "x": short_month(row.key[0]),
            "y": round(100 * row["on_time"] / row["judged"], 1),
            "series": areas.get(row.key[1], _("HR services together")),
        }
        for row in rows
        if row["judged"]
    ]
    shares = {(one["x"], one["series"]): one["y"] for one in values}
    series = list(dict.fromkeys(str(one["series"]) for one in values))
    return Chart(
        id="on-time",
        title=_("Done on time per month, per cent"),
        in_words=_("Share of cases done on time, per month and area."),
        specification=lines(values, Axes(x="", y="%", series=" ", x_sort=names)),
        headers=[_("Month"), *series],
        rows=[
            [
                name,
                *(
                    percent(shares[name, one] / 100) if (name, one) in shares else "–"
                    for one in series
                ),
            ]
            for name in names
        ],
    )
