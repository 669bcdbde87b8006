# SPDX-License-Identifier: EUPL-1.2
"""Rules of a draft: written, changed, moved, removed. The first that fits decides."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from gemensam.calc.costing.mapping import pattern
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.costing.actions.mapping import DraftClosed, locked_draft
from gemensam.costing.models import DraftRule, MappingDraft

PATTERNS = ("account", "cost_centre", "activity", "project", "counterpart")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleValues:
    """What a rule says; ids of legal entity and service."""

    treatment: str
    legal_entity_id: int | None = None
    chart: str = ""
    account: str = ""
    cost_centre: str = ""
    activity: str = ""
    project: str = ""
    counterpart: str = ""
    service_id: int | None = None
    note: str = ""


class Place(StrEnum):
    """Where among the rules: before all others, or after them."""

    FIRST = "first"
    LAST = "last"


class Move(StrEnum):
    UP = "up"
    DOWN = "down"
    FIRST = "first"
    LAST = "last"


def add_rules(
    draft: MappingDraft,
    rules: Sequence[RuleValues],
    *,
    place: Place,
    by: By,
    at: datetime,
) -> list[DraftRule]:
    """Rules in their order, before or after all others. Raises `DraftClosed`,
    `BadPatternError`."""
    for rule in rules:
        _check(rule)
    with transaction.atomic():
        held = locked_draft(draft)
        if place is Place.FIRST:
            held.rules.update(order=F("order") + len(rules))
            start = 1
        else:
            last = held.rules.order_by("-order").first()
            start = last.order + 1 if last else 1
        made = DraftRule.objects.bulk_create(
            DraftRule(draft=held, order=start + number, **asdict(rule))
            for number, rule in enumerate(rules)
        )
        audit.record(
            held,
            "mapping.rules-added",
            by=by,
            at=at,
            facts={
                "place": place.value,
                "rules": [_told(rule) for rule in rules[:50]],
                "count": len(rules),
            },
        )
    return made


def change_rule(
    rule: DraftRule, values: RuleValues, *, by: By, at: datetime
) -> DraftRule:
    """What a rule says is replaced. Raises `DraftClosed`, `BadPatternError`."""
    _check(values)
    with transaction.atomic():
        held = _held(rule)
        told = asdict(values)
        changes = {
            name: (getattr(held, name), value)
            for name, value in told.items()
            if getattr(held, name) != value
        }
        if changes:
            for name, value in told.items():
                setattr(held, name, value)
            held.save()
            audit.record(
                held.draft, "mapping.rule-changed", by=by, at=at, changes=changes
            )
    return held


def move_rule(rule: DraftRule, move: Move, *, by: By, at: datetime) -> None:
    """One step, or to either end. Raises `DraftClosed`."""
    with transaction.atomic():
        held = _held(rule)
        every = list(held.draft.rules.order_by("order"))
        here = next(number for number, one in enumerate(every) if one.pk == held.pk)
        there = {
            Move.UP: max(here - 1, 0),
            Move.DOWN: min(here + 1, len(every) - 1),
            Move.FIRST: 0,
            Move.LAST: len(every) - 1,
        }[move]
        if there == here:
            return
        every.insert(there, every.pop(here))
        for number, one in enumerate(every, 1):
            one.order = number
        DraftRule.objects.bulk_update(every, ["order"])
        audit.record(
            held.draft,
            "mapping.rule-moved",
            by=by,
            at=at,
            facts={"rule": held.pk, "from": here + 1, "to": there + 1},
        )


def remove_rule(rule: DraftRule, *, by: By, at: datetime) -> None:
    """Raises `DraftClosed`."""
    with transaction.atomic():
        held = _held(rule)
        audit.record(
            held.draft,
            "mapping.rule-removed",
            by=by,
            at=at,
            facts={"order": held.order, "account": held.account, "note": held.note},
        )
        held.delete()


def _held(rule: DraftRule) -> DraftRule:
    locked_draft(rule.draft)
    held = DraftRule.objects.select_related("draft").filter(pk=rule.pk).first()
    if held is None:
        raise DraftClosed
    return held


def _check(rule: RuleValues) -> None:
    for name in PATTERNS:
        pattern(getattr(rule, name))


def _told(rule: RuleValues) -> dict[str, object]:
    return {name: value for name, value in asdict(rule).items() if value}
