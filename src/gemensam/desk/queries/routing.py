# SPDX-License-Identifier: EUPL-1.2
from gemensam.catalogue.models import Service
from gemensam.desk.models import Route
from gemensam.group.models import Team


def team_for(service: Service, provided_by: int) -> Team | None:
    """The team that takes a service's cases at a provider: as routed, or else the only
    team, or the first by code, that the provider has in the area."""
    route = (
        Route.objects.filter(service=service, provided_by=provided_by)
        .select_related("team")
        .first()
    )
    if route:
        return route.team
    return (
        Team.objects.filter(provider=provided_by, area=service.area_id)
        .order_by("code")
        .first()
    )
