# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "gemensam.agreements"
    label = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        from gemensam.agreements import importers  # noqa: PLC0415  apps are ready only here
        from gemensam.agreements.charges import ChargeSource  # noqa: PLC0415
        from gemensam.agreements.evidence import ChargeEvidence  # noqa: PLC0415
        from gemensam.core import ports  # noqa: PLC0415
        from gemensam.outcomes.ports import register_evidence, register_source  # noqa: PLC0415

        for importer in importers.IMPORTERS:
            ports.register_importer(importer)
        register_source(ChargeSource())
        register_evidence(ChargeEvidence())
