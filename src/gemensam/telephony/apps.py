# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelephonyConfig(AppConfig):
    name = "gemensam.telephony"
    label = "telephony"
    verbose_name = _("Telephony")

    def ready(self) -> None:
        from gemensam.core import ports  # noqa: PLC0415  apps are ready only here
        from gemensam.telephony.importers import TelephonyImporter  # noqa: PLC0415
        from gemensam.telephony.invariants import INVARIANTS  # noqa: PLC0415

        ports.register_importer(TelephonyImporter())
        for invariant in INVARIANTS:
            ports.register_invariant(invariant)
