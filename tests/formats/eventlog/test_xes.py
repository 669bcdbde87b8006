# SPDX-License-Identifier: EUPL-1.2
"""X2–X7: what the reader makes of logs that are typed, broken, huge or strange."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gemensam.formats.eventlog import (
    Container,
    Event,
    Id,
    Limits,
    Listed,
    Nested,
    Trace,
    UnreadableLog,
    Value,
    by_time,
    read_log,
)
from gemensam.formats.eventlog.xes import read_xes
from gemensam.formats.issues import Issue, IssueLog
from gemensam.formats.safe_xml import HostileXml, MalformedXml, text_of

CORPUS = Path(__file__).parent / "corpus"
XMLNS = 'xmlns="http://www.xes-standard.org/"'


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def read(source, **options) -> tuple[list[Trace], list[tuple[str, int | None]]]:
    log = IssueLog()
    source = source.encode() if isinstance(source, str) else source
    traces = list(read_log(source, log=log, **options))
    return traces, [(issue.code, issue.line) for issue in log]


def event(name: str, time: str = "2026-01-01T00:00:00Z", more: str = "") -> str:
    return (
        f'<event><string key="concept:name" value="{name}"/>'
        f'<date key="time:timestamp" value="{time}"/>{more}</event>'
    )


def trace(name: str, *events: str) -> str:
    return (
        f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>'
    )


def test_every_type_of_value_is_kept():
    traces, issues = read(CORPUS / "typed.xes")
    assert issues == []
    first: dict[str, Value] = {
        "note": 'a & b <c> "d"',
        "minutes": 12,
        "share": 0.25,
        "urgent": True,
        "ref": Id("6b8f"),
        "due": datetime(2026, 12, 1, tzinfo=UTC),
    }
    second: dict[str, Value] = {
        "decision": Nested("ja", {"reason": Nested("komplett", {"page": 3})}),
        "parties": Listed((("party", "A"), ("party", "B"))),
        "heap": Container((("x", 1), ("empty", Listed(())))),
    }
    registered = datetime(2026, 11, 23, 7, 15, 0, 250_000, tzinfo=UTC)
    assert traces == [
        Trace(
            "Ärende 1",
            {"cost": -120},
            (
                Event("Registrera", registered, "Åsa", "complete", first),
                Event("Besluta", at(8), None, None, second),
            ),
        )
    ]
    assert repr(traces[0].events[0].attributes) == repr(first)


def test_x4_times_that_cannot_be_used_are_told_and_the_order_is_kept():
    traces, issues = read(CORPUS / "x4_times.xes")
    assert issues == [
        ("log.unsorted", 3),
        ("log.no-time", 5),
        ("log.no-activity", 8),
        ("log.no-zone", 11),
        ("log.bad-time", 15),
        ("log.time-out-of-range", 19),
        ("log.time-out-of-range", 23),
        ("log.no-case", 36),
    ]
    assert [(item.activity, item.instant) for item in traces[0].events] == [
        ("no time", None),
        ("", at(7)),
        ("no zone", None),
        ("not a time", None),
        ("year 1", None),
        ("year 9999", None),
        ("earlier, other zone", at(6, 59, 59)),
        ("same instant, UTC", at(6, 59, 59)),
    ]
    assert [item.case for item in traces] == ["A", ""]


def test_x4_a_stable_order_by_time_is_there_for_the_asking():
    traces, _ = read(CORPUS / "x4_times.xes")
    assert [item.activity for item in by_time(traces[0]).events] == [
        "no time",
        "earlier, other zone",
        "same instant, UTC",
        "",
        "no zone",
        "not a time",
        "year 1",
        "year 9999",
    ]


def test_x4_times_without_zone_are_read_in_the_stated_one():
    zone = ZoneInfo("Europe/Stockholm")
    traces, issues = read(CORPUS / "x4_times.xes", zone=zone)
    assert traces[0].events[2].instant == at(7)
    assert ("log.zone-assumed", 11) in issues
    assert ("log.no-zone", 11) not in issues


def test_x5_duplicate_empty_and_nameless_traces_are_told():
    traces, issues = read(CORPUS / "x5_traces.xes")
    assert [(item.case, len(item.events)) for item in traces] == [
        ("A", 1),
        ("empty", 0),
        ("A", 1),
        ("", 0),
    ]
    assert issues == [
        ("log.empty-case", 5),
        ("log.duplicate-case", 6),
        ("log.no-case", 9),
        ("log.empty-case", 9),
    ]


def test_x5_one_trace_with_very_many_events_is_read_event_by_event(monkeypatch):
    monkeypatch.setattr("gemensam.formats.eventlog.xes._LARGEST_BLOCK", 1 << 16)
    count = 3000
    text = f"<log>{trace('A', event('x') * count, event('y'))}{trace('B', event('z'))}</log>"
    for fast in (True, False):
        traces = list(read_xes([text], log=IssueLog(), fast=fast))
        assert [len(item.events) for item in traces] == [count + 1, 1]


def test_x5_a_trace_with_more_events_than_allowed_is_refused():
    text = f"<log>{trace('A', event('x', more='<!-- -->') * 4)}</log>"
    with pytest.raises(UnreadableLog) as caught:
        read(text, limits=Limits(events_in_case=3))
    assert caught.value.issue.code == "log.too-large"
    assert len(read(text, limits=Limits(events_in_case=4))[0]) == 1


def test_x3_more_attributes_than_allowed_are_refused():
    more = "".join(f'<string key="k{n}" value=""/>' for n in range(20)) + "<!-- -->"
    with pytest.raises(UnreadableLog) as caught:
        read(
            f"<log>{trace('A', event('x', more=more))}</log>",
            limits=Limits(attributes=19),
        )
    assert caught.value.issue.values["unit"] == "attributes in one place"


def nested(depth: int) -> str:
    start = "".join(f'<string key="k{n}" value="{n}">' for n in range(depth))
    return start + "</string>" * depth


def test_x3_nesting_is_kept_to_a_limit_and_the_rest_is_told():
    traces, issues = read(
        f"<log>{trace('A', event('x', more=nested(5)))}</log>", limits=Limits(levels=3)
    )
    assert issues == [("log.nested-too-deep", 1)]
    assert traces[0].events[0].attributes == {
        "k0": Nested("0", {"k1": Nested("1", {"k2": "2"})})
    }


def test_x3_nesting_of_ten_thousand_is_refused():
    with pytest.raises(HostileXml) as caught:
        read(f"<log>{trace('A', event('x', more=nested(10_000)))}</log>")
    assert caught.value.found == "depth"


@pytest.mark.parametrize(
    ("keys", "remarks"),
    [("concept:name", 0), (" 'concept:name' ", 0), ("concept:name org:role", 1)],
)
def test_a_classifier_that_says_what_is_done_anyway_is_not_remarked_on(keys, remarks):
    _, issues = read(f'<log><classifier name="A" keys="{keys}"/></log>')
    assert issues == [("log.classifier", 1)] * remarks


def test_x7_unknown_extensions_and_classifiers_are_counted_and_passed_over():
    traces, issues = read(CORPUS / "x7_unknown.xes")
    assert traces == [
        Trace(
            "A",
            {"after": "the events"},
            (
                Event(
                    "x",
                    datetime(2026, 1, 1, tzinfo=UTC),
                    attributes={
                        "kommun:enhet": "förskola",
                        "count": "many",
                        "share": "1_0",
                        "open": "perhaps",
                        "due": "soon",
                    },
                ),
            ),
        )
    ]
    assert issues == [
        ("log.unknown-extension", 4),
        ("log.unknown-extension", 5),
        ("log.classifier", 6),
        ("log.unknown-element", 14),
        ("log.bad-attribute", 15),
        ("log.bad-attribute", 16),
        ("log.bad-value", 17),
        ("log.bad-value", 18),
        ("log.bad-value", 19),
        ("log.bad-value", 20),
        ("log.repeated-attribute", 21),
    ]


def test_what_stands_inside_a_standard_attribute_is_told():
    more = '<string key="org:resource" value="Åsa"><int key="age" value="9"/></string>'
    traces, issues = read(f"<log>{trace('A', event('x', more=more))}</log>")
    assert issues == [("log.nesting-dropped", 1)]
    assert traces[0].events[0].resource == "Åsa"


def test_a_standard_attribute_given_twice_is_told():
    more = '<string key="concept:name" value="y"/>'
    traces, issues = read(f"<log>{trace('A', event('x', more=more))}</log>")
    assert issues == [("log.repeated-attribute", 1)]
    assert traces[0].events[0].activity == "y"


def test_empty_resource_and_lifecycle_are_none():
    more = '<string key="org:resource" value=""/><string key="lifecycle:transition" value=""/>'
    traces, issues = read(f"<log>{trace('A', event('x', more=more))}</log>")
    assert issues == []
    assert (traces[0].events[0].resource, traces[0].events[0].lifecycle) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "<html><body/></html>",
        "<trace/>",
        "<event/>",
        f"<l>{trace('A', event('x'))}</l>",
    ],
)
def test_xml_that_is_no_log_is_refused(text):
    for fast in (True, False):
        with pytest.raises(UnreadableLog) as caught:
            list(read_xes([text], log=IssueLog(), fast=fast))
        assert caught.value.issue.code == "log.not-a-log"


@pytest.mark.parametrize(
    ("inside", "name", "parent"),
    [
        ("<event/>", "event", "log"),
        ("<trace><trace/></trace>", "trace", "trace"),
        ("<trace><event><event/></event></trace>", "event", "event"),
        ("<trace><event><classifier/></event></trace>", "classifier", "event"),
        ("<global><extension/></global>", "extension", "global"),
        (f"<x>{trace('A', event('x'))}</x>", "event", "trace"),
    ],
)
def test_elements_out_of_place_are_refused(inside, name, parent):
    for fast in (True, False):
        with pytest.raises(UnreadableLog) as caught:
            list(read_xes([f"<log>{inside}</log>"], log=IssueLog(), fast=fast))
        assert caught.value.issue.values == {"name": name, "parent": parent}


def test_lines_are_those_of_the_file_though_most_of_it_is_skipped():
    plain = trace("{}", "\n" + event("x") + "\n")
    lines = [plain.format(n) for n in range(50)]
    faulty = trace("bad", "\n\n", event("x", "never"))
    text = "\n".join(["<log>", *lines, faulty, *lines[:1], "</log>"])
    _, issues = read(text)
    row = text[: text.index("never")].count("\n") + 1
    assert issues == [("log.bad-time", row), ("log.duplicate-case", row + 1)]


def test_a_log_that_breaks_off_gives_the_traces_before_and_the_line():
    text = "\n".join(
        ["<log>", *(trace(str(n), event("x")) for n in range(9)), "<trace>"]
    )
    found: list[Trace] = []
    with pytest.raises(MalformedXml) as caught:
        found.extend(read_log(text.encode(), log=IssueLog()))
    assert len(found) == 9
    assert caught.value.issue.line == 11


def test_a_log_without_traces_is_empty():
    assert read("<log/>") == ([], [])


def test_prefixed_names_are_read():
    text = (
        '<x:log xmlns:x="http://www.xes-standard.org/"><x:trace>'
        '<x:string key="concept:name" value="A"/><x:event>'
        '<x:string key="concept:name" value="x"/>'
        '<x:date key="time:timestamp" value="2026-01-01T00:00:00Z"/>'
        "</x:event></x:trace></x:log>"
    )
    traces, issues = read(text)
    assert issues == []
    assert traces == [Trace("A", {}, (Event("x", datetime(2026, 1, 1, tzinfo=UTC)),))]


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- {} -->",
        "<?pi {} ?>",
        "<![CDATA[ {} ]]>",
        "<string key='k' value='&lt;'/><!-- {} -->",
        "<!-- <!-- {} <? -->",
        "<?x <!-- ?><!-- {} -->",
    ],
)
def test_traces_inside_comments_and_the_like_are_not_read(hidden):
    """The quick road must not take a trace out of a place where the parser sees text."""
    plain = trace("hidden", event("x"))
    shown = trace("shown", event("y"))
    for text in (
        f"<log>{hidden.format(plain)}{shown}</log>",
        f"<log>{shown}{hidden.format(plain)}</log>",
        f"<log>{hidden.format(plain + plain)}{shown}</log>",
        f"<log><trace>{hidden.format('</trace>' + plain)}</trace>{shown}</log>",
        f"{hidden.format(plain)}<log>{shown}</log>",
        f"<log>{shown}</log>{hidden.format(plain)}",
    ):
        if "CDATA" in hidden and not text.startswith("<log><"):
            continue
        results = [outcome([text], fast=fast) for fast in (True, False)]
        assert results[0] == results[1]
        assert "hidden" not in [item.case for item in results[0][0]]


def outcome(
    texts: Iterable[str], *, fast: bool
) -> tuple[list[Trace], list[Issue], Issue | None]:
    """Traces, issues and the end: all that a caller can see."""
    log = IssueLog()
    traces: list[Trace] = []
    try:
        traces.extend(read_xes(texts, log=log, fast=fast))
    except (UnreadableLog, HostileXml, MalformedXml) as error:
        return traces, list(log), error.issue
    return traces, list(log), None


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_pieces_of_any_size_give_the_same_log(size):
    for name in ("typed.xes", "x4_times.xes", "x5_traces.xes", "x7_unknown.xes"):
        text = "".join(text_of(io.BytesIO((CORPUS / name).read_bytes())))
        pieces = [text[n : n + size] for n in range(0, len(text), size)]
        whole = outcome([text], fast=False)
        assert outcome(pieces, fast=True) == whole
        assert outcome(pieces, fast=False) == whole


def test_a_log_where_nothing_is_plain_stops_trying():
    odd = "".join(trace(f"{n}", event("x", more="<!-- -->")) for n in range(300))
    assert outcome([f"<log>{odd}</log>"], fast=True) == outcome(
        [f"<log>{odd}</log>"], fast=False
    )


def test_a_very_large_trace_among_small_ones_is_read(monkeypatch):
    monkeypatch.setattr("gemensam.formats.eventlog.xes._LARGEST_BLOCK", 1 << 16)
    big = trace("big", event("x") * 3000)
    small = "".join(trace(f"{n}", event("y")) for n in range(3))
    text = f"<log>{small}{big}{trace('last', event('y'))}</log>"
    pieces = [text[n : n + (1 << 12)] for n in range(0, len(text), 1 << 12)]
    log = IssueLog()
    traces = list(read_xes(pieces, log=log))
    assert [len(item.events) for item in traces] == [1, 1, 1, 3000, 1]


def test_forms_beyond_the_memory_for_them_are_learned_anew(monkeypatch):
    monkeypatch.setattr("gemensam.formats.eventlog.plain._MOST_FORMS", 3)
    events = [event("x", more=f'<string key="k{n}" value="v"/>') for n in range(8)]
    text = f"<log>{trace('A', *events, *events)}</log>"
    assert outcome([text], fast=True) == outcome([text], fast=False)
    assert len(outcome([text], fast=True)[0][0].events) == 16


@pytest.mark.parametrize(
    "block",
    [
        "<trace></trace>",
        '<trace><string key="concept:name" value=""/>' + event("x") + "</trace>",
        trace("A", event("")),
        trace("A", event("x").replace("date", "string")),
        trace("A", event("x", "2026-01-01T00:00:00")),
        trace("A", event("x", "2026-01-01T00:00:00+25:00")),
        trace("A", event("x", "2026-01-01T00:00:00+1:00")),
        trace("A", event("x", "2026-01-01x00:00:00Z")),
        trace("A", event("x", "2026-01-01")),
        trace("A", event("x", "20260101T000000Z")),
        trace("A", event("x", "")),
        trace("A", event("x&amp;y")),
        trace("A", event("x\ty")),
        trace("A", event("x\u00a0y")),
        trace("A", event("x", more='<int key="n" value="x"/>')),
        trace("A", event("x", more='<int key="n" value="7"/>')),
        trace("A", event("x", more='<int value="7" key="n"/>')),
        trace("A", event("x", more="<int key='n' value='7'/>")),
        trace("A", event("x", more='<int key="" value="7"/>')),
        trace("A", event("x", more='<int key="n&amp;m" value="7"/>')),
        trace("A", event("x", more='<int key="n" value="7"></int>')),
        trace("A", event("x", more='<int key="n" value="7" more="1"/>')),
        trace("A", event("x", more='<int key="n"  value="7"/>')),
        trace("A", event("x", more='<x:int key="n" value="7"/>')),
        trace("A", event("x", more='<int key="n" value="<"/>')),
        trace("A", event("x", more="stray text")),
        trace("A", event("x") + '<string key="late" value="1"/>'),
        trace("A", event("x") + '<string key="late" value="1"/>' + event("y")),
        trace("A", "<event></event>" + event("y")),
        trace("A", event("x"), "<event/>", event("y")),
        trace("A", event("x"), "<event>" + event("y")),
        trace("A", event("x") + "</event>"),
        '<trace><event><string key="concept:name" value="x"/></event></trace>',
        '<trace a="1">' + event("x") + "</trace>",
        trace("A", event("x")).replace("</trace>", "</trace >"),
        trace("A", event("x")) + "<unknown/>" + trace("B", event("y")),
        trace("A", event("x")) + "stray" + trace("B", event("y")),
        trace("A", event("x")) + "</log>" + trace("B", event("y")),
        trace("A", event("x")) + "<open>" + trace("B", event("y")) + "</open>",
    ],
)
def test_the_two_roads_agree_on_everything_almost_plain(block):
    for text in (
        f"<log>{block}</log>",
        f"<log>{trace('0', event('x'))}\n{block}\n</log>",
    ):
        assert outcome([text], fast=True) == outcome([text], fast=False)


@pytest.mark.parametrize(
    "head",
    [
        '<log a="<">',
        "<log a='>'>",
        '<log a=">">',
        '<log a="',
        "<log><!-- -->",
        "<log><![CDATA[>]]>",
        "<log>text>",
        "<log><global>",
        "<log></log>",
        "<log/>",
        "<log><x></log>",
        "<!-- > --><log>",
    ],
)
def test_the_two_roads_agree_whatever_stands_before_the_traces(head):
    text = f"{head}{trace('A', event('x'))}</log>"
    assert outcome([text], fast=True) == outcome([text], fast=False)


def test_a_fault_that_the_parser_tells_at_the_end_has_no_line():
    text = f'<log\nxmlns="http:-->//x">\n\n{trace("A", event("x"))}\n</log>'
    for fast in (True, False):
        traces, _, end = outcome([text], fast=fast)
        assert len(traces) == 1
        assert end is not None
        assert (end.code, end.line) == ("xml.malformed", None)


@pytest.mark.parametrize(
    "gap", ["", "\n", "<!-- a > b -->", '<string key="k" value="a/b"/>']
)
def test_plain_traces_do_not_pass_through_the_parser(monkeypatch, gap):
    """Else a slip in the quick road would cost its speed and nothing would tell."""

    def never(*_: object) -> None:
        raise AssertionError("a plain trace was parsed")

    monkeypatch.setattr("gemensam.formats.eventlog.xes._Reader._event", never)
    more = '<string key="a b" value="> / \'"/><date key="due" value="2026-01-01T00:00:00Z"/>'
    head = f'<?pi x?><log {XMLNS}>\n<global scope="event"><string key="k" value=""/></global>'
    traces = [
        trace(f"{n}", event("x"), event("y", more=more), event("z")) for n in range(3)
    ]
    texts = [f"<!-- > -->{head}{gap}{gap.join(traces)}{gap}</log>\n"]
    assert [item.case for item in read_xes(texts, log=IssueLog())] == ["0", "1", "2"]
    cut = [texts[0][at : at + 10] for at in range(0, len(texts[0]), 10)]
    assert len(list(read_xes(cut, log=IssueLog()))) == 3


def test_indented_traces_do_not_pass_through_the_parser(monkeypatch):
    monkeypatch.setattr("gemensam.formats.eventlog.xes._Reader._trace", None)
    text = (
        (CORPUS / "x5_traces.xes")
        .read_text()
        .partition('<trace><string key="concept:name" value="empty"')[0]
    )
    spread = text.replace("><", ">\r\n\t\t<").replace("/>", " />")
    assert len(list(read_xes([f"{spread}</log>"], log=IssueLog()))) == 1
