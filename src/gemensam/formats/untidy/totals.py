# SPDX-License-Identifier: EUPL-1.2
"""Rows that are sums of other rows: told apart, left out, and checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy.faults import (
    TOTAL_DIFFERS,
    TOTAL_UNREADABLE,
    TOTALS,
)
from gemensam.formats.untidy.values import is_balance_word, is_total_word, ore


@dataclass(frozen=True, slots=True, kw_only=True)
class Summing:
    """Which columns tell a row from a sum: `keys` are filled in every ordinary row
    (account, date …), `amounts` are kronor that sums are made of, one öre each way of
    tolerance nowhere. `decimals` is the decimal mark of each amount."""

    keys: tuple[int, ...]
    amounts: tuple[int, ...]
    decimals: tuple[str | None, ...] = ()


@dataclass(slots=True)
class Totals:
    """Follows the rows of a table. A sum is right when it is the sum of all rows since
    any earlier sum, or since the beginning: subtotals nest, and nothing says how."""

    summing: Summing
    log: IssueLog
    left_out: int = 0
    checked: int = 0
    differing: int = 0
    running: list[int] = field(default_factory=list)
    _starts: list[set[int]] = field(default_factory=list)
    _last: list[int] = field(default_factory=list)
    _rows: int = 0
    _rows_at_last: int = -1

    def __post_init__(self) -> None:
        count = len(self.summing.amounts)
        self.running = [0] * count
        self._starts = [{0} for _ in range(count)]
        self._last = [0] * count

    def is_total(self, cells: Sequence[Cell]) -> bool:
        """Whether the row is a sum or a balance: some of its keys are empty or hold the
        word for it, and it has an amount and nothing else, or such a word first."""
        width = len(cells)
        if all(
            at < width and not is_empty(cells[at]) and not _is_word(cells[at])
            for at in self.summing.keys
        ):
            return False
        filled = [at for at, cell in enumerate(cells) if not is_empty(cell)]
        if not filled:
            return False
        words = [cells[at] for at in filled if at not in self.summing.amounts]
        if not words:
            return any(at in self.summing.amounts for at in filled)
        return any(_is_word(cell) for cell in words)

    def add(self, amounts: Sequence[int]) -> None:
        """An ordinary row's amounts in öre, in the order of the columns."""
        self._rows += 1
        running = self.running
        for at, amount in enumerate(amounts):
            if amount:
                running[at] += amount

    def check(self, line: int, cells: Sequence[Cell]) -> None:
        """A row that is a sum. Balances are carried over from elsewhere: left out only."""
        self.left_out += 1
        label = next((shown(one) for one in cells if _is_word(one)), "")
        if label and is_balance_word(label) and not is_total_word(label):
            return
        said = self._said(line, cells, label)
        if not said:
            return
        self.checked += 1
        for at, amount in said.items():
            if not self._agrees(at, amount):
                self.differing += 1
                self.log.add(
                    TOTAL_DIFFERS,
                    line,
                    label=label or "–",
                    said=_kronor(amount),
                    found=_kronor(self.running[at] - self._last[at]),
                )
        for at in range(len(self.running)):
            self._last[at] = self.running[at]
            self._starts[at].add(self.running[at])

    def close(self) -> None:
        if self.left_out:
            self.log.add(TOTALS, count=self.left_out, checked=self.checked)

    def _agrees(self, at: int, amount: int) -> bool:
        return self.running[at] - amount in self._starts[at]

    def _said(self, line: int, cells: Sequence[Cell], label: str) -> dict[int, int]:
        said = {}
        for at, column in enumerate(self.summing.amounts):
            cell = cells[column] if column < len(cells) else ""
            if is_empty(cell):
                continue
            decimals = self.summing.decimals[at] if self.summing.decimals else None
            try:
                said[at] = ore(cell, decimals=decimals)
            except BadCell:
                self.log.add(TOTAL_UNREADABLE, line, label=label or "–")
        return said


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and (is_total_word(cell) or is_balance_word(cell))


def _kronor(amount: int) -> str:
    whole, rest = divmod(abs(amount), 100)
    sign = "\u2212" if amount < 0 else ""
    return sign + f"{whole:,}".replace(",", "\u00a0") + f",{rest:02d}"
