# SPDX-License-Identifier: EUPL-1.2
"""The first answer, from two files: what support costs, how scattered it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from gemensam.calc.rough import ASSUMPTIONS, Interval, Narrowing
from gemensam.catalogue.models import Area
from gemensam.costing.queries.rough import (
    FEWEST,
    Rough,
    rough_baseline,
    years_with_a_roster,
)
from gemensam.costing.queries.standards import current_version, listed
from gemensam.costing.rules import sees_rough
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import may_import

SHOWN = 12
LOWER = 15  # per cent, the first goal of most municipalities
WHAT = {
    "level": gettext_lazy("How much is done outside support departments on the whole"),
    "inside": gettext_lazy("Titles in support departments that say little"),
    "unknown": gettext_lazy("Titles that the list of standard shares does not know"),
    "on_cost": gettext_lazy("On-costs of pay that is not matched with the ledger"),
    "workplace": gettext_lazy("Premises and equipment of those outside departments"),
    "other": gettext_lazy("How much of the departments’ other cost is support"),
    "named": gettext_lazy("Other accounts whose names speak of an area"),
    "few": gettext_lazy("Titles of fewer than five persons, together"),
}
CURE = {
    "level": gettext_lazy("Let managers correct their own rows, or ask people."),
    "inside": gettext_lazy("Add their titles to the list of standard shares."),
    "unknown": gettext_lazy("Add the titles to the list of standard shares."),
    "on_cost": gettext_lazy("Match the cost centres that are left below."),
    "workplace": gettext_lazy("Map premises and equipment, when the time comes."),
    "other": gettext_lazy("Map the accounts of the departments."),
    "named": gettext_lazy("Map these accounts."),
    "few": gettext_lazy("Correct the shares of the titles in the list."),
    "line": gettext_lazy("Ask these people, or correct the shares of the title."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    name: str
    ore: Interval
    departments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowRow:
    what: str
    width: float
    people: int
    cure: str


@page(sees_rough)
def rough(request: PersonRequest) -> HttpResponse:
    """What finance, HR and IT support costs, roughly; or which two files are needed."""
    years = years_with_a_roster()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else None
    found = rough_baseline(year)
    context: dict[str, Any] = {
        "rough": found,
        "years": years,
        "may_import": may_import(request.person.standing),
        "has_list": current_version() is not None,
    }
    if found is not None:
        context |= {
            "areas": list(_areas(found)),
            "narrowing": list(_narrowing(found.answer.narrowing))[:SHOWN],
            "lower": _lower(found.answer.total),
            "assumptions": list(_assumptions()),
            "percent": LOWER,
            "shown": SHOWN,
        }
    return render(request, "costing/rough.html", context)


def _areas(found: Rough) -> Iterator[AreaRow]:
    for area in Area.objects.all():
        own = [name for name, code in found.centres.items() if code == area.code]
        yield AreaRow(
            name=str(area),
            ore=found.answer.areas[area.code],
            departments=", ".join(own),
        )


def _lower(total: Interval) -> Interval:
    return Interval(
        *(one * LOWER / 100 for one in (total.low, total.likely, total.high))
    )


def _narrowing(found: Sequence[Narrowing]) -> Iterator[NarrowRow]:
    """The widest first; lines about fewer than five persons are told together."""
    names = {one.line.key: _short(one.name) for one in listed(current_version())}
    rows: list[NarrowRow] = []
    few: list[Narrowing] = []
    for one in found:
        if one.what == "survey":
            continue
        if one.what == "line" and one.people < FEWEST:
            few.append(one)
            continue
        what = names.get(one.line or 0, "") if one.what == "line" else WHAT[one.what]
        rows.append(
            NarrowRow(
                what=str(what),
                width=one.width_ore,
                people=one.people,
                cure=str(CURE[one.what]),
            )
        )
    if few:
        # Independent of each other: widths add up by their squares.
        width = sum(one.width_ore**2 for one in few) ** 0.5
        rows.append(
            NarrowRow(
                what=str(WHAT["few"]),
                width=width,
                people=sum(one.people for one in few),
                cure=str(CURE["few"]),
            )
        )
    yield from sorted(rows, key=lambda row: -row.width)


def _short(name: str) -> str:
    """The first titles of a line's pattern, as a person would write them."""
    titles = [one.strip(" *") for one in name.split(",")]
    shown = ", ".join(titles[:3])
    if len(titles) <= 3:
        return shown
    return _("{names} and others").format(names=shown)


def _assumptions() -> Iterator[tuple[str, str, str]]:
    """What is assumed, its range, and why."""
    one = ASSUMPTIONS
    for text, spread, why in (
        (
            _("On-costs where the ledger does not say"),
            one.on_cost,
            _(
                "Employer’s contributions 31,42 % (Skatteverket), pension and insurance."
            ),
        ),
        (
            _("Work outside departments, against the standard shares"),
            one.level,
            _(
                "Nobody has been asked: all shares may be too high or too low together. "
                "Between 30 and 50 % of administration is usually done outside."
            ),
        ),
        (
            _("The same for one area, on top"),
            one.area,
            _("The list may suit one area better than another."),
        ),
        (
            _("Other titles in a support department"),
            one.inside,
            _("Most of what is done in a department is its support; some is not."),
        ),
        (
            _("Titles that the list does not know, per area"),
            one.unknown,
            _("Mostly work that is no support."),
        ),
        (
            _("The departments’ other cost that is support"),
            one.other,
            _("Some is passed on, or belongs to all."),
        ),
        (
            _("Accounts elsewhere whose names speak of an area"),
            one.named,
            _("A name is not a mapping."),
        ),
        (
            _("Premises and equipment on top, outside departments"),
            one.workplace,
            _("Only a part of a workplace."),
        ),
    ):
        yield text, _range(spread.low, spread.likely, spread.high), why


def _range(low: float, likely: float, high: float) -> str:
    shown = (f"{round(100 * one)}" for one in (low, likely, high))
    return " – ".join(shown) + " %"
