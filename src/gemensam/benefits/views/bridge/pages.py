# SPDX-License-Identifier: EUPL-1.2
"""From the frozen baseline to the outcome: what of the difference is what."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits.queries.bridge import (
    HIDDEN,
    Label,
    Made,
    Organised,
    Row,
    periods,
    rows_by,
)
from gemensam.benefits.queries.bridge.made import together
from gemensam.benefits.queries.bridge.periods import RATE
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.saving import saving_over, share_over
from gemensam.benefits.queries.summary import one_off_ore
from gemensam.benefits.views.bridge.chosen import Chosen, chosen_by
from gemensam.benefits.views.bridge.words import (
    NAMES,
    WORDS,
    named,
    node_name,
    period_name,
)
from gemensam.calc.bridge import PARTS, Part
from gemensam.catalogue.models import Area, Service
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_figures_of_group
from gemensam.ui.waterfall import Step, waterfall


@page(sees_figures_of_group)
def bridge(request: PersonRequest) -> HttpResponse:
    """The six parts for a period, an administration and an area, each opened below."""
    chosen = chosen_by(request)
    names = dict(Unit.objects.values_list("pk", "name"))
    context: dict[str, Any] = {
        "chosen": chosen,
        "periods": [(key, period_name(one)) for key, one in chosen.known.items()],
        "areas": [(area.code, str(area)) for area in Area.objects.all()],
        "organised": [
            (Organised.NOW.value, _("as now organised")),
            (Organised.THEN.value, _("as then organised")),
        ],
        "made": chosen.made,
    }
    if chosen.made is not None:
        context |= _told(chosen, chosen.made, names)
    return render(request, "benefits/bridge.html", context)


def _told(chosen: Chosen, made: Made, names: Mapping[int, str]) -> dict[str, Any]:
    services = {one.pk: one for one in Service.objects.select_related("area")}
    asked = {"by_service": Label.SHOWN, "by_unit": Label.NODE, "by_month": Label.MONTH}
    only = chosen.cells(made)
    rows = {name: rows_by(made, by, only=only) for name, by in asked.items()}
    whole = together(rows["by_month"])
    return {
        "whole": whole,
        "parts": [_part(part, whole) for part in PARTS],
        "names": [NAMES[part] for part in PARTS],
        "chart": _chart(whole),
        "by_service": [
            _line(row, services.get(row.label) if isinstance(row.label, int) else None)
            for row in _largest(rows["by_service"], chosen.part)
        ],
        "by_unit": [
            _line(
                row, node_name(row.label, names) if isinstance(row.label, int) else ""
            )
            for row in _largest(rows["by_unit"], chosen.part)
        ],
        "by_month": [
            {**_line(row, row.label), "query": _query(chosen, row.label)}
            for row in sorted(rows["by_month"], key=lambda row: str(row.label))
        ],
        "total": _line(whole, None),
        "units": sorted(
            ((node, node_name(node, names)) for node in made.nodes - {HIDDEN}),
            key=lambda one: one[1],
        ),
        **(_beside(made) if chosen.is_whole and chosen.day is None else {}),
    }


def _query(chosen: Chosen, month: object) -> str:
    """The same choice for one month alone; nothing where that cannot be chosen."""
    key = f"{month:%Y-%m}" if isinstance(month, date) else ""
    return chosen.with_period(key) if key in chosen.known else ""


def _largest(rows: Sequence[Row], part: Part | None) -> list[Row]:
    """By what they cost; by a part of the bridge where one was opened."""
    if part is not None:
        return sorted(rows, key=lambda row: -abs(row.parts[part]))
    return sorted(rows, key=lambda row: -max(row.frozen, row.actual))


def _part(part: Part, whole: Row) -> dict[str, Any]:
    return {
        "key": part.value,
        "name": NAMES[part],
        "words": WORDS[part],
        "ore": whole.parts[part],
        "share": whole.parts[part] / whole.frozen if whole.frozen else None,
        "equal": whole.equal[part],
    }


def _line(row: Row, name: object) -> dict[str, Any]:
    return {
        "name": name,
        "label": row.label,
        "frozen": row.frozen,
        "named": named(row.parts),
        "actual": row.actual,
    }


def _chart(whole: Row) -> Any:
    at = whole.frozen
    steps = [Step(name=_("Frozen baseline"), begins=0, ends=at, is_level=True)]
    for part in PARTS:
        ore = whole.parts[part]
        steps.append(Step(name=str(NAMES[part]), begins=at, ends=at + ore))
        at += ore
    steps.append(Step(name=_("Outcome"), begins=0, ends=at, is_level=True))
    return waterfall(
        steps,
        title=_("From the frozen baseline to the outcome, million kronor"),
        id="bridge",
    )


def _beside(made: Made) -> dict[str, Any]:
    """What stands apart from the bridge: interval, one-off costs, net, present pace."""
    of = compared()
    saving = saving_over(made.period.months, of=of)
    one_off = one_off_ore(made.actual, made.period.months)
    rate = periods().get(RATE)
    return {
        "saving": saving,
        "one_off": one_off,
        "net": saving.ore - one_off if saving and one_off is not None else None,
        "pace": share_over(rate.months, of=of) if rate else None,
    }
