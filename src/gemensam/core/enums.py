# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


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


class PickUpState(TextChoices):
    """How it is with a file that was put into the folder."""

    SEEN = "seen", pgettext_lazy("picked up", "Not whole yet")
    TAKEN = "taken", pgettext_lazy("picked up", "Being taken in")
    WAITING = "waiting", pgettext_lazy("picked up", "Waits for a decision")
    DONE = "done", pgettext_lazy("picked up", "Imported")
    REFUSED = "refused", pgettext_lazy("picked up", "Refused")
    GONE = "gone", pgettext_lazy("picked up", "Taken away before it was read")

    @property
    def colour(self) -> str:
        return {
            "seen": "secondary",
            "taken": "azure",
            "waiting": "orange",
            "done": "green",
            "refused": "red",
            "gone": "secondary",
        }[self.value]


ENDED = (PickUpState.DONE, PickUpState.REFUSED, PickUpState.GONE)
