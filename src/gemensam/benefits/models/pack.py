# SPDX-License-Identifier: EUPL-1.2
from typing import Any, Self

from django.conf import settings
from django.db import models

from gemensam.benefits import rules
from gemensam.benefits.enums import PackKind, PackReader
from gemensam.benefits.models.months import MonthClose
from gemensam.core.database import Guard
from gemensam.core.gate import GatedQuerySet
from gemensam.core.models import StoredFile
from gemensam.group.models import Person, Unit
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.models import ScenarioVersion


class PackQuerySet(GatedQuerySet["Pack"]):
    def visible_to(self, person: Any) -> Self:
        """As the grain itself: who follows the group all of it, merged where few are
        concerned; others what they answer for, or what their company has."""
        standing = person.standing
        if sees_figures_of_group(standing):
            seen = self.filter(reader=PackReader.GROUP)
            if rules.sees_steering_pack(standing):
                return seen
            return seen.exclude(kind=PackKind.STEERING)
        return self.filter(reader=PackReader.OWN).filter(
            models.Q(unit__in=standing.manages)
            | models.Q(unit__legal_entity__in=standing.entities)
        )


class Pack(models.Model):
    """A month as it was told to someone when it was closed: its description and figures,
    never changed. A month closed again is told in a new edition beside the first.

    `digest` is the SHA-256 of `content` and `figures` in canonical form; `unit` is null
    for the steering group. `differs`: whether any figure is another than in the edition
    before (null: there is none). The PDF is made from the description, once.
    """

    guard = Guard(update=("pdf_id",), delete=False, update_only_if="OLD.pdf_id IS NULL")

    close = models.ForeignKey(MonthClose, models.PROTECT, related_name="packs")
    month = models.DateField()
    kind = models.CharField(max_length=14, choices=PackKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    reader = models.CharField(max_length=5, choices=PackReader.choices)
    edition = models.PositiveSmallIntegerField()
    baseline = models.ForeignKey(
        ScenarioVersion, models.PROTECT, null=True, related_name="+"
    )
    title = models.CharField(max_length=240)
    content = models.JSONField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    differs = models.BooleanField(null=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["close", "kind", "unit", "reader"],
                nulls_distinct=False,
                name="benefits_pack_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["month", "kind", "unit", "reader"], name="benefits_pack_of"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"


class PackSending(models.Model):
    """That someone is to be told of a pack by mail, and what became of it.

    `begun_at` is kept before the mail goes: of one that was broken off nobody knows
    whether it came, so it is never sent again, but told. `person` is null where nobody
    answers for what the pack is about.
    """

    guard = Guard(update=("begun_at", "sent_at", "failure"), delete=False)

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="sendings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "person"],
                nulls_distinct=False,
                name="benefits_packsending_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(begun_at=None, failure=""),
                name="benefits_packsending_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} → {self.person_id}"
