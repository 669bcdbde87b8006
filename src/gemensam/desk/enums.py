# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseStatus(TextChoices):
    NEW = "new", _("New")
    TAKEN = "taken", _("In progress")
    WAITING = "waiting", _("Waiting for the customer")
    RESOLVED = "resolved", _("Done")
    FORGOTTEN = "forgotten", _("Never closed in its system")

    @property
    def colour(self) -> str:
        return {
            "new": "azure",
            "taken": "blue",
            "waiting": "orange",
            "resolved": "green",
        }[self.value]

    @property
    def icon(self) -> str:
        return {
            "new": "inbox",
            "taken": "user-check",
            "waiting": "hourglass",
            "resolved": "circle-check",
            "forgotten": "circle-help",
        }[self.value]


OPEN = (CaseStatus.NEW, CaseStatus.TAKEN, CaseStatus.WAITING)


class EventKind(TextChoices):
    """What can happen to a case; the clock is a fold over these."""

    OPENED = "opened", _("Opened")
    ROUTED = "routed", _("Routed")
    TAKEN = "taken", _("Taken")
    WAITING = "waiting", _("Waits for the customer")
    ANSWERED = "answered", _("The customer answered")
    CONTINUED = "continued", _("Work continues")
    MESSAGE = "message", _("Message")
    NOTE = "note", _("Internal note")
    RESOLVED = "resolved", _("Done")
    REOPENED = "reopened", _("Reopened")
    RATED = "rated", _("Rated")
    ACTIVITY = "activity", _("Activity in another system")


class Channel(TextChoices):
    PORTAL = "portal", _("Portal")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Telephone")
    IMPORTED = "imported", _("Imported")


class CaseSystem(TextChoices):
    """Where a case lives: here, or in a system whose files are read."""

    DESK = "desk", _("Gemensam")
    FOREIGN = "foreign", _("Other system")
