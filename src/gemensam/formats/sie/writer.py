# SPDX-License-Identifier: EUPL-1.2
"""Writing a SIE file as a stream, in CP437 with CRLF; same records, same bytes."""

from collections import defaultdict
from collections.abc import Iterable
from types import TracebackType
from typing import BinaryIO, Self

from gemensam.formats.sie.amounts import written_amount
from gemensam.formats.sie.checksum import Checksum
from gemensam.formats.sie.layouts import FORBIDDEN, LAYOUTS, OBLIGATORY, Group, Layout
from gemensam.formats.sie.records import (
    CompanyName,
    FileKind,
    FiscalYear,
    Record,
    Voucher,
)
from gemensam.formats.sie.script import UnableToWrite, line_of, voucher_lines

FLUSH_AT = 2000
"""Lines gathered before they are written."""
OWN = frozenset({"FLAGGA", "FORMAT", "SIETYP"})
"""Records the writer makes itself."""


class Writer:
    """Writes records in the order they come, between a head and an end of its own.

    `strict` holds the records to the standard: their order, what the type of file must
    and must not have, numbers of digits for accounts, voucher numbers that rise within a
    series and dates within the fiscal years. Without it only what could not be read back
    is refused. Everything refused raises UnableToWrite; what was written before it
    remains in `target`, which the caller discards.
    """

    def __init__(
        self,
        target: BinaryIO,
        *,
        kind: FileKind,
        checksum: bool = False,
        strict: bool = True,
    ) -> None:
        self._target = target
        self._kind = kind
        self._strict = strict
        self._checksum: Checksum | None = None
        self._lines: list[str] = []
        self._given: set[str] = set(OWN)
        self._group = Group.IDENTIFICATION
        self._years: dict[int, FiscalYear] = {}
        self._last: defaultdict[tuple[int, str], int] = defaultdict(int)
        self._lines.append("#FLAGGA 0\r\n")
        if checksum:
            self._lines.append("#KSUMMA\r\n")
            self._flush()
            self._checksum = Checksum()
        self._lines.append(f"#FORMAT PC8\r\n#SIETYP {kind.value[0]}\r\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        failure: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if failure is None:
            self.close()

    def write(self, record: Record) -> None:
        """Write one record; raises UnableToWrite."""
        if isinstance(record, Voucher):
            self._check_voucher(record)
            self._lines.extend(voucher_lines(record, strict=self._strict))
        else:
            label, line = line_of(record, strict=self._strict)
            if self._strict:
                self._check(LAYOUTS[label], record)
            self._given.add(label)
            self._lines.append(line)
        if len(self._lines) >= FLUSH_AT:
            self._flush()

    def write_all(self, records: Iterable[Record]) -> None:
        """Write several records; raises UnableToWrite."""
        for record in records:
            self.write(record)

    def close(self) -> None:
        """Write what is left and the checksum. The target is not closed.

        Raises UnableToWrite when an obligatory record was never given.
        """
        if self._strict:
            lacking = [
                f"#{label}"
                for label, kinds in OBLIGATORY.items()
                if self._kind in kinds and label not in self._given
            ]
            if "RAR" in self._given and 0 not in self._years:
                lacking.append("#RAR 0")
            if lacking:
                raise UnableToWrite(
                    f"SIE type {self._kind.value} needs {', '.join(lacking)}"
                )
        self._flush()
        if self._checksum is not None:
            end = f"#KSUMMA {self._checksum.value}\r\n"
            self._target.write(end.encode("ascii"))
            self._checksum = None

    def _flush(self) -> None:
        text = "".join(self._lines)
        self._lines.clear()
        if self._checksum is not None:
            self._checksum.add(text)
        self._target.write(text.encode("cp437"))

    # ----------------------------------------------------------- the standard's order

    def _check(self, layout: Layout, record: Record) -> None:
        label = layout.label
        self._check_place(layout.group, label)
        if label in self._given and (layout.once or isinstance(record, CompanyName)):
            raise UnableToWrite(f"#{label} can be given once only")
        if isinstance(record, FiscalYear):
            if record.number in self._years or record.start > record.end:
                raise UnableToWrite(f"#RAR {record.number} is given twice or reversed")
            self._years[record.number] = record

    def _check_place(self, group: Group, label: str) -> None:
        if self._kind in FORBIDDEN.get(label, ()):
            raise UnableToWrite(f"#{label} may not be in SIE type {self._kind.value}")
        if group < self._group:
            raise UnableToWrite(
                f"#{label} must come before the {self._group.name} part"
            )
        self._group = group

    def _check_voucher(self, voucher: Voucher) -> None:
        name = f"{voucher.series} {voucher.number}"
        difference = sum([row.amount for row in voucher.rows])
        if difference:
            raise UnableToWrite(
                f"voucher {name} does not balance: {written_amount(difference)}"
            )
        if not self._strict:
            return
        self._check_place(Group.CONTENTS, "VER")
        year = self._year_of(voucher, name)
        if voucher.number.isdecimal():
            number, key = int(voucher.number), (year, voucher.series)
            if number <= self._last[key] and self._last[key]:
                raise UnableToWrite(f"voucher {name} comes after {self._last[key]}")
            self._last[key] = number

    def _year_of(self, voucher: Voucher, name: str) -> int:
        if not self._years or voucher.date is None:
            return 0
        for year in self._years.values():
            if year.start <= voucher.date <= year.end:
                return year.number
        raise UnableToWrite(f"voucher {name} is dated outside the fiscal years")


def arranged(records: Iterable[Record]) -> list[Record]:
    """The records in the order the standard wants, vouchers by series and number.

    Records of the same part of the file keep their order; vouchers come last.
    """
    return sorted(records, key=_place)


def _place(record: Record) -> tuple[int, str, int]:
    if not isinstance(record, Voucher):
        return LAYOUTS[line_of(record, strict=False)[0]].group, "", 0
    number = int(record.number) if record.number.isdecimal() else 0
    return Group.CONTENTS + 1, record.series, number
