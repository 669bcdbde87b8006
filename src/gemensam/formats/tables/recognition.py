# SPDX-License-Identifier: EUPL-1.2
"""What kind of table a file is, by its first bytes; its name does not count."""

import codecs
import re
from typing import BinaryIO

from gemensam.formats.issues import IssueKind
from gemensam.formats.tables.faults import (
    EMPTY,
    NOT_A_TABLE,
    OLD_EXCEL,
    PROTECTED,
    WEB_PAGE,
    XML_SPREADSHEET,
    refused,
)

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 1 << 13
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"MZ")
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_MARKS = b"\xef\xbb\xbf\xff\xfe"


def is_workbook(file: BinaryIO) -> bool:
    """Whether the file is a workbook, else it is delimited text.

    Raises UnreadableTable when it is neither. The file is rewound.
    """
    file.seek(0)
    head = file.read(_HEAD)
    kind = _refusal(head, file)
    file.seek(0)
    if kind is not None:
        raise refused(kind)
    return head.startswith(ZIP)


def _refusal(head: bytes, file: BinaryIO) -> IssueKind | None:
    text = head.lstrip(_MARKS).replace(b"\0", b"")
    if not text.strip():
        return NOT_A_TABLE if head.strip(_MARKS + b" \t\r\n") else EMPTY
    if head.startswith(OLE):
        return PROTECTED if _PROTECTED in head + file.read(1 << 20) else OLD_EXCEL
    if HTML.match(text):
        return WEB_PAGE
    if text.lstrip().startswith(b"<?xml") or text.lstrip().startswith(b"<Workbook"):
        return XML_SPREADSHEET
    if head.startswith((*_OTHER, EMPTY_ZIP)) or is_binary(head):
        return NOT_A_TABLE
    return None


def is_binary(head: bytes) -> bool:
    """Whether bytes that begin no known kind of file are no text either."""
    if head.startswith(ZIP):
        return False
    if b"\0" in head:
        return not _is_utf_16(head)
    odd = len(head) - len(head.translate(None, _CONTROLS))
    return odd * 50 > len(head)


def _is_utf_16(head: bytes) -> bool:
    """By its mark, or because the zeros of Latin letters all stand on one side."""
    few, many = sorted((head[0::2].count(0), head[1::2].count(0)))
    return head.startswith(_BOMS) or (many * 20 > len(head) * 7 and few * 9 < many)


_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes(set(range(1, 32)) - {9, 10, 11, 12, 13, 26, 27})
