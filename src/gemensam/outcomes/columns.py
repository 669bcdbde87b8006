# SPDX-License-Identifier: EUPL-1.2
"""The cost of a month's cells as columns: packed by who writes cells, summed by pages.

A page that compares units reads a quarter of a million cells. As columns they are summed
in a few hundredths of a second, under any tree, and to the öre: whole numbers throughout.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A row is a service at a unit, at all its providers together. Service, level and node are
# 0 where there is none; volume is counted in hundredths.
ROW = np.dtype(
    [
        ("service", "<i4"),
        ("unit", "<i4"),
        ("level", "<i4"),
        ("node", "<i4"),
        ("cost", "<i8"),
        ("labour", "<i8"),
        ("volume", "<i8"),
    ]
)
# What is protected of a month, by whatever source.
MERGED = np.dtype(
    [("service", "<i4"), ("unit", "<i4"), ("level", "<i4"), ("node", "<i4")]
)
UNTOLD = np.iinfo(np.int64).min  # in place of a measure that no cell tells
DENSE = 8  # codes for each row
MEASURES = ("cost", "labour", "volume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Cells of some months, (n,) each, in the order of months: `month` is a place in
    `months`. `merged` is what is protected in any of them, (m,), each told once."""

    months: tuple[date, ...]
    month: Ints
    rows: NDArray[Any]  # of ROW
    merged: NDArray[Any]  # of MERGED

    def __getitem__(self, name: str) -> Ints:
        """A key or measure; what is not told counts as nothing."""
        column: Ints = self.rows[name].astype(np.int64)
        if name in MEASURES:
            column[column == UNTOLD] = 0
        return column

    def tells(self, measure: str) -> Flags:
        told: Flags = self.rows[measure] != UNTOLD
        return told

    def only(self, wanted: Flags) -> "Columns":
        return replace(self, month=self.month[wanted], rows=self.rows[wanted])

    def each_month(self) -> Iterator["Columns"]:
        """A month at a time, each with all that is protected. Its cells have room in the
        processor's own memory, where those of a year do not: to look them up and group
        them is two to three times as quick."""
        ends = np.searchsorted(self.month, np.arange(len(self.months) + 1)).tolist()
        for month, (first, end) in zip(self.months, pairwise(ends), strict=True):
            yield Columns(
                months=(month,),
                month=self.month[first:end] * 0,
                rows=self.rows[first:end],
                merged=self.merged,
            )


def table(rows: Sequence[tuple[Any, ...]], kind: np.dtype[Any]) -> NDArray[Any]:
    """Rows in the order of ROW or MERGED; None for what no cell tells."""
    made = np.empty(len(rows), dtype=kind)
    if rows:
        columns = zip(*rows, strict=True)
        for name, column in zip(kind.names or (), columns, strict=True):
            made[name] = [UNTOLD if value is None else value for value in column]
    return made


def packed(rows: Sequence[tuple[Any, ...]], kind: np.dtype[Any] = ROW) -> bytes:
    """As `table`, to be kept."""
    return table(rows, kind).tobytes()


def joined(parts: Iterable[tuple[date, bytes, bytes]]) -> Columns:
    """Months in order, each with its packed rows of ROW and of MERGED, as one."""
    held = list(parts)
    sizes = [len(cells) // ROW.itemsize for _month, cells, _merged in held]
    # As bytes: numpy puts rows of several fields after each other a field at a time.
    cells = b"".join(cells for _month, cells, _merged in held)
    merged = b"".join(dict.fromkeys(hidden for _month, _cells, hidden in held))
    return Columns(
        months=tuple(month for month, _cells, _merged in held),
        month=np.repeat(np.arange(len(held)), sizes),
        rows=np.frombuffer(cells, dtype=ROW),
        merged=_once(np.frombuffer(merged, dtype=MERGED)),
    )


def beside(one: Columns, other: Columns) -> Columns:
    """Columns of different months as one."""
    each = sorted(
        (*one.each_month(), *other.each_month()), key=lambda held: held.months
    )
    return Columns(
        months=tuple(month for held in each for month in held.months),
        month=np.repeat(np.arange(len(each)), [len(held.rows) for held in each]),
        rows=np.concatenate([one.rows[:0], *(held.rows for held in each)]),
        merged=_once(np.concatenate([one.merged, other.merged])),
    )


def _once(merged: NDArray[Any]) -> NDArray[Any]:
    """Each row of MERGED once: most of what is protected is so in every month."""
    keys = [merged[name].astype(np.int64) for name in MERGED.names or ()]
    found, _place = grouped(*keys)
    once = np.empty(len(found), dtype=MERGED)
    for at, name in enumerate(MERGED.names or ()):
        once[name] = found[:, at]
    return once


def looked_up(keys: Ints, known: Mapping[int, int], *, otherwise: int = 0) -> Ints:
    """(n,): what `known` has for each key, none of which is negative."""
    table = np.full(int(keys.max(initial=0)) + 1, otherwise, dtype=np.int64)
    for key, value in known.items():
        if key < len(table):
            table[key] = value
    found: Ints = table[keys]
    return found


def grouped(*keys: Ints) -> tuple[Ints, Ints]:
    """The combinations of several keys that occur, in order (k, m), and which of them
    each row has (n,)."""
    least = [int(one.min()) if len(one) else 0 for one in keys]
    spans = [
        int(one.max(initial=low)) - low + 1
        for one, low in zip(keys, least, strict=True)
    ]
    code = np.zeros_like(keys[0])
    for one, low, span in zip(keys, least, spans, strict=True):
        code = code * span + (one - low)
    codes, place = _numbered(code, math.prod(spans))
    found = np.empty((len(codes), len(keys)), dtype=np.int64)
    for at in reversed(range(len(keys))):
        codes, rest = np.divmod(codes, spans[at])
        found[:, at] = rest + least[at]
    return found, place


def _numbered(code: Ints, size: int) -> tuple[Ints, Ints]:
    """The codes that occur, in order, and each row's place among them; codes are below
    `size`. Where that is not much more than there are rows, they are ticked off in a
    table, which is four times as quick as to sort them."""
    if size > DENSE * len(code):
        codes, place = np.unique(code, return_inverse=True)
        return codes, place
    occurs = np.zeros(size, dtype=bool)
    occurs[code] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[code]


def summed(values: Ints, place: Ints, size: int) -> Ints:
    """(size,): `values` added up by `place`; exact as long as every sum is below 2⁵³."""
    sums: Ints = np.rint(np.bincount(place, weights=values, minlength=size)).astype(
        np.int64
    )
    return sums
