# SPDX-License-Identifier: EUPL-1.2
"""Logs that no one here wrote, against figures counted by someone else."""

import csv
import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gemensam.formats.eventlog import Counting, read_log, summarise, write_xes
from gemensam.formats.eventlog.unpack import opened
from gemensam.formats.eventlog.xes import read_xes
from gemensam.formats.issues import IssueLog, Severity
from gemensam.formats.safe_xml import text_of

pytestmark = pytest.mark.real_data

LOGS = [
    "bpic2013_incidents.xes.gz",
    "bpic2015_1.xes.gz",
    "bpic2015_2.xes.gz",
    "bpic2020_DomesticDeclarations.xes.gz",
    "bpic2020_RequestForPayment.xes.gz",
    "helpdesk.xes.gz",
    "receipt.xes.gz",
]
# The oracle gives dates as they are written in the files, at local time.
LOCAL = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def logs(real_data: Path) -> Path:
    return real_data / "eventlogs"


def test_the_oracle_knows_every_log(logs):
    with (logs / "SUMMARY.csv").open(encoding="utf-8") as file:
        assert sorted(row["file"] for row in csv.DictReader(file)) == LOGS


@pytest.mark.parametrize("name", LOGS)
def test_figures_agree_with_the_oracle(logs, name):
    with (logs / "SUMMARY.csv").open(encoding="utf-8") as file:
        expected = next(row for row in csv.DictReader(file) if row["file"] == name)
    log = IssueLog()
    found = summarise(read_log(logs / name, log=log))
    counts = ("cases", "events", "activities", "variants", "resources")
    assert {key: getattr(found, key) for key in counts} == {
        key: int(expected[key]) for key in counts
    }
    assert found.first is not None
    assert found.last is not None
    first, last = (
        moment.astimezone(LOCAL).date() for moment in (found.first, found.last)
    )
    assert (first.isoformat(), last.isoformat()) == (
        expected["first_date"],
        expected["last_date"],
    )
    # The oracle's lists of names are cut off at a fixed length.
    for names, listed in (
        (found.trace_attributes, expected["trace_attributes"]),
        (found.event_attributes, expected["event_attributes"]),
    ):
        assert " ".join(names)[: len(listed)] == listed
    assert [issue for issue in log if issue.severity is Severity.ERROR] == []


def test_receipt_is_the_same_log_in_both_formats(logs):
    """The prefix "case:" marks what belongs to the case; empty cells are absent."""
    delimited, xes = IssueLog(), IssueLog()
    from_csv = list(read_log(logs / "receipt.csv", log=delimited))
    from_xes = list(read_log(logs / "receipt.xes.gz", log=xes))
    assert from_csv == from_xes
    assert len(delimited) == 0
    assert {issue.code for issue in xes} == {"log.classifier"}


def test_a_log_with_start_and_end_is_read(logs):
    log = IssueLog()
    counting = Counting()
    for trace in counting.passing(read_log(logs / "interval_event_log.csv", log=log)):
        for event in trace.events:
            assert event.instant is not None
            start = event.attributes["start_timestamp"]
            assert isinstance(start, datetime)
            assert start <= event.instant
    summary = counting.summary()
    assert (summary.cases, summary.events, summary.activities) == (1266, 8109, 8)
    assert {issue.code for issue in log} == {"log.unsorted"}


@pytest.mark.parametrize("name", ["receipt.xes.gz", "helpdesk.xes.gz"])
def test_the_two_roads_read_the_same(logs, name):
    with opened(logs / name) as file:
        texts = list(text_of(file))
    quick = list(read_xes(texts, log=IssueLog()))
    assert list(read_xes(texts, log=IssueLog(), fast=False)) == quick


def test_what_is_read_and_written_is_the_same(logs):
    traces = list(read_log(logs / "receipt.xes.gz", log=IssueLog()))
    target = io.BytesIO()
    write_xes(traces, target, packed=True)
    assert list(read_log(target.getvalue(), log=IssueLog())) == traces
