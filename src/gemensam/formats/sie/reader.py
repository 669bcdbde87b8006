# SPDX-License-Identifier: EUPL-1.2
"""Reading a SIE file as a stream of records."""

from collections.abc import Collection, Iterator
from typing import BinaryIO, Self

from gemensam.formats.issues import IssueKind, IssueLog
from gemensam.formats.sie.balances import Controls
from gemensam.formats.sie.blocks import MAX_LINE, at_voucher_ends, whole_lines
from gemensam.formats.sie.checksum import Checksum
from gemensam.formats.sie.closing import close_books
from gemensam.formats.sie.columns import shown
from gemensam.formats.sie.decoding import Decoder
from gemensam.formats.sie.facts import COUNTED, ChecksumState, Facts
from gemensam.formats.sie.fast import FastVouchers
from gemensam.formats.sie.fields import Fields, read_record
from gemensam.formats.sie.irregular import Field
from gemensam.formats.sie.kinds import content, file, form
from gemensam.formats.sie.layouts import ALIASES, LAYOUTS, Group, Layout
from gemensam.formats.sie.lexer import PADDING, Line, take_apart
from gemensam.formats.sie.page import Page
from gemensam.formats.sie.recognition import (
    LABELS,
    first_line,
    has_records,
    is_sie_5,
    is_sie_in_utf_16,
)
from gemensam.formats.sie.records import Balance, FileKind, Record, Voucher
from gemensam.formats.sie.register import Register
from gemensam.formats.sie.vouchers import ROW_LABELS, Desk, Ledger


