# SPDX-License-Identifier: EUPL-1.2
"""One service's bridge: each part with its figures put into its formula, each
administration, and the units down to what each cost is made of."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits.queries.bridge import (
    HIDDEN,
    MERGED,
    Label,
    Made,
    Organised,
    Row,
    rows_by,
)
from gemensam.benefits.queries.bridge.made import together
from gemensam.benefits.views.bridge.chosen import Chosen, chosen_by
from gemensam.benefits.views.bridge.words import NAMES, WORDS, named, node_name
from gemensam.calc.bridge import PARTS, Part
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.core.gate import visible_or_404
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_figures_of_group, sees_ledger
from gemensam.outcomes.queries import Where, figures
from gemensam.ui.templatetags.figures import kr, number, quantity, signed_percent


@page(sees_figures_of_group)
def service_bridge(request: PersonRequest, code: str) -> HttpResponse:
    """A service over the period chosen, by administration and unit."""
    service = visible_or_404(Service.objects.all(), request.person, code=code)
    chosen = chosen_by(request)
    made = chosen.made
    if made is None or service.pk not in made.services:
        raise Http404

    names = dict(Unit.objects.values_list("pk", "name"))
    own, is_hidden = made.keys.service == service.pk, made.keys.node == HIDDEN
    rows = rows_by(made, Label.NODE, only=own & ~is_hidden)
    whole = together(rows)
    hidden = bool((own & is_hidden).any())
    # The whole service's figures less those shown would tell what is not shown.
    formulas = {} if hidden else _formulas(made, made.services.index(service.pk))
    return render(
        request,
        "benefits/service_bridge.html",
        {
            "service": service,
            "chosen": chosen,
            "made": made,
            "whole": whole,
            "names": [NAMES[part] for part in PARTS],
            "parts": [
                {
                    "name": NAMES[part],
                    "words": WORDS[part],
                    "ore": whole.parts[part],
                    "formula": formulas.get(part, ""),
                }
                for part in PARTS
            ],
            "rows": [_line(row, names) for row in rows],
            "total": named(whole.parts),
            "units": _units(request, chosen, service, names),
            "sees_cells": sees_ledger(request.person.standing),
            "hidden": hidden,
            **_succession(service, made),
            **_months(made),
        },
    )


def _succession(service: Service, made: Made) -> dict[str, list[ServiceSuccession]]:
    """What the service was before, where its history is told as now, and what it became."""
    rows = ServiceSuccession.objects.filter(date__lte=made.period.months[-1])
    rows = rows.select_related("predecessor", "successor").order_by("date", "pk")
    is_now = made.view.organised == Organised.NOW
    return {
        "was": list(rows.filter(successor=service)) if is_now else [],
        "became": list(rows.filter(predecessor=service)),
    }


def _months(made: Made) -> dict[str, str]:
    """For links to cells: the one month of each side, where one was chosen."""
    if len(made.period.months) > 1:
        return {"then_month": "", "now_month": ""}
    return {
        "then_month": f"&month={made.compared_with[0]:%Y-%m}",
        "now_month": f"&month={made.period.months[0]:%Y-%m}",
    }


def _line(row: Row, names: dict[int, str]) -> dict[str, Any]:
    node = row.label if isinstance(row.label, int) else MERGED
    return {
        "name": node_name(node, names),
        "row": row,
        "named": named(row.parts),
    }


def _formulas(made: Made, place: int) -> dict[Part, str]:
    """Each part that has one, with the service's own figures in it."""
    standard = made.bridge.standard
    before, after = float(standard.before[place]), float(standard.after[place])
    actual = int(made.cells.after.cost[made.cells.service == place].sum())
    deflated = round(float(standard.deflated[place]))
    found = {
        Part.PRICE: _("{actual} − {deflated} in the baseline’s prices").format(
            actual=kr(actual), deflated=kr(deflated)
        )
    }
    if not standard.counted[place]:
        uncounted = _("One of the sides has no volume: compared as it stands.")
        return {**found, Part.VOLUME: uncounted, Part.MIX: uncounted}
    unit_cost = float(standard.unit_cost[place])
    found[Part.VOLUME] = _(
        "{base} ÷ {before} = {cost} a unit; × ({after} − {before})"
    ).format(
        base=kr(round(float(standard.base[place]))),
        before=quantity(before),
        after=quantity(after),
        cost=kr(round(unit_cost)),
    )
    found[Part.QUALITY] = _quality(made, place)
    return found


def _quality(made: Made, place: int) -> str:
    service = made.services[place]
    if not made.bridge.standard.measured[place] or service is None:
        return _("No baseline of quality: nothing is said of it.")
    then, now = made.done_before[service], made.done_after[service]
    return _(
        "Done again {now} of {all_now} now, {then} of {all_then} then: {change}"
    ).format(
        now=number(now.resolved - now.right),
        all_now=number(now.resolved),
        then=number(then.resolved - then.right),
        all_then=number(then.resolved),
        change=signed_percent(float(made.bridge.standard.redone[place])),
    )


def _units(
    request: PersonRequest, chosen: Chosen, service: Service, names: dict[int, str]
) -> list[dict[str, Any]]:
    """Units as the pages of the grain show them, before and after."""
    made = chosen.made
    assert made is not None
    if chosen.day is not None:  # cells are explained as they are known now
        return []
    sides = (
        (made.version.pk, made.compared_with),
        (made.actual.pk, made.period.months),
    )
    told: dict[int, list[Any]] = {}
    for side, (scenario, months) in enumerate(sides):
        where = Where(months=months, services=[service.pk], sources=["costing"])
        for row in figures(
            request.person,
            scenario,
            where,
            by=("unit",),
            measures=("cost_ore", "volume"),
        ):
            if row.key[0] is not None:
                told.setdefault(row.key[0], [None, None])[side] = row
    found = [
        {
            "pk": unit,
            "name": names.get(unit, "–"),
            "before": sides[0]["cost_ore"] if sides[0] else None,
            "volume_before": sides[0]["volume"] if sides[0] else None,
            "after": sides[1]["cost_ore"] if sides[1] else None,
            "volume_after": sides[1]["volume"] if sides[1] else None,
        }
        for unit, sides in told.items()
    ]
    return sorted(found, key=lambda one: -max(one["before"] or 0, one["after"] or 0))
