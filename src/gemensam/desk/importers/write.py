# SPDX-License-Identifier: EUPL-1.2
"""Cases and their sealed events into the database by COPY, batch by batch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain as chain_of
from typing import Any

from gemensam.core import chain
from gemensam.core.bulk import analyse, copy_rows
from gemensam.core.database import reserve_ids
from gemensam.core.enums import Origin
from gemensam.core.imports.importer import Reading
from gemensam.desk.enums import CaseStatus, EventKind
from gemensam.desk.importers import kinds
from gemensam.desk.importers.columns import Columns, Made
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.places import Places
from gemensam.desk.importers.read import LogCase, LogEvent
from gemensam.desk.importers.survey import is_forgotten
from gemensam.desk.models import Case, CaseEvent, CaseLog

BATCH = 1000  # cases held in memory at a time
Held = tuple[str, datetime]  # kind and time of an event we have
EVENT_COLUMNS = (
    "case_id", "seq", "at", "kind", "who", "visible", "actor_id", "origin", "request",
    "payload", "salt", "digest", "hash",
)  # fmt: skip
VISIBLE = {EventKind.OPENED, EventKind.WAITING, EventKind.RESOLVED, EventKind.REOPENED}


class CaseWriter:
    """Takes cases one by one; new ones are copied in, known ones get what is new."""

    def __init__(
        self,
        log: CaseLog,
        reading: Reading,
        meaning: Meaning,
        *,
        until: datetime | None = None,
    ) -> None:
        """`until`: an export that tells the state at that time, not what happened; a
        known case that it no longer calls closed was opened again."""
        self._until = until
        self._log = log
        self._reading = reading
        self._places = Places(meaning)
        self._columns = Columns(log, reading, meaning, self._places)
        self._sealed = chain.sealed_columns(CaseEvent)
        self._waiting: list[LogCase] = []

    def take(self, case: LogCase) -> None:
        self._waiting.append(case)
        if len(self._waiting) >= BATCH:
            self._flush()

    def close(self, *, last: datetime | None) -> None:
        """After the last case: what nobody touched for long is taken out of the queue."""
        self._flush()
        analyse("desk_case", "desk_caseevent")
        left = Case.objects.filter(log=self._log).exclude(status=CaseStatus.RESOLVED)
        forgotten = [
            case.pk
            for case in left.only("pk", "touched_at")
            if is_forgotten(case.touched_at, last=last)
        ]
        Case.objects.filter(pk__in=forgotten).update(status=CaseStatus.FORGOTTEN)

    def _flush(self) -> None:
        numbers = [case.number for case in self._waiting]
        known = {case.number: case for case in Case.objects.filter(number__in=numbers)}
        fresh = [case for case in self._waiting if case.number not in known]
        made = self._columns.of(fresh, ids=reserve_ids("desk_case", len(fresh)))
        self._copy(made)
        held = self._held(known.values())
        for case in self._waiting:
            if case.number not in known:
                continue
            if known[case.number].system != self._log.system:
                self._reading.log.add(kinds.TAKEN_NUMBER, case=case.number)
                continue
            self._update(known[case.number], case, held[known[case.number].pk])
        self._waiting = []

    @staticmethod
    def _held(known: Iterable[Case]) -> dict[int, list[Held]]:
        found: dict[int, list[Held]] = defaultdict(list)
        events = CaseEvent.objects.filter(case__in=[one.pk for one in known])
        for case, kind, at in events.order_by("case_id", "seq").values_list(
            "case_id", "kind", "at"
        ):
            found[case].append((kind, at))
        return found

    def _copy(self, made: Sequence[Made]) -> None:
        copy_rows("desk_case", Columns.NAMES, (one.columns for one in made))
        events = (self._event_rows(one.id, one.case, one.case.events) for one in made)
        copy_rows("desk_caseevent", EVENT_COLUMNS, chain_of.from_iterable(events))
        self._reading.count("new", len(made))

    def _event_rows(
        self,
        case_id: int,
        case: LogCase,
        events: Sequence[LogEvent],
        after: CaseEvent | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        previous = bytes(after.hash) if after else chain.START
        seq = after.seq if after else 0
        for event in events:
            seq += 1
            payload = self._payload(case, event, first=seq == 1)
            row = self._row(case_id, seq, event)
            sealed = chain.seal(previous, [row[name] for name in self._sealed], payload)
            previous = sealed.hash
            yield (
                *(row[name] for name in EVENT_COLUMNS[:-4]),
                chain.canonical(payload).decode(),
                sealed.salt,
                sealed.digest,
                sealed.hash,
            )

    def _row(self, case_id: int, seq: int, event: LogEvent) -> dict[str, Any]:
        person = self._places.people.get(event.who)
        return {
            "case_id": case_id,
            "seq": seq,
            "at": event.at,
            "kind": event.kind.value,
            "who": "" if person else self._columns.alias(event.who),
            "visible": event.kind in VISIBLE,
            "actor_id": person.account_id if person else None,
            "acting_for_id": None,
            "origin": Origin.IMPORT.value,
            "request": "",
        }

    def _payload(
        self, case: LogCase, event: LogEvent, *, first: bool
    ) -> dict[str, Any]:
        payload: dict[str, Any] = {"activity": event.activity}
        if event.lifecycle:
            payload["lifecycle"] = event.lifecycle
        if event.group:
            payload["group"] = event.group
        if first:
            payload["import"] = self._reading.record.pk
            payload["attributes"] = {
                name.replace("\0", ""): _storable(value)
                for name, value in case.attributes.items()
            }
        return payload

    def _update(self, known: Case, case: LogCase, held: Sequence[Held]) -> None:
        """Add the events that came after the last known one, `held` being those we have;
        follow what the log says now of place and kind."""
        if self._is_earlier(case, held):
            self._reading.count("same")
            return
        fresh = self._fresh(known, case, held)
        differs = bool(fresh) or self._columns.differs(known, case)
        self._reading.count("changed" if differs else "same")
        if not differs:
            return
        if fresh:
            after = known.events.order_by("-seq").first()
            rows = self._event_rows(known.pk, case, fresh, after)
            copy_rows("desk_caseevent", EVENT_COLUMNS, rows)
        past = [LogEvent(EventKind(kind), at, "") for kind, at in held]
        self._columns.follow(known, case, happened=(*past, *fresh))

    def _is_earlier(self, case: LogCase, held: Sequence[Held]) -> bool:
        """Whether an export tells the case as it was before what we know of it: a month's
        file that came after the next month's changes nothing."""
        told = [(event.kind.value, event.at) for event in case.events]
        is_part = len(told) < len(held) and set(told) <= set(held)
        return self._until is not None and is_part and self._until < held[-1][1]

    def _fresh(
        self, known: Case, case: LogCase, held: Sequence[Held]
    ) -> list[LogEvent]:
        told = [(event.kind.value, event.at) for event in case.events]
        if told[: len(held)] == list(held):
            return list(case.events[len(held) :])
        if self._until is None:
            self._reading.log.add(kinds.DIFFERS, case=case.number)
        elif known.status == CaseStatus.RESOLVED and not _is_closed(case):
            return [LogEvent(EventKind.REOPENED, self._until, "Öppnat igen")]
        return [event for event in case.events if event.at > held[-1][1]]


def _is_closed(case: LogCase) -> bool:
    return any(event.kind == EventKind.RESOLVED for event in case.events)


def _storable(value: Any) -> str | int | bool:
    if isinstance(value, bool | int):
        return value
    return str(value).replace("\0", "")
