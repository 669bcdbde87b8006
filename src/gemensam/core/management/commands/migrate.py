# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from gemensam.core.database import apply_guards


class Command(MigrateCommand):
    """Django's migrate as the owner, and then what each table refuses is put in force."""

    def handle(self, *args: Any, **options: Any) -> None:
        options["database"] = "owner"
        super().handle(*args, **options)
        apply_guards()
