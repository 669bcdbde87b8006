# SPDX-License-Identifier: EUPL-1.2
"""A workbook of loose rows, as report generators write them: texts and numbers in cells,
no declared columns. Streamed, so that a million rows need no memory."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from gemensam.formats.safe_xml import escaped
from gemensam.formats.tables.sheet import column_letters
from gemensam.formats.tables.skeleton import MAIN, fixed_parts

Value = str | int | float | None
_BATCH = 2000


def write_rows(path: Path, rows: Iterable[Sequence[Value]], *, sheet: str) -> int:
    """Write the rows as the one sheet of a workbook; returns how many."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in fixed_parts(sheet).items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            batch = []
            for count, row in enumerate(rows, 1):
                batch.append(_row(count, row))
                if len(batch) == _BATCH:
                    part.write("".join(batch).encode())
                    batch = []
            part.write("".join(batch).encode())
            part.write(b"</sheetData></worksheet>")
    return count


_LETTERS = [column_letters(at) for at in range(40)]


def _row(number: int, row: Sequence[Value]) -> str:
    cells = []
    for at, value in enumerate(row):
        if value is None or value == "":
            continue
        place = f"{_LETTERS[at]}{number}"
        if isinstance(value, str):
            cells.append(
                f'<c r="{place}" t="inlineStr"><is><t>{escaped(value)}</t></is></c>'
            )
        else:
            cells.append(f'<c r="{place}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
