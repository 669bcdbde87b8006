# SPDX-License-Identifier: EUPL-1.2
"""A version of the baseline taken apart by administration and company, and what the head
of each has said of their part."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Q

import numpy as np

from gemensam.core import chain
from gemensam.costing.enums import Heard, Verdict
from gemensam.costing.models import Confirmation
from gemensam.group.enums import RoleKind, UnitKind
from gemensam.group.models import Person, RoleAssignment, Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.group.rules import Standing
from gemensam.outcomes.columns import grouped, looked_up, summed
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.columns import columns_of
from gemensam.outcomes.queries.versions import months_of


@dataclass(frozen=True, slots=True)
class Sums:
    """Öre and units of a service (None: placed on no service) in one part."""

    service: int | None
    cost: int
    labour: int
    volume: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """What a version says of an administration or company."""

    unit: Unit
    sums: Sequence[Sums]

    @property
    def cost(self) -> int:
        return sum(one.cost for one in self.sums)

    @property
    def labour(self) -> int:
        return sum(one.labour for one in self.sums)

    @property
    def digest(self) -> bytes:
        """SHA-256 over every service's figures: changes when any of them does."""
        told = [[one.service, one.cost, one.labour, one.volume] for one in self.sums]
        return sha256(chain.canonical(told)).digest()


def parts_of(scenario: ScenarioVersion) -> dict[int, Part]:
    """Administration or company → its part, as the tree hung in the last month."""
    months = months_of(scenario)
    if not months:
        return {}
    above = administrations(tree_at(months[-1]))
    held = columns_of(scenario.pk, months)
    keys, place = grouped(looked_up(held["unit"], above), held["service"])
    cost, labour, volume, told = (
        summed(values, place, len(keys)).tolist()
        for values in (
            held["cost"],
            held["labour"],
            held["volume"],
            held.tells("volume").astype(np.int64),
        )
    )
    found: dict[int, list[Sums]] = defaultdict(list)
    for at, (node, service) in enumerate(keys.tolist()):
        if node:
            count = str(Decimal(volume[at]).scaleb(-2)) if told[at] else None
            found[node].append(Sums(service or None, cost[at], labour[at], count))
    for sums in found.values():
        sums.sort(key=lambda one: (one.service is None, one.service or 0))
    units = Unit.objects.filter(pk__in=found).order_by("name_key")
    return {unit.pk: Part(unit, found[unit.pk]) for unit in units}


def leads(standing: Standing, unit: Unit) -> bool:
    """Answers for the whole of an administration or company."""
    if unit.kind == UnitKind.COMPANY and unit.legal_entity_id in standing.entities:
        return True
    return unit.pk in standing.manages


def heads_of(units: Collection[int], day: date) -> Mapping[int, Sequence[Person]]:
    """Who leads each unit itself on the day: its manager, or the company's CEO."""
    rows = (
        RoleAssignment.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=day),
            role__in=(RoleKind.UNIT_MANAGER, RoleKind.COMPANY_CEO),
            unit__in=units,
            valid_from__lte=day,
            person__active=True,
        )
        .select_related("person")
        .order_by("valid_from", "pk")
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for one in rows:
        if one.unit_id is not None and one.person not in found[one.unit_id]:
            found[one.unit_id].append(one.person)
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A part, who leads it, and what was said of it, if anything."""

    part: Part
    heard: Heard
    said: Confirmation | None = None
    heads: Sequence[Person] = field(default_factory=tuple)


def said_of(scenario: ScenarioVersion, day: date) -> list[Said]:
    """Every part, with what its head has said of it by now."""
    parts = parts_of(scenario)
    heads = heads_of(parts, day)
    kept = {
        one.unit_id: one
        for one in Confirmation.objects.filter(
            scenario=scenario, superseded_at=None
        ).select_related("said_by")
    }
    return [
        Said(
            part,
            heard_of(part, kept.get(unit)),
            kept.get(unit),
            tuple(heads.get(unit, ())),
        )
        for unit, part in parts.items()
    ]


def heard_of(part: Part, said: Confirmation | None) -> Heard:
    if said is None:
        return Heard.SILENT
    if bytes(said.digest) != part.digest:
        return Heard.OUTDATED
    return Heard.RIGHT if said.verdict == Verdict.RIGHT else Heard.WRONG


def as_sealed(told: Iterable[Said]) -> list[dict[str, Any]]:
    """What was heard, as it is kept with what is frozen."""
    return [
        {
            "unit": one.part.unit.pk,
            "name": one.part.unit.name,
            "cost_ore": one.part.cost,
            "heard": one.heard.value,
            "by": one.said.said_by.name if one.said else "",
            "at": one.said.at.isoformat() if one.said else "",
            "words": one.said.words if one.said else "",
        }
        for one in told
    ]


@dataclass(frozen=True, slots=True)
class Sealed:
    """One head's word, as it was when the baseline was frozen."""

    name: str
    cost_ore: int
    heard: Heard
    by: str
    at: datetime | None
    words: str


def sealed_of(kept: Sequence[Mapping[str, Any]] | None) -> list[Sealed] | None:
    """What `as_sealed` kept, to be read; None where nobody could be asked."""
    if kept is None:
        return None
    return [
        Sealed(
            one["name"],
            one["cost_ore"],
            Heard(one["heard"]),
            one["by"],
            datetime.fromisoformat(one["at"]) if one["at"] else None,
            one["words"],
        )
        for one in kept
    ]
