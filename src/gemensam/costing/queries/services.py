# SPDX-License-Identifier: EUPL-1.2
"""The services as costing orders them in its arrays."""

import numpy as np

from gemensam.calc.costing.evidence import Catalogue
from gemensam.catalogue.enums import CountingSource
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.times import standard_minutes
from gemensam.core import clock


def costed_services() -> Catalogue:
    """By code; minutes as they hold today, 0 where no standard time is known."""
    wanted = ("pk", "area_id", "counting_source")
    rows = list(Service.objects.order_by("code").values_list(*wanted))
    minutes = standard_minutes(clock.today())
    return Catalogue(
        services=tuple(service for service, _area, _source in rows),
        areas=tuple(area for _service, area, _source in rows),
        minutes=np.array([float(minutes.get(service, 0)) for service, _, _ in rows]),
        standing=np.array(
            [source == CountingSource.SUBSCRIPTION for _, _, source in rows], dtype=bool
        ),
    )
