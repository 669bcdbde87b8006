# SPDX-License-Identifier: EUPL-1.2
"""Reads any of Kolada's files: which kind it is shows in its first bytes and columns."""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from gemensam.formats.issues import IssueKind, IssueLog, Severity, mark
from gemensam.formats.kolada.rows import Title, Value

LARGEST = 64 * 2**20  # bytes, unpacked
KPI = re.compile(r"[A-Z]\d{5}")
MUNICIPALITY = re.compile(r"\d{4}")
GENDERS = {"T": "T", "K": "K", "M": "M", "F": "K"}  # older papers say F of women

UNREADABLE = IssueKind(
    "kolada.unreadable",
    Severity.ERROR,
    mark("The file is neither a table of key figures nor an answer of the interface."),
    mark(
        "Save the answer of api.kolada.se as JSON, or a table with the columns kpi, "
        "municipality_id, year, gender and value, in UTF-8."
    ),
)
TOO_LARGE = IssueKind(
    "kolada.too-large",
    Severity.ERROR,
    mark("The file holds more than {mib} MiB when unpacked."),
    mark("Ask for fewer key figures, municipalities or years at a time."),
)
BAD_ROW = IssueKind(
    "kolada.row",
    Severity.ERROR,
    mark("“{text}” is no {what}."),
    mark("Correct the row, or fetch the file again."),
)
ONE_PAGE = IssueKind(
    "kolada.one-page",
    Severity.WARNING,
    mark("The answer goes on in another page that is not in this file."),
    mark("Fetch the next page too and import it, or ask for fewer at a time."),
)
WHATS = {
    "kpi": mark("code of a key figure"),
    "municipality": mark("code of a municipality"),
    "year": mark("year"),
    "gender": mark("gender (T, K or M)"),
    "value": mark("number"),
}


def read(source: BinaryIO, log: IssueLog) -> Iterator[Value | Title]:
    """Every row that is sound; what is not goes to the log with its line."""
    text = _text(source, log)
    if text is None:
        return
    if text.lstrip()[:1] in {"{", "["}:
        yield from _of_json(text, log)
    else:
        yield from _of_table(text, log)


def _text(source: BinaryIO, log: IssueLog) -> str | None:
    start = source.read(2)
    rest = source.read(LARGEST)
    data = start + rest
    try:
        if start == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(LARGEST + 1)
        if len(data) > LARGEST or source.read(1):
            log.add(TOO_LARGE, 1, mib=LARGEST // 2**20)
            return None
        return data.decode("utf-8-sig")
    except (UnicodeDecodeError, OSError, EOFError):
        log.add(UNREADABLE, 1)
        return None


def _of_table(text: str, log: IssueLog) -> Iterator[Value | Title]:
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = set(reader.fieldnames or ())
    except csv.Error:
        names = set()
    make: Callable[[Mapping[str, Any], int, IssueLog], Value | Title | None]
    if {"kpi", "municipality_id", "year", "value"} <= names:
        make = _value
    elif {"id", "title"} <= names:
        make = _title
    else:
        log.add(UNREADABLE, 1)
        return
    try:
        for row in reader:
            found = make(row, reader.line_num, log)
            if found is not None:
                yield found
    except csv.Error:
        log.add(UNREADABLE, reader.line_num)


def _of_json(text: str, log: IssueLog) -> Iterator[Value | Title]:
    try:
        told = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        log.add(UNREADABLE, 1)
        return
    rows = told.get("values") if isinstance(told, dict) else told
    if not isinstance(rows, list):
        log.add(UNREADABLE, 1)
        return
    if isinstance(told, dict) and (told.get("next_page") or told.get("next_url")):
        log.add(ONE_PAGE, 1)
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            log.add(UNREADABLE, place)
        elif isinstance(row.get("values"), list):
            yield from _figures(row, place, log)
        else:
            found = _title(row, place, log)
            if found is not None:
                yield found


def _figures(row: Mapping[str, Any], place: int, log: IssueLog) -> Iterator[Value]:
    for one in row["values"]:
        if isinstance(one, dict):
            flat = {
                "kpi": row.get("kpi"),
                "municipality_id": row.get("municipality"),
                "year": row.get("period"),
                **one,
            }
            found = _value(flat, place, log)
            if found is not None:
                yield found
        else:
            log.add(UNREADABLE, place)


def _value(row: Mapping[str, Any], line: int, log: IssueLog) -> Value | None:
    kpi, municipality = _said(row, "kpi"), _said(row, "municipality_id").zfill(4)
    year, gender = _said(row, "year"), _said(row, "gender") or "T"
    number = _said(row, "value")
    wrong = [
        (what, text)
        for what, text, is_sound in (
            ("kpi", kpi, KPI.fullmatch(kpi)),
            ("municipality", municipality, MUNICIPALITY.fullmatch(municipality)),
            ("year", year, re.fullmatch(r"(19|20)\d\d", year)),
            ("gender", gender, gender in GENDERS),
            ("value", number, not number or _number(number) is not None),
        )
        if not is_sound
    ]
    for what, text in wrong:
        log.add(BAD_ROW, line, text=text[:40], what=WHATS[what])
    if wrong:
        return None
    return Value(
        line=line,
        kpi=kpi,
        municipality=municipality,
        name=_said(row, "municipality")[:80],
        year=int(year),
        gender=GENDERS[gender],
        value=_number(number) if number else None,
        status=_said(row, "status")[:60],
    )


def _title(row: Mapping[str, Any], line: int, log: IssueLog) -> Title | None:
    kpi = _said(row, "id")
    if not KPI.fullmatch(kpi):
        log.add(BAD_ROW, line, text=kpi[:40], what=WHATS["kpi"])
        return None
    return Title(
        line=line,
        kpi=kpi,
        title=_said(row, "title")[:400],
        area=_said(row, "operating_area")[:120],
        description=_said(row, "description")[:2000],
    )


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    sound = found.is_finite() and abs(found) < 10**13
    return found if sound else None
