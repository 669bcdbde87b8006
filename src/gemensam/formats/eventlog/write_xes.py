# SPDX-License-Identifier: EUPL-1.2
"""Writing XES: the same log gives the same bytes, today and in ten years."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from gemensam.formats.eventlog.model import (
    ACTIVITY,
    CASE,
    INSTANT,
    LIFECYCLE,
    RESOURCE,
    Container,
    Event,
    Listed,
    Nested,
    Trace,
    Value,
)
from gemensam.formats.eventlog.scalars import written
from gemensam.formats.safe_xml import escaped

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2023" xes.features="nested-attributes" \
xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" \
uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" \
uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" \
uri="http://www.xes-standard.org/lifecycle.xesext"/>
<classifier name="Activity" keys="concept:name"/>
"""
_TAIL = "</log>\n"
_ENOUGH = 1 << 16
# Magic, deflate, no flags, no time, no hint, no system: nothing that changes by itself.
_GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def write_xes(
    traces: Iterable[Trace], target: BinaryIO, *, packed: bool = False
) -> int:
    """Write the traces one by one, as gzip if `packed`; returns how many there were.

    Every element begins a line, for there are programs that read XES by lines.
    Characters that XML has no place for become U+FFFD; everything else comes back as
    it was when the file is read.
    """
    sink = _Packed(target) if packed else _Plain(target)
    count = 0
    waiting, size = [_HEAD], 0
    for trace in traces:
        count += 1
        text = "".join(_trace(trace))
        waiting.append(text)
        size += len(text)
        if size > _ENOUGH:
            sink.write("".join(waiting).encode())
            waiting, size = [], 0
    sink.write(("".join(waiting) + _TAIL).encode())
    sink.close()
    return count


class _Plain:
    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def write(self, data: bytes) -> None:
        self._target.write(data)

    def close(self) -> None:
        """The target is the caller's to close."""


class _Packed(_Plain):
    def __init__(self, target: BinaryIO) -> None:
        super().__init__(target)
        self._deflate = zlib.compressobj(6, wbits=-15)
        self._sum = 0
        self._size = 0
        target.write(_GZIP_HEAD)

    def write(self, data: bytes) -> None:
        self._sum = zlib.crc32(data, self._sum)
        self._size += len(data)
        super().write(self._deflate.compress(data))

    def close(self) -> None:
        super().write(self._deflate.flush())
        for number in (self._sum, self._size & 0xFFFFFFFF):
            super().write(number.to_bytes(4, "little"))


def _trace(trace: Trace) -> Iterator[str]:
    yield "<trace>\n"
    if trace.case:
        yield _scalar(CASE, trace.case)
    yield from _attributes(trace.attributes)
    for event in trace.events:
        yield from _event(event)
    yield "</trace>\n"


def _event(event: Event) -> Iterator[str]:
    yield "<event>\n"
    for key, value in (
        (ACTIVITY, event.activity or None),
        (INSTANT, event.instant),
        (RESOURCE, event.resource),
        (LIFECYCLE, event.lifecycle),
    ):
        if value is not None:
            yield _scalar(key, value)
    yield from _attributes(event.attributes)
    yield "</event>\n"


def _attributes(attributes: Mapping[str, Value]) -> Iterator[str]:
    for key, value in attributes.items():
        yield from _attribute(key, value)


def _attribute(key: str, value: Value) -> Iterator[str]:
    if isinstance(value, Listed | Container):
        kind = "list" if isinstance(value, Listed) else "container"
        yield f'<{kind} key="{escaped(key)}">\n'
        inner = "".join(text for item in value.items for text in _attribute(*item))
        yield f"<values>\n{inner}</values>\n" if kind == "list" else inner
        yield f"</{kind}>\n"
    elif isinstance(value, Nested):
        kind, text = written(value.value)
        yield f'<{kind} key="{escaped(key)}" value="{escaped(text)}">\n'
        yield from _attributes(value.attributes)
        yield f"</{kind}>\n"
    else:
        yield _scalar(key, value)


def _scalar(key: str, value: str | float | bool | datetime) -> str:
    kind, text = written(value)
    return f'<{kind} key="{escaped(key)}" value="{escaped(text)}"/>\n'
