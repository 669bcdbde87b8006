# SPDX-License-Identifier: EUPL-1.2
"""What is written reads back as what it was, whatever the texts hold."""

import io
import random

from hypothesis import given, settings, strategies as st
from tests.formats.sie.samples import both_ways, everything, load
from tests.formats.sie.strategies import exports

from gemensam.formats.issues import Severity
from gemensam.formats.sie import (
    ChecksumState,
    FileKind,
    Record,
    Writer,
    arranged,
    unnumbered,
)


def written(records: list[Record], *, checksum: bool = False) -> bytes:
    target = io.BytesIO()
    with Writer(target, kind=FileKind.EXPORT, checksum=checksum) as writer:
        writer.write_all(records)
    return target.getvalue()


@settings(max_examples=150)
@given(exports(), st.booleans())
def test_parse_of_write_is_the_same_and_has_no_errors(
    records: list[Record], checksum: bool
):
    data = written(records, checksum=checksum)
    found = load(data, encoding="cp437")
    assert [unnumbered(record) for record in found.records] == records
    assert [issue for issue in found.issues if issue.severity is Severity.ERROR] == []
    assert found.facts.checksum is (
        ChecksumState.MATCHES if checksum else ChecksumState.NONE
    )


@settings(max_examples=50)
@given(exports())
def test_the_same_records_give_the_same_bytes(records: list[Record]):
    data = written(records)
    assert written(records) == data
    assert written(list(load(data, encoding="cp437").records)) == data


@settings(max_examples=50)
@given(exports())
def test_a_written_file_reads_the_same_both_ways(records: list[Record]):
    fast, slow = both_ways(written(records, checksum=True), encoding="cp437")
    assert everything(fast) == everything(slow)


@settings(max_examples=50)
@given(exports(), st.randoms(use_true_random=False))
def test_records_in_any_order_can_be_arranged(
    records: list[Record], draw: random.Random
):
    shuffled = list(records)
    draw.shuffle(shuffled)
    data = written(arranged(shuffled))
    assert len(load(data, encoding="cp437").records) == len(records)


@settings(max_examples=50)
@given(exports())
def test_every_line_ends_in_crlf_and_is_cp437(records: list[Record]):
    data = written(records)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert data.decode("cp437").encode("cp437") == data
