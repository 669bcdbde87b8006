# SPDX-License-Identifier: EUPL-1.2
"""Sentences whose figures open."""

from dataclasses import dataclass, field

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString


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
