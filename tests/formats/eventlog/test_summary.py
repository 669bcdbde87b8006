# SPDX-License-Identifier: EUPL-1.2
"""A log in a dozen figures."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from gemensam.formats.eventlog import (
    Counting,
    Event,
    Summary,
    Trace,
    by_time,
    summarise,
)

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 3, 1, tzinfo=UTC)


def test_everything_is_counted():
    traces = [
        Trace("1", {"a": 1}, (Event("x", LAST, "r", "complete"), Event("y", FIRST))),
        Trace("2", {}, (Event("x", FIRST, "r"), Event("y", LAST, "s", None, {"b": 2}))),
        Trace("3", {}, (Event("y", None), Event("x", None))),
        Trace("", {}, ()),
    ]
    expected = Summary(
        cases=4,
        events=6,
        activities=2,
        variants=3,
        resources=2,
        first=FIRST,
        last=LAST,
        trace_attributes=("a", "concept:name"),
        event_attributes=(
            "b",
            "concept:name",
            "lifecycle:transition",
            "org:resource",
            "time:timestamp",
        ),
    )
    assert summarise(traces) == expected
    counting = Counting()
    assert list(counting.passing(traces)) == traces
    assert counting.summary() == expected


def test_nothing_is_counted_as_nothing():
    summary = summarise([Trace("", {}, (Event("", None),))])
    assert (summary.first, summary.last, summary.event_attributes) == (None, None, ())


def test_ordering_by_time_is_stable():
    events = tuple(
        Event(str(n), moment)
        for n, moment in enumerate([LAST, FIRST, None, LAST, FIRST])
    )
    ordered = by_time(Trace("A", {"k": "v"}, events))
    assert [event.activity for event in ordered.events] == ["1", "2", "4", "0", "3"]
    assert (ordered.case, ordered.attributes) == ("A", {"k": "v"})


def test_events_and_traces_cannot_be_changed():
    event = Event("x", None)
    with pytest.raises(FrozenInstanceError):
        event.activity = "y"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del event.activity
    assert event == Event("x", None, None, None, {})
    assert Trace("A") == Trace("A", {}, ())
