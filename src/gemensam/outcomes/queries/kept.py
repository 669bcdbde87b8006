# SPDX-License-Identifier: EUPL-1.2
"""The columns that were read last, kept by the process that read them.

Closed months are asked for by every page and seldom change, and to fetch them is most of
what a page of a large group takes. They are known by the rows they were read of: a row is
never changed, what replaces it has another number, and so has a database that was restored.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from gemensam.outcomes.columns import Columns

MOST = 128 * 2**20  # bytes
Rows = tuple[int, ...]  # the database, and the rows in it


@dataclass(slots=True)
class Kept:
    """`most` is how many bytes are kept; what was asked for longest ago goes first."""

    most: int = MOST
    _known: OrderedDict[Rows, Columns] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, rows: Rows) -> Columns | None:
        with self._lock:
            if rows in self._known:
                self._known.move_to_end(rows)
            return self._known.get(rows)

    def keep(self, rows: Rows, columns: Columns) -> None:
        """They are everybody's from now on, and cannot be written to."""
        for array in (columns.month, columns.rows, columns.merged):
            array.flags.writeable = False
        if _bytes(columns) > self.most:
            return
        with self._lock:
            self._known[rows] = columns
            while sum(map(_bytes, self._known.values())) > self.most:
                self._known.popitem(last=False)


def _bytes(columns: Columns) -> int:
    return columns.month.nbytes + columns.rows.nbytes + columns.merged.nbytes
