# SPDX-License-Identifier: EUPL-1.2
"""Whether bytes are a SIE file at all, judged by contents and never by the name."""

import re

from gemensam.formats.sie.encoding import BOM
from gemensam.formats.sie.layouts import ALIASES, LAYOUTS

OTHER_LABELS = (
    "FLAGGA",
    "FORMAT",
    "SIETYP",
    "KSUMMA",
    "VER",
    "TRANS",
    "RTRANS",
    "BTRANS",
)
LABELS = frozenset({*LAYOUTS, *ALIASES, *OTHER_LABELS})
HEAD = 1 << 16
FIRST = 60
_UTF_16 = ("utf-16-le", "utf-16-be")

_LABEL = "|".join(sorted(LABELS)).encode()
RECORD = re.compile(
    rb"(?:^|[\r\n])[ \t]*#(?:" + _LABEL + rb")(?=[ \t\r\n\"{]|$)", re.IGNORECASE
)
SIE_5 = re.compile(rb"<(?:\w+:)?Sie(?:Entry)?[\s>]")


def looks_like_sie(head: bytes) -> bool:
    """Whether the first bytes of a file begin with a SIE record and hold another.

    Looks at 64 KiB at most.
    """
    head = _start(head)
    return RECORD.match(head) is not None and len(RECORD.findall(head)) > 1


def has_records(head: bytes) -> bool:
    """Whether any line begins as a SIE record does."""
    return RECORD.search(_start(head)) is not None


def is_sie_5(head: bytes) -> bool:
    """Whether it is the XML format of the same name."""
    head = _start(head)
    return head.startswith(b"<") and SIE_5.search(head) is not None


def is_sie_in_utf_16(head: bytes) -> bool:
    """Whether it is SIE with two bytes for each letter, which no program may write."""
    if b"\0" not in head[:HEAD]:
        return False
    return any(
        looks_like_sie(text.lstrip("\ufeff").encode("ascii", "replace"))
        for text in (head[:HEAD].decode(codec, "ignore") for codec in _UTF_16)
    )


def first_line(head: bytes) -> str:
    """The first line that says anything, for a message: printable and short."""
    line = _start(head).split(b"\n", 1)[0].split(b"\r", 1)[0]
    text = line[:FIRST].decode("cp437")
    return "".join(letter if letter.isprintable() else "·" for letter in text).strip()


def _start(head: bytes) -> bytes:
    return head[:HEAD].removeprefix(BOM).lstrip(b" \t\r\n")
