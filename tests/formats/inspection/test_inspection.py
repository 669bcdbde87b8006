# SPDX-License-Identifier: EUPL-1.2
"""What is this file? Told by content, for every file, whatever it is called."""

import gzip
import json
import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from tests.formats.tables.workbooks import packed, parts, row, sheet, workbook

from gemensam.formats.inspection import Inspection, as_json, exit_code, inspect
from gemensam.formats.tables import (
    Column,
    Integer,
    TableSpec,
    Text,
    write_csv,
    write_xlsx,
)

CORPUS = Path(__file__).parent / "corpus"
SPEC = TableSpec(
    columns=(
        Column(name="unit", type=Text(), header="Enhet"),
        Column(name="count", type=Integer(), header="Antal"),
    )
)
NO_SIE = dict.fromkeys(("konto", "ib", "ub", "res", "psaldo", "objekt"), 0)


def known(
    path: Path, **options
) -> tuple[str, str | None, str | None, dict[str, int], int]:
    found = inspect(path, **options)
    return (
        found.kind,
        found.variant,
        found.encoding,
        dict(found.counts),
        exit_code(found),
    )


def errors(path: Path) -> list[tuple[str, int | None]]:
    return [
        (issue.code, issue.line)
        for issue in inspect(path).issues
        if issue.severity == "error"
    ]


def log_counts(*numbers: int) -> dict[str, int]:
    return dict(
        zip(("cases", "events", "activities", "variants"), numbers, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log.xes", ("eventlog", "xes", "utf-8", log_counts(2, 3, 2, 2), 0)),
        ("log.xes.gz", ("eventlog", "xes.gz", "utf-8", log_counts(2, 3, 2, 2), 0)),
        ("log.csv", ("eventlog", "csv", "utf-8", log_counts(2, 3, 2, 2), 0)),
        ("log.csv.gz", ("eventlog", "csv.gz", "utf-8", log_counts(2, 3, 2, 2), 0)),
        ("log_faulty.xes", ("eventlog", "xes", "utf-8", log_counts(2, 3, 2, 2), 1)),
        ("log_cut.xes", ("eventlog", "xes", "utf-8", log_counts(1, 2, 2, 1), 1)),
        ("hostile_doctype.xes", ("xml", None, None, {}, 2)),
        (
            "hostile_include.xes",
            ("eventlog", "xes", "utf-8", log_counts(1, 0, 0, 1), 2),
        ),
        ("model.bpmn", ("bpmn", "2.0", "utf-8", {}, 0)),
        ("model_cut.bpmn", ("bpmn", "2.0", "utf-8", {}, 2)),
        ("invoice.xml", ("xml", "Invoice", None, {}, 2)),
        ("sie5.sie", ("sie", "5", "utf-8", {}, 2)),
        (
            "vouchers.si",
            (
                "sie",
                "4I",
                "cp437",
                NO_SIE | {"ver": 1, "trans": 2, "unbalanced_ver": 0},
                0,
            ),
        ),
        (
            "vouchers_unbalanced.si",
            (
                "sie",
                "4I",
                "cp437",
                NO_SIE | {"ver": 1, "trans": 2, "unbalanced_ver": 1},
                1,
            ),
        ),
        ("login.se", ("html", None, None, {}, 2)),
        ("usage.txt", ("table", "csv", "cp1252", {"rows": 2, "columns": 2}, 0)),
        ("prose.md", ("text", None, None, {}, 2)),
        ("report.csv", ("pdf", None, None, {}, 2)),
        ("picture.xes", ("image", None, None, {}, 2)),
        ("old.xlsx", ("excel", None, None, {}, 2)),
        ("empty.se", ("empty", None, None, {}, 2)),
        ("junk.bin", ("binary", None, None, {}, 2)),
    ],
)
def test_the_content_decides_and_not_the_name(name, expected, tmp_path):
    assert known(CORPUS / name) == expected
    other = tmp_path / "other.name"
    other.write_bytes((CORPUS / name).read_bytes())
    assert known(other) == expected


