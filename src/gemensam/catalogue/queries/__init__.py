# SPDX-License-Identifier: EUPL-1.2
from gemensam.catalogue.queries.delivery import delivery_of
from gemensam.catalogue.queries.level import Targets, calendar_of, targets_for
from gemensam.catalogue.queries.search import search_services

__all__ = ["Targets", "calendar_of", "delivery_of", "search_services", "targets_for"]
