# SPDX-License-Identifier: EUPL-1.2
"""The columns of calls, by the names that telephone systems give them."""

import re

from gemensam.formats.issues import mark
from gemensam.formats.tables.cells import Cell, Number, is_empty
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.tables.headers import normalised
from gemensam.formats.untidy import Wanted, looks, values
from gemensam.telephony.importers.cells import duration

_PHONE = re.compile(r"\+?[0-9][0-9 ()\-/]{6,}")
_SECONDS = re.compile(
    r"([0-9]{1,4})\s*(s|sek|sec|sekunder|seconds|min|minuter|minutes)\b"
)


def _like_count(cell: Cell) -> bool:
    try:
        value = values.number(cell)
    except BadCell:
        return False
    return value >= 0 and value == value.to_integral_value()


def _like_period(cell: Cell) -> bool:
    return looks.like_day(cell) or looks.like_month(cell)


def _like_duration(cell: Cell) -> bool:
    try:
        duration(cell)
    except BadCell:
        return False
    return True


QUEUE = Wanted(
    name="queue",
    label=mark("Queue"),
    words=(
        "kö", "könamn", "svarsgrupp", "samtalskö", "queue", "queue name", "tjänst",
        "acd grupp", "acdgrupp", "grupp", "skill", "skill group", "inkommande kö",
        "telefonkö", "kontaktkö", "call queue", "hunt group", "linje", "service",
    ),
    required=True,
)  # fmt: skip
PERIOD = Wanted(
    name="period",
    label=mark("Day or month"),
    words=(
        "datum", "dag", "månad", "period", "date", "day", "month", "år månad",
        "startdatum", "tidsperiod", "start time", "interval start", "år och månad",
    ),
    looks=_like_period,
    required=True,
)  # fmt: skip
WITHIN = Wanted(
    name="within",
    label=mark("Answered within the target time"),
    words=(
        "besvarade inom", "svar inom", "besvarade inom mål", "inom svarsmål",
        "inom servicenivå", "answered within", "within sla", "within service level",
        "besvarade i tid", "inom mål", "answered within threshold", "svarade inom",
    ),
    looks=_like_count,
)  # fmt: skip
WANTED = (
    QUEUE,
    PERIOD,
    Wanted(
        name="interval",
        label=mark("Time of day"),
        words=("intervall", "klockslag", "timme", "halvtimme", "interval", "hour", "tid"),
    ),
    WITHIN,
    Wanted(
        name="offered",
        label=mark("Calls that came"),
        words=(
            "inkomna", "inkomna samtal", "erbjudna", "erbjudna samtal", "antal samtal",
            "offered", "calls offered", "samtal", "totalt", "inkommande", "anrop",
            "inkommande samtal", "presented", "total calls", "köade", "antal inkomna",
        ),
        looks=_like_count,
        required=True,
    ),
    Wanted(
        name="answered",
        label=mark("Answered"),
        words=(
            "besvarade", "besvarade samtal", "answered", "calls answered", "handled",
            "antal besvarade", "svarade", "mottagna", "calls handled", "hanterade",
        ),
        looks=_like_count,
        required=True,
    ),
    Wanted(
        name="abandoned",
        label=mark("Gave up before anyone answered"),
        words=(
            "tappade", "övergivna", "avbrutna", "abandoned", "calls abandoned", "lagt på",
            "tappade samtal", "övergivna samtal", "avbrutna samtal", "obesvarade",
            "antal tappade", "lämnade kön", "ej besvarade", "missade", "lost",
        ),
        looks=_like_count,
    ),
    Wanted(
        name="wait",
        label=mark("Mean wait"),
        words=(
            "medelväntetid", "genomsnittlig väntetid", "väntetid", "kötid", "medelkötid",
            "average wait", "avg wait time", "asa", "average speed of answer",
            "genomsnittlig kötid", "snittväntetid", "medelsvarstid", "svarstid",
        ),
        looks=_like_duration,
    ),
    Wanted(
        name="talk",
        label=mark("Mean talk"),
        words=(
            "medelsamtalstid", "genomsnittlig samtalstid", "samtalstid", "taltid", "aht",
            "average talk", "avg talk time", "average handle time", "snittsamtalstid",
            "samtalslängd", "medelsamtalslängd",
        ),
        looks=_like_duration,
    ),
)  # fmt: skip

# Whoever answered, and whoever called, are persons, and needed for nothing.
PERSONS = frozenset({
    "agent", "agent namn", "agentnamn", "handläggare", "operatör", "användare", "user",
    "agent name", "agent id", "telefonist", "medarbetare", "anknytning", "extension",
    "uppringare", "a nummer", "anummer", "caller", "caller id", "ani", "kundnummer",
    "från nummer", "telefonnummer", "phone", "phone number", "nummer", "kommentar",
})  # fmt: skip


def is_of_persons(header: str) -> bool:
    """Whether a column, by its header, tells who answered or who called."""
    return normalised(header) in PERSONS


def like_telephone_number(cell: Cell) -> bool:
    if is_empty(cell) or isinstance(cell, Number):
        return False
    return isinstance(cell, str) and bool(_PHONE.fullmatch(cell.strip()))


def seconds_in(header: str) -> int | None:
    """The target that a header tells: “besvarade inom 60 s”. None where it tells none."""
    found = _SECONDS.search(normalised(header))
    if found is None:
        return None
    return int(found[1]) * (60 if found[2].startswith("m") else 1)


def is_month_header(header: str) -> bool:
    """Whether days in the column stand for the months they begin."""
    return any(word in normalised(header) for word in ("månad", "month"))
