# SPDX-License-Identifier: EUPL-1.2
"""The rules of the mapping: their order, what each catches, and writing one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.mapping import open_draft
from gemensam.costing.actions.rules import (
    Move,
    Place,
    add_rules,
    change_rule,
    move_rule,
    remove_rule,
)
from gemensam.costing.forms import RuleForm
from gemensam.costing.models import DraftRule
from gemensam.costing.queries.caught import Caught, caught, kronor_by_rule
from gemensam.costing.queries.names import CodeNames
from gemensam.costing.rules import may_map
from gemensam.costing.views.bench import Desk, desk_of
from gemensam.group.access import PersonRequest, by, page

FIELDS = (
    "account", "cost_centre", "activity", "project", "counterpart", "legal_entity",
    "chart", "treatment", "service", "note",
)  # fmt: skip


@page(may_map)
def mapping_rules(request: PersonRequest) -> HttpResponse:
    """Every rule in the order in which they are tried, with its kronor of the year."""
    desk = desk_of(request.GET)
    if desk is None:
        return render(request, "costing/mapping_nothing.html")
    kronor = kronor_by_rule(desk.bench.rows, desk.rules)
    rows = [
        {"rule": rule, "number": number, "ore": ore, "strings": strings}
        for number, (rule, (ore, strings)) in enumerate(
            zip(desk.rules, kronor, strict=True), 1
        )
    ]
    return render(request, "costing/mapping_rules.html", {"desk": desk, "rows": rows})


@page(may_map)
def new_rule(request: PersonRequest) -> HttpResponse:
    """Write a rule; first see what it catches, then save it."""
    desk = desk_of(request.POST or request.GET)
    if desk is None:
        return render(request, "costing/mapping_nothing.html")
    if request.method != "POST":
        given = {name: request.GET.get(name, "")[:400] for name in FIELDS}
        initial = {name: value for name, value in given.items() if value}
        return _form(request, desk, RuleForm(initial=initial))
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _form(request, desk, form)
    first = form.cleaned_data["place"] == Place.FIRST
    if "save" not in request.POST:
        place = 0 if first else len(desk.rules)
        rule = DraftRule(order=place, **_fields(form))
        return _form(
            request,
            desk,
            form,
            caught(desk.bench.rows, desk.rules, rule, at=place),
        )
    at, who = clock.now(), by(request)
    try:
        add_rules(
            open_draft(by=who, at=at),
            [form.values],
            place=Place.FIRST if first else Place.LAST,
            by=who,
            at=at,
        )
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    else:
        messages.success(request, _("The rule is in the draft."))
    return redirect(f"{reverse('costing:mapping')}?year={desk.year}")


@page(may_map)
def one_rule(request: PersonRequest, number: int) -> HttpResponse:
    """Change a rule of the draft; what it would catch is shown before it is saved."""
    desk = desk_of(request.POST or request.GET)
    rule = DraftRule.objects.filter(pk=number, draft__closed_at=None).first()
    if desk is None or rule is None:
        raise Http404
    form = RuleForm(request.POST or None, initial=_initial(rule), has_place=False)
    if request.method != "POST" or not form.is_valid():
        return _form(request, desk, form, rule=rule)
    if "save" not in request.POST:
        place = next(n for n, one in enumerate(desk.rules) if one.pk == rule.pk)
        told = DraftRule(order=rule.order, **_fields(form))
        found = caught(desk.bench.rows, desk.rules, told, at=place, instead=True)
        return _form(request, desk, form, found, rule=rule)
    try:
        change_rule(rule, form.values, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    else:
        messages.success(request, _("The rule is changed in the draft."))
    return redirect(f"{reverse('costing:mapping_rules')}?year={desk.year}")


def _fields(form: RuleForm) -> Mapping[str, Any]:
    values = form.values
    return {name: getattr(values, name) for name in values.__slots__}


def _initial(rule: DraftRule) -> dict[str, Any]:
    return {
        name: getattr(
            rule, f"{name}_id" if name in {"legal_entity", "service"} else name
        )
        for name in FIELDS
    }


def _form(
    request: PersonRequest,
    desk: Desk,
    form: RuleForm,
    found: Caught | None = None,
    *,
    rule: DraftRule | None = None,
) -> HttpResponse:
    return render(
        request,
        "costing/mapping_rule.html",
        {
            "desk": desk,
            "form": form,
            "rule": rule,
            "caught": found,
            "heaviest": _named(found, desk.bench.names) if found else [],
        },
    )


def _named(found: Caught, names: CodeNames) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "account": names.of(row.ledger, "account", row.coding.account),
            "centre": names.of(row.ledger, "cost_centre", row.coding.cost_centre),
        }
        for row in found.heaviest
    ]


@require_POST
@page(may_map)
def do_rule(request: PersonRequest, number: int) -> HttpResponse:
    """Move a rule among the others, or remove it from the draft."""
    rule = DraftRule.objects.filter(pk=number, draft__closed_at=None).first()
    what = request.POST.get("what", "")
    if rule is None or what not in {*Move, "remove"}:
        raise Http404
    try:
        if what == "remove":
            remove_rule(rule, by=by(request), at=clock.now())
            messages.success(request, _("The rule is removed from the draft."))
        else:
            move_rule(rule, Move(what), by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    year = request.POST.get("year", "")
    back = reverse("costing:mapping_rules")
    return redirect(f"{back}?year={year}" if year.isdigit() else back)
