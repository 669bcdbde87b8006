# SPDX-License-Identifier: EUPL-1.2
from typing import TYPE_CHECKING, Self

from django.db import models

from gemensam.agreements.enums import TermsKind
from gemensam.catalogue.models import Service
from gemensam.core.database import Guard, no_overlap, period_in_order
from gemensam.core.gate import GatedQuerySet
from gemensam.group.models import Unit, tree_at
from gemensam.group.rules import sees_figures_of_group

if TYPE_CHECKING:
    from gemensam.group.models import Person


class TermsQuerySet(GatedQuerySet["Terms"]):
    def visible_to(self, person: "Person") -> Self:
        """What holds for one's own unit and for units one answers for."""
        standing = person.standing
        if sees_figures_of_group(standing):
            return self
        tree = tree_at(standing.day)
        above = {standing.home, *tree.path(standing.home)}
        for unit in standing.manages:
            above.update(tree.path(unit))
        return self.filter(
            models.Q(customer__in=above)
            | models.Q(customer__legal_entity__in=standing.entities)
        )


class Terms(models.Model):
    """What holds for a service towards a customer (a node of the tree and all below it)
    during a period. Never changed: new terms are a new row from a date on."""

    guard = Guard(update=("valid_to",), delete=False)

    service = models.ForeignKey(Service, models.PROTECT, related_name="terms")
    customer = models.ForeignKey(Unit, models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=13, choices=TermsKind.choices)
    price_ore = models.BigIntegerField(null=True)  # per unit of the service
    basis = models.CharField(max_length=400)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            no_overlap("agreements_terms_one", "service_id", "customer_id"),
            period_in_order("agreements_terms_period"),
            models.CheckConstraint(
                name="agreements_terms_price",
                condition=models.Q(price_ore__isnull=True) | models.Q(price_ore__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.customer_id} {self.valid_from}"
