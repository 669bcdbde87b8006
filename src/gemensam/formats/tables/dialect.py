# SPDX-License-Identifier: EUPL-1.2
"""How a delimited text file is written, and how we know.

Nothing in such a file says what it is, so the answer comes with its reasons and a
sample to show, and a person may overrule it.
"""

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from gemensam.formats.issues import Marked, mark

SEPARATORS = ";\t,|"
SAMPLE = 1 << 16
_SAMPLE_LINES = 200
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DOS_LETTERS = bytes.fromhex("86 84 94 8f 8e 99")
_WINDOWS_LETTERS = bytes.fromhex("e5 e4 f6 c5 c4 d6")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_IN_SINGLE = re.compile(r"(?:^|[;\t,|])'[^'\n]*'(?=[;\t,|\r\n]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`encoding` is Python's name; `skip` lines at the top are for programs only.

    The reasons are English texts marked for translation; `sample` is the first lines
    as they read with this encoding.
    """

    encoding: str
    separator: str = ";"
    quote: str = '"'
    skip: int = 0
    encoding_reason: str = ""
    separator_reason: str = ""
    sample: tuple[str, ...] = ()


def detect(file: BinaryIO) -> Dialect:
    """The dialect of a seekable file, which is read through once and rewound."""
    file.seek(0)
    encoding, why = _encoding(file)
    file.seek(0)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(file.read(SAMPLE))
    file.seek(0)
    lines = text.splitlines(keepends=True)[:_SAMPLE_LINES]
    if len(text) > 1 and len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines.pop()
    said = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    quote = _quote("".join(lines))
    if said:
        separator, reason = said[1], mark("The first line of the file says so.")
    else:
        separator, reason = _separator(lines, quote)
    return Dialect(
        encoding=encoding,
        separator=separator,
        quote=quote,
        skip=1 if said else 0,
        encoding_reason=why,
        separator_reason=reason,
        sample=tuple(line.rstrip("\r\n") for line in lines[:5]),
    )


def _encoding(file: BinaryIO) -> tuple[str, Marked]:
    head = file.read(SAMPLE)
    for mark_bytes, codec in _MARKS:
        if head.startswith(mark_bytes):
            return codec, mark("The file begins with a byte order mark.")
    if b"\0" in head:
        for codec, empty in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
            if empty.count(0) * 10 > len(empty) * 7:
                return codec, mark("Every other byte is empty, as in UTF-16.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    dos = windows = 0
    is_utf8 = is_ascii = True
    while head:
        is_ascii = is_ascii and head.isascii()
        dos += _count(head, _DOS_LETTERS)
        windows += _count(head, _WINDOWS_LETTERS)
        is_utf8 = is_utf8 and _decodes(decoder, head)
        head = file.read(SAMPLE)
    if is_utf8 and _decodes(decoder, b"", final=True):
        if is_ascii:
            return "utf-8", mark("The file has no letters outside A–Z.")
        return "utf-8", mark("The whole file reads as UTF-8.")
    if dos > windows:
        return "cp437", mark("Its å, ä and ö are those of DOS, and it is not UTF-8.")
    return "cp1252", mark("Its å, ä and ö are those of Windows, and it is not UTF-8.")


def _decodes(
    decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False
) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _count(data: bytes, letters: bytes) -> int:
    return len(data) - len(data.translate(None, letters))


def _quote(text: str) -> str:
    return "'" if '"' not in text and len(_IN_SINGLE.findall(text)) > 1 else '"'


def _separator(lines: list[str], quote: str) -> tuple[str, Marked]:
    """The one that cuts most lines into the same number of cells, more than one."""
    best, best_score = ";", (0, 1)
    for separator in SEPARATORS:
        rows = csv.reader(lines, delimiter=separator, quotechar=quote)
        widths = Counter(len(row) for row in rows if row)
        width, number = max(
            ((width, number) for width, number in widths.items() if width > 1),
            key=lambda pair: (pair[1], pair[0]),
            default=(1, 0),
        )
        if (number, width) > best_score:
            best, best_score = separator, (number, width)
    if best_score == (0, 1):
        return best, mark("The file has one column only.")
    return best, mark("It cuts most lines into the same number of cells.")
