# SPDX-License-Identifier: EUPL-1.2
"""The services as costing orders them in its arrays."""

import numpy as np

from gemensam.calc.costing.evidence import Catalogue
from gemensam.catalogue.models import Service, StandardTime


def costed_services() -> Catalogue:
    """By code; minutes as known newest, 0 where no standard time is known."""
    rows = list(Service.objects.order_by("code").values_list("pk", "area_id"))
    newest = StandardTime.objects.order_by("service_id", "valid_from")
    minutes = dict(newest.values_list("service_id", "minutes"))
    return Catalogue(
        services=tuple(service for service, _area in rows),
        areas=tuple(area for _service, area in rows),
        minutes=np.array([float(minutes.get(service, 0)) for service, _ in rows]),
    )
