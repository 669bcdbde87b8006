# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "gemensam.programme"
    label = "programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        from gemensam.benefits.ports import register_promise  # noqa: PLC0415
        from gemensam.core import ports  # noqa: PLC0415  apps are ready only here
        from gemensam.programme import invariants  # noqa: PLC0415
        from gemensam.programme.queries.promised import CasePromise  # noqa: PLC0415

        for invariant in invariants.INVARIANTS:
            ports.register_invariant(invariant)
        register_promise(CasePromise())
