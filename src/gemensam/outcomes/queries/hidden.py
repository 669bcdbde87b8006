# SPDX-License-Identifier: EUPL-1.2
"""Which cells of some months others than their own manager see only merged, a bit for each.

Who reads a hundred thousand rows of these months would look each of them up among a
quarter of a million protected cells, which takes longer than all the rest; a bit is found
at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

import numpy as np
from numpy.typing import NDArray
from psycopg.sql import SQL

from gemensam.outcomes.columns import MERGED, Ints, looked_up, table
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.queries.kept import Kept

# The newest row of a month tells all that is merged of it. A month may be without
# any, though something of it is protected: where no cell tells of a cost or a volume.
KEPT = SQL("""
SELECT d.oid::bigint, m.id, s.id, k.month
FROM pg_database d CROSS JOIN outcomes_scenarioversion s
CROSS JOIN unnest({months}::date[]) k(month)
LEFT JOIN LATERAL (SELECT max(id) AS id FROM outcomes_monthcolumns
    WHERE scenario_id = s.id AND month = k.month) m ON true
WHERE d.datname = current_database() AND (m.id IS NOT NULL OR EXISTS
    (SELECT 1 FROM outcomes_protectedcell p
    WHERE p.scenario_id = s.id AND p.month = k.month OFFSET 0))
ORDER BY s.id, k.month
""")
PACKED = SQL("""
COPY (SELECT DISTINCT ON (scenario_id, month) d.oid::bigint, m.id, month, merged
    FROM outcomes_monthcolumns m, pg_database d
    WHERE d.datname = current_database() AND month = ANY({months})
    ORDER BY scenario_id, month, m.id DESC) TO STDOUT (FORMAT BINARY)
""")
BARE = """
SELECT p.month, p.service_id, p.unit_id, p.level, 0
FROM unnest(%(scenarios)s::bigint[], %(months)s::date[]) k(scenario, month)
JOIN outcomes_protectedcell p ON p.scenario_id = k.scenario AND p.month = k.month
WHERE p.service_id IS NOT NULL
"""
MOST = 32 * 2**20  # bytes

# In a statement: whether a cell is hidden, where `c` has its service, `month` is the place
# of its month and `unit` that of its unit, both from 0.
IS_HIDDEN = """CASE WHEN c.service_id < %(hidden_services)s THEN get_bit(%(hidden)s::bytea,
    (({month}) * %(hidden_services)s + c.service_id) * %(hidden_units)s + ({unit})) = 1
    ELSE false END"""


@dataclass(frozen=True, slots=True)
class _Protected:
    month: Ints  # (n,), the place of each among the months
    rows: NDArray[Any]  # (n,) of MERGED

    @property
    def size(self) -> int:
        return self.month.nbytes + self.rows.nbytes

    def with_(self, more: "_Protected") -> "_Protected":
        return _Protected(
            np.concatenate([self.month, more.month]),
            np.concatenate([self.rows, more.rows]),
        )


_kept: Kept[_Protected] = Kept(most=MOST, size=lambda held: held.size)


def hidden(
    months: Sequence[date], units: Sequence[int], *, level: Shown
) -> dict[str, Any]:
    """What `IS_HIDDEN` is given: a bit for each of `months`, service and of `units`, set
    where any version of that month has the cell merged `level` or further."""
    held = _protected(months)
    nth = looked_up(
        held.rows["unit"].astype(np.int64),
        {unit: place for place, unit in enumerate(units)},
        otherwise=-1,
    )
    told = (held.rows["level"] >= level) & (nth >= 0)
    services = 1 + int(held.rows["service"][told].max(initial=-1))
    flags = np.zeros((len(months), services, len(units)), dtype=bool)
    flags[held.month[told], held.rows["service"][told], nth[told]] = True
    return {
        "hidden": np.packbits(flags, bitorder="little").tobytes(),
        "hidden_services": services,
        "hidden_units": len(units),
    }


def _protected(months: Sequence[date]) -> _Protected:
    asked = {"months": list(months)}
    with connection.cursor() as cursor:
        cursor.execute(KEPT.format(**asked))
        rows = cursor.fetchall()
        bare = [row[2:] for row in rows if row[1] is None]
        found = _kept.get(_key(months, [row for row in rows if row[1] is not None]))
        if found is None:
            with cursor.copy(PACKED.format(**asked)) as copied:
                copied.set_types(["bigint", "bigint", "date", "bytea"])
                read = list(copied.rows())
            found = _joined(
                months,
                [(month, np.frombuffer(told, MERGED)) for *_row, month, told in read],
            )
            # By what was read, not by what was asked of first.
            _kept.keep(_key(months, read), found)
        if not bare:
            return found
        scenarios, theirs = map(list, zip(*bare, strict=True))
        cursor.execute(BARE, {"scenarios": scenarios, "months": theirs})
        more = [(month, table([row], MERGED)) for month, *row in cursor.fetchall()]
    return found.with_(_joined(months, more))


def _joined(
    months: Sequence[date], parts: Sequence[tuple[date, NDArray[Any]]]
) -> _Protected:
    place = {month: at for at, month in enumerate(months)}
    each = [np.full(len(rows), place[month]) for month, rows in parts]
    return _Protected(
        np.concatenate([np.empty(0, dtype=np.int64), *each]),
        np.concatenate([np.empty(0, dtype=MERGED), *(rows for _month, rows in parts)]),
    )


def _key(months: Sequence[date], rows: Iterable[tuple[Any, ...]]) -> tuple[int, ...]:
    """The months, since a month may have no row, and each row: its database and number."""
    told = (number for database, row, *_rest in rows for number in (database, row))
    return (*(month.toordinal() for month in months), *told)
