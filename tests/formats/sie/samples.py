# SPDX-License-Identifier: EUPL-1.2
"""Small SIE files made of lines, and what reading them gives."""

import io
from collections.abc import Collection, Iterable

from gemensam.formats.issues import Issue, IssueLog, Severity
from gemensam.formats.sie import FileKind, Reader, SieFile, read_all

HEAD = """\
#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Provsystem" 1.0
#GEN 20260201
#FNAMN "Övningskommunen"
#RAR 0 20260101 20261231
#RAR -1 20250101 20251231
#KONTO 1910 "Kassa"
#KONTO 3010 "Försäljning"
#KONTO 5011 "Löner"
"""
BALANCES = """\
#UB 0 1910 100.00
#RES 0 3010 -100.00
"""
"""Agree with VOUCHER, and make a type 4 file an export (4E)."""

VOUCHER = """\
#VER "A" "1" 20260131 "Kontantköp"
{
#TRANS 1910 {} 100.00
#TRANS 3010 {} -100.00
}
"""


def export(body: str = VOUCHER, *, head: str = HEAD, encoding: str = "cp437") -> bytes:
    """A sound 4E file, unless the head or the lines after it are not."""
    return f"{head}{BALANCES}{body}".encode(encoding)


def transfer(
    body: str = VOUCHER, *, head: str = HEAD, encoding: str = "cp437"
) -> bytes:
    """A sound 4I file, unless the head or the lines after it are not."""
    return f"{head}{body}".encode(encoding)


def without_letters(text: str) -> str:
    """The text in ASCII."""
    return text.translate(str.maketrans("ÅÄÖåäö", "AAOaao"))


def load(
    data: bytes,
    *,
    encoding: str | None = None,
    needed: Collection[FileKind] = tuple(FileKind),
) -> SieFile:
    return read_all(io.BytesIO(data), encoding=encoding, needed=needed)


def voucher_of(rows: str, *, head: str = '#VER "A" "1" 20260131 "Prov"') -> SieFile:
    """The file whose only voucher has the given rows."""
    return load(transfer(f"{head}\n{{\n{rows}\n}}\n"))


def codes(found: SieFile | Iterable[Issue]) -> list[str]:
    """The codes of the issues in the order of their lines."""
    issues = found.issues if isinstance(found, SieFile) else found
    return [issue.code for issue in issues]


def errors(found: SieFile) -> list[tuple[int | None, str]]:
    return [
        (issue.line, issue.code)
        for issue in found.issues
        if issue.severity is Severity.ERROR
    ]


def issue_of(found: SieFile, code: str) -> Issue:
    """The only issue with a code."""
    (issue,) = [issue for issue in found.issues if issue.code == code]
    return issue


def by_lines(data: bytes, *, encoding: str | None = None) -> SieFile:
    """The file read line by line only."""
    log = IssueLog()
    reader = Reader(io.BytesIO(data), log=log, encoding=encoding, fast=False)
    records = tuple(reader)
    return SieFile(records, reader.facts, log)


def both_ways(data: bytes, *, encoding: str | None = None) -> tuple[SieFile, SieFile]:
    """The file read with whole vouchers at a time, and line by line."""
    return load(data, encoding=encoding), by_lines(data, encoding=encoding)


def everything(found: SieFile) -> tuple[object, ...]:
    """All that a reading gives, to compare two of them."""
    return found.records, found.issues, len(found.log), found.facts


VER = HEAD.count("\n") + 1
"""The line of the first voucher of a transfer."""
