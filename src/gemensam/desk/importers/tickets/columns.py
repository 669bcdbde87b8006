# SPDX-License-Identifier: EUPL-1.2
"""The columns of tickets, by the names TOPdesk, Artvise and Easit give them."""

import re

from gemensam.formats.issues import mark
from gemensam.formats.tables.cells import Cell, shown
from gemensam.formats.untidy import Wanted, looks

_PRIORITY = re.compile(
    r"(?:p|prio|prioritet|priority)?[ .]*([1-4])\b(?![.,]?[0-9])", re.IGNORECASE
)
_RATING = re.compile(r"([1-5])(?:[.,]0+)?(?:\s*/\s*5)?")

NUMBER = Wanted(
    name="number",
    label=mark("Case number"),
    words=(
        "ärendenummer", "ärendenr", "ärende id", "ärende nr", "incidentnummer", "ärende",
        "nummer", "nr", "id", "ticket id", "call number", "incident number", "number",
        "referens", "referensnummer", "anmälningsnummer", "ticket", "diarienummer",
    ),
    required=True,
)  # fmt: skip
REQUESTER = Wanted(
    name="requester",
    label=mark("Who asked (kept as an alias)"),
    words=(
        "anmälare", "beställare", "anmälarens namn", "uppgiftslämnare", "kontaktperson",
        "caller", "caller name", "requester", "reported by", "rapporterad av", "kund namn",
    ),
)  # fmt: skip


def _like_stamp(cell: Cell) -> bool:
    return looks.like_day(cell)


def _like_priority(cell: Cell) -> bool:
    return priority_of(shown(cell)) != ""


def _like_rating(cell: Cell) -> bool:
    return rating_of(shown(cell)) != ""


def priority_of(text: str) -> str:
    """1 to 4 of “2”, “P2”, “Prio 2” or “2 – hög”; nothing of other words."""
    found = _PRIORITY.match(text.strip())
    return found[1] if found else ""


def rating_of(text: str) -> str:
    """1 to 5 of “4”, “4,0” or “4/5”; nothing of what is between or beyond."""
    found = _RATING.fullmatch(text.strip())
    return found[1] if found else ""


WANTED = (
    NUMBER,
    Wanted(
        name="opened",
        label=mark("Created"),
        words=(
            "skapad", "skapat", "skapad datum", "skapad den", "registrerad", "inkommen",
            "inkom", "anmäld", "anmälningsdatum", "registreringsdatum", "created",
            "creation date", "call date", "öppnad", "startdatum", "ankom", "datum",
        ),
        looks=_like_stamp,
        required=True,
    ),
    Wanted(
        name="closed",
        label=mark("Closed"),
        words=(
            "avslutad", "stängd", "avslutat", "stängt", "klar", "avslutad datum",
            "stängd datum", "avslutsdatum", "klardatum", "åtgärdad", "löst", "closed",
            "closure date", "completed", "completion date", "slutdatum", "klart",
        ),
        looks=_like_stamp,
        required=True,
    ),
    Wanted(
        name="due",
        label=mark("To be done by"),
        words=(
            "förfaller", "klart senast", "måldatum", "förfallodatum", "senast klar",
            "target date", "due", "due date", "deadline", "utlovad", "åtgärdas senast",
            "planerat klart", "sla datum", "mål",
        ),
        looks=_like_stamp,
    ),
    Wanted(
        name="branch",
        label=mark("Branch or department"),
        words=(
            "avdelning", "enhet", "branch", "filial", "kundens enhet", "organisation",
            "verksamhet", "arbetsplats", "kundenhet", "anmälarens avdelning", "plats",
            "beställande enhet", "kund", "location", "department", "förvaltning",
        ),
    ),
    Wanted(
        name="category",
        label=mark("Category"),
        words=(
            "kategori", "category", "ärendetyp", "ärendekategori", "tjänst", "område",
            "ärendeklass", "subcategory", "underkategori", "typ", "klassificering",
        ),
    ),
    Wanted(
        name="group",
        label=mark("Team"),
        words=(
            "handläggargrupp", "operator group", "grupp", "ansvarig grupp", "team", "kö",
            "mottagargrupp", "resolver group", "supportgrupp",
        ),
    ),
    Wanted(
        name="subject",
        label=mark("Subject"),
        words=(
            "rubrik", "kort beskrivning", "brief description", "ärenderubrik", "ämne",
            "subject", "titel", "kortbeskrivning", "title",
        ),
    ),
    REQUESTER,
    Wanted(
        name="begun",
        label=mark("Work began"),
        words=(
            "påbörjad", "påbörjat", "första svar", "första kontakt", "första åtgärd",
            "first response", "first response date", "started", "svarstid datum",
        ),
        looks=_like_stamp,
    ),
    Wanted(
        name="waits_from",
        label=mark("On hold from"),
        words=("vilande från", "vilande sedan", "väntar sedan", "pausad från", "on hold from", "on hold since"),
        looks=_like_stamp,
    ),
    Wanted(
        name="waits_to",
        label=mark("On hold until"),
        words=("vilande till", "återupptagen", "pausad till", "on hold until", "resumed"),
        looks=_like_stamp,
    ),
    Wanted(
        name="done_first",
        label=mark("Done the first time"),
        words=("löst första gången", "avslutad första gången", "först avslutad", "first closed", "first resolved"),
        looks=_like_stamp,
    ),
    Wanted(
        name="reopened",
        label=mark("Opened again"),
        words=("återöppnad", "återöppnat", "öppnad igen", "reopened", "reopened date"),
        looks=_like_stamp,
    ),
    Wanted(
        name="priority",
        label=mark("Priority (1–4)"),
        words=("prioritet", "prio", "priority", "angelägenhet"),
        looks=_like_priority,
    ),
    Wanted(
        name="rating",
        label=mark("Rating (1–5)"),
        words=("betyg", "nöjdhet", "kundbetyg", "rating", "customer rating", "csat"),
        looks=_like_rating,
    ),
)  # fmt: skip

# Free texts are not needed, and what is not needed is not kept.
TEXTS = (
    "beskrivning", "detaljer", "fritext", "begäran", "request", "action", "åtgärd",
    "lösning", "solution", "svar", "historik", "logg", "memo", "meddelande", "text",
    "description",
)  # fmt: skip
# Whoever handled it is a person, and needed for nothing.
AGENTS = frozenset({
    "handläggare", "operator", "ansvarig", "tilldelad", "assignee", "utförare", "agent",
    "tekniker", "mottagare", "registrerad av", "skapad av", "avslutad av", "stängd av",
    "assigned to", "ägare", "owner", "senast ändrad av", "behandlare",
})  # fmt: skip
