# SPDX-License-Identifier: EUPL-1.2
"""The value types of XES, as texts and as values."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from gemensam.formats.eventlog.instants import END, FIRST, parse_instant
from gemensam.formats.eventlog.model import Id, Scalar

_WHOLE = re.compile(r"[+-]?[0-9]{1,40}")
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?|NaN|[+-]?INF|-?inf|nan"
)
_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")
_REMEMBERED = 20_000
_TRUTHS = {"true": True, "false": False, "1": True, "0": False}


class Scalars:
    """Reads texts as the XES types say; `zone` is where times without offset are.

    Call an entry of `by_type` with a text; it raises ValueError when the text is not of
    the type. `instants` maps texts to instants and raises ValueError for any of which
    something has to be said.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self.instants = _Instants()
        self.by_type: dict[str, Callable[[str], Scalar]] = {
            "string": str,
            "date": self._date,
            "int": _whole,
            "float": _number,
            "boolean": _truth,
            "id": Id,
        }

    def _date(self, text: str) -> datetime:
        try:
            return self.instants[text]
        except (ValueError, OverflowError, IndexError):
            moment, _ = parse_instant(text, self._zone)
            if moment is None:
                raise ValueError(text) from None
            return moment


class _Instants(dict[str, datetime]):
    """Texts and their instants, worked out when first asked for.

    The rules are those of parse_instant, for what needs no remark. This is where a
    large log spends its time, so offsets are worked out once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._offsets = _Offsets()

    def __missing__(self, text: str) -> datetime:
        if text[10] not in "T ":
            raise ValueError(text)
        if text[-1] == "Z":
            moment = datetime.fromisoformat(text)
        else:
            local = datetime.fromisoformat(text[:-6] + "Z")
            moment = local - self._offsets[text[-6:]]
        if not FIRST <= moment < END:
            raise ValueError(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = moment
        return moment


class _Offsets(dict[str, timedelta]):
    """Offsets from UTC such as +01:00."""

    def __missing__(self, text: str) -> timedelta:
        if not _OFFSET.fullmatch(text):
            raise ValueError(text)
        offset = datetime.fromisoformat(f"2000-01-01T00:00:00{text}").utcoffset()
        assert offset is not None
        self[text] = offset
        return offset


def written(value: Scalar) -> tuple[str, str]:
    """The XES type of a value and its text; reading it gives the same value back."""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return "int", str(value)
    if isinstance(value, float):
        return "float", _FLOATS.get(repr(value), repr(value))
    if isinstance(value, datetime):
        return "date", value.isoformat(timespec=_precision(value))
    return ("id" if isinstance(value, Id) else "string"), value


_FLOATS = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}


def _precision(moment: datetime) -> str:
    return "microseconds" if moment.microsecond % 1000 else "milliseconds"


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _truth(text: str) -> bool:
    found = _TRUTHS.get(text.lower())
    if found is None:
        raise ValueError(text)
    return found
