# SPDX-License-Identifier: EUPL-1.2
"""The baseline per employee and inhabitant, and the key figures pinned beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gemensam.costing.models import Inhabitants, KoladaPin, KoladaTitle, KoladaValue
from gemensam.costing.queries.people import employments


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A key figure as published, newest year first. `change` is our own computation: it
    may not carry Kolada's name."""

    pin: KoladaPin
    title: str
    values: Sequence[KoladaValue]

    @property
    def newest(self) -> KoladaValue | None:
        return self.values[0] if self.values else None

    @property
    def change(self) -> Decimal | None:
        """From the year published before to the newest, as a share of it."""
        if len(self.values) < 2 or not self.values[1].value:
            return None
        return self.values[0].value / self.values[1].value - 1


def pinned() -> list[Pinned]:
    """Every pinned key figure, for all (gender T)."""
    pins = list(KoladaPin.objects.filter(unpinned_at=None).order_by("pinned_at"))
    titles = KoladaTitle.objects.in_bulk({one.kpi for one in pins})
    found = []
    for one in pins:
        values = KoladaValue.objects.filter(
            kpi=one.kpi, municipality=one.municipality, gender="T", superseded_at=None
        ).order_by("-year")
        title = titles.get(one.kpi)
        found.append(
            Pinned(pin=one, title=title.title if title else "", values=list(values[:5]))
        )
    return found


def employees(month: date) -> int:
    """People employed on some day of `month`, by the staff register."""
    return len({job.pseudonym for job in employments(month)})


def inhabitants(year: int) -> Inhabitants | None:
    """As counted last of the year; of the nearest year before, where that is missing."""
    return (
        Inhabitants.objects.filter(year__lte=year).order_by("-year", "-made_at").first()
    )
