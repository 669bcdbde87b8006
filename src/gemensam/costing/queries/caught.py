# SPDX-License-Identifier: EUPL-1.2
"""What a rule catches, before it is saved: kronor, strings, and what others take first."""

from collections.abc import Sequence
from dataclasses import dataclass

from gemensam.costing.models import Patterns
from gemensam.costing.queries.mapped import Gap, gap_of
from gemensam.costing.queries.strings import Posted
from gemensam.costing.queries.treatment import places_of, treatments_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """Öre without sign. Of the strings the patterns fit, `strings` fall under the rule
    where it stands; `before_ore` are taken by rules tried earlier. `fresh_ore` had no
    rule until now, `moved_ore` had another. `heaviest` are the strings it decides."""

    strings: int
    ore: int
    fresh_ore: int
    moved_ore: int
    before_ore: int
    loose_ore: int
    heaviest: Sequence[Posted]


def caught(
    rows: Sequence[Posted],
    rules: Sequence[Patterns],
    rule: Patterns,
    *,
    at: int,
    instead: bool = False,
    most: int = 10,
) -> Caught:
    """`rule` tried at place `at` (from 0) among `rules`; `instead` of the one there."""
    after = [*rules[:at], rule, *rules[at + instead :]]
    alone, before = places_of([rule]), places_of(rules)
    now, treat = places_of(after), treatments_of(after)
    mine: list[Posted] = []
    fresh = taken = loose = 0
    for row in rows:
        if alone(row.coding) is None:
            continue
        if now(row.coding) != at:
            taken += row.gross
            continue
        mine.append(row)
        if before(row.coding) is None:
            fresh += row.gross
        gap = gap_of(row, treat(row.coding))
        if gap is not None and gap[0] is Gap.NO_UNIT:
            loose += gap[1]
    total = sum(row.gross for row in mine)
    mine.sort(key=lambda row: -row.gross)
    return Caught(
        strings=len(mine),
        ore=total,
        fresh_ore=fresh,
        moved_ore=total - fresh,
        before_ore=taken,
        loose_ore=loose,
        heaviest=mine[:most],
    )


def kronor_by_rule(
    rows: Sequence[Posted], rules: Sequence[Patterns]
) -> Sequence[tuple[int, int]]:
    """For each rule in its order: the öre and the strings that it decides."""
    place = places_of(rules)
    ore, strings = [0] * len(rules), [0] * len(rules)
    for row in rows:
        found = place(row.coding)
        if found is not None:
            ore[found] += row.gross
            strings[found] += 1
    return list(zip(ore, strings, strict=True))
