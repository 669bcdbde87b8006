# SPDX-License-Identifier: EUPL-1.2
"""Event logs as delimited text: which column is what, and what is wrong in which row."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gemensam.formats.eventlog import (
    ColumnMapping,
    Event,
    Limits,
    Trace,
    UnreadableLog,
    guess_mapping,
    read_log,
    summarise,
)
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import UnreadableTable

CORPUS = Path(__file__).parent / "corpus"
HEAD = "case id;activity;timestamp;resource;case:unit;n\n"


def read(source: str | bytes | Path, **options):
    log = IssueLog()
    source = source.encode() if isinstance(source, str) else source
    traces = list(read_log(source, log=log, **options))
    return traces, [(issue.code, issue.line, issue.column) for issue in log]


@pytest.mark.parametrize(
    "name", ["swedish", "swedish_1252", "swedish_437", "swedish_16"]
)
def test_c1_a_swedish_export_is_read_in_any_encoding(name):
    traces, issues = read(CORPUS / f"{name}.csv")
    assert issues == []
    assert traces == [
        Trace(
            "Ä-1",
            {"Enhet": "Skola"},
            (
                Event("Registrera", datetime(2026, 11, 23, 7, 15, tzinfo=UTC), "Åsa"),
                Event(
                    "Besluta",
                    datetime(2026, 11, 23, 8, tzinfo=UTC),
                    "Åsa",
                    attributes={"Minuter": "12"},
                ),
            ),
        ),
        Trace(
            "Ä-2",
            {"Enhet": "Vård"},
            (
                Event(
                    "Registrera",
                    datetime(2026, 11, 23, 7, 20, tzinfo=UTC),
                    "Örjan",
                    attributes={"Minuter": "7"},
                ),
            ),
        ),
    ]


def test_start_and_end_stamps_are_both_kept():
    traces, issues = read(CORPUS / "interval.csv")
    assert issues == []
    assert [trace.case for trace in traces] == ["C1", "C2"]
    minutes = [
        (event.instant - event.attributes["start_timestamp"]).total_seconds() / 60
        for trace in traces
        for event in trace.events
    ]
    assert minutes == [30, 60, 10]
    assert summarise(traces).event_attributes == (
        "concept:name",
        "start_timestamp",
        "time:timestamp",
    )


def test_a_mapping_chooses_columns_and_types():
    text = "a,b,c,d,e,x:f\n1,go,2026-01-01T00:00:00Z,7,yes,0.5\n"
    mapping = ColumnMapping(
        case="a",
        activity="b",
        instant="c",
        lifecycle="e",
        case_prefix="x:",
        types={"d": "int", "x:f": "float"},
    )
    traces, issues = read(text, mapping=mapping)
    assert issues == []
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert traces == [
        Trace("1", {"f": 0.5}, (Event("go", moment, None, "yes", {"d": 7}),))
    ]


def test_a_value_that_is_not_of_its_type_is_told_and_kept():
    mapping = ColumnMapping(
        case="case id", activity="activity", instant="timestamp", types={"n": "int"}
    )
    traces, issues = read(HEAD + "1;x;2026-01-01T00:00:00Z;;;many\n", mapping=mapping)
    assert issues == [("log.bad-value", 2, "n")]
    assert traces[0].events[0].attributes == {"n": "many"}


def test_only_a_complete_instant_is_taken_for_one():
    row = "1;x;2026-01-01T00:00:00Z;;;{}\n"
    for text, value in [
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01T00:00:00", "2026-01-01T00:00:00"),
        ("007", "007"),
        ("2026-01-01 01:00:00+01:00", datetime(2026, 1, 1, tzinfo=UTC)),
    ]:
        traces, _ = read(HEAD + row.format(text))
        assert traces[0].events[0].attributes == {"n": value}


def test_an_instant_that_is_none_is_told():
    traces, issues = read(HEAD + "1;x;2026-01-01T00:00:00Z;;;2026-13-01T00:00:00Z\n")
    assert issues == [("log.bad-value", 2, "n")]
    assert traces[0].events[0].attributes == {"n": "2026-13-01T00:00:00Z"}


def test_every_fault_is_told_with_its_line():
    rows = [
        "1;x;2026-01-01T00:00:00Z;r;A;",
        ";x;2026-01-01T00:00:00Z;r;A;",
        "1;;2026-01-01T00:00:00Z;r;A;",
        "1;x;;r;A;",
        "1;x;2026-01-01T00:00:00;r;A;",
        "1;x;2026-01-01T00:00:00Z;r;B;",
        "1;x;2026-01-01T00:00:00Z;r;;",
        "1;x;2026-01-01T00:00:00Z;r;A",
        "1;x;2026-01-01T00:00:00Z;r;A;;",
        '1;"x"y;2026-01-01T00:00:00Z;r;A;',
        "",
        "2;x;2026-01-01T00:00:00Z;r;A;",
    ]
    traces, issues = read(HEAD + "\n".join(rows))
    assert issues == [
        ("log.no-case", 3, None),
        ("log.no-activity", 4, None),
        ("log.no-time", 5, None),
        ("log.no-zone", 6, None),
        ("log.case-conflict", 7, "case:unit"),
        ("log.row-width", 9, None),
        ("log.row-width", 10, None),
        ("table.bad-quotes", 11, None),
    ]
    assert [(trace.case, len(trace.events)) for trace in traces] == [("1", 6), ("2", 1)]


def test_times_without_zone_are_read_in_the_stated_one():
    traces, issues = read(
        HEAD + "1;x;2026-07-01 12:00:00;r;A;\n", zone=ZoneInfo("Europe/Stockholm")
    )
    assert issues == [("log.zone-assumed", 2, None)]
    assert traces[0].events[0].instant == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_double_headers_are_told():
    _, issues = read("case,activity,timestamp,x,x\n1,a,2026-01-01T00:00:00Z,,\n")
    assert issues == [("log.duplicate-header", 1, None)]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "case,activity\n1,2\n"])
def test_missing_columns_are_named(text):
    with pytest.raises(UnreadableLog) as caught:
        read(text)
    assert caught.value.issue.values == {"missing": "case, activity, instant"}


def test_chosen_columns_that_are_missing_are_named():
    mapping = ColumnMapping(case="case", activity="what", instant="when")
    with pytest.raises(UnreadableLog) as caught:
        read("case;activity\n", mapping=mapping)
    assert caught.value.issue.values == {"missing": "what, when"}


def test_more_rows_or_bytes_than_allowed_are_refused():
    text = HEAD + "1;x;2026-01-01T00:00:00Z;r;A;\n" * 4
    assert len(read(text, limits=Limits(rows=4))[0]) == 1
    with pytest.raises(UnreadableLog) as caught:
        read(text, limits=Limits(rows=3))
    assert caught.value.issue.values["unit"] == "rows"
    with pytest.raises(UnreadableLog) as caught:
        read(text, limits=Limits(csv=100))
    assert caught.value.issue.values["unit"] == "MiB"


def test_an_endless_line_is_refused():
    with pytest.raises(UnreadableTable):
        read(HEAD + "x" * 2_000_000)


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        (
            [
                "Case ID",
                "Activity",
                "Complete Timestamp",
                "Start Timestamp",
                "Resource",
            ],
            ColumnMapping(
                case="Case ID",
                activity="Activity",
                instant="Complete Timestamp",
                resource="Resource",
            ),
        ),
        (
            ["ÄRENDE-ID", " Händelse ", "tidsstämpel", "Livscykel"],
            ColumnMapping(
                case="ÄRENDE-ID",
                activity=" Händelse ",
                instant="tidsstämpel",
                lifecycle="Livscykel",
            ),
        ),
        (
            ["case:concept:name", "concept:name", "time:timestamp", "case", "event"],
            ColumnMapping(
                case="case:concept:name",
                activity="concept:name",
                instant="time:timestamp",
            ),
        ),
        (["case", "activity"], None),
        ([], None),
    ],
)
def test_the_mapping_is_guessed_from_headers(headers, mapping):
    assert guess_mapping(headers) == mapping
