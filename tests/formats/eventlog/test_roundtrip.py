# SPDX-License-Identifier: EUPL-1.2
"""J3: parse(write(x)) = x; and the quick road is the slow one, only quicker."""

import gzip
import io
import re
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from gemensam.formats.eventlog import (
    Container,
    Event,
    Id,
    Listed,
    Nested,
    Trace,
    UnreadableLog,
    read_log,
    write_xes,
)
from gemensam.formats.eventlog.xes import read_xes
from gemensam.formats.issues import Issue, IssueLog
from gemensam.formats.safe_xml import UnreadableXml

_ALLOWED = st.characters(
    blacklist_categories=["Cs"], blacklist_characters="\x7f", min_codepoint=32
) | st.sampled_from("\t\n\r&<>\"'åÅ")
texts = st.text(_ALLOWED, max_size=12).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)
names = texts.filter(bool)
keys = names.filter(
    lambda key: (
        key
        not in {
            "concept:name",
            "time:timestamp",
            "org:resource",
            "lifecycle:transition",
        }
    )
)
instants = st.datetimes(
    min_value=datetime(1900, 1, 1),
    max_value=datetime(2199, 12, 31),
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(fold=0))
scalars = (
    texts
    | texts.map(Id)
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False)
    | instants
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.builds(Nested, scalars, st.dictionaries(keys, inner, min_size=1, max_size=3))
        | st.builds(Listed, st.lists(st.tuples(keys, inner), max_size=3).map(tuple))
        | st.builds(Container, st.lists(st.tuples(keys, inner), max_size=3).map(tuple))
    ),
    max_leaves=4,
)
attributes = st.dictionaries(keys, values, max_size=4)
plain_attributes = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from(["", "x", 1, True])
)


def traces_of(
    names: st.SearchStrategy[str],
    attributes: st.SearchStrategy[dict[str, Any]],
    optional: st.SearchStrategy[str | None],
) -> st.SearchStrategy[list[Trace]]:
    events = st.builds(Event, names, instants, optional, optional, attributes)
    return st.lists(
        st.builds(Trace, names, attributes, st.lists(events, max_size=4).map(tuple)),
        max_size=4,
        unique_by=lambda trace: trace.case,
    )


logs = traces_of(names, attributes, st.none() | names)
plain_logs = traces_of(
    st.sampled_from("ABCDÅ"), plain_attributes, st.sampled_from([None, "r"])
)


def written(traces: list[Trace], *, packed: bool = False) -> bytes:
    target = io.BytesIO()
    assert write_xes(traces, target, packed=packed) == len(traces)
    return target.getvalue()


@settings(max_examples=50)
@given(logs | plain_logs, st.booleans())
def test_what_is_written_is_read_back(traces, packed):
    log = IssueLog()
    data = written(traces, packed=packed)
    assert written(traces, packed=packed) == data
    back = list(read_log(data, log=log))
    assert back == traces
    assert repr(back) == repr(traces)
    assert {issue.code for issue in log} <= {"log.empty-case", "log.unsorted"}


def test_what_is_written_gives_nothing_to_remark_on():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    log = IssueLog()
    list(read_log(written([Trace("A", {}, (Event("x", start),))]), log=log))
    assert list(log) == []


def test_packed_bytes_do_not_depend_on_time_or_machine():
    """The ten bytes of the header are all that could; level and method are ours."""
    data = written([Trace("A")], packed=True)
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    assert gzip.decompress(data) == written([Trace("A")])
    assert data[-8:-4] == zlib.crc32(written([Trace("A")])).to_bytes(4, "little")


def test_a_large_log_is_written_in_pieces():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    traces = [
        Trace(f"Ä-{n}", {}, tuple(Event("x", start + timedelta(n)) for _ in range(20)))
        for n in range(300)
    ]
    for packed in (False, True):
        assert list(read_log(written(traces, packed=packed), log=IssueLog())) == traces


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_characters_that_xml_has_no_place_for_are_replaced(letter):
    data = written([Trace(f"a{letter}b")])
    assert [trace.case for trace in read_log(data, log=IssueLog())] == ["a\ufffdb"]


def test_a_float_that_is_no_number_comes_back():
    data = written(
        [Trace("A", {"x": float("nan"), "y": float("inf"), "z": -float("inf")})]
    )
    assert repr(next(read_log(data, log=IssueLog())).attributes) == (
        "{'x': nan, 'y': inf, 'z': -inf}"
    )


def test_an_event_without_anything_is_written_and_read():
    log = IssueLog()
    empty = Trace("", {}, (Event("", None),))
    assert list(read_log(written([empty]), log=log)) == [empty]
    assert [issue.code for issue in log if issue.severity == "error"] == [
        "log.no-case",
        "log.no-activity",
        "log.no-time",
    ]


def outcome(
    texts: list[str], *, fast: bool
) -> tuple[list[Trace], list[Issue], Issue | None]:
    log = IssueLog()
    traces: list[Trace] = []
    try:
        traces.extend(read_xes(texts, log=log, fast=fast))
    except (UnreadableLog, UnreadableXml) as error:
        return traces, list(log), error.issue
    return traces, list(log), None


SNIPPETS = st.sampled_from(
    [
        "<!--", "-->", "<![CDATA[", "]]>", "<?p ", "?>", '"', "'", "<", ">", "&amp;",
        "&x;", "<trace>", "</trace>", "<event>", "</event>", "</log>", "<log>", "\n",
        " ", "\t", "\x0b", "\u00a0", "å", '<string key="k" value="v"/>', '<int key="n" value="x"/>',
        "<x>", "</x>", "<!DOCTYPE x>", " value=", "/>", "",
    ]
)  # fmt: skip


@settings(max_examples=60)
@given(plain_logs | logs, st.data())
def test_the_two_roads_agree_on_damaged_logs(traces, data):
    text = written(traces).decode()
    places = [found.start() for found in re.finditer(r"[<>\"/ ]|$", text)]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.sampled_from(places)) % (len(text) + 1)
        end = start + data.draw(st.sampled_from([0, 0, 1, 5, 40]))
        text = text[:start] + data.draw(SNIPPETS) + text[end:]
    text = text.removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    size = data.draw(st.sampled_from([50, 1000, len(text) + 1]))
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    quick, slow = outcome(pieces, fast=True), outcome(pieces, fast=False)
    if re.search("<![DE]", text):  # what an end is called depends on what was seen
        assert quick[:2] == slow[:2]
    else:
        assert quick == slow


def test_another_attribute_of_a_case_is_not_its_name():
    event = '<event><string key="concept:name" value="A"/>'
    event += '<date key="time:timestamp" value="2000-01-01T00:00:00+00:00"/></event>'
    text = f'<log><trace><string key="branch" value="B"/>{event}</trace></log>'
    quick, slow = outcome([text], fast=True), outcome([text], fast=False)
    assert quick == slow
    assert [one.code for one in quick[1]] == ["log.no-case"]


@settings(max_examples=30)
@given(logs, st.data())
def test_truncated_logs_give_the_traces_before_the_end(traces, data):
    whole = written(traces)
    cut = data.draw(st.integers(0, len(whole) - 8))
    found: list[Trace] = []
    with pytest.raises((UnreadableLog, UnreadableXml, ValueError)):
        found.extend(read_log(whole[:cut], log=IssueLog()))
    assert found == traces[: len(found)]
