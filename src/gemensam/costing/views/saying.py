# SPDX-License-Identifier: EUPL-1.2
"""Suggestions and choices of the workbench in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy as _

from gemensam.calc.costing.suggest import Suggestion, Sureness
from gemensam.catalogue.models import Service
from gemensam.costing.enums import Treatment
from gemensam.costing.queries.narrowed import Show

SHOWN = (
    (Show.LEFT.value, _("Not mapped")),
    (Show.ALL.value, _("All")),
    (Show.RULED.value, _("With a rule")),
    (Show.NEW_YEAR.value, _("New since last year")),
    (Show.NEW_MONTH.value, _("New in the last month")),
)
SURE = {
    Sureness.SURE: _("sure"),
    Sureness.LIKELY: _("likely"),
    Sureness.GUESS: _("a guess"),
}
COLOUR = {
    Sureness.SURE: "green",
    Sureness.LIKELY: "azure",
    Sureness.GUESS: "orange",
}
TRANSLATED = frozenset({"nature"})  # values of reasons that are words of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A suggestion as the page says it."""

    treatment: str
    service: str
    sure: str
    colour: str
    reason: str


def reason_of(suggestion: Suggestion, services: Mapping[int, Service]) -> Told:
    """`services` are those of the catalogue by id."""
    values = {
        name: gettext(value) if name in TRANSLATED else value
        for name, value in suggestion.values.items()
    }
    key = suggestion.service
    service = services.get(key) if isinstance(key, int) else None
    reason = gettext(suggestion.reason).format_map(values)
    return Told(
        treatment=str(Treatment(suggestion.kind.value).label),
        service=f"{service.code} {service.name}" if service else "",
        sure=str(SURE[suggestion.sure]),
        colour=COLOUR[suggestion.sure],
        reason=reason[:1].upper() + reason[1:],
    )
