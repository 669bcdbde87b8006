# SPDX-License-Identifier: EUPL-1.2
"""What is told of services in tables."""

from gemensam.catalogue.importers.deliveries import DeliveryImporter
from gemensam.catalogue.importers.services import ServiceImporter
from gemensam.catalogue.importers.successions import ServiceSuccessionImporter

IMPORTERS = (DeliveryImporter(), ServiceImporter(), ServiceSuccessionImporter())
