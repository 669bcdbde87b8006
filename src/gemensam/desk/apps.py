# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "gemensam.desk"
    label = "desk"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from gemensam.core import ports  # noqa: PLC0415  apps are ready only here
        from gemensam.costing.ports import register_volumes  # noqa: PLC0415
        from gemensam.desk import grain, importers, invariants  # noqa: PLC0415
        from gemensam.desk.evidence import CaseEvidence  # noqa: PLC0415
        from gemensam.outcomes.ports import register_evidence, register_source  # noqa: PLC0415

        for importer in importers.IMPORTERS:
            ports.register_importer(importer)
        for invariant in invariants.INVARIANTS:
            ports.register_invariant(invariant)
        register_source(grain.DeskSource())
        register_evidence(CaseEvidence())
        register_volumes(grain.CaseVolumes())
