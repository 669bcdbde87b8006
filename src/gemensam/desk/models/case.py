# SPDX-License-Identifier: EUPL-1.2
from typing import Self

from django.db import models

from gemensam.catalogue.enums import Confidentiality, Priority, Provider
from gemensam.catalogue.models import OpeningHours, Service
from gemensam.core.database import Guard
from gemensam.core.gate import GatedQuerySet
from gemensam.core.models import Import
from gemensam.desk.enums import OPEN, CaseStatus, CaseSystem, Channel
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person, Team, Unit

# All that pages sum of cases done: a year's are summed in the index alone, in half the
# time that it takes to look at the cases too. Whatever changes one of these writes into
# every index of the case, and few do once it is done.
SUMMED = (
    "id", "service", "unit", "provider", "provided_by", "system", "status", "opened_at",
    "on_time", "reopened", "lead_minutes", "rating", "requester", "requester_label",
)  # fmt: skip


class CaseLog(models.Model):
    """A log of cases from a file: what it holds, as a whole."""

    guard = Guard(delete=False)

    from_import = models.OneToOneField(Import, models.PROTECT, primary_key=True)
    name = models.CharField(max_length=200)
    system = models.CharField(max_length=8, choices=CaseSystem.choices)

    def __str__(self) -> str:
        return self.name


class CaseQuerySet(GatedQuerySet["Case"]):
    def visible_to(self, person: Person) -> Self:
        """The parties, the handling team, and for open services the unit's manager and
        the centre's manager. A confidential case opens for parties and team only."""
        standing = person.standing
        party = models.Q(requester=standing.person) | models.Q(assignee=standing.person)
        handled = models.Q(team__in=standing.teams)
        plain = models.Q(confidentiality=Confidentiality.OPEN)
        responsible = models.Q(unit__in=standing.manages) & plain
        if standing.has(RoleKind.CENTRE_MANAGER):
            responsible |= models.Q(provider=Provider.CENTRE) & plain
        return self.filter(party | handled | responsible)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)


class Case(models.Model):
    """A case. Its columns are what its events add up to; the events are the truth.

    The promise is a snapshot: priority, targets, opening hours, price and terms as they
    were when the case was opened.
    """

    guard = Guard(delete=False)

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=24, unique=True)
    system = models.CharField(
        max_length=8, choices=CaseSystem.choices, default=CaseSystem.DESK
    )
    log = models.ForeignKey(
        CaseLog, models.PROTECT, null=True, db_index=False, related_name="cases"
    )
    service = models.ForeignKey(Service, models.PROTECT, null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    provider = models.CharField(max_length=6, choices=Provider.choices)
    provided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, db_index=False)
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    requester = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="cases"
    )
    requester_label = models.CharField(max_length=200, blank=True)
    branch = models.CharField(max_length=100, blank=True)  # as another system calls it
    category = models.CharField(max_length=100, blank=True)
    confidentiality = models.CharField(
        max_length=8, choices=Confidentiality.choices, default=Confidentiality.OPEN
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    subject = models.CharField(max_length=300)
    status = models.CharField(
        max_length=9, choices=CaseStatus.choices, default=CaseStatus.NEW
    )
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)

    promise = models.JSONField(null=True)  # targets, price and terms as promised
    hours = models.ForeignKey(OpeningHours, models.PROTECT, null=True, db_index=False)

    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # the last event
    first_answer_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # as it stands with the waiting so far
    due_answer_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)  # latched when done
    lead_minutes = models.PositiveIntegerField(null=True)
    waited_minutes = models.PositiveIntegerField(default=0)
    customer_answered = models.BooleanField(default=False)  # theirs was the last word
    reopened = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    search = models.TextField(blank=True)  # folded: subject and number

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_case_resolved_has_time",
                condition=models.Q(
                    status=CaseStatus.RESOLVED, resolved_at__isnull=False
                )
                | (
                    ~models.Q(status=CaseStatus.RESOLVED)
                    & models.Q(resolved_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="desk_case_rating",
                condition=models.Q(rating__isnull=True)
                | models.Q(rating__gte=1, rating__lte=5),
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "due_at", "id"],
                condition=models.Q(status__in=OPEN),
                name="desk_case_queue",
            ),
            models.Index(fields=["unit", "-opened_at", "-id"], name="desk_case_unit"),
            models.Index(fields=["team", "-opened_at", "-id"], name="desk_case_team"),
            models.Index(
                fields=["resolved_at"],
                include=SUMMED,
                condition=models.Q(resolved_at__isnull=False),
                name="desk_case_done",
            ),
            models.Index(
                fields=["log", "opened_at"],
                condition=models.Q(log__isnull=False),
                name="desk_case_log_opened",
            ),
            models.Index(
                fields=["resolved_at"],
                condition=models.Q(
                    system=CaseSystem.FOREIGN,
                    status=CaseStatus.RESOLVED,
                    service__isnull=False,
                    unit__isnull=False,
                ),
                name="desk_case_logs",
            ),
            models.Index(
                fields=["resolved_at"],
                include=("on_time",),
                condition=models.Q(
                    system=CaseSystem.FOREIGN,
                    status=CaseStatus.RESOLVED,
                    service=None,
                ),
                name="desk_case_untied",
            ),
            models.Index(
                fields=["branch"],
                condition=~models.Q(branch=""),
                name="desk_case_branch",
            ),
        ]

    def __str__(self) -> str:
        return self.number
