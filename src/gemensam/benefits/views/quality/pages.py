# SPDX-License-Identifier: EUPL-1.2
"""Did quality rise? Each measure before and now, with how sure the difference is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits import rules
from gemensam.benefits.enums import TURNED, TURNED_COLOURS, QualityMeasure
from gemensam.benefits.queries.months import year_to_date
from gemensam.benefits.queries.quality import Group, Line, Quality, quality_now
from gemensam.benefits.queries.quality.compared import Side
from gemensam.benefits.views.quality.calls import calls
from gemensam.benefits.views.quality.own import of_ones_own, on_time_by_month
from gemensam.calc.quality import Turned
from gemensam.catalogue.models import Area
from gemensam.desk.rules import sees_logs
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import GoalMeasure
from gemensam.ui.templatetags.figures import (
    number,
    percent,
    real_time,
    signed_percent,
    working_time,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A measure in words: a row of a table."""

    measure: str
    now: str
    n: int | None
    before: str
    n_before: int | None
    difference: str
    between: str
    turned: str
    colour: str
    goal: str
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`name` of an area; `note`: of how many services there is a baseline."""

    name: str
    rows: Sequence[Told]
    services: int
    compared: int


@page(rules.sees_result)
def quality(request: PersonRequest) -> HttpResponse:
    if not sees_figures_of_group(request.person.standing):
        return of_ones_own(request)
    made = quality_now()
    areas = {area.code: str(area) for area in Area.objects.all()}
    months = made.now.months if made else year_to_date()
    telephony = calls(request, months, areas)
    if made is None or made.now.scenario is None:
        return render(request, "benefits/quality.html", {"made": None, **telephony})
    asked = request.GET.get("measure", "")
    chosen = next((one for one in QualityMeasure if one == asked), QualityMeasure.ON_TIME)  # fmt: skip
    return render(
        request,
        "benefits/quality.html",
        {
            "made": made,
            "months": months,
            "sentences": sentences(made),
            "tables": [_table(made.whole), *(_table(one) for one in made.areas)],
            "measures": list(QualityMeasure),
            "chosen": chosen,
            "services": [
                {"service": one.service, "told": told(one.lines[chosen])}
                for one in made.services
            ],
            "sees_categories": sees_logs(request.person.standing),
            **telephony,
            "chart": on_time_by_month(request, made.now.scenario, months, areas),
        },
    )


def sentences(made: Quality) -> list[str]:
    """What rose, what fell, and what nobody can tell, in that order."""
    lines = made.whole.lines.values()
    texts = {
        Turned.BETTER: _("Better than the baseline: {measures}."),
        Turned.WORSE: _("Worse than the baseline: {measures}."),
        Turned.UNSURE: _("No sure difference from the baseline: {measures}."),
        Turned.FEW: _("Too few cases to compare: {measures}."),
        Turned.NO_BASELINE: _("No baseline: {measures}."),
    }
    return [
        text.format(measures=", ".join(names))
        for turned, text in texts.items()
        if (names := [_small(one) for one in lines if one.turned is turned])
    ]


def _small(line: Line) -> str:
    return str(line.measure.label).lower()


def _table(group: Group) -> Table:
    return Table(
        name=str(group.area) if group.area else _("All areas"),
        rows=[told(line) for line in group.lines.values()],
        services=group.services,
        compared=group.compared,
    )


def told(line: Line) -> Told:
    gap, turned = line.difference, line.turned
    now = line.same or line.now
    return Told(
        measure=str(line.measure.label),
        now=_figure(line, now),
        n=now.n if now else None,
        before=_figure(line, line.before),
        n_before=line.before.n if line.before else None,
        difference=_change(line, gap.figure) if gap else "",
        between=_("{low} to {high}").format(
            low=_change(line, gap.low), high=_change(line, gap.high)
        )
        if gap
        else "",
        turned=str(TURNED[turned]),
        colour=TURNED_COLOURS[turned],
        goal=_goal(line),
        reached=line.reached,
    )


def _figure(line: Line, side: Side | None) -> str:
    if side is None:
        return "–"
    match line.measure:
        case QualityMeasure.LEAD_TIME:
            if line.working:
                return working_time(side.figure)
            return real_time(side.figure * 60)
        case QualityMeasure.CORRECTIONS:
            return _("{n} of 100").format(n=number(100 * side.figure, 1))
        case QualityMeasure.SATISFACTION:
            return number(side.figure, 2)
    return percent(side.figure)


def _change(line: Line, difference: float) -> str:
    """Points for shares, per cent for times, else in the measure's own unit."""
    if line.measure.is_time:
        return signed_percent(difference, 0)
    by_hundred = line.measure is not QualityMeasure.SATISFACTION
    text = number(100 * difference, 1) if by_hundred else number(difference, 2)
    return text if text.startswith("−") else f"+{text}"


def _goal(line: Line) -> str:
    aim = line.goal
    if aim is None:
        return ""
    if GoalMeasure(aim.measure).is_share:
        return percent(aim.target / 100)
    if line.measure.is_time:
        target = number(aim.target, 1)
        if line.as_aimed is None:
            return _("mean {hours} h").format(hours=target)
        # Beside it stands a geometric mean, which is shorter.
        now = number(line.as_aimed, 1)
        return _("mean {hours} h, now {now} h").format(hours=target, now=now)
    return number(aim.target, 1)