def test_every_file_of_the_corpus_is_tried():
    (mark,) = test_the_content_decides_and_not_the_name.pytestmark
    assert sorted(name for name, _ in mark.args[1]) == sorted(
        path.name for path in CORPUS.iterdir()
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log_faulty.xes", [("log.no-zone", 5)]),
        ("log_cut.xes", [("xml.malformed", 8)]),
        ("hostile_doctype.xes", [("xml.hostile", 1)]),
        ("hostile_include.xes", [("xml.hostile", 3)]),
        ("model_cut.bpmn", [("xml.malformed", 3)]),
        ("invoice.xml", [("file.other-kind", None)]),
        ("sie5.sie", [("sie.sie-5", None)]),
        ("vouchers_unbalanced.si", [("sie.unbalanced-voucher", 7)]),
        ("login.se", [("table.web-page", None)]),
        ("old.xlsx", [("table.old-excel", None)]),
        ("empty.se", [("file.empty", None)]),
    ],
)
def test_errors_have_codes_and_lines(name, expected):
    assert errors(CORPUS / name) == expected


def test_the_zone_of_a_log_can_be_stated():
    path = CORPUS / "log_faulty.xes"
    assert exit_code(inspect(path, zone=ZoneInfo("Europe/Stockholm"))) == 0


def test_a_workbook_is_measured(tmp_path):
    path = tmp_path / "usage.csv"
    with path.open("wb") as file:
        write_xlsx([{"unit": "Skola", "count": n} for n in range(70)], SPEC, file)
    assert known(path) == ("table", "xlsx", "utf-8", {"rows": 70, "columns": 2}, 0)


def test_titles_do_not_count_as_rows(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(
        workbook(
            row(1, "Uttag"), row(3, "a", "b", "c"), row(4, "1", "2", "3"), row(6, "4")
        )
    )
    assert known(path) == ("table", "xlsx", "utf-8", {"rows": 2, "columns": 3}, 0)
    path.write_bytes(workbook())
    assert known(path) == ("table", "xlsx", "utf-8", {"rows": 0, "columns": 0}, 0)
    path.write_text("Uttag;;\n;;\na;b;c\n1;2;3\n4;5;6\n")
    assert known(path) == ("table", "csv", "utf-8", {"rows": 2, "columns": 3}, 0)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed(parts(sheet("")) | {"xl/vbaProject.bin": ""}), ("table", "xlsx", "table.macros")),
        (packed(parts(sheet(""), states=("hidden",))), ("zip", None, "file.other-kind")),
        (packed({"readme.txt": "hej"}), ("zip", None, "table.damaged")),
        (packed(parts(sheet(row(1, "a"))))[:-30], ("table", "xlsx", "table.damaged")),
        (packed(parts("<worksheet><sheetData>")), ("table", "xlsx", "xml.malformed")),
        (packed(parts("<!DOCTYPE x><a/>")), ("table", "xlsx", "xml.hostile")),
        (b"PK\x05\x06" + bytes(18), ("zip", None, "table.damaged")),
        (gzip.compress(b"%PDF", mtime=0), ("gzip", "pdf", "file.other-kind")),
        (gzip.compress(b"hello, world\n", mtime=0), ("gzip", "text", "file.other-kind")),
        (gzip.compress(b"<html>", mtime=0), ("gzip", "html", "file.other-kind")),
        (gzip.compress(b"<other/>", mtime=0), ("gzip", "xml", "file.other-kind")),
        (gzip.compress(b"<!DOCTYPE log><log/>", mtime=0), ("gzip", None, "xml.hostile")),
        (gzip.compress(gzip.compress(b"<log/>", mtime=0), mtime=0), ("gzip", "gzip", "file.other-kind")),
        (gzip.compress(b"<log/>", mtime=0)[:-4], ("eventlog", "xes.gz", "log.bad-gzip")),
        (b"\x1f\x8b", ("gzip", None, "log.bad-gzip")),
        (gzip.compress(bytes(80 << 20), mtime=0), ("gzip", "binary", "file.other-kind")),
        (b"<log>", ("eventlog", "xes", "xml.malformed")),
        (b"<", ("xml", None, "xml.malformed")),
        (b"<a", ("xml", None, "xml.malformed")),
        (b'<?xml version="1.0" encoding="UTF-7"?><log/>', ("xml", None, "xml.encoding")),
        (b"<a><b></a>", ("xml", "a", "xml.malformed")),
        (b"<!-- " + b"x" * 100_000 + b" --><log/>", ("xml", None, "file.other-kind")),
        (b"RIFF\x10\0\0\0WEBPVP8 ", ("image", None, "file.other-kind")),
        (b"BM\x36\0\0\0\0\0\0\0", ("image", None, "file.other-kind")),
        (b"II*\0\x08\0\0\0", ("image", None, "file.other-kind")),
        (b"\0" * 100, ("binary", None, "file.other-kind")),
        (b" \r\n\t", ("empty", None, "file.empty")),
        (b"a;b\n" + b"x" * 2_000_000, ("text", None, "table.line-too-long")),
        (b"x" * 2_000_000, ("text", None, "table.line-too-long")),
        (b"one line, only\n", ("text", None, "file.other-kind")),
    ],
)  # fmt: skip
def test_what_is_not_read_here_is_told_in_the_same_way(data, expected, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(data)
    found = inspect(path)
    codes = [issue.code for issue in found.issues if issue.severity == "error"]
    assert (found.kind, found.variant, *codes) == expected
    assert exit_code(found) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a;b\n1;2\n", "table"),
        ("a;b\n", "text"),
        ("a;b\n1\n", "text"),
        ("a;b\n1;2\n1;2\n1;2\nx\n", "table"),
        ("a;b\n1;2\n1;2\nx\n", "text"),
        ("a;b\n1;2\n1;2\n1;2\n1;2;3\n1;2;3\n", "text"),
    ],
)
def test_a_table_has_mostly_rows_of_the_same_width(text, kind, tmp_path):
    (tmp_path / "file").write_text(text)
    assert inspect(tmp_path / "file").kind == kind


