# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime

from django.db import transaction

from gemensam.catalogue.models import Service
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.desk.models import Route
from gemensam.group.models import Team


def route_service(service: Service, team: Team, *, by: By, at: datetime) -> Route:
    """From now on `team` takes the cases of `service` at its provider."""
    with transaction.atomic():
        before = (
            Route.objects.select_for_update()
            .filter(service=service, provided_by=team.provider)
            .first()
        )
        route = before or Route(service=service, provided_by=team.provider)
        old = before.team.code if before else None
        route.team = team
        route.save()
        audit.record(
            route, "route.set", by=by, at=at, changes={"team": (old, team.code)}
        )
    return route
