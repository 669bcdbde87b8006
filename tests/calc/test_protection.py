# SPDX-License-Identifier: EUPL-1.2
"""Every part that is shown concerns enough persons, and no cell is in two of them."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from random import Random

from hypothesis import example, given, strategies as st

from gemensam.calc.protection import FEWEST, Concerned, Level, protect

SERVICES = {"a1": "a", "a2": "a", "b1": "b", "c1": "c"}
UNITS = {"u1": "x", "u2": "x", "u3": "x", "v1": "y", "v2": "y", "w1": "z"}


def cell(service: str, unit: str, persons: int) -> Concerned:
    return Concerned(
        service=service,
        area=SERVICES[service],
        unit=unit,
        administration=UNITS[unit],
        persons=persons,
    )


cells = st.dictionaries(
    st.tuples(st.sampled_from(sorted(SERVICES)), st.sampled_from(sorted(UNITS))),
    st.integers(0, 9),
).map(lambda held: [cell(*key, persons) for key, persons in held.items()])


def part_of(one: Concerned, level: Level) -> tuple[Hashable, ...]:
    """Where it is shown: the oracle of what a reader can tell apart."""
    return {
        Level.ITSELF: (level, one.service, one.unit),
        Level.ADMINISTRATION: (level, one.service, one.administration),
        Level.GROUP: (level, one.service),
        Level.AREA: (level, one.area),
        Level.WITHHELD: (level, one.area),
    }[level]


def parts(
    given: Sequence[Concerned], levels: Mapping[tuple[Hashable, Hashable], Level]
) -> Mapping[tuple[Hashable, ...], list[Concerned]]:
    found: dict[tuple[Hashable, ...], list[Concerned]] = defaultdict(list)
    for one in given:
        if one.persons:
            found[part_of(one, levels[one.service, one.unit])].append(one)
    return found


def many(part: Sequence[Concerned]) -> int:
    """Persons that certainly differ: the same ones may stand behind several services."""
    by_service: dict[Hashable, int] = defaultdict(int)
    for one in part:
        by_service[one.service] += one.persons
    return max(by_service.values())


@given(cells)
@example([cell("a1", "u1", 4), cell("a1", "u2", 4), cell("a1", "v1", 1)])
@example([cell("a1", "u1", 1), cell("a1", "v1", 9), cell("a2", "u1", 1)])
def test_every_part_that_is_shown_concerns_enough(given: list[Concerned]) -> None:
    levels = protect(given)
    assert set(levels) == {(one.service, one.unit) for one in given if one.persons}
    for (level, *_where), part in parts(given, levels).items():
        if level is Level.WITHHELD:
            continue
        assert many(part) >= FEWEST
        assert len(part) > 1 or level is Level.ITSELF


@given(cells)
def test_what_is_withheld_could_not_be_shown_with_all_of_its_area(
    given: list[Concerned],
) -> None:
    levels = protect(given)
    for (level, *where), part in parts(given, levels).items():
        if level is Level.WITHHELD:
            area = [one for one in given if one.persons and [one.area] == where]
            assert len(area) < 2 or many(area) < FEWEST
            assert len(part) == len(
                [one for one in area if levels[one.service, one.unit] != Level.ITSELF]
            )


@given(cells)
def test_nothing_is_merged_where_nobody_is_few(given: list[Concerned]) -> None:
    enough = [one for one in given if one.persons >= FEWEST]
    assert set(protect(enough).values()) <= {Level.ITSELF}


@given(cells, st.randoms(use_true_random=False))
def test_where_no_two_are_as_many_their_order_says_nothing(
    given: list[Concerned], chance: Random
) -> None:
    told = [
        cell(str(one.service), str(one.unit), place + 1)
        for place, one in enumerate(given)
    ]
    mixed = list(told)
    chance.shuffle(mixed)
    assert protect(mixed) == protect(told)


def test_the_first_of_the_equally_few_is_taken_in() -> None:
    small = cell("a1", "u1", 1)
    others = [cell("a1", "v1", 7), cell("a1", "w1", 7)]
    for order in (others, others[::-1]):
        levels = protect([*order, small])
        assert levels["a1", order[0].unit] is Level.GROUP
        assert levels["a1", order[1].unit] is Level.ITSELF
