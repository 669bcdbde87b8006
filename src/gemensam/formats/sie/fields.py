# SPDX-License-Identifier: EUPL-1.2
"""The fields of a line into a record, by the table of layouts."""

import re
from typing import Any

from gemensam.formats.sie import columns
from gemensam.formats.sie.columns import Column, shown
from gemensam.formats.sie.irregular import Braces, Field
from gemensam.formats.sie.kinds import content, form
from gemensam.formats.sie.layouts import AMOUNT, OBJECTS, QUANTITY, Layout
from gemensam.formats.sie.page import Page, Skip
from gemensam.formats.sie.records import Record

NO_LIST = Braces()
FIRST_GROUP = re.compile(r"-?[0-9]{1,3}", re.ASCII)
LAST_GROUP = re.compile(r"[0-9]{3}[.,][0-9]{1,2}|0[0-9]{2}", re.ASCII)


class Fields:
    """The fields of one line, taken from left to right.

    An object list where none belongs is remarked on and passed over; one that is missing
    reads as empty.
    """

    __slots__ = ("at", "fields", "page")

    def __init__(self, fields: list[Field], page: Page) -> None:
        self.fields = fields
        self.page = page
        self.at = 0

    def text(self) -> str:
        """The next text; empty when there is none (§5.7: the last may be left out)."""
        while self.at < len(self.fields):
            field = self.fields[self.at]
            self.at += 1
            if not isinstance(field, Braces):
                return field
            self.page.issue(form.LIST_UNEXPECTED, label=f"#{self.page.label}")
        return ""

    def objects(self) -> Braces:
        if self.at < len(self.fields):
            field = self.fields[self.at]
            if isinstance(field, Braces):
                self.at += 1
                return field
        self.page.issue(form.LIST_MISSING)
        return NO_LIST

    def rest(self) -> list[str]:
        """The texts that are left."""
        left = [
            field for field in self.fields[self.at :] if not isinstance(field, Braces)
        ]
        self.at = len(self.fields)
        return left


def read_record(layout: Layout, fields: list[Field], page: Page) -> Record | None:
    """The record of a line, None when it says nothing or cannot be read."""
    source = Fields(fields, page)
    try:
        values = [_value(column, source, layout, page) for column in layout.columns]
    except Skip:
        return None
    _surplus(layout, source, values, page)
    if layout.columns[-2:] == (AMOUNT, QUANTITY):
        _warn_of_split(fields, page)
    record: Record = layout.record(*layout.prefix, *values, line=page.line)
    return record


def _value(column: Column, source: Fields, layout: Layout, page: Page) -> Any:
    if column is OBJECTS:
        return columns.pairs(source.objects(), page)
    value = source.text()
    if not value and column.required:
        label = f"#{layout.label}"
        if layout.vital:
            page.issue(form.FIELD_MISSING, label=label, field=column.name)
        else:
            page.note(form.EMPTY_RECORD, label=label)
        raise Skip
    return column.read(value, page)


def _surplus(layout: Layout, source: Fields, values: list[Any], page: Page) -> None:
    """Fields after the last: the rest of an unquoted text, or something newer than 4C."""
    left = source.rest()
    if not left:
        return
    if layout.joins and '"' not in page.raw:
        values[-1] = " ".join([values[-1], *left])
        page.issue(form.UNQUOTED_TEXT, label=f"#{layout.label}", text=shown(values[-1]))
    else:
        page.note(form.SURPLUS_FIELDS, label=f"#{layout.label}")


def _warn_of_split(fields: list[Field], page: Page) -> None:
    """An unquoted “123 456.78” is an amount and a quantity to the letter; say so."""
    first, second = fields[-2:]
    if isinstance(first, Braces) or isinstance(second, Braces):
        return
    if FIRST_GROUP.fullmatch(first) and LAST_GROUP.fullmatch(second):
        page.issue(
            content.AMOUNT_SPLIT, found=f"{first} {second}", account=page.account
        )
