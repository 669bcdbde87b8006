# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CoreConfig(AppConfig):
    name = "gemensam.core"
    label = "core"
    verbose_name = pgettext_lazy("room", "Foundation")

    def ready(self) -> None:
        from gemensam.core import (  # noqa: PLC0415  apps are ready only here
            checks,  # noqa: F401  registers by import
            invariants,
            ports,
        )

        for invariant in invariants.INVARIANTS:
            ports.register_invariant(invariant)
