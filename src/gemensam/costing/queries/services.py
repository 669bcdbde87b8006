# SPDX-License-Identifier: EUPL-1.2
"""The services as costing orders them in its arrays."""

import numpy as np

from gemensam.calc.costing.evidence import Catalogue
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.times import standard_minutes
from gemensam.core import clock


def costed_services() -> Catalogue:
    """By code; minutes as they hold today, 0 where no standard time is known."""
    rows = list(Service.objects.order_by("code").values_list("pk", "area_id"))
    minutes = standard_minutes(clock.today())
    return Catalogue(
        services=tuple(service for service, _area in rows),
        areas=tuple(area for _service, area in rows),
        minutes=np.array([float(minutes.get(service, 0)) for service, _ in rows]),
    )