class Reader(Iterator[Record]):
    """The records of a file, one after another; `facts` is complete after the last.

    Nothing is raised for what stands in the file: it is put in the log, and reading goes
    on. `needed` names the types of file that are wanted; any other type is an error.
    `fast` may be turned off to read every line by itself, with the same results.
    Raises UnknownEncoding for an encoding that is not offered.
    """

    def __init__(
        self,
        source: BinaryIO,
        *,
        log: IssueLog,
        encoding: str | None = None,
        needed: Collection[FileKind] = tuple(FileKind),
        fast: bool = True,
    ) -> None:
        self._source = source
        self._needed = needed
        self._page = page = Page(log)
        self._decoder = Decoder(encoding, log)
        self._register = Register(page)
        self._controls = Controls(page)
        self._ledger = Ledger(page, self._register, self._controls)
        self._desk = Desk(page, self._register, self._ledger)
        self._fast = FastVouchers(page, self._register, self._ledger) if fast else None
        self._checksum: Checksum | None = None
        self._announced = 0
        self._group = Group.FLAG
        self._next = 1
        self._out: list[Record] = []
        self._records = self._read()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Record:
        return next(self._records)

    @property
    def facts(self) -> Facts:
        return self._page.facts

    # -------------------------------------------------------------------- the file

    def _read(self) -> Iterator[Record]:
        blocks = at_voucher_ends(whole_lines(self._source, too_long=self._too_long))
        first = next(blocks, b"")
        if not has_records(first):
            self._page.log.add(_refusal(first), 1, first=first_line(first))
            return
        block: bytes | None = first
        while block is not None:
            yield from self._scan(self._decoder.text(block, self._next), self._next)
            block = next(blocks, None)
        self.facts.lines = self._next - 1
        self._page.line = self._next
        self._desk_gives(self._desk.abandon())
        yield from self._out
        self._close()

    def _too_long(self, line: int) -> None:
        self._page.log.add(file.LINE_TOO_LONG, line, limit=MAX_LINE)

    def _scan(self, text: str, line: int) -> Iterator[Record]:
        at, size = 0, len(text)
        fast, desk, out = self._fast, self._desk, self._out
        while at < size:
            if fast is not None and text.startswith("#VER", at) and desk.is_idle:
                taken = fast.take(text, at, line)
                if taken is not None:
                    voucher, end = taken
                    if self._checksum is not None:
                        self._checksum.add(text[at:end])
                    self._group = Group.CONTENTS
                    yield voucher
                    at = end
                    line += len(voucher[6]) + 3
                    continue
            end = text.find("\n", at)
            if end < 0:
                end = self._last_line(text, at, line)
            raw = text[at:end].strip(PADDING)
            if raw:
                self._line(raw, line)
                if out:
                    yield from out
                    out.clear()
            at = end + 1
            line += 1
        self._next = line

    def _last_line(self, text: str, at: int, line: int) -> int:
        """The end of a line that nothing ends; remarks on it if it says anything."""
        if text[at:].strip(PADDING):
            self._page.log.add(form.NO_LAST_NEWLINE, line)
        return len(text)

    def _desk_gives(self, voucher: Voucher | None) -> None:
        if voucher is not None:
            self._out.append(voucher)

    def _close(self) -> None:
        page = self._page
        page.facts.encoding = self._decoder.choice
        if self._checksum is not None:
            page.facts.checksum = ChecksumState.MISSING
            page.log.add(file.CHECKSUM_MISSING, self._announced)
        self._decoder.report()
        close_books(page, self._register, self._controls, self._needed)

    # -------------------------------------------------------------------- one line

    def _line(self, raw: str, number: int) -> None:
        page = self._page
        page.line, page.raw = number, raw
        while raw and raw[0] in "{}":
            brace, raw = raw[0], raw[1:].strip(PADDING)
            if raw:
                page.issue(form.BRACE_PLACEMENT)
            if brace == "{":
                self._desk.open()
            else:
                self._desk_gives(self._desk.close())
        if not raw:
            return
        line = take_apart(raw)
        for flaw in line.flaws:
            page.issue(flaw)
        if line.label:
            self._labelled(self._canonical(line.label), line)
        else:
            page.issue(form.STRAY_LINE, found=shown(raw))

    def _canonical(self, label: str) -> str:
        """The label in capitals and without the variants seen in the wild."""
        name = label.upper()
        name = ALIASES.get(name, name)
        if name != label and name in LABELS:
            self._page.note(form.LABEL_FORM, found=shown(f"#{label}"), label=f"#{name}")
        return name

    def _labelled(self, label: str, line: Line) -> None:
        page = self._page
        page.label, page.account = label, ""
        if self._checksum is not None and label != "KSUMMA":
            self._checksum.add(page.raw)
        if label in ROW_LABELS:
            self._row(label, line)
        elif label not in LABELS:
            page.note(form.UNKNOWN_LABEL, label=shown(f"#{label}"))
        else:
            self._desk_gives(self._desk.abandon())
            if line.closes:
                page.issue(form.STRAY_BRACE)
            if label == "VER":
                self._voucher(line)
                return
            if line.opens:
                page.issue(form.UNCLOSED_LIST)
            self._count(label)
            layout = LAYOUTS.get(label)
            if layout is None:
                self._about_the_file(label, line.fields)
            else:
                self._heading(layout, line.fields)

    def _row(self, label: str, line: Line) -> None:
        if line.opens:
            self._page.issue(form.UNCLOSED_LIST)
        self._desk.row(label, line.fields)
        if line.closes:
            self._page.issue(form.BRACE_PLACEMENT)
            self._desk_gives(self._desk.close())

    def _voucher(self, line: Line) -> None:
        self._group = Group.CONTENTS
        self._desk.begin(line.fields)
        if line.opens:
            self._page.issue(form.BRACE_PLACEMENT)
            self._desk.open()

    def _heading(self, layout: Layout, fields: list[Field]) -> None:
        self._step(layout.group, layout.label)
        if layout.once:
            self._once(layout.label)
        record = read_record(layout, fields, self._page)
        if record is not None:
            self._register.take(record)
            if isinstance(record, Balance):
                self._controls.take(record)
            self._out.append(record)

    # ------------------------------------------------------ records about the file

    def _about_the_file(self, label: str, fields: list[Field]) -> None:
        value = Fields(fields, self._page).text()
        if label == "KSUMMA":
            self._sum(value)
            return
        self._step(Group.FLAG if label == "FLAGGA" else Group.IDENTIFICATION, label)
        self._once(label)
        facts, page = self.facts, self._page
        if label == "FLAGGA":
            facts.flag = facts.flag or value
            if value != "0":
                page.issue(file.FLAG_SET, found=shown(value))
        elif label == "FORMAT":
            facts.format = facts.format or value
            if value.upper() != "PC8":
                page.issue(content.FORMAT, found=shown(value))
        elif value in {"1", "2", "3", "4"}:
            facts.declared_type = facts.declared_type or int(value)
        else:
            page.issue(file.TYPE_INVALID, found=shown(value))

    def _sum(self, stated: str) -> None:
        page = self._page
        if not stated:
            if self._checksum is None:
                self._checksum = Checksum(self._decoder.choice.encoding)
                self._announced = page.line
        elif self._checksum is None:
            page.issue(file.CHECKSUM_UNANNOUNCED, found=shown(stated))
        else:
            if self._checksum.matches(stated):
                self.facts.checksum = ChecksumState.MATCHES
            else:
                self.facts.checksum = ChecksumState.WRONG
                computed = self._checksum.value
                page.issue(file.CHECKSUM_WRONG, found=shown(stated), computed=computed)
            self._checksum = None

    # --------------------------------------------------------------------- counting

    def _count(self, label: str) -> None:
        facts = self.facts
        facts.labels[label] = facts.labels.get(label, 0) + 1
        key = COUNTED.get(label)
        if key is not None:
            facts.counts[key] += 1

    def _step(self, group: Group, label: str) -> None:
        """Remark on a record that stands after the part of the file it belongs to."""
        if group < self._group:
            self._page.note(form.ORDER, label=f"#{label}")
        else:
            self._group = group

    def _once(self, label: str) -> None:
        """Remark on a record that came before; two companies are told elsewhere."""
        if self.facts.labels[label] > 1:
            self._page.issue(form.RECORD_REPEATED, label=f"#{label}")


def _refusal(first: bytes) -> IssueKind:
    """What a file without records is."""
    if is_sie_5(first):
        return file.SIE_5
    return file.UTF_16 if is_sie_in_utf_16(first) else file.NOT_SIE


def read(source: BinaryIO, *, log: IssueLog, encoding: str | None = None) -> Reader:
    """Read a SIE 4 file as a stream; what is wrong with it goes to the log.

    Raises UnknownEncoding when `encoding` is not among `ENCODINGS`.
    """
    return Reader(source, log=log, encoding=encoding)
