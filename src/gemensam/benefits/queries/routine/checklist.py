# SPDX-License-Identifier: EUPL-1.2
"""Source by source: has the month come, from which file, and is it like the last one?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gemensam.benefits.queries.months import month_before
from gemensam.benefits.queries.routine.awaited import Awaited, awaited
from gemensam.benefits.queries.routine.counted import held_by_service
from gemensam.benefits.queries.routine.held import Held, held_in

MUCH = 0.10  # of last month's rows, kronor or units that differing is told from
NOTHING = Held(rows=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Awaited):
    """`now` and `before` are what the source holds of the month and of the one before."""

    now: Held
    before: Held

    @property
    def rows_share(self) -> float | None:
        """By how much the rows changed; None where there is nothing to compare."""
        return _change(self.before.rows, self.now.rows)

    @property
    def ore_share(self) -> float | None:
        return _change(self.before.ore, self.now.ore)

    @property
    def counted_share(self) -> float | None:
        return _change(self.before.counted, self.now.counted)

    @property
    def differs(self) -> bool:
        """More than ten per cent in rows, kronor or what the rows count."""
        shares = (self.rows_share, self.ore_share, self.counted_share)
        return any(one is not None and abs(one) > MUCH for one in shares)

    @property
    def differing(self) -> list["Line"]:
        """Those of its parts that differ."""
        return [part for part in self.parts if part.differs]


def _change(before: int | None, now: int | None) -> float | None:
    return now / before - 1 if before and now else None


def checklist(
    month: date, *, today: date, held: Mapping[str, Held] | None = None
) -> list[Line]:
    """Every source of `month`, in the order in which one would get hold of them; parts
    that are lacking first. `held`: what each holds of it, where that is at hand."""
    before = month_before(month)
    counted = held_by_service([before, month])
    now = {**(held_in(month) if held is None else held), **counted[month]}
    then = {**held_in(before), **counted[before]}

    def line(one: Awaited) -> Line:
        key = one.source.key
        return Line(
            source=one.source,
            month=one.month,
            duty=one.duty,
            arrival=one.arrival,
            files=one.files,
            parts=sorted(map(line, one.parts), key=lambda part: part.arrival.is_in),
            now=now.get(key, NOTHING),
            before=then.get(key, NOTHING) if one.source.kind.is_dated else NOTHING,
        )

    return [line(one) for one in awaited([month], today=today)[month]]
