# SPDX-License-Identifier: EUPL-1.2
"""The steering report, written out from what is known on its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, gettext as _

from gemensam.core import clock
from gemensam.core.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Stamp,
)
from gemensam.core.models import Installation
from gemensam.group.models import Person
from gemensam.programme.queries.report.aims import aims
from gemensam.programme.queries.report.asis import as_is, variation
from gemensam.programme.queries.report.potential import cost, potential, risk
from gemensam.programme.queries.steering import Steering, steering
from gemensam.programme.queries.summary import Newest
from gemensam.ui.templatetags.figures import day

KIND = "programme.steering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What only people can say: the decision needed, when, and the risks they see."""

    decision: str
    meeting: date
    risks: str = ""


def steering_document(asked: Asked, person: Person, *, at: datetime) -> Document:
    """Everything as known at `at`, as `person` may see it, in the language in use."""
    facts = steering(person, at=at)
    owner = Installation.objects.first()
    return Document(
        title=_("Pre-study: basis for decision"),
        subtitle=_subtitle(facts),
        author=owner.name if owner else "Gemensam",
        language="en" if get_language() == "en" else "sv",
        dated=clock.local(at).date(),
        blocks=tuple(_blocks(asked, facts)),
    )


def _held(facts: Steering) -> Newest | None:
    return facts.potential.held if facts.potential else None


def _subtitle(facts: Steering) -> str:
    found, known = _held(facts), day(clock.local(facts.at))
    if found is None:
        return _("Figures as known {day}.").format(day=known)
    if found.version is None:
        return _("Savings case “{name}”, not locked. Figures as known {day}.").format(
            name=found.name, day=known
        )
    text = _("Savings case “{name}”, version {number}, locked {locked}. Figures as known {day}.")  # fmt: skip
    return text.format(
        name=found.name,
        number=found.version.number,
        locked=day(found.version.locked_at),
        day=known,
    )


def _blocks(asked: Asked, facts: Steering) -> Iterator[Block]:
    yield from _warnings(facts)
    yield Heading(text=_("Decision needed"))
    for part in asked.decision.split("\n"):
        if part.strip():
            yield Paragraph(text=part.strip())
    yield Paragraph(
        text=_("To be decided {day}.").format(day=day(asked.meeting)), small=True
    )
    if facts.decisions:
        yield Heading(text=_("What the figures call for"), level=3)
        yield Bullets(items=tuple(facts.decisions))
    yield from aims(facts)
    yield from as_is(facts)
    yield from variation(facts)
    if facts.potential is not None:
        yield from potential(facts.potential)
        yield from cost(facts.potential)
        yield from risk(facts.potential, asked.risks)


def _warnings(facts: Steering) -> Iterator[Block]:
    found = _held(facts)
    if found is None:
        yield Stamp(text=_("There is no savings case yet."))
    elif found.version is None:
        yield Stamp(text=_("Draft: the savings case is not locked."))
    if facts.as_is is not None and not facts.as_is.is_frozen:
        yield Stamp(text=_("The baseline is not frozen; its figures may still change."))
