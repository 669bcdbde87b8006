# SPDX-License-Identifier: EUPL-1.2
"""What became of the codes from one year to the next: new, gone, moved in kronor."""

from collections import defaultdict
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


def changes(
    before: Sequence[date], later: Sequence[Posted], *, most: int = 200
) -> list[Change]:
    """Codes that came, went, or moved by a quarter or more from the months `before` to
    what was posted `later`, those that moved most kronor first. The two periods should be
    as long as each other."""
    ledgers: dict[Code, int] = {}
    was, told = _sums(posted(before), ledgers), _sums(later, ledgers)
    names = code_names(set(ledgers.values()))
    found = []
    for key in was.keys() | told.keys():
        fate = _fate(key, was, told)
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
                before=was.get(key, 0),
                now=told.get(key, 0),
            )
        )
    found.sort(key=lambda one: (-abs(one.moved), one.part, one.code))
    return found[:most]


def _sums(rows: Sequence[Posted], ledgers: dict[Code, int]) -> Mapping[Code, int]:
    """Net öre of each code; `ledgers` is told in which it stands."""
    net: dict[Code, int] = defaultdict(int)
    for row in rows:
        coding = row.coding
        entity = coding.entity
        if not isinstance(entity, int):
            continue
        for part, code in (
            ("account", coding.account),
            ("cost_centre", coding.cost_centre),
            ("activity", coding.activity),
        ):
            if code:
                key = (entity, part, code)
                net[key] += row.net
                ledgers[key] = row.ledger
    return net


def _fate(key: Code, was: Mapping[Code, int], told: Mapping[Code, int]) -> Fate | None:
    if key not in was:
        return Fate.NEW
    if key not in told:
        return Fate.GONE
    moved = abs(told[key] - was[key])
    weight = max(abs(was[key]), abs(told[key]))
    return Fate.MOVED if weight and moved / weight >= LEAST_SHARE else None
