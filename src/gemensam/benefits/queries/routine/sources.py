# SPDX-License-Identifier: EUPL-1.2
"""The sources of a month: what has to come, by when, and who sees to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.models import SourceDuty
from gemensam.benefits.queries.months import next_month
from gemensam.core.enums import ImportState
from gemensam.core.models import Import
from gemensam.costing.models import Ledger
from gemensam.desk.enums import CaseSystem
from gemensam.desk.models import CaseLog
from gemensam.group.enums import RoleKind
from gemensam.group.models import LegalEntity, Person, Presence, RoleAssignment
from gemensam.telephony.models import Calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`of`: a ledger's legal entity (id), how another system's cases are called, or a
    service of the volumes (its code), which is counted in `unit`. `since`: the first
    month of a source that nobody has to have."""

    kind: SourceKind
    of: str = ""
    name: str = ""
    since: date | None = None
    unit: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.of}" if self.of else self.kind.value

    @property
    def title(self) -> str:
        """As people call it."""
        return f"{self.kind.label} {self.name}".strip()

    @property
    def told(self) -> str:
        """For reports that machines read: the same whatever the language."""
        if self.kind is SourceKind.VOLUMES:
            return self.key
        return f"{self.kind.value}:{self.name}" if self.name else self.kind.value

    @property
    def counts(self) -> str:
        """What its rows add up to, where it is not kronor."""
        return self.unit or self.kind.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """`ends`: the first month in which the source is not expected any more."""

    due_day: int
    owner: Person | None
    is_decided: bool
    ends: date | None = None

    def due(self, month: date) -> date:
        """The last day on which `month` comes in time."""
        return next_month(month).replace(day=self.due_day)

    def is_over(self, month: date) -> bool:
        return self.ends is not None and month >= self.ends


def sources() -> list[Source]:
    """Every source of the house: the ledger of each legal entity that ever had one (of
    all, before any has), the registers, the meters, and each system whose cases came."""
    entities = LegalEntity.objects.order_by("pk")
    with_ledger = entities.filter(pk__in=Ledger.objects.values("legal_entity"))
    return [
        *(
            Source(kind=SourceKind.LEDGER, of=str(one.pk), name=one.name)
            for one in with_ledger or entities
        ),
        Source(kind=SourceKind.STAFF),
        Source(kind=SourceKind.UNITS),
        *_people(),
        Source(kind=SourceKind.VOLUMES),
        *(
            Source(kind=SourceKind.CASES, of=name or "-", name=name)
            for name in other_systems()
        ),
        *_begun(),
    ]


def _people() -> list[Source]:
    """Who signs in need not come by file: waited for where it ever did."""
    files = Import.objects.filter(kind="people", state=ImportState.COMMITTED)
    return [Source(kind=SourceKind.PEOPLE)] if files.exists() else []


def _begun() -> list[Source]:
    """Sources that nobody has to have: expected from the first month that one told of."""
    first = {
        SourceKind.TELEPHONY: Calls.objects.aggregate(first=Min("begins")),
        SourceKind.PRESENCE: Presence.objects.aggregate(first=Min("begins")),
    }
    return [
        Source(kind=kind, since=told["first"].replace(day=1))
        for kind, told in first.items()
        if told["first"]
    ]


def other_systems() -> list[str]:
    """How the systems are called whose cases came in files; our own desk needs none."""
    logs = CaseLog.objects.exclude(system=CaseSystem.DESK)
    names = logs.values_list("from_import__source", flat=True)
    return sorted(set(names))


def is_begun() -> bool:
    """Whether any file was ever imported."""
    return Import.objects.filter(state=ImportState.COMMITTED).exists()


def duties(of: Iterable[Source]) -> Mapping[str, Duty]:
    """By source: what was decided of it, of a service what was decided of the volumes as
    a whole, and else the usual day and whoever it falls to."""
    kept = SourceDuty.objects.filter(superseded_at=None).select_related("owner")
    decided = {one.source: one for one in kept}
    heads, controller = _company_heads(), first_with(RoleKind.CONTROLLER)
    found = {}
    for source in of:
        whole = decided.get(source.kind.value)
        one = decided.get(source.key) or whole
        usual = heads.get(source.of) if source.kind is SourceKind.LEDGER else None
        found[source.key] = Duty(
            due_day=one.due_day if one else source.kind.due_day,
            owner=(one and one.owner) or (whole and whole.owner) or usual or controller,
            is_decided=source.key in decided,
            ends=one.ends if one else None,
        )
    return found


def _company_heads() -> Mapping[str, Person]:
    """Legal entity (id as text) → its CEO."""
    heads = RoleAssignment.objects.filter(
        role=RoleKind.COMPANY_CEO, valid_to=None, unit__isnull=False
    ).select_related("person", "unit")
    return {
        str(one.unit.legal_entity_id): one.person
        for one in heads.order_by("-pk")
        if one.unit
    }


def first_with(*roles: RoleKind) -> Person | None:
    """Who was first given the first of `roles` that anybody has."""
    kept = RoleAssignment.objects.filter(role__in=roles, valid_to=None)
    found = list(kept.select_related("person").order_by("pk"))
    return next(
        (one.person for role in roles for one in found if one.role == role), None
    )
