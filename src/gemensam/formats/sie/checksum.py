# SPDX-License-Identifier: EUPL-1.2
"""The checksum of a SIE file (§10.11–10.14).

CRC-32 over labels and fields without the separators, the quotation marks around fields
and the braces, in the bytes of CP437. A file in another character set is summed in its
own bytes too, for its writer may have done either.
"""

import zlib

OUTSIDE = str.maketrans("", "", " \t\r\n{}\x1a\x00")
ESCAPED = '\\"'
PLACE = "\x01"
"""Stands for an escaped quotation mark while texts are told from what is outside them."""


def summed(text: str) -> str:
    """The part of whole, well-formed lines that the checksum covers."""
    escaped = ESCAPED in text
    if escaped:
        text = text.replace(ESCAPED, PLACE)
    parts = text.split('"')
    outside = '"'.join(parts[::2]).translate(OUTSIDE)
    parts[::2] = outside.split('"')
    content = "".join(parts)
    return content.replace(PLACE, '"') if escaped else content


class Checksum:
    """Sums up the lines between the two #KSUMMA."""

    def __init__(self, encoding: str = "cp437") -> None:
        self._sums = {"cp437": 0, encoding: 0}

    def add(self, text: str) -> None:
        content = summed(text)
        for encoding, value in self._sums.items():
            data = content.encode(encoding, errors="replace")
            self._sums[encoding] = zlib.crc32(data, value)

    @property
    def value(self) -> int:
        """The checksum as the standard defines it."""
        return self._sums["cp437"]

    def matches(self, stated: str) -> bool:
        """Whether the file's own figure is one of the sums; any other text is none."""
        return stated in map(str, self._sums.values())
