# SPDX-License-Identifier: EUPL-1.2
"""Vouchers as parallel arrays, gathered part by part; nothing unbalanced gets out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Rows in parallel arrays. `voucher` counts from 0 within what is added at once;
    `centre` is a place among the cost centres, `project` and `counterpart` are numbers;
    NONE where a code part is empty."""

    voucher: Ints
    account: Ints
    amount: Ints
    centre: Ints
    project: Ints
    counterpart: Ints

    def __len__(self) -> int:
        return len(self.amount)


def lines(
    voucher: Ints,
    account: Ints | int,
    amount: Ints,
    *,
    centre: Ints | int = NONE,
    project: Ints | int = NONE,
    counterpart: Ints | int = NONE,
) -> Lines:
    """Rows; single numbers hold for all of them."""
    size = len(voucher)
    return Lines(
        voucher=voucher,
        account=np.broadcast_to(account, size),
        amount=amount,
        centre=np.broadcast_to(centre, size),
        project=np.broadcast_to(project, size),
        counterpart=np.broadcast_to(counterpart, size),
    )


class UnbalancedError(AssertionError):
    """A voucher made here does not sum to zero: a mistake in the generator."""


@dataclass(slots=True)
class Draft:
    """Everything that was posted in one entity. `day` is an ordinal date."""

    entity: int
    parts: list[Lines] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    day: list[Ints] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(
        self, series: str, day: Ints, texts: Sequence[str], parts: Sequence[Lines]
    ) -> None:
        """Vouchers of one series with their rows. Raises UnbalancedError."""
        joined = _joined(parts)
        total = np.zeros(len(day), dtype=np.int64)
        np.add.at(total, joined.voucher, joined.amount)
        if total.any():
            worst = int(np.argmax(np.abs(total)))
            raise UnbalancedError(f"{series} {texts[worst]}: {total[worst]} öre")
        kept = joined.amount != 0
        shift = len(self.series)
        self.parts.append(
            Lines(
                voucher=joined.voucher[kept] + shift,
                account=joined.account[kept],
                amount=joined.amount[kept],
                centre=joined.centre[kept],
                project=joined.project[kept],
                counterpart=joined.counterpart[kept],
            )
        )
        self.series += [series] * len(day)
        self.day.append(day)
        self.texts += texts

    def posted(self) -> "Posted":
        """The vouchers in order of series, date and coming, empty ones left out."""
        rows = _joined(self.parts)
        day = np.concatenate(self.day)
        names = sorted(set(self.series))
        series = np.array([names.index(one) for one in self.series])
        used = np.bincount(rows.voucher, minlength=len(day)) > 0
        order = np.lexsort((np.arange(len(day)), day, series))
        order = order[used[order]]
        rank = np.empty(len(day), dtype=np.int64)
        rank[order] = np.arange(len(order))
        rank[~used] = NONE
        place = rank[rows.voucher]
        sorting = np.argsort(place, kind="stable")
        return Posted(
            names=tuple(names),
            series=series[order],
            day=day[order],
            texts=[self.texts[number] for number in order.tolist()],
            rows=Lines(
                voucher=place[sorting],
                account=rows.account[sorting],
                amount=rows.amount[sorting],
                centre=rows.centre[sorting],
                project=rows.project[sorting],
                counterpart=rows.counterpart[sorting],
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """v vouchers in order, and their rows in the same order. `series` are places in
    `names`."""

    names: tuple[str, ...]
    series: Ints
    day: Ints
    texts: list[str]
    rows: Lines


def _joined(parts: Sequence[Lines]) -> Lines:
    return Lines(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in (
                "voucher",
                "account",
                "amount",
                "centre",
                "project",
                "counterpart",
            )
        }
    )


def grouped(*keys: Ints) -> tuple[Ints, Ints]:
    """Rows with the same keys are one voucher: its number for each row, and the first
    row of each voucher."""
    _, first, inverse = np.unique(
        np.stack(keys, axis=1), axis=0, return_index=True, return_inverse=True
    )
    return inverse.ravel(), first
