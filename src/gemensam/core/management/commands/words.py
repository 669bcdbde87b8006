# SPDX-License-Identifier: EUPL-1.2
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from gemensam.core import translations
from gemensam.core.compiled import LANGUAGES, compile_all


class Command(BaseCommand):
    """Bring the translation catalogues up to the source and compile them."""

    help = "Extract marked texts, update locale/, compile."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; end with 1 when a text lacks its translation or the "
            "catalogue is not up to the source.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        faults = 0
        for language in LANGUAGES:
            if not options["check"]:
                translations.update(language)
            elif translations.is_stale(language):
                faults += 1
                self.stdout.write(f"{language}: not up to the source")
            lacking = translations.missing(language)
            self.stdout.write(f"{language}: {len(lacking)} to translate")
            for text in lacking:
                self.stdout.write(f"  {text}")
            faults += len(lacking)
        if not options["check"]:
            compile_all()
        elif faults:
            sys.exit(1)
