# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from gemensam.core.database import Guard
from gemensam.core.gate import GatedQuerySet
from gemensam.core.models import Import
from gemensam.costing.enums import BalanceKind
from gemensam.group.models import LegalEntity
from gemensam.group.rules import sees_ledger

if TYPE_CHECKING:
    from gemensam.group.models import Person


class LedgerQuerySet(GatedQuerySet["Ledger"]):
    def visible_to(self, person: "Person") -> Self:
        """Controllers see all ledgers; a company's CEO the company's own."""
        standing = person.standing
        if sees_ledger(standing):
            return self
        return self.filter(legal_entity__in=standing.entities)


class Ledger(models.Model):
    """One fiscal year of one legal entity, as its files told it."""

    guard = Guard(delete=False)

    legal_entity = models.ForeignKey(
        LegalEntity, models.PROTECT, related_name="ledgers"
    )
    year_from = models.DateField()
    year_to = models.DateField()
    through = models.DateField(null=True)  # the last day with a voucher

    objects = LedgerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "year_from"], name="costing_ledger_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.legal_entity} {self.year_from:%Y}"

    @property
    def last_day(self) -> date:
        return self.year_to - timedelta(days=1)


class LedgerName(models.Model):
    """What a ledger calls an account (dimension 0) or an object of a dimension."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="names")
    dimension = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    first_import = models.ForeignKey(Import, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "dimension", "code"], name="costing_ledgername_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VoucherQuerySet(GatedQuerySet["Voucher"]):
    def visible_to(self, person: "Person") -> Self:
        return self.filter(ledger__in=Ledger.objects.visible_to(person))


class Voucher(models.Model):
    """A voucher as posted. `digest` covers all it says: the same voucher in a later file
    is the same row, another content under the same number is a conflict to be shown."""

    guard = Guard(update=("superseded_at",), delete=False)

    id = models.BigAutoField(primary_key=True)
    ledger = models.ForeignKey(Ledger, models.PROTECT, db_index=False)
    series = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    occurrence = (
        models.PositiveIntegerField()
    )  # of the same series and number in a file
    date = models.DateField()
    text = models.CharField(max_length=400)
    digest = models.BinaryField(max_length=16)
    first_import = models.ForeignKey(
        Import, models.PROTECT, db_index=False, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "series", "number", "occurrence"],
                condition=models.Q(superseded_at=None),
                name="costing_voucher_one",
            )
        ]
        indexes = [
            # Which files told of a month is answered by the index alone.
            models.Index(
                fields=["ledger", "date"],
                include=["first_import", "superseded_at"],
                name="costing_voucher_month",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"


class LedgerRow(models.Model):
    """One posted amount with its coding string; debit positive."""

    guard = Guard(update=(), delete=False)

    id = models.BigAutoField(primary_key=True)
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="rows")
    ledger = models.ForeignKey(Ledger, models.PROTECT, db_index=False)
    month = models.DateField()
    account = models.CharField(max_length=12)
    cost_centre = models.CharField(max_length=40)
    activity = models.CharField(max_length=40)
    project = models.CharField(max_length=40)
    counterpart = models.CharField(max_length=40)
    other = models.JSONField(null=True)  # further dimensions: {number: object}
    amount_ore = models.BigIntegerField()
    text = models.CharField(max_length=400)

    class Meta:
        indexes = [
            models.Index(
                fields=["ledger", "cost_centre", "month"], name="costing_row_centre"
            ),
            # The heaviest rows first, of millions.
            models.Index(
                fields=["ledger", "amount_ore", "id"], name="costing_row_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_ore}"

    @property
    def credit_ore(self) -> int:
        return -self.amount_ore


class LedgerTurnover(models.Model):
    """What a ledger says of a coding string in a month: the sum of its rows, superseded
    vouchers apart. Kept beside the rows so that nothing has to add up millions of them;
    brought up to date in the transaction that changes them."""

    guard = Guard(update=())

    id = models.BigAutoField(primary_key=True)
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="turnover")
    month = models.DateField()
    account = models.CharField(max_length=12)
    cost_centre = models.CharField(max_length=40)
    activity = models.CharField(max_length=40)
    project = models.CharField(max_length=40)
    counterpart = models.CharField(max_length=40)
    amount_ore = models.BigIntegerField()
    rows = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "ledger turnover"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "ledger",
                    "month",
                    "account",
                    "cost_centre",
                    "activity",
                    "project",
                    "counterpart",
                ],
                name="costing_turnover_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.month:%Y-%m} {self.amount_ore}"


class LedgerBalance(models.Model):
    """A balance as a file states it: an outside truth the vouchers are held against."""

    guard = Guard(update=(), delete=False)

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="balances")
    from_import = models.ForeignKey(Import, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=BalanceKind.choices)
    year = models.SmallIntegerField()  # 0 this year, −1 the year before
    period = models.DateField(null=True)
    account = models.CharField(max_length=12)
    objects_key = models.JSONField(null=True)  # {dimension: object}; null: the total
    amount_ore = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.account} {self.amount_ore}"
