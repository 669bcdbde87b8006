# SPDX-License-Identifier: EUPL-1.2
"""Reading XES (IEEE 1849), one trace at a time, in memory that does not grow.

Two roads lead through a log. Traces written plainly are taken out of the text and read
by `plain`; everything else goes through the parser, which also sees whether the file is
well-formed. Taking a trace out leaves the rest as well-formed as it was, as long as the
parser stands between the children of <log> and not inside a comment or a tag; where
that is not certain, nothing more is taken out.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo

from gemensam.formats.eventlog.assembly import Assembly
from gemensam.formats.eventlog.faults import (
    CLASSIFIER,
    MISPLACED,
    NO_LOG,
    TOO_LARGE,
    UNKNOWN_EXTENSION,
    UnreadableLog,
)
from gemensam.formats.eventlog.limits import Limits
from gemensam.formats.eventlog.model import ACTIVITY, Event, Trace, Value
from gemensam.formats.eventlog.plain import CLOSE, OPEN, PlainTraces
from gemensam.formats.eventlog.scalars import Scalars
from gemensam.formats.eventlog.tree import (
    EVENT_FIELDS,
    TRACE_FIELDS,
    Attributes,
    local_name,
)
from gemensam.formats.issues import Issue, IssueLog, mark
from gemensam.formats.safe_xml import Element, ElementStream, UnreadableXml

KNOWN_EXTENSIONS = {
    "concept", "lifecycle", "org", "time", "semantic", "identity", "id", "cost",
    "micro", "swevent", "swcomm", "swtelemetry", "artifactlifecycle",
}  # fmt: skip
_WHITE = " \t\r\n"
_QUOTED = _WHITE + "'\""
_LARGEST_BLOCK = 1 << 23
_TRIES = 200
_TAG = r"""<[^<>"'!?][^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>"""
_MARKUP = rf"<!--.*?-->|<\?.*?\?>|{_TAG}"
_PIECE = re.compile(_MARKUP, re.DOTALL)
_ONLY_MARKUP = re.compile(rf"(?:[ \t\r\n]+|{_MARKUP})*+", re.DOTALL)


def read_xes(
    texts: Iterable[str],
    *,
    log: IssueLog,
    zone: tzinfo | None = None,
    limits: Limits | None = None,
    fast: bool = True,
) -> Iterator[Trace]:
    """The traces of a log whose text comes in pieces (see safe_xml.text_of).

    `fast` may be turned off to send everything through the parser, with the same result.
    Raises UnreadableXml (hostile or broken) and UnreadableLog (not a log, too large),
    after the traces before the trouble.
    """
    reader = _Reader(log, zone, limits or Limits(), fast=fast)
    yield from reader.traces(texts)


class _Reader:
    def __init__(
        self, log: IssueLog, zone: tzinfo | None, limits: Limits, *, fast: bool
    ) -> None:
        scalars = Scalars(zone)
        self._log = log
        self._limits = limits
        self._assembly = Assembly(log, zone)
        self._plain = PlainTraces(scalars)
        self._attributes = Attributes(log, scalars, limits)
        self._stream = ElementStream("trace", "event", "extension", "classifier")
        self._depth: int | None = 0 if fast else None
        self._tries = _TRIES
        self._line = 1
        self._standard: dict[str, str] = {}
        self._others: dict[str, Value] = {}
        self._events: list[Event] = []

    def traces(self, texts: Iterable[str]) -> Iterator[Trace]:
        rest = ""
        for text in texts:
            rest = yield from self._consume(rest + text)
        yield from self._parsed(rest)
        try:
            root = self._stream.close()
        except UnreadableXml as error:
            raise self._placed(error) from None
        self._check_root(local_name(root))

    def _consume(self, text: str) -> Generator[Trace, None, str]:
        """Yields the traces that are whole; returns the text that is not used up."""
        at = 0
        while self._depth is not None:
            start = text.find(OPEN, at)
            end = text.find(CLOSE, start) + len(CLOSE)
            if start < 0 or end < len(CLOSE):
                if len(text) - at < _LARGEST_BLOCK:
                    return text[at:]
                break
            yield from self._between(text[at:start])
            at = start
            if self._depth != 1:
                break
            yield from self._block(text[start:end])
            at = end
        self._depth = None
        yield from self._parsed(text[at:])
        return ""

    def _between(self, text: str) -> Iterator[Trace]:
        if text.strip(_WHITE):
            yield from self._parsed(text)
        else:
            self._skip(text)

    def _block(self, block: str) -> Iterator[Trace]:
        found = self._plain.read(block)
        if found is None:
            self._tries -= 1
            yield from self._parsed(block)
            if not self._tries:
                self._depth = None
        else:
            self._tries = _TRIES
            yield self._assembly.trace(*found, self._line)
            self._skip(block)

    def _skip(self, text: str) -> None:
        lines = text.count("\n")
        self._line += lines
        self._attributes.skipped += lines

    def _parsed(self, text: str) -> Iterator[Trace]:
        try:
            for element in self._stream.feed(text):
                yield from self._taken(element)
        except UnreadableXml as error:
            raise self._placed(error) from None
        self._line += text.count("\n")
        if self._depth is not None:
            change = _depth_change(text)
            self._depth = None if change is None else self._depth + change

    def _placed(self, error: UnreadableXml) -> UnreadableXml:
        line = error.issue.line
        if line is not None:
            line += self._attributes.skipped
            error.issue = replace(error.issue, line=line)
        return error

    def _taken(self, element: Element) -> Iterator[Trace]:
        name, line = local_name(element), self._attributes.line_of(element)
        self._check_place(name, element, line)
        if name == "event":
            self._keep(reversed(list(element.itersiblings(preceding=True))))
            self._events.append(self._event(element, line))
        elif name == "trace":
            self._keep(element)
            yield self._trace(line)
        elif name == "classifier":
            if element.get("keys", "").strip(_QUOTED) != ACTIVITY:
                self._log.add(CLASSIFIER, line, name=element.get("name", "")[:60])
        else:
            prefix = element.get("prefix", "")[:60]
            if not _is_known(prefix):
                self._log.add(UNKNOWN_EXTENSION, line, prefix=prefix)

    def _check_place(self, name: str, element: Element, line: int) -> None:
        above = [local_name(ancestor) for ancestor in element.iterancestors()]
        self._check_root([name, *above][-1])
        if above != (["trace", "log"] if name == "event" else ["log"]):
            values: dict[str, object] = {"name": name, "parent": above[0]}
            raise UnreadableLog(Issue(MISPLACED, line, values=values))

    def _check_root(self, name: str) -> None:
        if name != "log":
            raise UnreadableLog(Issue(NO_LOG, values={"name": name[:60]}))

    def _keep(self, elements: Iterable[Element]) -> None:
        """Keeps the attributes of the trace, which lie around its events."""
        own = [element for element in elements if local_name(element) != "event"]
        standard, others = self._attributes.read(own, TRACE_FIELDS)
        self._standard |= standard
        self._others |= others

    def _event(self, element: Element, line: int) -> Event:
        if len(self._events) == self._limits.events_in_case:
            values: dict[str, object] = {
                "limit": self._limits.events_in_case,
                "unit": mark("events in one case"),
            }
            raise UnreadableLog(Issue(TOO_LARGE, line, values=values))
        standard, others = self._attributes.read(element, EVENT_FIELDS)
        return self._assembly.event(standard, others, line)

    def _trace(self, line: int) -> Trace:
        standard, others, events = self._standard, self._others, self._events
        self._standard, self._others, self._events = {}, {}, []
        return self._assembly.trace(standard.get("case", ""), others, events, line)


def _depth_change(text: str) -> int | None:
    """How many more elements are open after `text`; None unless it ends between tags."""
    if not _ONLY_MARKUP.fullmatch(text):
        return None
    change = 0
    for piece in _PIECE.findall(text):
        if piece[1] not in "!?/" and piece[-2] != "/":
            change += 1
        elif piece[1] == "/":
            change -= 1
    return change


def _is_known(prefix: str) -> bool:
    return prefix.lower() in KNOWN_EXTENSIONS or prefix.startswith("meta_")
