# SPDX-License-Identifier: EUPL-1.2
"""What kind of file begins with these bytes."""

import re
from collections.abc import Mapping

from gemensam.formats.sie import looks_like_sie
from gemensam.formats.sie.recognition import is_sie_in_utf_16
from gemensam.formats.tables.recognition import (
    EMPTY_ZIP,
    HTML,
    OLE,
    ZIP,
    is_binary,
)

HEAD = 1 << 16
GZIP = b"\x1f\x8b"
_BEGINNINGS: Mapping[bytes, str] = {
    b"%PDF": "pdf",
    b"\x89PNG\r\n": "image",
    b"\xff\xd8\xff": "image",
    b"GIF87a": "image",
    b"GIF89a": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
    b"BM": "image",
    ZIP: "zip",
    EMPTY_ZIP: "zip",
    OLE: "excel",
    GZIP: "gzip",
}
_RIFF_IMAGE = re.compile(rb"RIFF....WEBP", re.DOTALL)
_MARKS = b"\xef\xbb\xbf\xff\xfe"


def kind_of(head: bytes) -> str:
    """The kind by the first bytes: a known beginning, else what the text looks like.

    "xml" and "text" need a closer look; "excel" is the old format of Office.
    """
    text = head.lstrip(_MARKS).replace(b"\0", b"").lstrip()
    if not text:
        return "binary" if b"\0" in head else "empty"
    found = next(
        (kind for start, kind in _BEGINNINGS.items() if head.startswith(start)), None
    )
    if found == "image" and head.startswith(b"BM") and not is_binary(head):
        found = None
    if found is not None:
        return found
    if _RIFF_IMAGE.match(head):
        return "image"
    if looks_like_sie(head) or is_sie_in_utf_16(head):
        return "sie"
    if HTML.match(text):
        return "html"
    if is_binary(head):
        return "binary"
    return "xml" if text.startswith(b"<") else "text"
