# SPDX-License-Identifier: EUPL-1.2
from gemensam.catalogue.actions.deliver import NotDelivered, deliver, switch_provider
from gemensam.catalogue.actions.hours import publish_hours
from gemensam.catalogue.actions.make import found_service, service_called
from gemensam.catalogue.actions.seed import load_seed

__all__ = [
    "NotDelivered",
    "deliver",
    "found_service",
    "load_seed",
    "publish_hours",
    "service_called",
    "switch_provider",
]
