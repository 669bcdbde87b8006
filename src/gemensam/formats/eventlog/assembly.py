# SPDX-License-Identifier: EUPL-1.2
"""Putting traces together and saying what is wrong with them, for every kind of file."""

from collections.abc import Mapping
from datetime import tzinfo

from gemensam.formats.eventlog.faults import (
    DUPLICATE_CASE,
    EMPTY_CASE,
    NO_ACTIVITY,
    NO_CASE,
    NO_TIME,
    UNSORTED,
    ZONE_ASSUMED,
)
from gemensam.formats.eventlog.instants import parse_instant
from gemensam.formats.eventlog.model import Event, Trace, Value
from gemensam.formats.issues import IssueLog


class Assembly:
    """Makes events and traces of their parts; remembers the case names it has seen."""

    def __init__(self, log: IssueLog, zone: tzinfo | None) -> None:
        self._log = log
        self._zone = zone
        self._cases: set[str] = set()

    def event(
        self,
        standard: Mapping[str, str],
        attributes: Mapping[str, Value],
        line: int | None,
    ) -> Event:
        """`standard` holds the texts of the fields by their names in Event."""
        activity = standard.get("activity", "")
        if not activity:
            self._log.add(NO_ACTIVITY, line)
        text = standard.get("instant", "")
        moment = None
        if not text:
            self._log.add(NO_TIME, line)
        else:
            moment, remark = parse_instant(text, self._zone)
            if remark is ZONE_ASSUMED:
                self._log.add(remark, line, text=text[:60], zone=str(self._zone))
            elif remark is not None:
                self._log.add(remark, line, text=text[:60])
        return Event(
            activity,
            moment,
            standard.get("resource") or None,
            standard.get("lifecycle") or None,
            attributes,
        )

    def trace(
        self,
        case: str,
        attributes: Mapping[str, Value],
        events: list[Event],
        line: int | None,
    ) -> Trace:
        if not case:
            self._log.add(NO_CASE, line)
        elif case in self._cases:
            self._log.add(DUPLICATE_CASE, line, case=case)
        self._cases.add(case)
        if not events:
            self._log.add(EMPTY_CASE, line, case=case)
        known = [event.instant for event in events if event.instant is not None]
        if known != sorted(known):
            self._log.add(UNSORTED, line, case=case)
        return Trace(case, attributes, tuple(events))
