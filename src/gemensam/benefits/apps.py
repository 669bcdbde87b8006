# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenefitsConfig(AppConfig):
    name = "gemensam.benefits"
    label = "benefits"
    verbose_name = _("Benefits")

    def ready(self) -> None:
        from gemensam.benefits import importers, invariants  # noqa: PLC0415  apps are ready only here
        from gemensam.benefits.actions.closed import keep_closed  # noqa: PLC0415
        from gemensam.core import ports  # noqa: PLC0415
        from gemensam.outcomes.ports import register_guard  # noqa: PLC0415

        for importer in importers.IMPORTERS:
            ports.register_importer(importer)
        for invariant in invariants.INVARIANTS:
            ports.register_invariant(invariant)
        register_guard(keep_closed)
