# SPDX-License-Identifier: EUPL-1.2
from gemensam.catalogue.models.delivery import Delivery
from gemensam.catalogue.models.level import LevelTarget, OpeningHours
from gemensam.catalogue.models.service import (
    Area,
    Service,
    ServiceSuccession,
    StandardTime,
    TimeTerm,
)

__all__ = [
    "Area",
    "Delivery",
    "LevelTarget",
    "OpeningHours",
    "Service",
    "ServiceSuccession",
    "StandardTime",
    "TimeTerm",
]
