# SPDX-License-Identifier: EUPL-1.2
"""From a file to cases as the log tells them, whichever its form: an event log, or a
table of one row per case with created, due and closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from gemensam.core import clock
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import chosen_from
from gemensam.desk.enums import EventKind
from gemensam.desk.importers import kinds
from gemensam.desk.importers.meaning import Meaning
from gemensam.formats.eventlog import Trace, UnreadableLog, by_time, read_log
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import (
    Column,
    TableSpec,
    Text,
    UnreadableTable,
    opened_table,
)

TABLE = TableSpec(
    columns=(
        Column(
            name="case",
            type=Text(),
            header="Ärendenr",
            aliases=("Ärende", "Nr", "Number"),
        ),
        Column(
            name="opened",
            type=Text(),
            header="Skapad",
            aliases=("Created", "Skapat", "Registrerad"),
            required=True,
        ),
        Column(
            name="closed",
            type=Text(),
            header="Klar",
            aliases=("Closed", "Avslutad", "Stängd"),
        ),
        Column(
            name="due", type=Text(), header="Förfaller", aliases=("Due", "Klart senast")
        ),
        Column(name="category", type=Text(), header="Kategori", aliases=("Category",)),
        Column(
            name="unit", type=Text(), header="Avdelning", aliases=("Branch", "Enhet")
        ),
        Column(
            name="group",
            type=Text(),
            header="Handläggargrupp",
            aliases=("Operator group", "Grupp"),
        ),
        Column(name="subject", type=Text(), header="Rubrik", aliases=("Subject",)),
    )
)
STAMPS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class LogEvent:
    """`at` is aware UTC; `who` and `group` as the log writes them."""

    kind: EventKind
    at: datetime
    activity: str
    lifecycle: str = ""
    who: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class LogCase:
    """A case as a file tells it. `due` is what the other system promised."""

    number: str
    events: tuple[LogEvent, ...]
    attributes: dict[str, Any]
    due: datetime | None = None


def read_cases(
    source: BinaryIO, reading: Reading, meaning: Meaning
) -> Iterator[LogCase]:
    """The cases of a file, one after another; trouble goes to the log of the reading."""
    try:
        if _is_case_table(source):
            yield from _from_table(source, reading)
        else:
            yield from _from_log(source, reading, meaning)
    except (UnreadableLog, UnreadableXml, UnreadableTable) as trouble:
        issue = trouble.issue
        reading.log.add(issue.kind, issue.line, issue.column, **issue.values)


def _is_case_table(source: BinaryIO) -> bool:
    """Whether the head of the file has the columns of a case table, not of a log."""
    head = source.read(4096)
    source.seek(0)
    if head[:2] in {b"\x1f\x8b", b"PK"} or head.lstrip()[:1] == b"<":
        return head[:2] == b"PK"
    first = head.split(b"\n", 1)[0].lower()
    return any(word in first for word in (b"skapad", b"created")) and any(
        word in first for word in (b"klar", b"closed", b"avslutad")
    )


def _from_log(
    source: BinaryIO, reading: Reading, meaning: Meaning
) -> Iterator[LogCase]:
    for trace in read_log(source, log=reading.log, zone=clock.zone()):
        if not trace.case:
            reading.log.add(kinds.NO_NUMBER)
            continue
        yield LogCase(trace.case, _events(by_time(trace), meaning), _plain(trace))


def _events(trace: Trace, meaning: Meaning) -> tuple[LogEvent, ...]:
    found: list[LogEvent] = []
    for event in trace.events:
        if event.instant is None:
            continue
        found.append(
            LogEvent(
                # The first thing that happened opens the case, whatever it was called.
                meaning.kind(event.activity, event.lifecycle)
                if found
                else EventKind.OPENED,
                event.instant,
                event.activity,
                event.lifecycle or "",
                event.resource or "",
                str(event.attributes.get("org:group") or ""),
            )
        )
    return tuple(found)


def _plain(trace: Trace) -> dict[str, Any]:
    """The case's attributes; where it has none of its own, those of its first event."""
    attributes = dict(trace.attributes)
    for event in trace.events[:1]:
        for name, value in event.attributes.items():
            attributes.setdefault(name, value)
    return attributes


def _from_table(source: BinaryIO, reading: Reading) -> Iterator[LogCase]:
    chosen = chosen_from(reading.mapping)
    with opened_table(source, TABLE, log=reading.log, chosen=chosen) as table:
        for row in table:
            case = _row_case(
                row.line, {k: str(v or "") for k, v in row.values.items()}, reading
            )
            if case:
                yield case


def _row_case(line: int, said: dict[str, str], reading: Reading) -> LogCase | None:
    opened = _stamp(said["opened"])
    if not said["case"]:
        reading.log.add(kinds.NO_NUMBER, line)
        return None
    if opened is None:
        reading.log.add(kinds.NO_TIME, line, case=said["case"])
        return None
    group = said["group"]
    events = [LogEvent(EventKind.OPENED, opened, "Skapad", group=group)]
    closed = _stamp(said["closed"])
    if closed is not None and closed < opened:
        reading.log.add(kinds.BEFORE_START, line, case=said["case"])
    elif closed is not None:
        events.append(LogEvent(EventKind.RESOLVED, closed, "Klar", group=group))
    attributes = {
        "kategori": said["category"],
        "avdelning": said["unit"],
        "rubrik": said["subject"],
    }
    return LogCase(said["case"], tuple(events), attributes, _stamp(said["due"]))


def _stamp(text: str) -> datetime | None:
    """A local time of the municipality, as ticket systems export it."""
    for form in STAMPS:
        try:
            local = datetime.strptime(text.strip(), form).replace(tzinfo=clock.zone())
        except ValueError:
            continue
        return local.astimezone(UTC)
    return None
