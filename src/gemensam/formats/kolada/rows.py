# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One figure as published; `line` of a table, or place among the figures of JSON.
    `gender`: T all, K women, M men. `value` None: not published, `status` says why."""

    line: int
    kpi: str
    municipality: str
    name: str
    year: int
    gender: str
    value: Decimal | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What a key figure measures."""

    line: int
    kpi: str
    title: str
    area: str
    description: str
