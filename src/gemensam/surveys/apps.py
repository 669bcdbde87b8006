# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "gemensam.surveys"
    label = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from gemensam.core import ports  # noqa: PLC0415  apps are ready only here
        from gemensam.surveys.invariants import INVARIANTS  # noqa: PLC0415

        for invariant in INVARIANTS:
            ports.register_invariant(invariant)
