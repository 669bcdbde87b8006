# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.group.models import Team, Unit


class Route(models.Model):
    """Which team at a provider takes the cases of a service."""

    guard = Guard(update=("team_id",), delete=False)

    service = models.ForeignKey(Service, models.PROTECT)
    provided_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="routes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "provided_by"], name="desk_route_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.team}"
