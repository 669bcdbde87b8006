# SPDX-License-Identifier: EUPL-1.2
"""One door for every kind of event log: it looks at the content, not at the name."""

import io
from collections.abc import Iterator
from datetime import tzinfo

from gemensam.formats.eventlog.delimited import read_delimited
from gemensam.formats.eventlog.faults import PACKED_TWICE, TOO_LARGE, UnreadableLog
from gemensam.formats.eventlog.limits import Limits
from gemensam.formats.eventlog.mapping import ColumnMapping
from gemensam.formats.eventlog.model import Trace
from gemensam.formats.eventlog.unpack import GZIP, Source, opened
from gemensam.formats.eventlog.xes import read_xes
from gemensam.formats.issues import Issue, IssueLog
from gemensam.formats.safe_xml import text_of

_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def read_log(
    source: Source,
    *,
    log: IssueLog,
    mapping: ColumnMapping | None = None,
    zone: tzinfo | None = None,
    limits: Limits | None = None,
) -> Iterator[Trace]:
    """The traces of an event log in XES or CSV, packed with gzip or not.

    Events keep the order of the file (see by_time). `zone` is where times without an
    offset were written; without it they are faults and the event has no instant.
    `mapping` is for CSV and guessed when not given. XES is read in bounded memory.

    Raises UnreadableLog, UnreadableXml (of which HostileXml is to be logged as an
    attack) or UnreadableTable, each with an `issue`, after the traces before the
    trouble; and OSError when the file cannot be opened.
    """
    limits = limits or Limits()
    with opened(source, limits=limits) as file:
        head = file.peek(1024)[:1024]
        if head.startswith(GZIP):
            raise UnreadableLog(Issue(PACKED_TWICE))
        if head.lstrip(_MARKS).startswith(b"<"):
            yield from read_xes(text_of(file), log=log, zone=zone, limits=limits)
            return
        data = file.read(limits.csv + 1)
        if len(data) > limits.csv:
            values: dict[str, object] = {"limit": limits.csv >> 20, "unit": "MiB"}
            raise UnreadableLog(Issue(TOO_LARGE, values=values))
        yield from read_delimited(
            io.BytesIO(data), log=log, mapping=mapping, zone=zone, limits=limits
        )
