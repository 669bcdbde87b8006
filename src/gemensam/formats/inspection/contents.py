# SPDX-License-Identifier: EUPL-1.2
"""Reading on, once the beginning of a file has said what it is."""

import io
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import IO, BinaryIO

from gemensam.formats.eventlog import Counting, Limits, Trace, UnreadableLog
from gemensam.formats.eventlog.delimited import read_delimited
from gemensam.formats.eventlog.mapping import guess_mapping
from gemensam.formats.eventlog.unpack import opened
from gemensam.formats.eventlog.xes import read_xes
from gemensam.formats.inspection.counting import (
    RawRow,
    first_rows,
    headers_of,
    is_table,
    measured,
)
from gemensam.formats.inspection.faults import OTHER_KIND
from gemensam.formats.inspection.formulas import watched
from gemensam.formats.inspection.recognition import HEAD, kind_of
from gemensam.formats.issues import IssueLog
from gemensam.formats.names import kind_name
from gemensam.formats.safe_xml import (
    HostileXml,
    UnreadableXml,
    elements,
    encoding_of,
    root_name,
    text_of,
)
from gemensam.formats.sie import Reader
from gemensam.formats.sie.kinds.file import SIE_5, UTF_16
from gemensam.formats.sie.recognition import is_sie_in_utf_16
from gemensam.formats.tables import Caps, UnreadableTable, detect
from gemensam.formats.tables.delimited import rows as delimited_rows
from gemensam.formats.tables.faults import WEB_PAGE
from gemensam.formats.tables.recognition import is_workbook
from gemensam.formats.tables.sheet import Sheet
from gemensam.formats.tables.workbook import opened_workbook

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_LIMITS = Limits(unpacked=1 << 31, csv=1 << 28, rows=1_000_000)
_CAPS = Caps()


@dataclass(frozen=True, slots=True)
class Found:
    """What an Inspection says of the content."""

    kind: str
    variant: str | None = None
    encoding: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """A file being looked into: its bytes from the start, and the first of them."""

    file: BinaryIO
    head: bytes
    log: IssueLog
    zone: tzinfo | None


def not_read_here(kind: str, log: IssueLog, variant: str | None = None) -> Found:
    log.add(OTHER_KIND, content=kind_name(kind))
    return Found(kind, variant, is_readable=False)


def _sie(look: Look) -> Found:
    if is_sie_in_utf_16(look.head):
        look.log.add(UTF_16)
        return Found("sie", None, "utf-16", is_readable=False)
    reader = Reader(look.file, log=look.log)
    for _ in reader:
        pass
    facts = reader.facts
    variant = facts.kind and facts.kind.value
    return Found("sie", variant, facts.encoding.encoding, facts.counts)


def _xml(look: Look) -> Found:
    try:
        name = root_name(next(text_of(io.BytesIO(look.head)), ""))
        encoding = encoding_of(look.head)
    except UnreadableXml as error:
        _told(look, error)
        return Found("xml", is_readable=False)
    if name is not None and name[1] == "log":
        return _log(look, look.file, "xes", encoding)
    if name == (BPMN, "definitions"):
        return _well_formed(look, Found("bpmn", "2.0", encoding))
    if name is not None and name[1] in {"Sie", "SieEntry"}:
        look.log.add(SIE_5)
        return Found("sie", "5", encoding, is_readable=False)
    found = _well_formed(look, Found("xml", name and name[1], encoding))
    if found.is_readable:
        return not_read_here("xml", look.log, name and name[1])
    return found


def _log(look: Look, file: IO[bytes], variant: str, encoding: str) -> Found:
    traces = read_xes(text_of(file), log=look.log, zone=look.zone, limits=_LIMITS)
    return _counted(look, traces, variant, encoding)


def _counted(look: Look, traces: Iterable[Trace], variant: str, encoding: str) -> Found:
    """Counts as far as the log can be read; unreadable when that is nowhere."""
    counting = Counting()
    trouble: UnreadableLog | UnreadableXml | UnreadableTable | None = None
    try:
        for trace in traces:
            counting.add(trace)
    except (UnreadableLog, UnreadableXml, UnreadableTable) as error:
        trouble = error
    summary = counting.summary()
    counts = {
        "cases": summary.cases,
        "events": summary.events,
        "activities": summary.activities,
        "variants": summary.variants,
    }
    if trouble is None:
        return Found("eventlog", variant, encoding, counts)
    is_readable = summary.cases > 0 and not isinstance(trouble, HostileXml)
    found = Found("eventlog", variant, encoding, counts, is_readable)
    _told(look, trouble)
    return found


