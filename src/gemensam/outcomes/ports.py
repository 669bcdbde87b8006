# SPDX-License-Identifier: EUPL-1.2
"""Who fills the grain, and who can say what a figure of it is made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Value = int | Decimal | list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """One cell as its source computes it; ids of service, unit and provider's unit."""

    service: int | None
    unit: int
    provider: str
    provided_by: int | None
    measures: Mapping[str, Value]
    persons: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCost:
    """Draws of the cost of a service at a provider; `deviations` (R,) as shares of it."""

    service: int | None
    provided_by: int | None
    cost_ore: int
    deviations: NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """What a source tells of a month; `keep` stores what explains it, in the same
    transaction, dated as the cells are."""

    cells: Iterable[CellValue]
    draws: Iterable[DrawnCost] = ()
    keep: Callable[[datetime], None] | None = None


class CellSource(Protocol):
    """A room that tells some measures. `months` yields each month's facts from evidence;
    asked twice with the same evidence it yields the same. Sources of lower `order` are
    asked first: a later one may read their cells."""

    key: str
    order: int

    def months(
        self, scenario: int, months: Sequence[date]
    ) -> Iterator[tuple[date, MonthFacts]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure someone points at: what was summed. Empty filters mean everything."""

    scenario: int
    measure: str
    months: tuple[date, ...]
    services: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a figure: ledger rows, cases, readings, with where to look at it."""

    text: str
    amount: Value | None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a figure is made of. `formula` says it in words; `pieces` add up to `total`
    unless `partial` says why not (a reader sees the pieces that are theirs)."""

    formula: str
    pieces: Sequence[Piece]
    total: Value | None
    partial: str = ""
    sources: Sequence[str] = field(default_factory=tuple)


class EvidenceSource(Protocol):
    """The room behind a measure. Answers only what `person` may see."""

    key: str

    def evidence(self, figure: Figure, person: Any) -> Evidence: ...


# A kind of scenario and a month; raises what a person can act on where that month stands
# and is not built anew. Asked in the transaction that would build it.
Guard = Callable[[str, date], None]

_sources: dict[str, CellSource] = {}
_evidence: dict[str, EvidenceSource] = {}
_guards: list[Guard] = []


class NobodyTells(LookupError):
    """No room is registered for this source."""


def register_source(source: CellSource) -> None:
    _sources[source.key] = source


def register_evidence(source: EvidenceSource) -> None:
    _evidence[source.key] = source


def register_guard(guard: Guard) -> None:
    _guards.append(guard)


def ask_guards(kind: str, month: date) -> None:
    """Raises what the first guard says that does not let the month be built."""
    for guard in _guards:
        guard(kind, month)


def sources() -> Mapping[str, CellSource]:
    return dict(sorted(_sources.items(), key=lambda item: item[1].order))


def evidence_sources() -> Mapping[str, EvidenceSource]:
    return dict(_evidence)


def evidence_of(key: str) -> EvidenceSource:
    try:
        return _evidence[key]
    except KeyError:
        raise NobodyTells(key) from None
