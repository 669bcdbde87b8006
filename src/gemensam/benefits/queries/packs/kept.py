# SPDX-License-Identifier: EUPL-1.2
"""Packs that were made: which months there are, the last edition of each, and who of
those they are for was told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gemensam.benefits.enums import PackKind, Unsent
from gemensam.benefits.models import Pack, PackSending
from gemensam.benefits.models.pack import PackQuerySet
from gemensam.core.documents import Bullets
from gemensam.group.models import Person


def months_told(person: Person) -> list[date]:
    """Months of which this reader sees something, the newest first."""
    seen = Pack.objects.visible_to(person).order_by("-month")
    return list(seen.values_list("month", flat=True).distinct())


def last_editions(packs: PackQuerySet) -> list[Pack]:
    """Of each pack the last edition, in the order of what they are about."""
    found: dict[tuple[date, str, int | None, str], Pack] = {}
    listed = packs.select_related("unit", "pdf", "close").defer("content")
    for one in listed.order_by("edition"):
        found[one.month, one.kind, one.unit_id, one.reader] = one
    return sorted(found.values(), key=lambda one: one.unit.name_key if one.unit else "")


def editions_of(pack: Pack, person: Person) -> Sequence[Pack]:
    """Every edition of the same pack that this reader sees, the first first."""
    same = Pack.objects.visible_to(person).filter(
        month=pack.month, kind=pack.kind, unit=pack.unit_id, reader=pack.reader
    )
    return list(same.defer("content", "figures").order_by("edition"))


def own_pack(person: Person, month: date) -> tuple[Pack | None, int]:
    """The pack of a month that a unit manager comes for: of the one unit, else of what
    lies above all one answers for; and how many there are."""
    units = person.standing.manages
    mine = last_editions(
        Pack.objects.visible_to(person).filter(month=month, unit__in=units)
    )
    pages = [one for one in mine if one.kind != "unit"]
    chosen = pages if len(pages) == 1 else mine
    return (chosen[0] if len(chosen) == 1 else None), len(mine)


def figure(pack: Pack, key: str) -> str | None:
    """A figure as it was kept."""
    held = next((one for one in pack.figures if one["key"] == key), None)
    return held["value"] if held else None


def first_advice(pack: Pack) -> str | None:
    """What lowers a unit's cost most, as its half page says it; there alone are bullets."""
    if pack.kind != PackKind.UNIT:
        return None
    listed = (one for one in pack.content["blocks"] if one["kind"] == Bullets.kind)
    return next((str(one["items"][0]) for one in listed), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of the mails about some packs. `missed`: who was not told, and why."""

    told: int
    waiting: int
    missed: Sequence[tuple[PackSending, str]]


def sent_of(packs: Iterable[int]) -> Sent:
    """`packs` by id; why is a value of `Unsent`, the kind of failure, or empty for one
    that was broken off while it was sent."""
    rows = PackSending.objects.filter(pack__in=list(packs)).select_related(
        "pack__unit", "person"
    )
    told, waiting, missed = 0, 0, []
    for one in rows.order_by("pack__unit__name_key", "pk"):
        if one.sent_at:
            told += 1
        elif not one.failure and one.begun_at is None:
            waiting += 1
        else:
            missed.append((one, one.failure))
    return Sent(told=told, waiting=waiting, missed=missed)


REASONS: Mapping[str, Any] = dict(Unsent.choices)
