# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.benefits.enums import MoveOrigin
from gemensam.catalogue.models import Service
from gemensam.core.database import APPEND_ONLY
from gemensam.core.models import Import
from gemensam.group.models import Authority


class BudgetMove(models.Model):
    """A decision by which an authority's frame is cut (ramväxling): öre a year, or once;
    by what `origin` it was saved, and on which `service`, where it is one. Nothing of it
    is changed; it is taken back by another from a month on."""

    guard = APPEND_ONLY

    number = models.PositiveIntegerField(unique=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    ore = models.BigIntegerField()  # of a reversal with its sign turned
    from_month = models.DateField()
    is_permanent = models.BooleanField()
    decision = models.CharField(max_length=200)
    decided_on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    origin = models.CharField(
        max_length=12, choices=MoveOrigin.choices, default=MoveOrigin.PROGRAMME
    )
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by"
    )
    from_import = models.ForeignKey(Import, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="benefits_move_first_of_month",
                condition=models.Q(from_month__day=1),
            ),
            models.CheckConstraint(
                name="benefits_move_amount",
                condition=models.Q(ore__gt=0, reverses=None)
                | models.Q(ore__lt=0, reverses__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.authority}"


class BudgetBooking(models.Model):
    """A controller's word that a move is booked, with the voucher that shows it. Taken
    back by another that names it."""

    guard = APPEND_ONLY

    move = models.ForeignKey(BudgetMove, models.PROTECT, related_name="bookings")
    voucher = models.CharField(max_length=200)
    booked_on = models.DateField()
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="withdrawn_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.move_id} {self.voucher}"


class SavingVerified(models.Model):
    """A controller's signature under what an authority's frame was cut by in a month, of
    a saving that was delivered. Taken back by another that names it."""

    guard = APPEND_ONLY

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    month = models.DateField()
    ore = models.BigIntegerField()
    words = models.CharField(max_length=400)
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="withdrawn_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "savings verified"

    def __str__(self) -> str:
        return f"{self.authority} {self.month:%Y-%m}"
