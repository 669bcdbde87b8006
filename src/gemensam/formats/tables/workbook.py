# SPDX-License-Identifier: EUPL-1.2
"""What a workbook says about itself before its cells: sheets, formats, shared texts.

Source: ECMA-376 part 1, chapter 18 (SpreadsheetML); the strict variant (ISO/IEC 29500)
differs in namespaces only, which are not looked at.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO

from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.safe_xml import Element, document, elements
from gemensam.formats.tables.faults import (
    DAMAGED,
    EXTERNAL_LINK,
    HIDDEN_SHEET,
    NO_SHEET,
    OTHER_SHEET,
    TOO_LARGE,
    refused,
)
from gemensam.formats.tables.package import Caps, Package, opened_package

_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_PERCENT_IDS = frozenset({9, 10})
_NOT_FORMAT = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE
)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Shape(Enum):
    """How a style shows a number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet by its name, the part it is in, and whether a person can see it."""

    name: str
    part: str
    is_visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything that is needed to read the cells of any sheet."""

    package: Package
    sheets: tuple[SheetEntry, ...]
    texts: Sequence[str]
    shapes: Sequence[Shape]
    is_1904: bool

    def sheet(self, wanted: str | None, *, log: IssueLog) -> SheetEntry:
        """The wanted sheet, else the first visible one; tells of those not read."""
        visible = [sheet for sheet in self.sheets if sheet.is_visible]
        chosen = next(
            (sheet for sheet in visible if wanted in {None, sheet.name}), None
        )
        if chosen is None:
            names = ", ".join(sheet.name for sheet in visible)
            raise refused(NO_SHEET, sheet=wanted or "", sheets=names)
        for sheet in self.sheets:
            if not sheet.is_visible:
                log.add(HIDDEN_SHEET, sheet=sheet.name)
            elif sheet is not chosen and wanted is None:
                log.add(OTHER_SHEET, sheet=sheet.name, chosen=chosen.name)
        if any("/externalLinks/" in name for name in self.package.names):
            log.add(EXTERNAL_LINK)
        return chosen


@contextmanager
def opened_workbook(file: BinaryIO, *, caps: Caps) -> Iterator[Workbook]:
    """The workbook in a seekable file.

    Raises UnreadableTable, and UnreadableXml when a part is hostile.
    """
    with opened_package(file, caps=caps) as package:
        top = _related(package, "", "officeDocument")
        if not top:
            raise refused(DAMAGED, part="_rels/.rels")
        path = top[0][1]
        parts = dict(_related(package, path, "worksheet"))
        root = _document(package, path)
        yield Workbook(
            package,
            tuple(_sheets(root, parts)),
            _texts(package, path, caps),
            _shapes(package, path),
            any(_true(each.get("date1904")) for each in _all(root, "workbookPr")),
        )


def _sheets(root: Element, parts: dict[str, str]) -> Iterator[SheetEntry]:
    for sheet in _all(root, "sheet"):
        links = [link for key, link in sheet.items() if str(key).endswith("}id")]
        part = parts.get(str(links[0])) if links else None
        if part is not None:
            state = sheet.get("state", "visible")
            yield SheetEntry(sheet.get("name", ""), part, state == "visible")


def _texts(package: Package, path: str, caps: Caps) -> list[str]:
    found: list[str] = []
    for _, name in _related(package, path, "sharedStrings"):
        if name not in package.names:
            raise refused(DAMAGED, part=name)
        if package.size(name) > caps.texts:
            raise refused(TOO_LARGE, limit=caps.texts >> 20, unit=mark("MiB of texts"))
        with package.part(name) as file:
            found += [text_in(item) for item in elements(file, "si")]
    return found


def _shapes(package: Package, path: str) -> list[Shape]:
    shapes = []
    for _, name in _related(package, path, "styles"):
        root = _document(package, name)
        custom = {
            format_.get("numFmtId", ""): format_.get("formatCode", "")
            for format_ in _all(root, "numFmt")
        }
        for block in _all(root, "cellXfs"):
            for style in block:
                number = style.get("numFmtId", "0")
                shapes.append(_shape(number, custom.get(number, "")))
    return shapes


def _shape(number: str, code: str) -> Shape:
    identity = int(number) if number.isdecimal() else 0
    format_ = _NOT_FORMAT.sub("", code)
    if identity in _DATE_IDS or re.search("[dmyhs]", format_, re.IGNORECASE):
        return Shape.DATE
    if identity in _PERCENT_IDS or "%" in format_:
        return Shape.PERCENT
    return Shape.PLAIN


def text_in(element: Element) -> str:
    """The text of a shared or inline string, without the reading aids beside it."""
    runs = []
    for child in element:
        name = child.tag[-2:]
        if name == "}t":
            runs.append(child.text or "")
        elif name == "}r":
            runs += [run.text or "" for run in child if run.tag[-2:] == "}t"]
    return unescaped("".join(runs))


def unescaped(text: str) -> str:
    """Turns _x000D_ into what it stands for (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _related(package: Package, path: str, kind: str) -> list[tuple[str, str]]:
    """Ids and paths of the parts that a part refers to as `kind`."""
    folder, name = posixpath.split(path)
    links = posixpath.join(folder, "_rels", f"{name}.rels")
    if links not in package.names:
        return []
    found = []
    for link in _all(_document(package, links), "Relationship"):
        internal = link.get("TargetMode", "Internal") == "Internal"
        if internal and link.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, link.get("Target", ""))
            part = posixpath.normpath(target).lstrip("/")
            found.append((link.get("Id", ""), part))
    return found


def _document(package: Package, name: str) -> Element:
    with package.part(name) as file:
        return document(file)


def _all(root: Element, name: str) -> Iterator[Element]:
    return root.iter(f"{{*}}{name}")


def _true(text: str | None) -> bool:
    return text in {"1", "true", "on"}
