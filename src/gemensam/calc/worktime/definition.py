# SPDX-License-Identifier: EUPL-1.2
"""A calendar as plain data that JSON can hold, and back.

    {"zone": "Europe/Stockholm", "begins": "2026-01-01", "ends": "2031-01-01",
     "week": [["08:00-12:00", "13:00-16:30"], … seven, Monday first],
     "special": [{"date": "2026-04-02", "hours": ["08:00-12:00"], "name": "…"}, …]}

Hours are of the local clock; 24:00 ends a day; `ends` is the first date not known.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.hours import Hours, SpecialDay

Definition: TypeAlias = Mapping[str, Any]

_SPAN = re.compile(r"([0-2]\d):([0-5]\d)-([0-2]\d):([0-5]\d)", re.ASCII)
_KEYS = {"zone", "begins", "ends", "week", "special"}


class DefinitionError(CalcError):
    """Not a calendar; `part` is what could not be read."""

    text = mark(
        "The opening hours cannot be read at {part}. "
        "Write hours as 08:00-16:30 and dates as 2026-12-24."
    )


def calendar_from(definition: Definition, *, name: str, version: int) -> Calendar:
    """Raises DefinitionError for what cannot be read, and the errors of Calendar."""
    if set(definition) != _KEYS:
        raise DefinitionError(part=", ".join(sorted(_KEYS)))
    return Calendar(
        name=name,
        version=version,
        zone=_text(definition["zone"]),
        week=tuple(_hours(hours) for hours in _list(definition["week"])),
        special=tuple(_special(day) for day in _list(definition["special"])),
        begins=_date(definition["begins"]),
        ends=_date(definition["ends"]),
    )


def definition_of(calendar: Calendar) -> dict[str, Any]:
    """The same calendar as `calendar_from` reads it."""
    return {
        "zone": calendar.zone,
        "begins": calendar.begins.isoformat(),
        "ends": calendar.ends.isoformat(),
        "week": [_spans(hours) for hours in calendar.week],
        "special": [
            {
                "date": day.date.isoformat(),
                "hours": _spans(day.hours),
                "name": day.name,
            }
            for day in calendar.special
        ],
    }


def _special(given: object) -> SpecialDay:
    match given:
        case {"date": day, "hours": hours, "name": name, **rest} if not rest:
            return SpecialDay(_date(day), _hours(hours), _text(name))
    raise DefinitionError(part=given)


def _hours(given: object) -> Hours:
    return tuple(_span(span) for span in _list(given))


def _span(given: object) -> tuple[int, int]:
    found = _SPAN.fullmatch(_text(given))
    if not found:
        raise DefinitionError(part=given)
    opens, opens_past, closes, closes_past = map(int, found.groups())
    return opens * 60 + opens_past, closes * 60 + closes_past


def _spans(hours: Hours) -> list[str]:
    return [f"{_clock(opens)}-{_clock(closes)}" for opens, closes in hours]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _date(given: object) -> date:
    try:
        return date.fromisoformat(_text(given))
    except ValueError:
        raise DefinitionError(part=given) from None


def _list(given: object) -> list[Any]:
    if not isinstance(given, list):
        raise DefinitionError(part=given)
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise DefinitionError(part=given)
    return given
