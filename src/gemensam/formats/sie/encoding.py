# SPDX-License-Identifier: EUPL-1.2
"""Which character set a file is written in, judged by its bytes.

The standard allows CP437 only and `#FORMAT PC8` says so in files of every character set,
so the declaration is no evidence. Evidence is: a byte order mark; bytes that form UTF-8;
else how often the bytes of Swedish letters in CP437 occur against those in Windows-1252.
Only the first block that is not ASCII decides, because everything before it reads the
same in every set; the rest of the file is still counted, and contradicting evidence is
reported. The codecs are Python's: hand-made tables mix CP437 with CP850.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

ENCODINGS = ("cp437", "cp850", "cp1252", "latin-1", "utf-8")
"""What may be asked for by name."""

BOM = b"\xef\xbb\xbf"
LETTERS = "åäöÅÄÖéÉüÜè"
AS_CP437 = LETTERS.encode("cp437")
AS_CP1252 = LETTERS.encode("cp1252")
ASCII = bytes(range(128))
SAMPLE = 60


class Basis(StrEnum):
    """What a choice of character set rests on."""

    ASKED = "asked"
    BYTE_ORDER_MARK = "byte-order-mark"
    VALID_UTF8 = "valid-utf-8"
    LETTERS = "letters"
    STANDARD = "standard"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True)
class Choice:
    """The character set and why: letters that speak for CP437 and for Windows-1252.

    `sample` holds the bytes of the first text that reads differently in the two.
    """

    encoding: str
    basis: Basis
    as_cp437: int = 0
    as_cp1252: int = 0
    sample: bytes = b""

    @property
    def in_favour(self) -> int:
        return self.as_cp1252 if self.encoding == "cp1252" else self.as_cp437

    @property
    def against(self) -> int:
        return self.as_cp437 if self.encoding == "cp1252" else self.as_cp1252

    @property
    def is_ambiguous(self) -> bool:
        """No letter speaks for the choice, or a quarter as many speak against it."""
        if self.basis not in {Basis.LETTERS, Basis.STANDARD}:
            return False
        return self.against * 4 >= self.in_favour

    @property
    def other(self) -> str:
        """The set the text would be read in if the choice is wrong."""
        return "cp1252" if self.encoding == "cp437" else "cp437"

    def read_as(self, encoding: str) -> str:
        """The sample in another character set, with marks for what is no letter in it."""
        return self.sample.decode(encoding, errors="replace")


class UnknownEncoding(ValueError):
    """A character set was asked for by a name that is not among `ENCODINGS`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is not one of {', '.join(ENCODINGS)}")


UNDECIDED = Choice("cp437", Basis.ASCII)


def asked_for(name: str) -> Choice:
    """The choice of the user; raises UnknownEncoding."""
    if name.lower() not in ENCODINGS:
        raise UnknownEncoding(name)
    return Choice(name.lower(), Basis.ASKED)


def letters(block: bytes) -> tuple[int, int]:
    """How many bytes are Swedish letters in CP437, and how many in Windows-1252."""
    high = block.translate(None, ASCII)
    return sum(map(high.count, AS_CP437)), sum(map(high.count, AS_CP1252))


def choose(block: bytes) -> Choice:
    """Judge a block of whole lines that is not ASCII alone."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Choice("utf-8", Basis.VALID_UTF8)
    as_cp437, as_cp1252 = letters(block)
    basis = Basis.LETTERS if as_cp437 or as_cp1252 else Basis.STANDARD
    encoding = "cp1252" if as_cp1252 > as_cp437 else "cp437"
    return Choice(encoding, basis, as_cp437, as_cp1252, _sample(block))


def with_more(choice: Choice, as_cp437: int, as_cp1252: int) -> Choice:
    """The same choice with the evidence of a further block added."""
    return replace(
        choice,
        as_cp437=choice.as_cp437 + as_cp437,
        as_cp1252=choice.as_cp1252 + as_cp1252,
    )


def _sample(block: bytes) -> bytes:
    """The text around the first byte that is not ASCII, within its quotation marks."""
    at = len(block) - len(block.lstrip(ASCII))
    start = max(block.rfind(mark, 0, at) + 1 for mark in (b'"', b"\n"))
    ends = [end for mark in (b'"', b"\n", b"\r") if (end := block.find(mark, at)) >= 0]
    end = min(ends, default=len(block))
    return block[max(start, at - SAMPLE) : min(end, at + SAMPLE)]
