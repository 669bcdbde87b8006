# SPDX-License-Identifier: EUPL-1.2
"""A file whose name says another month than what it holds: likely the wrong one."""

import re
from collections.abc import Collection
from datetime import date

from gemensam.core.imports.importer import Reading
from gemensam.formats.issues import IssueKind, Severity, mark

OTHER_MONTH = IssueKind(
    "import.name-of-another-month",
    Severity.WARNING,
    mark("By its name the file is of {named}, but it tells of {told}."),
    mark("It is taken for what it tells of. See that it is not the wrong file."),
)
# A year and month that are not the beginning of a day.
MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?![-_. ]?\d)")


def remark_on_name(reading: Reading, months: Collection[date]) -> None:
    """`months`: the first days of those of which the file tells something."""
    named = {
        date(int(year), int(month), 1)
        for year, month in MONTH.findall(reading.record.original_name)
    }
    if months and named and named.isdisjoint(months):
        reading.log.add(OTHER_MONTH, named=_said(named), told=_said(months))


def _said(months: Collection[date]) -> str:
    first, last = f"{min(months):%Y-%m}", f"{max(months):%Y-%m}"
    return first if first == last else f"{first} – {last}"
