# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.core.management.base import BaseCommand

from gemensam.core import translations


class Command(BaseCommand):
    """Bring the translation catalogues up to the source and compile them."""

    help = "Extract marked texts, update locale/, compile."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        for language in translations.LANGUAGES:
            translations.update(language)
            lacking = translations.missing(language)
            self.stdout.write(f"{language}: {len(lacking)} to translate")
        translations.compile_all()
