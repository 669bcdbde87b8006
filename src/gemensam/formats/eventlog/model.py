# SPDX-License-Identifier: EUPL-1.2
"""What an event log is to us, whichever file it came from.

Names follow XES (IEEE 1849): a trace is one case, an event is one thing done in it.
The four attributes that everyone needs have fields of their own; all others are kept
with their type, in the order of the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Union

CASE = ACTIVITY = "concept:name"
INSTANT = "time:timestamp"
RESOURCE = "org:resource"
LIFECYCLE = "lifecycle:transition"

Scalar = str | int | float | bool | datetime
Value = Union[Scalar, "Nested", "Listed", "Container"]


class Id(str):
    """A text that the log marks as an identifier; otherwise a text like any other."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Id({super().__repr__()})"


@dataclass(frozen=True, slots=True)
class Nested:
    """A value with attributes of its own."""

    value: Scalar
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Listed:
    """An ordered list; keys may repeat."""

    items: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Container:
    """An unordered heap of values; keys may repeat."""

    items: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done. `activity` is "" and `instant` None where the log does not say.

    `instant` is aware UTC; the offset it was written with is not kept.
    """

    activity: str
    instant: datetime | None
    resource: str | None = None
    lifecycle: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)

    def __init__(
        self,
        activity: str,
        instant: datetime | None,
        resource: str | None = None,
        lifecycle: str | None = None,
        attributes: Mapping[str, Value] | None = None,
    ) -> None:
        # The generated one takes twice as long, and logs have millions of events.
        _set_activity(self, activity)
        _set_instant(self, instant)
        _set_resource(self, resource)
        _set_lifecycle(self, lifecycle)
        _set_attributes(self, {} if attributes is None else attributes)


_set_activity, _set_instant, _set_resource, _set_lifecycle, _set_attributes = (
    vars(Event)[name].__set__ for name in Event.__slots__
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One case with its events in the order of the file; `case` is "" when unnamed."""

    case: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


def by_time(trace: Trace) -> Trace:
    """The trace with its events in order of time.

    Stable: events at the same instant keep the order of the file, and so does an event
    without instant, which stays right after the one before it.
    """
    return replace(trace, events=tuple(_ordered(trace.events)))


def _ordered(events: Iterable[Event]) -> list[Event]:
    latest = datetime.min.replace(tzinfo=UTC)
    keyed = []
    for event in events:
        latest = event.instant or latest
        keyed.append((latest, event))
    return [event for _, event in sorted(keyed, key=lambda pair: pair[0])]
