# SPDX-License-Identifier: EUPL-1.2
"""What became of the codes from one year to the next: new, gone, moved in kronor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gemensam.costing.queries.names import code_names
from gemensam.costing.queries.strings import Posted, posted


class Fate(StrEnum):
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"


Code = tuple[int, str, str]  # legal entity, code part, code


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A code of a legal entity; net öre of each year, cost positive."""

    entity: int
    part: str
    code: str
    name: str
    fate: Fate
    before: int
    now: int

    @property
    def moved(self) -> int:
        return self.now - self.before


LEAST_SHARE = 0.25  # of its kronor that a code must have moved by to be told
PARTS = ("account", "cost_centre", "activity")


def changes(
    before: Sequence[date], later: Sequence[Posted], *, most: int = 200
) -> list[Change]:
    """Codes that came, went, or moved by a quarter or more from the months `before` to
    what was posted `later`, those that moved most kronor first. The two periods should be
    as long as each other."""
    earlier = posted(before)
    names = code_names({row.ledger for row in [*earlier, *later]})
    ledgers = {
        (row.coding.entity, part, getattr(row.coding, part)): row.ledger
        for row in [*earlier, *later]
        for part in PARTS
    }
    was, was_gross = _sums(earlier)
    told, told_gross = _sums(later)
    found = []
    for key in was.keys() | told.keys():
        fate = _fate(key, was, told, was_gross, told_gross)
        if fate is None:
            continue
        entity, part, code = key
        found.append(
            Change(
                entity=entity,
                part=part,
                code=code,
                name=names.of(ledgers[key], part, code),
                fate=fate,
                before=was[key],
                now=told[key],
            )
        )
    found.sort(key=lambda one: (-abs(one.moved), one.part, one.code))
    return found[:most]


def _sums(rows: Sequence[Posted]) -> tuple[Counter[Code], Counter[Code]]:
    net: Counter[Code] = Counter()
    gross: Counter[Code] = Counter()
    for row in rows:
        for part in PARTS:
            code = getattr(row.coding, part)
            entity = row.coding.entity
            if code and isinstance(entity, int):
                net[entity, part, code] += row.net
                gross[entity, part, code] += row.gross
    return net, gross


def _fate(
    key: Code,
    was: Mapping[Code, int],
    told: Mapping[Code, int],
    was_gross: Mapping[Code, int],
    told_gross: Mapping[Code, int],
) -> Fate | None:
    if key not in was_gross:
        return Fate.NEW
    if key not in told_gross:
        return Fate.GONE
    moved = abs(told.get(key, 0) - was.get(key, 0))
    weight = max(abs(was.get(key, 0)), abs(told.get(key, 0)))
    return Fate.MOVED if weight and moved / weight >= LEAST_SHARE else None
