# SPDX-License-Identifier: EUPL-1.2
"""A log in a dozen figures, counted while it streams by."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gemensam.formats.eventlog.model import (
    ACTIVITY,
    CASE,
    INSTANT,
    LIFECYCLE,
    RESOURCE,
    Event,
    Trace,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Numbers of things, the first and last instant, and the attribute names, sorted.

    An activity is its name alone, whatever its lifecycle; a variant is the sequence of
    activities of a case in the order of the file. Names count as XES has them, so the
    standard fields are among them wherever any case or event has them.
    """

    cases: int
    events: int
    activities: int
    variants: int
    resources: int
    first: datetime | None
    last: datetime | None
    trace_attributes: tuple[str, ...]
    event_attributes: tuple[str, ...]


class Counting:
    """Counts traces that pass; memory grows with the number of variants only."""

    def __init__(self) -> None:
        self._cases = 0
        self._events = 0
        self._activities: dict[str, int] = {}
        self._variants: set[bytes] = set()
        self._resources: set[str] = set()
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._of_traces: set[str] = set()
        self._of_events: set[str] = set()

    def add(self, trace: Trace) -> None:
        self._cases += 1
        self._events += len(trace.events)
        self._of_traces.update(trace.attributes)
        if trace.case:
            self._of_traces.add(CASE)
        activities = self._activities
        variant = array("L")
        for event in trace.events:
            variant.append(activities.setdefault(event.activity, len(activities)))
            self._event(event)
        self._variants.add(variant.tobytes())

    def passing(self, traces: Iterable[Trace]) -> Iterator[Trace]:
        """The same traces, counted as they are taken."""
        for trace in traces:
            self.add(trace)
            yield trace

    def summary(self) -> Summary:
        return Summary(
            cases=self._cases,
            events=self._events,
            activities=len(self._activities),
            variants=len(self._variants),
            resources=len(self._resources),
            first=self._first,
            last=self._last,
            trace_attributes=tuple(sorted(self._of_traces)),
            event_attributes=tuple(sorted(self._of_events)),
        )

    def _event(self, event: Event) -> None:
        self._of_events.update(event.attributes)
        if event.activity:
            self._of_events.add(ACTIVITY)
        if event.instant is not None:
            self._of_events.add(INSTANT)
            if self._first is None or event.instant < self._first:
                self._first = event.instant
            if self._last is None or event.instant > self._last:
                self._last = event.instant
        if event.resource is not None:
            self._of_events.add(RESOURCE)
            self._resources.add(event.resource)
        if event.lifecycle is not None:
            self._of_events.add(LIFECYCLE)


def summarise(traces: Iterable[Trace]) -> Summary:
    counting = Counting()
    for trace in traces:
        counting.add(trace)
    return counting.summary()