def _well_formed(look: Look, found: Found) -> Found:
    try:
        deque(elements(look.file), maxlen=0)
    except UnreadableXml as error:
        _told(look, error)
        return replace(found, is_readable=False)
    return found


def _gzip(look: Look) -> Found:
    try:
        with opened(look.file, limits=_LIMITS) as file:
            head = file.peek(HEAD)[:HEAD]
            inner = kind_of(head)
            if inner == "xml":
                name = root_name(next(text_of(io.BytesIO(head)), ""))
                if name is not None and name[1] == "log":
                    return _log(look, file, "xes.gz", encoding_of(head))
            elif inner == "text":
                data = file.read(_LIMITS.csv)
                found = _delimited_log(look, io.BytesIO(data), "csv.gz")
                if found is not None:
                    return found
    except (UnreadableLog, UnreadableXml) as error:
        _told(look, error)
        return Found("gzip", is_readable=False)
    return not_read_here("gzip", look.log, inner)


def _zip(look: Look) -> Found:
    kind = "table" if b"xl/" in look.head else "zip"
    try:
        with opened_workbook(look.file, caps=_CAPS) as workbook:
            if not any(sheet.is_visible for sheet in workbook.sheets):
                return not_read_here("zip", look.log)
            entry = workbook.sheet(None, log=look.log)
            sheet = Sheet(workbook, entry, _CAPS, look.log)
            rows = sheet.rows()
            counts = _measured(first_rows(rows), rows, look.log)
            return Found("table", "xlsx", "utf-8", counts)
    except (UnreadableTable, UnreadableXml) as error:
        variant = "xlsx" if kind == "table" else None
        _told(look, error)
        return Found(kind, variant, is_readable=False)


def _excel(look: Look) -> Found:
    try:
        is_workbook(look.file)
    except UnreadableTable as error:
        _told(look, error)
    return Found("excel", is_readable=False)


def _html(look: Look) -> Found:
    look.log.add(WEB_PAGE)
    return Found("html", is_readable=False)


def _text(look: Look) -> Found:
    found = _delimited_log(look, look.file, "csv")
    if found is not None:
        return found
    dialect = detect(look.file)
    try:
        rows = delimited_rows(look.file, dialect, log=look.log)
        first = first_rows(rows)
        if is_table(first):
            counts = _measured(first, rows, look.log)
            return Found("table", "csv", dialect.encoding, counts)
    except UnreadableTable as error:
        _told(look, error)
        return Found("text", None, dialect.encoding, is_readable=False)
    return not_read_here("text", look.log)


def _measured(
    first: Sequence[RawRow], rest: Iterable[RawRow], log: IssueLog
) -> Mapping[str, int]:
    headers = headers_of(first)
    told = list(watched(first, headers, log))
    return measured(told, watched(rest, headers, log))


def _delimited_log(look: Look, file: BinaryIO, variant: str) -> Found | None:
    """The log in a delimited text; None when its first row does not look like one."""
    dialect = detect(file)
    try:
        _, headers = next(delimited_rows(file, dialect, log=IssueLog(keep=0)), (0, []))
    except UnreadableTable:
        return None
    if guess_mapping(headers) is None:
        return None
    file.seek(0)
    traces = read_delimited(
        file, log=look.log, dialect=dialect, zone=look.zone, limits=_LIMITS
    )
    return _counted(look, traces, variant, dialect.encoding)


def _told(look: Look, error: UnreadableLog | UnreadableXml | UnreadableTable) -> None:
    issue = error.issue
    look.log.add(issue.kind, issue.line, issue.column, **issue.values)


EXAMINERS: Mapping[str, Callable[[Look], Found]] = {
    "sie": _sie,
    "xml": _xml,
    "gzip": _gzip,
    "zip": _zip,
    "excel": _excel,
    "html": _html,
    "text": _text,
}
