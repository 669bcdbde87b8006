# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CostingConfig(AppConfig):
    name = "gemensam.costing"
    label = "costing"
    verbose_name = _("Cost of services")

    def ready(self) -> None:
        from gemensam.core import ports  # noqa: PLC0415  apps are ready only here
        from gemensam.costing import importers, invariants  # noqa: PLC0415
        from gemensam.costing.actions.asking import WhoDoesWhat  # noqa: PLC0415
        from gemensam.costing.actions.months import CostingSource  # noqa: PLC0415
        from gemensam.costing.evidence import CostEvidence  # noqa: PLC0415
        from gemensam.outcomes.ports import register_evidence, register_source  # noqa: PLC0415
        from gemensam.surveys.ports import register_use  # noqa: PLC0415

        for importer in importers.IMPORTERS:
            ports.register_importer(importer)
        for invariant in invariants.INVARIANTS:
            ports.register_invariant(invariant)
        register_source(CostingSource())
        register_use(WhoDoesWhat())
        register_evidence(CostEvidence())
