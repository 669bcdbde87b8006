# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Origin(TextChoices):
    """By which road a change came in."""

    WEB = "web", _("Web page")
    CLI = "cli", _("Command line")
    IMPORT = "import", _("Imported file")
    JOB = "job", _("Background job")
    API = "api", _("Interface")
    MAIL = "mail", _("E-mail")


class ImportState(TextChoices):
    RECEIVED = "received", _("Received")
    READ = "read", _("Read, waiting for a decision")
    COMMITTED = "committed", _("Imported")
    UNDONE = "undone", _("Undone")
    REFUSED = "refused", _("Refused")
    UNCHANGED = "unchanged", _("Already imported")

    @property
    def colour(self) -> str:
        return {
            "received": "secondary",
            "read": "azure",
            "committed": "green",
            "undone": "secondary",
            "refused": "red",
            "unchanged": "secondary",
        }[self.value]
