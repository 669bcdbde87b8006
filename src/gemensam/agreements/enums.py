# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TermsKind(TextChoices):
    INTERIM = "interim", _("Interim terms")
    UNDERSTANDING = "understanding", _("Internal understanding")
    CONTRACT = "contract", _("Contract")

    @property
    def colour(self) -> str:
        return {"interim": "orange", "understanding": "azure", "contract": "green"}[
            self.value
        ]
