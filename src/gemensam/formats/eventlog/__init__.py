# SPDX-License-Identifier: EUPL-1.2
"""Event logs: what was done in which case, when and by whom (XES, CSV).

    log = IssueLog()
    for trace in read_log(path, log=log): ...      by content: XES, CSV, packed or not
    write_xes(traces, file, packed=True)           the same traces, the same bytes
    summarise(read_log(path, log=log))             a log in a dozen figures

What was decided where formats and logs leave room:

1.  The activity is concept:name alone. Classifiers are told and not used: with the
    lifecycle in it, the same work would count as two activities.
2.  Instants become UTC and lose the offset they were written with. A time without offset
    is an error unless the zone is stated; years outside 1900–2199 stand for "unknown".
    Such an event is kept, without instant.
3.  Events and cases keep the order of the file; `by_time` is a stable order by time.
4.  A case that comes twice is told and stays two traces; merging is someone's decision.
5.  In CSV a header that begins with "case:" is of the case and loses that prefix, an
    empty cell is an attribute that is not there, and cells are texts but for complete
    ISO instants, so that the same log is equal in both formats. A column that changes
    within a case keeps its first value there.
6.  A start beside the end of an event stays an attribute (start_timestamp); no second
    event is made of it.
7.  XES is streamed. What grows are the names of the cases, which are remembered to tell
    when one comes again. CSV is held whole, because rows of a case may lie anywhere.
8.  Attributes of the log itself, extensions and globals are passed over.
"""

from gemensam.formats.eventlog.faults import UnreadableLog
from gemensam.formats.eventlog.limits import Limits
from gemensam.formats.eventlog.mapping import ColumnMapping, guess_mapping
from gemensam.formats.eventlog.model import (
    Container,
    Event,
    Id,
    Listed,
    Nested,
    Scalar,
    Trace,
    Value,
    by_time,
)
from gemensam.formats.eventlog.reading import read_log
from gemensam.formats.eventlog.summary import Counting, Summary, summarise
from gemensam.formats.eventlog.unpack import Source
from gemensam.formats.eventlog.write_xes import write_xes

__all__ = [
    "ColumnMapping",
    "Container",
    "Counting",
    "Event",
    "Id",
    "Limits",
    "Listed",
    "Nested",
    "Scalar",
    "Source",
    "Summary",
    "Trace",
    "UnreadableLog",
    "Value",
    "by_time",
    "guess_mapping",
    "read_log",
    "summarise",
    "write_xes",
]
