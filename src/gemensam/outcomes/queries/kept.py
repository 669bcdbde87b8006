# SPDX-License-Identifier: EUPL-1.2
"""What was read last of closed months, kept by the process that read it.

Closed months are asked for by every page and seldom change, and to fetch them is most of
what a page of a large group takes. They are known by the rows they were read of: a row is
never changed, what replaces it has another number, and so has a database that was restored.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Held = TypeVar("Held")
Rows = tuple[int | str, ...]  # the database, the rows in it, and what was asked of them


@dataclass(slots=True)
class Kept(Generic[Held]):
    """`most` is how much is kept, as `size` tells it of each; what was asked for longest
    ago goes first. Everybody reads what is kept: nobody may write into it."""

    most: int
    size: Callable[[Held], int]
    _known: OrderedDict[Rows, Held] = field(default_factory=OrderedDict)
    _held: int = 0
    _lock: Lock = field(default_factory=Lock)

    def get(self, rows: Rows) -> Held | None:
        with self._lock:
            if rows in self._known:
                self._known.move_to_end(rows)
            return self._known.get(rows)

    def keep(self, rows: Rows, held: Held) -> None:
        size = self.size(held)
        if size > self.most:
            return
        with self._lock:
            if rows in self._known:
                self._held -= self.size(self._known.pop(rows))
            self._known[rows] = held
            self._held += size
            while self._held > self.most:
                _rows, oldest = self._known.popitem(last=False)
                self._held -= self.size(oldest)
