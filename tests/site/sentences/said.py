# SPDX-License-Identifier: EUPL-1.2
"""What a start page says to someone, and where its figures lead."""

import html
import re
from dataclasses import dataclass
from datetime import date

from django.utils.html import strip_tags

from tests.site.people import someone

from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.site.sentences import Known, sentences_for

LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


@dataclass(frozen=True)
class Said:
    """The text, and what is linked: (address, words)."""

    text: str
    links: list[tuple[str, str]]

    def leads(self, words: str) -> str:
        """Where the figure leads, wherever it stands."""
        (address,) = {url for url, told in self.links if told == words}
        return address


def said(
    role: str, *, known: Known | None = None, person: Person | None = None
) -> Said:
    """To the first person of a role, in that role alone."""
    name = str(RoleKind[role].label)
    paragraphs = sentences_for(person or someone(role), known)
    (told,) = (one for one in paragraphs if one.role == name)
    whole = " ".join(told.said)
    links = [
        (html.unescape(url), html.unescape(text)) for url, text in LINK.findall(whole)
    ]
    return Said(text=html.unescape(strip_tags(whole)), links=links)


def as_of(today: date | None = None, closed: date | None = None) -> Known:
    """A page asked for on a day, or with `closed` as the last closed month."""
    known = Known()
    known.today = today or known.today
    if closed:
        known.__dict__["closed_through"] = closed
    return known