def test_a_text_that_begins_like_a_bitmap_is_a_text(tmp_path):
    path = tmp_path / "file"
    path.write_text("BMW;Volvo\n1;2\n3;4\n")
    assert known(path)[0] == "table"


def test_a_sie_file_with_nothing_but_flags_has_no_variant(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"#FLAGGA 0\n#FLAGGA 0\n")
    found = inspect(path)
    assert (found.kind, found.variant, exit_code(found)) == ("sie", None, 1)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_sie_file_of_two_byte_letters_is_called_what_it_is(codec, tmp_path):
    path = tmp_path / "file"
    text = (CORPUS / "vouchers.si").read_bytes().decode("cp437")
    path.write_bytes(text.encode(codec))
    assert known(path) == ("sie", None, "utf-16", {}, 2)
    assert errors(path) == [("sie.utf-16", None)]
    path.write_bytes("a;b\n1;2\n3;4\n".encode(codec))
    assert known(path)[0] == "table"


FORMULAS = [
    "=1+1",
    "=A1",
    " =A1",
    '=HYPERLINK(""http://x"")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "+A1*2",
    "-A1",
    "--A1",
    "-B2:B9",
    "@A1",
    "+Blad1!A1",
    "-'Blad 1'!A1",
    "-1*2",
    "＝1",
    "\t=1",
]
NO_FORMULAS = [
    "-1 250,50",
    "-1250,50",
    "-12,5 kr",
    "-50 %",
    "+1",
    "+46 70-123 45 67",
    "+46(0)8-12 34",
    "-1/2",
    "100,-",
    "-",
    "--",
    "=",
    "=>",
    "@",
    "@anna",
    "- Rättning av konto 5010 (lön)",
    "-A4 papper",
    "-anställd",
    "-bilaga!",
    "a=b",
    "'=1",
    "",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_compute_is_told(text, tmp_path):
    path = tmp_path / "file"
    path.write_text(f'Enhet;Belopp\nSkola;1\nVård;"{text}"\n')
    found = inspect(path)
    (issue,) = found.issues
    assert (issue.code, issue.line, issue.column) == (
        "table.formula-text",
        3,
        "Belopp",
    )
    assert issue.severity == "warning"
    assert "Belopp" in issue.message()
    assert issue.cure()
    assert exit_code(found) == 0
    plain = text.replace('""', '"')
    with path.open("wb") as file:
        write_xlsx([{"unit": plain, "count": 1}], SPEC, file)
    (issue,) = inspect(path).issues
    assert (issue.code, issue.line, issue.column) == (
        "table.formula-text",
        2,
        "Enhet",
    )


@pytest.mark.parametrize("text", NO_FORMULAS)
def test_what_only_begins_with_a_sign_is_no_formula(text, tmp_path):
    path = tmp_path / "file"
    path.write_text(f'Enhet;Belopp\nSkola;1\nVård;"{text}"\n')
    assert inspect(path).issues == ()


def test_a_formula_far_down_in_a_column_without_a_name_is_told_by_its_letters(tmp_path):
    path = tmp_path / "file"
    path.write_text("a;b;\n" + "1;2;\n" * 70 + "1;2;=A1\n")
    assert known(path) == ("table", "csv", "utf-8", {"rows": 71, "columns": 2}, 0)
    (issue,) = inspect(path).issues
    assert (issue.line, issue.column) == (72, "C")


def test_what_we_write_ourselves_is_guarded(tmp_path):
    path = tmp_path / "file"
    with path.open("wb") as file:
        write_csv([{"unit": text, "count": -1} for text in FORMULAS], SPEC, file)
    assert inspect(path).issues == ()


def test_a_table_with_one_broken_row_is_read_and_told(tmp_path):
    path = tmp_path / "file"
    path.write_text('a;b\n1;2\n"3"x;4\n5;6\n')
    assert known(path) == ("table", "csv", "utf-8", {"rows": 2, "columns": 2}, 1)


def test_a_packed_log_that_is_cut_off_is_counted_as_far_as_it_goes(tmp_path):
    """As far as whole pieces of it can be unpacked."""
    one = (
        (CORPUS / "log.xes")
        .read_text()
        .partition("<trace>")[2]
        .partition("</trace>")[0]
    )
    traces = "".join(
        f"<trace>{one}</trace>\n".replace('"1"', f'"{os.urandom(8).hex()}"')
        for _ in range(9000)
    )
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(f"<log>{traces}</log>".encode(), mtime=0)[:-1000])
    kind, variant, _, counts, code = known(path)
    assert (kind, variant, code) == ("eventlog", "xes.gz", 1)
    assert 5000 < counts["cases"] < 9000
    assert counts["events"] == 2 * counts["cases"]
    assert errors(path) == [("log.bad-gzip", None)]


