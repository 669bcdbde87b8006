# SPDX-License-Identifier: EUPL-1.2
"""Work on the mapping: a draft is opened, its rules are written, and it is put in force
as the next version. Versions never change; costing sees only the one in force."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.models import (
    DraftRule,
    MappingDraft,
    MappingRule,
    MappingVersion,
)
from gemensam.costing.queries.treatment import current_mapping
from gemensam.formats.issues import mark

LOCK = "costing.mapping"
COPIED = (
    "order", "legal_entity_id", "chart", "account", "cost_centre", "activity",
    "project", "counterpart", "treatment", "service_id", "note",
)  # fmt: skip


class DraftClosed(ExpectedFailure):
    """The draft was put in force or thrown away meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "The draft was closed meanwhile; nothing was changed. Open the mapping "
                "again to go on from what is in force now."
            )
        )


class OvertakenDraft(ExpectedFailure):
    """Another version came in force after the draft was begun."""

    def __init__(self, version: MappingVersion) -> None:
        super().__init__(
            mark(
                "Version {number} of the mapping came in force after this draft was "
                "begun. See that nothing of it is lost, then put the draft in force "
                "again: it will take the place of version {number}."
            ),
            number=version.number,
        )


class EmptyDraft(ExpectedFailure):
    """A mapping without rules would map nothing."""

    def __init__(self) -> None:
        super().__init__(
            mark("The draft has no rules. Accept suggestions or write a rule first.")
        )


def open_draft(*, by: By, at: datetime) -> MappingDraft:
    """The open draft; if there is none, one that begins as the rules in force."""
    with transaction.atomic():
        chain.lock_aggregate(LOCK)
        found = MappingDraft.objects.filter(closed_at=None).first()
        if found is not None:
            return found
        base = current_mapping()
        draft = MappingDraft.objects.create(
            base=base, opened_at=at, opened_by_id=by.account
        )
        rules = MappingRule.objects.filter(version=base).order_by("order")
        DraftRule.objects.bulk_create(
            DraftRule(draft=draft, **{name: getattr(rule, name) for name in COPIED})
            for rule in rules
        )
        audit.record(
            draft,
            "mapping.draft-opened",
            by=by,
            at=at,
            facts={"base": base.number if base else None},
        )
    return draft


def locked_draft(draft: MappingDraft) -> MappingDraft:
    """The draft, still open, held until the transaction ends. Raises `DraftClosed`."""
    chain.lock_aggregate(LOCK)
    held = MappingDraft.objects.filter(pk=draft.pk, closed_at=None).first()
    if held is None:
        raise DraftClosed
    return held


def throw_away_draft(draft: MappingDraft, *, by: By, at: datetime) -> None:
    """Close a draft without putting it in force. Raises `DraftClosed`."""
    with transaction.atomic():
        held = locked_draft(draft)
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        audit.record(
            held,
            "mapping.draft-thrown-away",
            by=by,
            at=at,
            facts={"rules": held.rules.count()},
        )


def put_in_force(
    draft: MappingDraft, *, over: int | None, by: By, at: datetime
) -> MappingVersion:
    """The draft becomes the next version, and costing reckons by it from now on.

    `over` is the number of the version in force that whoever decides has seen (None:
    none). Raises `DraftClosed`, `EmptyDraft`, `OvertakenDraft`.
    """
    with transaction.atomic():
        held = locked_draft(draft)
        rules = list(held.rules.order_by("order"))
        if not rules:
            raise EmptyDraft
        current = current_mapping()
        if current is not None and current.number != over:
            raise OvertakenDraft(current)
        version = _next_version(current, at=at)
        MappingRule.objects.bulk_create(_numbered(rules, version))
        held.closed_at, held.became = at, version
        held.save(update_fields=["closed_at", "became"])
        audit.record(
            version,
            "mapping.put-in-force",
            by=by,
            at=at,
            facts={
                "version": version.number,
                "rules": len(rules),
                "before": current.number if current else None,
                "draft": held.pk,
            },
        )
    return version


def _next_version(current: MappingVersion | None, *, at: datetime) -> MappingVersion:
    if current is not None:
        current.superseded_at = at
        current.save(update_fields=["superseded_at"])
    newest = MappingVersion.objects.order_by("-number").first()
    return MappingVersion.objects.create(
        number=newest.number + 1 if newest else 1, created_at=at
    )


def _numbered(rules: Sequence[DraftRule], version: MappingVersion) -> list[MappingRule]:
    """As they are tried, counted from 1."""
    return [
        MappingRule(
            version=version,
            **{name: getattr(rule, name) for name in COPIED} | {"order": number},
        )
        for number, rule in enumerate(rules, 1)
    ]
