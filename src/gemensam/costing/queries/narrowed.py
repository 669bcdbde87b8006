# SPDX-License-Identifier: EUPL-1.2
"""Of the strings at the workbench, those someone wants to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gemensam.costing.queries.workbench import PARTS, Line, Workbench, strings_of


class Show(StrEnum):
    LEFT = "left"
    ALL = "all"
    NEW_YEAR = "new-year"
    NEW_MONTH = "new-month"
    RULED = "ruled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Empty means everything. `text` is looked for in codes and names."""

    show: Show = Show.LEFT
    entity: int | None = None
    chart: str = ""
    account_class: str = ""
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.entity or self.chart or self.account_class or self.text)


def narrowed(bench: Workbench, wanted: Wanted) -> list[Line]:
    """The heaviest first."""
    lines = [line for line in bench.lines if _belongs(line, wanted)]
    lines = _shown(bench, lines, wanted.show)
    if wanted.text:
        text = wanted.text.casefold()
        lines = [line for line in lines if text in _words(bench, line)]
    return lines


def _belongs(line: Line, wanted: Wanted) -> bool:
    coding = line.coding
    return (
        (wanted.entity is None or coding.entity == wanted.entity)
        and wanted.chart in {"", coding.chart}
        and coding.account.startswith(wanted.account_class)
    )


def _shown(bench: Workbench, lines: list[Line], show: Show) -> list[Line]:
    match show:
        case Show.ALL:
            return lines
        case Show.RULED:
            return [line for line in lines if line.rule is not None]
        case Show.LEFT:
            left = [line for line in lines if line.left]
            return sorted(left, key=lambda line: -line.left)
        case Show.NEW_YEAR:
            return _new(lines, [_year_before(month) for month in bench.months])
        case Show.NEW_MONTH:
            newest = strings_of(bench.months[-1:])
            earlier = list(bench.months[:-1])
            earlier += [_year_before(month) for month in bench.months]
            return [line for line in _new(lines, earlier) if _string(line) in newest]


def _new(lines: list[Line], before: Sequence[date]) -> list[Line]:
    known = strings_of(before)
    return [line for line in lines if _string(line) not in known]


def _string(line: Line) -> tuple[object, ...]:
    coding = line.coding
    return coding.entity, coding.account, coding.cost_centre, coding.activity


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def _words(bench: Workbench, line: Line) -> str:
    names = bench.names
    parts = [
        f"{code} {names.of(line.row.ledger, part, code)}"
        for part in PARTS
        if (code := getattr(line.coding, part))
    ]
    return " ".join(parts).casefold()
