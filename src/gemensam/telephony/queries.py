# SPDX-License-Identifier: EUPL-1.2
"""Calls by area and month, and what queues are for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth

from gemensam.catalogue.models import Area
from gemensam.group.models import Person
from gemensam.telephony.models import Calls, Queue

FEWEST = 5  # calls that a figure is told of
# Words of queues' names beside those of the areas' own.
WORDS: Mapping[str, frozenset[str]] = {
    "finance": frozenset({"ekonomi", "ekonomiservice", "faktura", "fakturor", "redovisning", "reskontra", "inköp"}),
    "hr": frozenset({"hr", "lön", "löner", "löneservice", "personal", "personalservice"}),
    "it": frozenset({"it", "helpdesk", "servicedesk", "dator", "datorer", "support", "itsupport"}),
}  # fmt: skip
# What an area's name is made of, and tells nothing.
EMPTY = frozenset({"och", "and", "payroll"})


def area_by_name(name: str, areas: Sequence[Area]) -> Area | None:
    """The one area that the name of a queue has a word of; None if none or several."""
    said = _words(name)
    found = [
        area
        for area in areas
        if said
        & (
            WORDS.get(area.pk, frozenset())
            | (_words(f"{area.name_sv} {area.name_en}") - EMPTY)
        )
    ]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-zåäöé]+", text.casefold()))


def areas_of(names: Iterable[str]) -> Mapping[str, Area | None]:
    """The area of each queue: as it is tied, and of a new one as its name will tie it."""
    wanted = list(names)
    rows = Queue.objects.filter(name__in=wanted).select_related("area")
    known = {one.name: one.area for one in rows}
    areas = list(Area.objects.all())
    return {
        name: known[name] if name in known else area_by_name(name, areas)
        for name in wanted
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Calls of an area (None: of queues tied to none), in a month or in several.

    Shares are None where the files do not tell them, or tell of too few calls. `within`
    is told for `seconds`, the target that most of the calls were measured against.
    """

    area: str | None
    month: date | None
    offered: int
    answered: int
    within: float | None
    seconds: int | None
    abandoned: float | None
    wait_seconds: int | None


def calls_of(
    person: Person, months: Sequence[date]
) -> tuple[list[Answered], list[Answered]]:
    """By area of the months together, and of each by itself; nothing for those who do not
    see the group's."""
    sums = _sums(person, months)
    order = {area: place for place, area in enumerate(_areas())} if sums else {}
    return (
        _answered(sums, order, by_month=False),
        _answered(sums, order, by_month=True),
    )


def _areas() -> list[str]:
    return list(Area.objects.values_list("pk", flat=True))


def months_with_calls() -> list[date]:
    """Months of which any file told, the first first."""
    rows = Calls.objects.filter(superseded_at=None)
    found = rows.annotate(month=TruncMonth("begins")).values_list("month", flat=True)
    return sorted(set(found.distinct().order_by()))


Sums = Mapping[str, int]


def _sums(
    person: Person, months: Sequence[date]
) -> Mapping[tuple[str | None, date], list[tuple[int | None, Sums]]]:
    """(area, month) → by target in seconds, the sums of what was told."""
    rows = (
        Calls.objects.visible_to(person)
        .filter(superseded_at=None)
        .annotate(month=TruncMonth("begins"))
        .filter(month__in=months)
        .values_list("queue__area", "month", "within_seconds")
        .annotate(
            offered_=Sum("offered"),
            answered_=Sum("answered"),
            within_=Sum("within"),
            judged=Sum("offered", filter=Q(within__isnull=False)),
            abandoned_=Sum("abandoned"),
            counted=Sum("offered", filter=Q(abandoned__isnull=False)),
            waited=Sum(F("wait_seconds") * F("answered")),
            timed=Sum("answered", filter=Q(wait_seconds__isnull=False)),
        )
        .order_by()
    )
    names = ("offered", "answered", "within", "judged", "abandoned", "counted", "waited", "timed")  # fmt: skip
    found: dict[tuple[str | None, date], list[tuple[int | None, Sums]]] = defaultdict(
        list
    )
    for area, month, seconds, *sums in rows:
        told = {name: int(one or 0) for name, one in zip(names, sums, strict=True)}
        found[area, month].append((seconds, told))
    return found


def _answered(
    sums: Mapping[tuple[str | None, date], list[tuple[int | None, Sums]]],
    order: Mapping[str, int],
    *,
    by_month: bool,
) -> list[Answered]:
    together: dict[tuple[str | None, date | None], list[tuple[int | None, Sums]]] = (
        defaultdict(list)
    )
    for (area, month), parts in sums.items():
        together[area, month if by_month else None].extend(parts)
    keys = sorted(
        together, key=lambda key: (key[1] or date.min, order.get(key[0] or "", 99))
    )
    return [_one(key, together[key]) for key in keys]


def _one(
    key: tuple[str | None, date | None], parts: Sequence[tuple[int | None, Sums]]
) -> Answered:
    whole = {name: sum(part[name] for _of, part in parts) for name in parts[0][1]}
    by_target: dict[int | None, int] = defaultdict(int)
    for seconds, part in parts:
        by_target[seconds] += part["judged"]
    seconds = max(by_target, key=lambda one: (by_target[one], one or 0))
    judged = [part for of, part in parts if of == seconds]
    return Answered(
        area=key[0],
        month=key[1],
        offered=whole["offered"],
        answered=whole["answered"],
        within=_share(
            sum(part["within"] for part in judged),
            sum(part["judged"] for part in judged),
        ),
        seconds=seconds,
        abandoned=_share(whole["abandoned"], whole["counted"]),
        wait_seconds=(
            round(whole["waited"] / whole["timed"])
            if whole["timed"] >= FEWEST
            else None
        ),
    )


def _share(part: int, of: int) -> float | None:
    return part / of if of >= FEWEST else None