def test_what_cannot_be_opened_is_told(tmp_path, monkeypatch):
    folder = inspect(tmp_path)
    assert (folder.kind, exit_code(folder), folder.issues[0].code) == (
        "folder",
        2,
        "file.not-a-file",
    )
    missing = inspect(tmp_path / "none")
    assert (missing.kind, exit_code(missing), missing.issues[0].code) == (
        "missing",
        2,
        "file.missing",
    )
    os.mkfifo(tmp_path / "pipe")
    pipe = inspect(tmp_path / "pipe")
    assert (pipe.kind, exit_code(pipe), pipe.issues[0].code) == (
        "unknown",
        2,
        "file.not-a-file",
    )
    for name in ("x" * 5000, "a\0b"):
        odd = inspect(str(tmp_path / name))
        assert (odd.kind, exit_code(odd), odd.issues[0].code) == (
            "unknown",
            2,
            "file.failed",
        )

    def forbidden(*_: object) -> None:
        raise PermissionError

    path = tmp_path / "secret"
    path.write_text("a;b\n")
    monkeypatch.setattr(Path, "open", forbidden)
    secret = inspect(path)
    assert (secret.kind, exit_code(secret), secret.issues[0].code) == (
        "unknown",
        2,
        "file.not-allowed",
    )


def test_a_dangling_link_is_missing(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "none")
    assert inspect(tmp_path / "link").kind == "missing"


def test_the_json_has_exactly_this_shape():
    path = CORPUS / "log_faulty.xes"
    found = as_json(inspect(path))
    assert found == {
        "file": str(path),
        "kind": "eventlog",
        "variant": "xes",
        "encoding": "utf-8",
        "counts": {"cases": 2, "events": 3, "activities": 2, "variants": 2},
        "issues": [
            {
                "line": 5,
                "code": "log.no-zone",
                "severity": "error",
                "message": "“2026-01-02T08:00:00” does not say which time zone it is in.",
                "cure": "Choose the log's time zone, or export it with an offset such as +01:00.",
            }
        ],
    }
    assert list(found) == ["file", "kind", "variant", "encoding", "counts", "issues"]
    assert json.loads(json.dumps(found)) == found


def test_texts_are_translated_before_they_are_filled_in():
    def swedish(text: str) -> str:
        return {"The file is empty.": "Filen är tom."}.get(text, text)

    issues = as_json(inspect(CORPUS / "empty.se"), swedish)["issues"]
    assert isinstance(issues, list)
    assert [issue["message"] for issue in issues] == ["Filen är tom."]


