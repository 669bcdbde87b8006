# SPDX-License-Identifier: EUPL-1.2
"""The rows of a large sheet as most programs write them, several times faster.

A row in the usual shape (cells with their place, a value or a plain text, nothing else)
is cut by one expression; any other row is parsed as XML on its own. Whatever is not as
usual outside the rows sends the whole sheet back to the ordinary reader, which goes on
after the last row handed over. So a row is either read the same or read by the other.
"""

import io
import re
from collections.abc import Iterator

from gemensam.formats.issues import mark
from gemensam.formats.safe_xml import Element, UnreadableXml, document, text_of
from gemensam.formats.tables.cells import Cell
from gemensam.formats.tables.faults import TOO_LARGE, refused
from gemensam.formats.tables.sheet import MOST_ROWS, Sheet
from gemensam.formats.tables.workbook import unescaped

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)</c>)'
)
_ROW = re.compile(
    r'\s*<row r="([0-9]{1,8})"((?:\s+[A-Za-z:][\w:.\-]*="[^"<>&]*")*\s*/?)>'
)
_USUAL_KINDS = frozenset({"", "n", "s", "str", "inlineStr"})
_HEAD = re.compile(
    r"""\s*(<worksheet\s(?=[^<>]*\bxmlns=["'][^"'])[^<>]*>).*?<sheetData>""", re.DOTALL
)
_TAIL = re.compile(r"\s*</sheetData>.*</worksheet>\s*", re.DOTALL)
_MERGED = re.compile(r'<mergeCell ref="([^"]*)"')
_HIDDEN_COLUMN = re.compile(r"<col [^<>]*hidden=")
_UNUSUAL = re.compile("<[!?]|[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENTITY = re.compile("&(amp|lt|gt|quot|apos);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HEAD_LIMIT = 1 << 20
_WINDOW = 1 << 26
_REMEMBERED = 50_000


class _Unusual(Exception):
    """The sheet is not written as most are."""


def quick_rows(sheet: Sheet) -> Iterator[tuple[int, list[Cell]]]:
    """What `sheet.rows()` gives. Raises UnreadableTable and UnreadableXml."""
    done = 0
    try:
        for number, cells in _Quick(sheet).rows():
            done = number
            yield number, cells
    except _Unusual:
        sheet.merged.clear()
        yield from sheet.rows(after=done)


class _Quick:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._cells = 0
        self._root = ""
        self._columns: dict[str, int] = {}
        self._known: dict[tuple[str, str], Cell] = {}

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        held, number, begun = "", 0, False
        with self._sheet.workbook.package.part(self._sheet.entry.part) as file:
            for text in text_of(file):
                if _UNUSUAL.search(text):
                    raise _Unusual
                held += text
                if not begun:
                    found = self._head(held)
                    if found is None:
                        continue
                    held, begun = held[found:], True
                *whole, held = held.split("</row>")
                for piece in whole:
                    number, cells = self._row(piece, number)
                    if cells:
                        yield number, cells
                if len(held) > _WINDOW:
                    raise _Unusual
        if not begun or not _TAIL.fullmatch(held):
            raise _Unusual
        self._document(f"{self._root}<sheetData>{held}")
        self._sheet.merged += _MERGED.findall(held)

    def _head(self, held: str) -> int | None:
        """Where the rows begin; None when the text does not reach them."""
        found = _HEAD.match(held)
        if found is None:
            if len(held) > _HEAD_LIMIT or "<sheetData" in held:
                raise _Unusual
            return None
        if _HIDDEN_COLUMN.search(found[0]):
            raise _Unusual
        self._document(f"{found[0]}</sheetData></worksheet>")
        self._root = found[1]
        return found.end()

    def _row(self, piece: str, before: int) -> tuple[int, list[Cell]]:
        found = _ROW.match(piece)
        while found is not None and found[2].endswith("/"):  # a row without cells
            before = self._number(found[1], before)
            piece = piece[found.end() :]
            found = _ROW.match(piece)
        if found is None:
            raise _Unusual
        number = self._number(found[1], before)
        body = piece[found.end() :]
        usual = None if "hidden=" in found[2] else self._usual(body)
        return number, self._whole(piece, number) if usual is None else usual

    @staticmethod
    def _number(text: str, before: int) -> int:
        number = int(text)
        if not before < number <= MOST_ROWS:
            raise _Unusual
        return number

    def _usual(self, body: str) -> list[Cell] | None:
        """The cells; None when anything in the row is not in the usual shape."""
        found = _CELL.findall(body)
        values, texts = body.count("<v>"), body.count("<is>")
        empty = body.count("/>")
        if (
            len(found) != values + texts + empty
            or body.count("<") != 4 * values + 6 * texts + empty
        ):
            return None
        cells: list[Cell] = []
        for letters, style, kind, value, text in found:
            cell = self._cell(style, kind, value, text)
            if cell is None:
                return None
            if cell != "":
                at = self._columns.get(letters)
                if at is None:
                    at = self._columns[letters] = self._sheet.column(letters)
                here = len(cells)
                if here == at:
                    cells.append(cell)
                elif here > at:
                    return None
                else:
                    cells.extend([""] * (at - here))
                    cells.append(cell)
        self._count(max(len(cells), len(found)))
        return cells

    def _cell(self, style: str, kind: str, value: str, text: str) -> Cell | None:
        if kind == "s":
            texts = self._sheet.workbook.texts
            at = int(value) if value.isdecimal() else -1
            return texts[at] if 0 <= at < len(texts) else None
        if kind in {"inlineStr", "str"}:
            return _plain(value or text)
        if kind not in _USUAL_KINDS:
            return None
        if not value:
            return ""
        known = self._known.get((style, value))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            try:
                known = self._sheet.numeric(value, style or None)
            except (ValueError, ArithmeticError):
                return None
            self._known[style, value] = known
        return known

    def _whole(self, piece: str, number: int) -> list[Cell]:
        """An unusual row by the ordinary reader, as a document of its own."""
        text = f"{self._root}<sheetData>{piece}</row></sheetData></worksheet>"
        rows = list(self._document(text).iter("{*}row"))
        if len(rows) != 1:
            raise _Unusual
        return self._sheet.cells(rows[0], number)

    @staticmethod
    def _document(text: str) -> Element:
        try:
            return document(io.BytesIO(text.encode("utf-8", "surrogatepass")))
        except UnreadableXml:
            raise _Unusual from None

    def _count(self, cells: int) -> None:
        self._cells += cells
        limit = self._sheet.caps.cells
        if self._cells > limit:
            raise refused(TOO_LARGE, limit=limit, unit=mark("cells"))


def _plain(text: str) -> str | None:
    """The text of a cell with its five entities; None when it has any other."""
    if "&" in text:
        if text.count("&") != len(_ENTITY.findall(text)):
            return None
        text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)
    return unescaped(text)
