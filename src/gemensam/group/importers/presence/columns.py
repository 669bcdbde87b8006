# SPDX-License-Identifier: EUPL-1.2
"""The columns of presence, and the words for being there or not."""

from gemensam.formats.issues import mark
from gemensam.formats.tables.cells import Cell, shown
from gemensam.formats.tables.headers import normalised
from gemensam.formats.untidy import Wanted, looks

PRESENT, ABSENT = "närvarande", "frånvarande"
YES = frozenset({"ja", "j", "yes", "y", "1", "x", "sant", "true", "1,0"})
NO = frozenset({"nej", "n", "no", "0", "falskt", "false", "0,0", "-"})
THERE = frozenset({
    PRESENT, "närvaro", "i tjänst", "på plats", "arbete", "arbetar", "present", "at work",
    "i arbete", "hemarbete", "distans", "distansarbete", "utbildning i tjänst",
})  # fmt: skip
AWAY = frozenset({ABSENT, "frånvaro", "borta", "absent", "away", "ledig"})
# Reasons: what an HR system writes where only "absent" was asked for. None is kept.
REASONS = (
    "sjuk", "vab", "vård av", "föräldra", "semester", "tjänstled", "komp", "studie",
    "graviditet", "havande", "rehab", "facklig", "permission", "närstående", "arbetsskada",
    "smitt", "karens", "barn", "ledighet", "avtal", "militär", "flex",
)  # fmt: skip

FROM = Wanted(
    name="begins",
    label=mark("Day, or first day"),
    words=(
        "datum", "dag", "från", "fr o m", "from", "from och med", "startdatum", "date",
        "first day", "från och med", "fom", "start",
    ),
    looks=looks.like_day,
    required=True,
)  # fmt: skip
TO = Wanted(
    name="ends",
    label=mark("Last day"),
    words=("till", "t o m", "tom", "till och med", "slutdatum", "to", "last day", "slut"),
    looks=looks.like_day,
)  # fmt: skip
STATE = Wanted(
    name="state",
    label=mark("Present or absent"),
    words=(
        "närvaro", "närvarande", "status", "närvarostatus", "i tjänst", "presence",
        "present", "frånvarande", "frånvaro", "absent", "tillstånd", "på plats",
    ),
    required=True,
)  # fmt: skip
TEAM = Wanted(
    name="team",
    label=mark("Team"),
    words=("team", "teamkod", "grupp", "arbetsgrupp", "arbetslag", "lag"),
)
UNIT = Wanted(
    name="unit",
    label=mark("Unit"),
    words=("enhet", "enhetskod", "organisation", "org enhet", "arbetsplats", "avdelning", "unit"),
)  # fmt: skip
WANTED = (FROM, TO, STATE, TEAM, UNIT)


def is_of_absence(header: str) -> bool:
    """Whether yes in the column means that somebody was away."""
    key = normalised(header)
    return "frånvar" in key or "absen" in key


def state_of(cell: Cell, *, of_absence: bool) -> tuple[bool, bool] | None:
    """Present or not, and whether the cell told a reason; None where it says neither."""
    text = shown(cell).strip().casefold()
    if text in YES:
        return not of_absence, False
    if text in NO:
        return of_absence, False
    if text in THERE:
        return True, False
    if text in AWAY:
        return False, False
    return (False, True) if any(word in text for word in REASONS) else None