def test_many_of_the_same_are_counted_and_not_listed(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case,activity,timestamp\n" + "1,,2026-01-01T00:00:00Z\n" * 250)
    found = inspect(path)
    assert len(found.issues) == 201
    assert found.issues[-1].values == {"count": 50, "code": "log.no-activity"}
    assert exit_code(found) == 1


def test_nothing_gets_out_even_when_we_are_wrong(monkeypatch):
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("gemensam.formats.inspection.looking.kind_of", broken)
    found = inspect(CORPUS / "log.xes")
    assert (found.kind, found.issues[0].values) == (
        "unknown",
        {"detail": "RecursionError"},
    )
    assert exit_code(found) == 2


def whole(found: Inspection) -> None:
    """The answer is complete, and is no admission that something here is broken."""
    assert json.dumps(as_json(found))
    assert "file.failed" not in [issue.code for issue in found.issues]
    assert exit_code(found) in {0, 1, 2}
    assert found.is_readable or found.issues


SEEDS = sorted(path.read_bytes() for path in CORPUS.iterdir())
fuzz = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@fuzz
@given(st.binary(max_size=500) | st.text(max_size=300).map(str.encode))
@example(b"#FLAGGA 0\n#SIETYP 4\n")
def test_any_bytes_are_answered(tmp_path, data):
    (tmp_path / "file").write_bytes(data)
    whole(inspect(tmp_path / "file"))


@fuzz
@given(st.data())
def test_damaged_files_are_answered(tmp_path, data):
    content = bytearray(data.draw(st.sampled_from([*SEEDS, workbook(row(1, "a", 1))])))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"<", b'"', b"\n", b"#VER", b";", b"\0"])
        )
    (tmp_path / "file").write_bytes(content[: data.draw(st.integers(0, len(content)))])
    whole(inspect(tmp_path / "file"))


@pytest.mark.real_data
def test_truncations_of_real_files_are_answered(real_data, tmp_path):
    path = tmp_path / "file"
    names = [
        "eventlogs/receipt.xes.gz",
        "eventlogs/receipt.csv",
        "bpmn/C.1.0.bpmn",
        "sie4/files/Sie4.se",
        "sie4/files/BokSald.SE",
    ]
    for name in names:
        content = (real_data / name).read_bytes()
        for part in (1, 2, 3, 5, 17, 400, 20_000, len(content) // 2, len(content) - 1):
            path.write_bytes(content[:part])
            whole(inspect(path))


@pytest.mark.real_data
def test_real_files_are_what_their_folders_say(real_data):
    found = {
        path.relative_to(real_data): inspect(path)
        for folder in ("eventlogs", "bpmn", "sie4/files")
        for path in sorted((real_data / folder).iterdir())
        if not path.name.startswith("bpic")
    }
    kinds = {str(path): (item.kind, item.variant) for path, item in found.items()}
    html = {name for name, (kind, _) in kinds.items() if kind == "html"}
    assert {name.rpartition("/")[2] for name in html} == {
        "BokSald.SE",
        "HAS2_1412.se",
        "HAS3_1412.se",
        "HAS4i_1412.si",
        "ObjSald.SE",
    }
    for name, (kind, variant) in kinds.items():
        if name.endswith(".xes.gz"):
            assert (kind, variant) == ("eventlog", "xes.gz"), name
        elif name.endswith(".bpmn"):
            assert (kind, variant) == ("bpmn", "2.0"), name
        elif name.startswith("sie4/") and name not in html:
            assert kind == "sie", name
    assert kinds["eventlogs/receipt.csv"] == ("eventlog", "csv")
    assert kinds["eventlogs/SUMMARY.csv"] == ("table", "csv")
    for name in ("receipt.csv", "receipt.xes.gz"):
        counts = found[Path("eventlogs") / name].counts
        assert counts == log_counts(1434, 8577, 27, 116)


MEMORY = """
import resource, sys
sys.path[:0] = [sys.argv[1]]
resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))
from gemensam.formats.inspection import inspect
found = inspect(sys.argv[2])
print(found.kind, [issue.code for issue in found.issues])
"""


@pytest.mark.parametrize(
    ("make", "answer"),
    [
        (
            lambda: gzip.compress(b"<log>" + b" " * (300 << 20), 1, mtime=0),
            "['xml.too-large']",
        ),
        (
            lambda: packed({"xl/worksheets/sheet1.xml": bytes(300 << 20)}),
            "['table.zip-bomb']",
        ),
        (lambda: b"<log>" + b"<x>" * 3_000_000, "['xml.too-deep']"),
    ],
)
def test_bombs_are_answered_within_bounds(make, answer, tmp_path):
    import subprocess

    path = tmp_path / "bomb"
    path.write_bytes(make())
    source = str(Path(__file__).parents[3] / "src")
    command = [sys.executable, "-c", MEMORY, source, str(path)]
    result = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip().endswith(answer)
