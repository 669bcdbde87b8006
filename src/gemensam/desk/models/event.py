# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.models import ChainedEvent
from gemensam.desk.enums import EventKind
from gemensam.desk.models.case import Case


class CaseEvent(ChainedEvent):
    """What happened to a case: its trail, its messages and its clock in one chain."""

    aggregate_field = "case_id"

    case = models.ForeignKey(
        Case, models.PROTECT, db_index=False, related_name="events"
    )
    kind = models.CharField(max_length=9, choices=EventKind.choices)
    who = models.CharField(max_length=200, blank=True)  # as a file named them
    visible = models.BooleanField(default=False)  # to the customer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="desk_caseevent_chain")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.kind}"
