# SPDX-License-Identifier: EUPL-1.2
"""Imported logs of cases, as wholes."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from gemensam.catalogue.models import Service
from gemensam.core.imports import report
from gemensam.desk import rules
from gemensam.desk.models import CaseLog
from gemensam.desk.queries.as_is import AsIs, as_is
from gemensam.desk.queries.logs import LogPicture, log_picture
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.ui.charts import Axes, Chart, bars, lines
from gemensam.ui.templatetags.figures import number as shown_number, short_month


@page(rules.sees_logs)
def logs(request: PersonRequest) -> HttpResponse:
    rows = CaseLog.objects.select_related("from_import").order_by("-from_import_id")
    return render(request, "desk/logs.html", {"logs": rows[:200]})


@page(rules.sees_logs)
def log(request: PersonRequest, number: int) -> HttpResponse:
    """What a log holds: cases per month, lead times, support lines, and its issues; and
    how each service is done in each unit, which can be looked at by itself."""
    found = get_object_or_404(CaseLog.objects.select_related("from_import"), pk=number)
    rows = as_is(found)
    only = _chosen(request, rows)
    picture = log_picture(found, zone=settings.LOCAL_TIME_ZONE, only=only)
    record = found.from_import
    services = Service.objects.in_bulk([row.service for row in rows if row.service])
    units = Unit.objects.in_bulk([row.unit for row in rows if row.unit])
    return render(
        request,
        "desk/log.html",
        {
            "log": found,
            "picture": picture,
            "charts": _charts(picture),
            "only": only,
            "service": services.get(only.service or 0) if only else None,
            "unit": units.get(only.unit or 0) if only else None,
            "rows": [
                {
                    "as_is": row,
                    "service": services.get(row.service or 0),
                    "unit": units.get(row.unit or 0),
                }
                for row in rows
            ],
            "issues": report.issues_of(record.report),
            "issues_total": record.report.get("issues_total", 0),
        },
    )


def _chosen(request: PersonRequest, rows: Sequence[AsIs]) -> AsIs | None:
    """The row one asked for; none other can be looked at. Nothing asked: the whole."""
    asked = {name: request.GET.get(name) for name in ("service", "unit")}
    if None in asked.values():
        return None
    for row in rows:
        if asked == {"service": str(row.service or ""), "unit": str(row.unit or "")}:
            return row
    raise Http404


def _charts(picture: LogPicture) -> list[Chart]:
    if not picture.months:
        return []
    names = [short_month(row["month"]) for row in picture.months]
    most = max(picture.months, key=lambda row: row["opened"])
    counted = Chart(
        id="cases-per-month",
        title=_("Cases per month"),
        in_words=_("Cases per month; most in {month}: {count}.").format(
            month=short_month(most["month"]), count=shown_number(most["opened"])
        ),
        specification=bars(
            [
                {"x": name, "y": row["opened"]}
                for name, row in zip(names, picture.months, strict=True)
            ],
            Axes(x="", y=_("cases"), x_sort=names),
        ),
        headers=[_("Month"), _("Cases")],
        rows=[
            [name, shown_number(row["opened"])]
            for name, row in zip(names, picture.months, strict=True)
        ],
    )
    half, nine = _("half are done within"), _("nine of ten are done within")
    values = [
        {"x": name, "y": round(row[key] / 86400, 2), "series": series}
        for name, row in zip(names, picture.months, strict=True)
        for key, series in (("half", half), ("nine_tenths", nine))
    ]
    times = Chart(
        id="lead-times",
        title=_("Lead time in days, by the month a case was opened"),
        in_words=_("Lead time from the first event to the last, in days."),
        specification=lines(values, Axes(x="", y=_("days"), series=" ", x_sort=names)),
        headers=[_("Month"), half, nine],
        rows=[
            [
                name,
                shown_number(row["half"] / 86400, 1),
                shown_number(row["nine_tenths"] / 86400, 1),
            ]
            for name, row in zip(names, picture.months, strict=True)
        ],
    )
    return [counted, times]
