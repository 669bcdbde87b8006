# SPDX-License-Identifier: EUPL-1.2
"""Sentences whose figures open."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gemensam.ui.templatetags.figures import mnkr, month as month_name, tkr

MILLION = 100_000_000  # öre
JANUARY, DECEMBER = 1, 12


@dataclass(frozen=True, slots=True)
class Link:
    """A figure that opens."""

    text: str
    url: str

    def __html__(self) -> str:
        return format_html('<a href="{}">{}</a>', self.url, self.text)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a start page says to someone in a role."""

    role: str
    said: list[SafeString] = field(default_factory=list)

    def say(self, template: str, **figures: object) -> None:
        told = format_html(template, **figures) if figures else escape(template)
        self.said.append(told)


def kronor(ore: int) -> str:
    """In millions from one million on, below it in thousands."""
    return mnkr(ore) if abs(ore) >= MILLION else tkr(ore)


def period(first: date, last: date) -> str:
    """Months as one says them: a whole year by its number."""
    if (first.month, last.month) == (JANUARY, DECEMBER):
        return f"{first:%Y}"
    return _("{first} – {last}").format(first=month_name(first), last=month_name(last))
