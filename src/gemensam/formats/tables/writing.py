# SPDX-License-Identifier: EUPL-1.2
"""Writing a declared table; the same rows give the same bytes, whenever and wherever."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import BinaryIO

from gemensam.formats.safe_xml import escaped as xml_escaped
from gemensam.formats.tables.escape import escaped
from gemensam.formats.tables.sheet import column_letters
from gemensam.formats.tables.skeleton import HEADER_STYLE, MAIN, STYLES, fixed_parts
from gemensam.formats.tables.spec import Column, TableSpec
from gemensam.formats.tables.types import Style, Value

MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
REMEMBERED = 4096  # values of a column
LINE_END = "\r\n"  # RFC 4180, section 2, rule 1
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BATCH = 1000
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)


class UnwritableTable(ValueError):
    """More than a workbook can hold; the message says what."""


def write_csv(
    rows: Iterable[Mapping[str, Value]],
    spec: TableSpec,
    target: BinaryIO,
    *,
    separator: str = ";",
) -> int:
    """Write rows as CSV in UTF-8 as Swedish Excel opens it; returns how many.

    Decimal commas, ISO dates, CRLF. Texts that would be taken for formulas are guarded
    with an apostrophe, which reading takes away; numbers never are, so that negative
    amounts stay numbers.
    """
    names = [column.name for column in spec.columns]
    batches = (
        {name: [row.get(name) for row in batch] for name in names}
        for batch in _batched(rows)
    )
    return _write_csv(batches, spec, target, separator)


def write_csv_columns(
    columns: Mapping[str, Sequence[Value]],
    spec: TableSpec,
    target: BinaryIO,
    *,
    separator: str = ";",
) -> int:
    """As `write_csv`, from all values of each column; they must be as many."""
    return _write_csv((columns,), spec, target, separator)


def _write_csv(
    batches: Iterable[Mapping[str, Sequence[Value]]],
    spec: TableSpec,
    target: BinaryIO,
    separator: str,
) -> int:
    special = re.compile(f'[{re.escape(separator)}"\r\n]')
    head = separator.join(_quoted(escaped(one.header), special) for one in spec.columns)
    target.write(f"\ufeff{head}{LINE_END}".encode())
    count = 0
    written = [(column.name, _Texts(column, special)) for column in spec.columns]
    for batch in batches:
        texts = [list(map(told.__getitem__, batch[name])) for name, told in written]
        lines = [*map(separator.join, zip(*texts, strict=True)), ""]
        target.write(LINE_END.join(lines).encode())
        count += len(lines) - 1
    return count


def _quoted(text: str, special: re.Pattern[str]) -> str:
    """As RFC 4180 has it, section 2, rules 5 to 7; only where it must be."""
    if special.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


class _Texts(dict[Value, str]):
    """How values of a column are written: those of texts guarded. The first ones that
    differ are remembered: most columns say few things many times."""

    def __init__(self, column: Column, special: re.Pattern[str]) -> None:
        super().__init__({None: ""})
        written, is_text = column.type.written, column.type.style is Style.TEXT
        self._text: Callable[[Value], str] = written
        # No number, day or yes holds what must be quoted, but for a decimal comma.
        if is_text:
            self._text = lambda value: _quoted(escaped(written(value)), special)
        elif special.search(","):
            self._text = lambda value: _quoted(written(value), special)

    def __missing__(self, value: Value) -> str:
        text = self._text(value)
        if len(self) < REMEMBERED:
            self[value] = text
        return text


def write_xlsx(
    rows: Iterable[Mapping[str, Value]],
    spec: TableSpec,
    target: BinaryIO,
    *,
    sheet: str = "Data",
) -> int:
    """Write rows as a workbook with one sheet; returns how many.

    Texts are stored as texts, so nothing in them can run. Raises UnwritableTable for
    more rows or longer texts than Excel can hold.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in fixed_parts(sheet).items():
            archive.writestr(_entry(name), text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as part:
            part.write(_sheet_head(spec).encode())
            count = 0
            for number, batch in _batches(rows, spec):
                part.write(batch.encode())
                count = number
            part.write(_sheet_tail(spec, count).encode())
    return count


def _batched(
    rows: Iterable[Mapping[str, Value]],
) -> Iterator[list[Mapping[str, Value]]]:
    each = iter(rows)
    while batch := list(islice(each, _BATCH)):
        yield batch


def _batches(
    rows: Iterable[Mapping[str, Value]], spec: TableSpec
) -> Iterator[tuple[int, str]]:
    """Rows as XML, and how many rows there have been."""
    columns = [
        (column_letters(at), column.name, column.type.stored)
        for at, column in enumerate(spec.columns)
    ]
    texts: list[str] = []
    number = 0
    for number, row in enumerate(rows, 1):
        if number >= MOST_ROWS:
            raise UnwritableTable(f"A sheet holds {MOST_ROWS - 1} rows at most.")
        cells = "".join(
            _cell(f"{letters}{number + 1}", *stored(value))
            for letters, name, stored in columns
            if (value := row.get(name)) is not None
        )
        texts.append(f'<row r="{number + 1}">{cells}</row>')
        if len(texts) == _BATCH:
            yield number, "".join(texts)
            texts = []
    yield number, "".join(texts)


def _cell(place: str, style: Style, text: str) -> str:
    if style is Style.TEXT:
        return _text_cell(place, STYLES[style], text)
    return f'<c r="{place}" s="{STYLES[style]}"><v>{text}</v></c>'


def _text_cell(place: str, style: int, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnwritableTable(f"Cell {place} is longer than {LONGEST_TEXT} characters.")
    stored = _UNSTORABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return (
        f'<c r="{place}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{xml_escaped(stored)}</t></is></c>'
    )


def _sheet_head(spec: TableSpec) -> str:
    headers = "".join(
        _text_cell(f"{column_letters(at)}1", HEADER_STYLE, column.header)
        for at, column in enumerate(spec.columns)
    )
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<cols><col min="1" max="{len(spec.columns)}" width="18" customWidth="1"/></cols>'
        f'<sheetData><row r="1">{headers}</row>'
    )


def _sheet_tail(spec: TableSpec, count: int) -> str:
    last = f"{column_letters(len(spec.columns) - 1)}{count + 1}"
    return f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry
