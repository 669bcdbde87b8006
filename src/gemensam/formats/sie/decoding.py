# SPDX-License-Identifier: EUPL-1.2
"""Blocks of bytes into text, with the evidence for the character set kept and judged."""

from gemensam.formats.issues import IssueLog
from gemensam.formats.sie.columns import shown
from gemensam.formats.sie.encoding import (
    BOM,
    UNDECIDED,
    Basis,
    Choice,
    asked_for,
    choose,
    letters,
    with_more,
)
from gemensam.formats.sie.kinds import file

LOST = "\ufffd"
DOUBLE = "Ã"
SECOND_LETTERS = "¥¤¶…„–©"
"""What follows Ã when UTF-8 was taken for Windows-1252 and written as UTF-8 again."""


class Decoder:
    """Decides at the first block that is not ASCII; raises UnknownEncoding."""

    def __init__(self, encoding: str | None, log: IssueLog) -> None:
        self._log = log
        self._is_first = True
        self._damaged = 0
        self._damage: tuple[int, str] = (0, "")
        self.choice = asked_for(encoding) if encoding else UNDECIDED

    def text(self, block: bytes, line: int) -> str:
        """The text of a block whose first line is `line`."""
        if self._is_first:
            self._is_first = False
            if block.startswith(BOM):
                block = block[len(BOM) :]
                if self.choice.basis is not Basis.ASKED:
                    self.choice = Choice("utf-8", Basis.BYTE_ORDER_MARK)
        if block.isascii():
            return block.decode("ascii")
        if self.choice.basis is Basis.ASCII:
            self.choice = choose(block)
        elif self.choice.basis in {Basis.LETTERS, Basis.STANDARD}:
            self.choice = with_more(self.choice, *letters(block))
        text = self._decoded(block, line)
        if LOST in text or DOUBLE in text:
            self._look_for_damage(text, line)
        return text

    def _decoded(self, block: bytes, line: int) -> str:
        encoding = self.choice.encoding
        try:
            return block.decode(encoding)
        except UnicodeDecodeError as error:
            self._log.add(
                file.ENCODING_BROKEN,
                line + block.count(b"\n", 0, error.start),
                found=block[error.start : error.end].hex(" ").upper(),
                encoding=encoding,
            )
            return block.decode(encoding, errors="replace")

    def _look_for_damage(self, text: str, line: int) -> None:
        marks = [LOST, *(DOUBLE + second for second in SECOND_LETTERS)]
        places = [at for mark in marks if (at := text.find(mark)) >= 0]
        if places and not self._damaged:
            at = min(places)
            sample = text[max(text.rfind("\n", 0, at) + 1, at - 10) : at + 20]
            self._damage = line + text.count("\n", 0, at), sample.split("\n")[0].strip()
        self._damaged += sum(map(text.count, marks))

    def report(self) -> None:
        """The remarks on the whole file's letters."""
        choice = self.choice
        if choice.is_ambiguous:
            self._log.add(
                file.ENCODING_AMBIGUOUS,
                encoding=choice.encoding,
                instead=choice.other,
                chosen=shown(choice.read_as(choice.encoding)),
                other=shown(choice.read_as(choice.other)),
            )
        elif choice.against:
            self._log.add(
                file.ENCODING_MIXED,
                encoding=choice.encoding,
                for_it=choice.in_favour,
                against=choice.against,
            )
        if choice.encoding != "cp437" and choice.basis is not Basis.ASKED:
            self._log.add(file.ENCODING_NOT_PC8, encoding=choice.encoding)
        if self._damaged:
            line, sample = self._damage
            self._log.add(file.TEXT_DAMAGED, line, count=self._damaged, found=sample)
