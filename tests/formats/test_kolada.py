# SPDX-License-Identifier: EUPL-1.2
"""Kolada's files as they come: tables, their names, and both versions of the JSON."""

import gzip
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.issues import IssueLog
from gemensam.formats.kolada.reader import read
from gemensam.formats.kolada.rows import Title, Value

TABLE = (
    "kpi,municipality_id,year,count,gender,status,value,municipality,municipality_type\n"
    "N00945,1280,2020,1,T,,37.0,Malmö,K\n"
    "N00945,180,2020,1,F,,12.25,Stockholm,K\n"
    "N00945,1480,2020,1,T,Not applicable,,Göteborg,K\n"
)
V2 = {
    "count": 1,
    "values": [
        {
            "kpi": "N00945",
            "municipality": "1280",
            "period": 2020,
            "values": [
                {"count": 1, "gender": "T", "status": "", "value": 37.1},
                {"count": 1, "gender": "M", "status": "Missing", "value": None},
            ],
        }
    ],
}


def taken(data: bytes) -> tuple[list[Value | Title], list[str]]:
    log = IssueLog()
    rows = list(read(io.BytesIO(data), log))
    return rows, [issue.kind.code for issue in log]


def test_a_table_of_figures() -> None:
    rows, issues = taken(TABLE.encode())
    assert issues == []
    first, second, third = rows
    assert isinstance(first, Value)
    assert (first.kpi, first.municipality, first.name) == ("N00945", "1280", "Malmö")
    assert (first.year, first.gender, first.value) == (2020, "T", Decimal(37))
    assert isinstance(second, Value)
    assert (second.municipality, second.gender) == ("0180", "K")
    assert isinstance(third, Value)
    assert (third.value, third.status) == (None, "Not applicable")


def test_packed_and_with_a_mark_of_order() -> None:
    rows, issues = taken(gzip.compress(b"\xef\xbb\xbf" + TABLE.encode()))
    assert (len(rows), issues) == (3, [])


@pytest.mark.parametrize("more", [{}, {"next_page": "x"}, {"next_url": "x"}])
def test_the_interface_as_json(more: dict[str, str]) -> None:
    rows, issues = taken(json.dumps(V2 | more).encode())
    assert issues == (["kolada.one-page"] if more else [])
    assert [one.value for one in rows if isinstance(one, Value)] == [
        Decimal("37.1"),
        None,
    ]


def test_names_of_key_figures() -> None:
    told = {
        "values": [{"id": "N00945", "title": "Sjukfrånvaro", "operating_area": "A"}]
    }
    rows, issues = taken(json.dumps(told).encode())
    assert issues == []
    assert isinstance(rows[0], Title)
    assert (rows[0].kpi, rows[0].title) == ("N00945", "Sjukfrånvaro")
    rows, _ = taken(b"id,title,operating_area\nN00003,Personal,Kommunen\n")
    assert isinstance(rows[0], Title)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("945,1280,2020,1,T,,37,Malm\u00f6,K", 1),
        ("N00945,12800,2020,1,T,,37,Malm\u00f6,K", 1),
        ("N00945,1280,20,1,X,,many,Malm\u00f6,K", 3),
        ("N00945,1280,2020,1,T,,1e99,Malm\u00f6,K", 1),
        ("N00945,1280,2020,1,T,,NaN,Malm\u00f6,K", 1),
    ],
)
def test_a_bad_row_is_told_by_line(row: str, wrong: int) -> None:
    log = IssueLog()
    data = TABLE + row + "\n"
    assert len(list(read(io.BytesIO(data.encode()), log))) == 3
    assert [(one.kind.code, one.line) for one in log] == [("kolada.row", 5)] * wrong


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_comes_is_told_and_never_a_crash(data: bytes) -> None:
    taken(data)
    taken(b"{" + data)
    taken(TABLE.encode() + data)


def test_files_that_no_one_here_wrote(real_data: Path) -> None:
    folder = real_data / "municipal"
    rows, issues = taken((folder / "kolada_n00945.csv").read_bytes())
    assert issues == []
    assert sum(1 for one in rows if isinstance(one, Value) and one.value) > 10
    rows, issues = taken((folder / "kolada_kpi_df.csv.gz").read_bytes())
    assert len(rows) > 1000
    assert issues == []
    for name in ("kolada_grp_data.csv", "kolada_kpi_admin_staff_subset.csv"):
        rows, issues = taken((folder / name).read_bytes())
        assert rows, name
        assert issues == [], name
