# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class RoundKind(TextChoices):
    """What a round is for; a higher room gives the questions and takes the answers."""

    WHO_DOES_WHAT = "whodoeswhat", _("Who does what")
    PULSE = "pulse", _("Pulse")
    SATISFACTION = "satisfaction", _("Satisfaction")


class RoundState(TextChoices):
    DRAFT = "draft", pgettext_lazy("survey", "Draft")
    OPEN = "open", pgettext_lazy("survey", "Open")
    CLOSED = "closed", pgettext_lazy("survey", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("survey", "Cancelled")

    @property
    def colour(self) -> str:
        return {
            "draft": "secondary",
            "open": "green",
            "closed": "azure",
            "cancelled": "red",
        }[self.value]


class QuestionKind(TextChoices):
    SHARES = "shares", _("Shares over options that make 100 %")


class Recipients(TextChoices):
    """Who gets the links."""

    EMPLOYEES = "employees", _("Everyone answers for themselves")
    MANAGERS = "managers", _("Each unit manager answers for their employees")


class Way(TextChoices):
    """How a link reached someone."""

    MAIL = "mail", _("By mail")
    LIST = "list", _("On a list")


class MailKind(TextChoices):
    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
