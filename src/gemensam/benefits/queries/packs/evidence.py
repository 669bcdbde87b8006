# SPDX-License-Identifier: EUPL-1.2
"""What the pages of administrations and of the steering group rest on besides the grain's
own sums: the bridge, what is realised, the saving. Read once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gemensam.benefits.queries.bridge import (
    Label,
    Made,
    Period,
    Row,
    bridge_over,
    rows_by,
)
from gemensam.benefits.queries.bridge.periods import YEAR
from gemensam.benefits.queries.months import year_to
from gemensam.benefits.queries.realised.made import (
    Realised,
    Row as RealisedRow,
    realised,
    rows_of,
)
from gemensam.group.models import Unit
from gemensam.group.queries import whose

MOST_DEVIATIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Of the year's months through the pack's. `bridge` is None without a frozen baseline
    of the same months; `by_top` its sums by administration, company or merged place."""

    months: tuple[date, ...]
    bridge: Made | None
    by_top: Mapping[object, Row]
    realised: Realised | None
    rows: tuple[RealisedRow, ...]
    authorities: Mapping[int, int]  # of each unit in the last month

    def row_of(self, unit: Unit) -> RealisedRow | None:
        """The row in which the unit's authority is told, maybe with others."""
        held = self.authorities.get(unit.pk)
        return next(
            (
                row
                for row in self.rows
                if any(one.pk == held for one in row.authorities)
            ),
            None,
        )

    def deviations(self, top: int | None) -> list[Row]:
        """Services that at equal volume and prices moved most, of one administration or
        of all; labelled by service (None: on no service, or merged over services)."""
        if self.bridge is None:
            return []
        only = None if top is None else self.bridge.keys.node == top
        rows = rows_by(self.bridge, Label.SHOWN, only=only)
        moved = sorted(rows, key=lambda row: -abs(row.at_equal - row.frozen))
        return [row for row in moved if row.at_equal != row.frozen][:MOST_DEVIATIONS]


def evidence_of(month: date) -> Evidence:
    """As known now."""
    months = tuple(year_to(month))
    made = (
        bridge_over(Period(key=YEAR, months=months, closed=month)) if months else None
    )
    held = realised(month)
    return Evidence(
        months=months,
        bridge=made,
        by_top={row.label: row for row in rows_by(made, Label.NODE)} if made else {},
        realised=held,
        rows=tuple(rows_of(held)) if held else (),
        authorities=whose().main(month),
    )
