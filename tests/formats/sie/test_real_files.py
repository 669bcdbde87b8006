# SPDX-License-Identifier: EUPL-1.2
"""The example files of the SIE group, counted by others."""

import csv
import io
from functools import cache
from pathlib import Path

import pytest
from tests.formats.sie.samples import by_lines, codes, everything, load

from gemensam.formats.issues import Severity
from gemensam.formats.sie import (
    ChecksumState,
    Record,
    SieFile,
    Writer,
    as_written,
    looks_like_sie,
    unnumbered,
)

pytestmark = pytest.mark.real_data

COLUMNS = {
    "konto": "konto",
    "ib": "ib",
    "ub": "ub",
    "res": "res",
    "psaldo": "psaldo_pbudget",
    "objekt": "dims_objects",
    "ver": "ver",
    "trans": "trans",
    "unbalanced_ver": "unbalanced_ver",
}
ENCODINGS = {"cp437": "cp437", "utf8": "utf-8"}
ERRORS = {
    "XE_SIE_4_20151125095119.SE": {"sie.unbalanced-voucher": 1},
    "testWrite1.se": {"sie.unbalanced-voucher": 1},
    "transaktioner_ovnbolag-bad-balance.se": {"sie.unbalanced-voucher": 1},
}
"""What a controller would stop: a used flag, and the vouchers that do not balance."""


def expected(real_data: Path) -> list[dict[str, str]]:
    with (real_data / "sie4" / "expected_counts.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def data_of(real_data: Path, name: str) -> bytes:
    return (real_data / "sie4" / "files" / name).read_bytes()


@cache
def found_in(real_data: Path, name: str) -> SieFile:
    """Read once for all tests."""
    return load(data_of(real_data, name))


def sie_files(real_data: Path) -> dict[str, bytes]:
    return {
        row["file"]: data_of(real_data, row["file"])
        for row in expected(real_data)
        if row["kind"] == "SIE"
    }


def test_every_file_is_counted_as_others_counted_it(real_data: Path):
    for row in expected(real_data):
        found = found_in(real_data, row["file"])
        counts = {key: int(row[column]) for key, column in COLUMNS.items()}
        assert (row["file"], found.counts) == (row["file"], counts)
        assert found.facts.empty_vouchers == int(row["empty_ver"])
        assert found.facts.changed_rows == int(row["rtrans_btrans"])


def test_every_file_is_recognised_and_decoded(real_data: Path):
    for row in expected(real_data):
        data = data_of(real_data, row["file"])
        assert looks_like_sie(data[:4096]) is (row["kind"] == "SIE"), row["file"]
        if row["kind"] == "SIE":
            facts = found_in(real_data, row["file"]).facts
            assert facts.encoding.encoding == ENCODINGS[row["encoding_detected"]]
            assert not facts.encoding.is_ambiguous
            assert str(facts.declared_type) == row["sietyp"]
            assert facts.kind is not None
            assert facts.kind.value[0] == row["sietyp"]
            assert facts.lines == int(row["lines"])
            assert facts.format == row["format"].strip('"')
            assert (facts.checksum is ChecksumState.MATCHES) is (row["ksumma"] == "yes")


def test_web_pages_are_refused(real_data: Path):
    for row in expected(real_data):
        if row["kind"] != "SIE":
            found = found_in(real_data, row["file"])
            assert codes(found) == ["sie.not-a-sie-file"]
            assert found.issues[0].values["first"].startswith("<!DOCTYPE HTML")  # type: ignore[attr-defined]


def test_checksums(real_data: Path):
    with (real_data / "sie4" / "ksumma_vectors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    files = sie_files(real_data)
    checked = [row for row in rows if row["file"] in files]
    assert len(checked) == 4
    for row in checked:
        data = files[row["file"]]
        assert row["result"] == "match"
        assert row["ksumma_in_file"].encode() in data
        assert load(data).facts.checksum is ChecksumState.MATCHES
        for at in range(200, len(data), 2999):
            changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            found = load(changed)
            assert found.facts.checksum is not ChecksumState.MATCHES or (
                list(map(unnumbered, found.records))
                == list(map(unnumbered, found_in(real_data, row["file"]).records))
            )


def test_errors_are_for_what_a_controller_would_stop(real_data: Path):
    for name in sie_files(real_data):
        found = found_in(real_data, name)
        errors: dict[str, int] = {}
        for issue in found.issues:
            if issue.severity is Severity.ERROR:
                errors[issue.code] = errors.get(issue.code, 0) + 1
        assert (name, errors) == (name, ERRORS.get(name, {}))


def test_both_ways_of_reading_agree(real_data: Path):
    for name, data in sie_files(real_data).items():
        by_line = by_lines(data)
        assert everything(by_line) == everything(found_in(real_data, name)), name


def test_how_lines_end_does_not_matter(real_data: Path):
    for name, data in sie_files(real_data).items():
        with_crlf = load(data.replace(b"\n", b"\r\n"))
        assert everything(with_crlf) == everything(found_in(real_data, name)), name


def written(found: SieFile, records: tuple[Record, ...], *, checksum: bool) -> bytes:
    assert found.facts.kind is not None
    target = io.BytesIO()
    with Writer(
        target, kind=found.facts.kind, checksum=checksum, strict=False
    ) as writer:
        writer.write_all(records)
    return target.getvalue()


def balanced(found: SieFile) -> tuple[Record, ...]:
    """The records without the vouchers that no writer would write."""
    lines = {
        issue.line for issue in found.issues if issue.code == "sie.unbalanced-voucher"
    }
    return tuple(record for record in found.records if record.line not in lines)


def as_read_back(record: Record) -> str:
    """The record's content, in the letters a file can hold."""
    return as_written(repr(unnumbered(record)).replace("\\\\", "\\"))


def test_every_file_reads_the_same_after_it_was_written(real_data: Path):
    for name in sie_files(real_data):
        found = found_in(real_data, name)
        records = balanced(found)
        text = written(found, records, checksum=True)
        again = load(text, encoding="cp437")
        assert again.facts.checksum is ChecksumState.MATCHES
        if found.facts.encoding.encoding == "cp437":
            assert list(map(unnumbered, again.records)) == list(
                map(unnumbered, records)
            ), name
        else:
            assert list(map(as_read_back, again.records)) == list(
                map(as_read_back, records)
            )
        assert written(again, again.records, checksum=True) == text
