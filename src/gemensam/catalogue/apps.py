# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "gemensam.catalogue"
    label = "catalogue"
    verbose_name = _("Service catalogue")

    def ready(self) -> None:
        from gemensam.catalogue import importers, invariants  # noqa: PLC0415  apps are ready only here
        from gemensam.core import ports  # noqa: PLC0415

        for importer in importers.IMPORTERS:
            ports.register_importer(importer)
        for invariant in invariants.INVARIANTS:
            ports.register_invariant(invariant)
