# SPDX-License-Identifier: EUPL-1.2
"""The workbench of the mapping: strings by kronor, suggestions, and putting in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from gemensam.calc.costing.mapping import exactly
from gemensam.calc.costing.suggest import Suggestion, Sureness
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.accept import accept as accept_suggestions
from gemensam.costing.actions.mapping import (
    open_draft,
    put_in_force,
    throw_away_draft,
)
from gemensam.costing.queries.narrowed import narrowed
from gemensam.costing.queries.workbench import PARTS, Line, Workbench
from gemensam.costing.rules import may_map
from gemensam.costing.views.bench import Desk, as_query, desk_of, wanted_of
from gemensam.costing.views.saying import SHOWN, SURE, reason_of
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.enums import Chart
from gemensam.group.models import LegalEntity

SIZE = 50
FARTHEST = 10_000  # pages


@dataclass(frozen=True, slots=True)
class Known:
    """Names that every row may need."""

    entities: Mapping[object, str]
    services: Mapping[int, Service]


@page(may_map)
def mapping(request: PersonRequest) -> HttpResponse:
    """Coding strings, the heaviest first, with what is mapped and what is left."""
    desk = desk_of(request.GET)
    if desk is None:
        return render(request, "costing/mapping_nothing.html")
    wanted = wanted_of(request.GET, desk)
    lines = narrowed(desk.bench, wanted)
    number = _page_number(request)
    shown = lines[(number - 1) * SIZE : number * SIZE]
    suggestions = desk.bench.suggestions(lines)
    entities = LegalEntity.objects.filter(ledgers__isnull=False).distinct()
    known = Known(
        {entity.pk: entity.name for entity in entities},
        Service.objects.in_bulk(),
    )
    return render(
        request,
        "costing/mapping.html",
        {
            "desk": desk,
            "wanted": wanted,
            "shown": SHOWN,
            "entities": entities.order_by("name"),
            "charts": Chart.choices,
            "classes": "345678",
            "rows": [_told(desk, line, suggestions, known) for line in shown],
            "count": len(lines),
            "kronor": sum(line.left or line.row.gross for line in lines),
            "offers": _offers(lines, suggestions),
            "eliminated": [
                (known.entities.get(entity, ""), ore)
                for entity, ore in desk.bench.eliminated().items()
            ],
            "number": number,
            "pages": -(-len(lines) // SIZE),
            "query": as_query(wanted, desk),
            "here": as_query(wanted, desk, page=number if number > 1 else ""),
        },
    )


def _page_number(request: PersonRequest) -> int:
    asked = request.GET.get("page", "")
    return min(int(asked), FARTHEST) if asked.isdigit() and int(asked or 0) else 1


def _told(
    desk: Desk,
    line: Line,
    suggestions: Mapping[str, Suggestion],
    known: Known,
) -> dict[str, Any]:
    bench, coding = desk.bench, line.coding
    suggestion = suggestions.get(line.key)
    return {
        "line": line,
        "parts": _parts(bench, line),
        "entity": known.entities.get(coding.entity, ""),
        "rule": bench.rules[line.rule] if line.rule is not None else None,
        "suggestion": reason_of(suggestion, known.services) if suggestion else None,
        "new_rule": urlencode(
            {
                "year": desk.year,
                "account": exactly(coding.account),
                "cost_centre": exactly(coding.cost_centre),
                "legal_entity": coding.entity,
            }
        ),
    }


def _parts(bench: Workbench, line: Line) -> list[dict[str, str]]:
    """The codes of a string with their names, the account apart."""
    return [
        {
            "part": part,
            "code": code,
            "name": bench.names.of(line.row.ledger, part, code),
        }
        for part in PARTS
        if (code := getattr(line.coding, part))
    ]


def _offers(
    lines: Sequence[Line], suggestions: Mapping[str, Suggestion]
) -> list[dict[str, Any]]:
    """How much would be accepted at once, by how sure it must be."""
    count: Counter[Sureness] = Counter()
    ore: Counter[Sureness] = Counter()
    for line in lines:
        found = suggestions.get(line.key)
        if found is not None:
            for least in Sureness:
                if found.sure >= least:
                    count[least] += 1
                    ore[least] += line.left
    levels = sorted(Sureness, reverse=True)
    return [
        {"least": least.name.lower(), "label": SURE[least], "count": count[least], "ore": ore[least]}
        for number, least in enumerate(levels)
        if count[least] > (count[levels[number - 1]] if number else 0)
    ]  # fmt: skip


@require_POST
@page(may_map)
def accept(request: PersonRequest) -> HttpResponse:
    """Accept suggestions: one, those ticked, or all of what was looked at."""
    desk = desk_of(request.POST)
    if desk is None:
        raise Http404
    wanted = wanted_of(request.POST, desk)
    lines = narrowed(desk.bench, wanted)
    suggestions = desk.bench.suggestions(lines)
    chosen = _chosen(request, suggestions)
    back = f"{reverse('costing:mapping')}?{as_query(wanted, desk)}"
    if not chosen:
        messages.error(
            request, _("Nothing was chosen. Tick rows that have a suggestion.")
        )
        return redirect(back)
    at, who = clock.now(), by(request)
    try:
        rules = accept_suggestions(
            open_draft(by=who, at=at),
            chosen,
            lines=desk.bench.lines,
            note=_("Accepted suggestions, {day}").format(day=clock.today()),
            by=who,
            at=at,
        )
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return redirect(back)
    messages.success(
        request,
        ngettext(
            "{count} string is mapped, by {rules} rules.",
            "{count} strings are mapped, by {rules} rules.",
            len(chosen),
        ).format(count=len(chosen), rules=len(rules)),
    )
    return redirect(back)


def _chosen(
    request: PersonRequest, suggestions: Mapping[str, Suggestion]
) -> dict[str, Suggestion]:
    """By the button that was pressed: one row, the ticked ones, or as sure as this."""
    given = request.POST
    if one := given.get("one"):
        keys = {one}
    elif least := given.get("all"):
        limits = {level.name.lower(): level for level in Sureness}
        limit = limits.get(least, Sureness.SURE)
        keys = {key for key, found in suggestions.items() if found.sure >= limit}
    else:
        keys = set(given.getlist("string"))
    return {key: found for key, found in suggestions.items() if key in keys}


@require_POST
@page(may_map)
def settle(request: PersonRequest) -> HttpResponse:
    """Begin a draft, put it in force, or throw it away."""
    desk = desk_of(request.POST)
    if request.POST.get("decision") == "open":
        open_draft(by=by(request), at=clock.now())
        messages.success(
            request, _("A draft is opened; it begins as what is in force.")
        )
        return redirect("costing:mapping_rules")
    if desk is None or desk.draft is None:
        messages.error(request, _("There is no draft; nothing was changed."))
        return redirect("costing:mapping")
    at, who, seen = clock.now(), by(request), request.POST.get("over", "")
    try:
        if request.POST.get("decision") == "force":
            over = int(seen) if seen.isdigit() else None
            version = put_in_force(desk.draft, over=over, by=who, at=at)
            messages.success(
                request,
                _("Version {number} of the mapping is in force.").format(
                    number=version.number
                ),
            )
        elif request.POST.get("decision") == "throw":
            throw_away_draft(desk.draft, by=who, at=at)
            messages.success(
                request, _("The draft is thrown away; what is in force stays.")
            )
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    return redirect("costing:mapping")
