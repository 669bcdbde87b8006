# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models.service import Service
from gemensam.core.database import Guard, no_overlap, period_in_order
from gemensam.group.models import Unit


class Delivery(models.Model):
    """Who delivers a service to a unit during a period; never two at once.

    A cut-over closes the local row and opens one of the centre's. The desk routes by it,
    the grain keeps it as provider.
    """

    guard = Guard(update=("valid_to",), delete=False)

    service = models.ForeignKey(Service, models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deliveries")
    provider = models.CharField(max_length=6, choices=Provider.choices)
    provided_by = models.ForeignKey(Unit, models.PROTECT, related_name="provides")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            no_overlap("catalogue_delivery_one_provider", "service_id", "unit_id"),
            period_in_order("catalogue_delivery_period"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "service", "valid_from"], name="catalogue_delivery_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.unit_id}: {self.provider}"
