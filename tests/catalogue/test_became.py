# SPDX-License-Identifier: EUPL-1.2
"""What the name of a service means in months before it began and after it ended."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from gemensam.catalogue.queries.became import as_named, became, whole
from gemensam.catalogue.queries.lineage import Lineage, Step

A, B, C, N, M = 1, 2, 3, 4, 5
APRIL, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (4, 6, 7, 8))
LONG_AGO = date(2018, 1, 1)
Told = Mapping[int, list[tuple[date, dict[int, str]]]]
BEGINS = {A: LONG_AGO, B: LONG_AGO, C: LONG_AGO, N: JUNE, M: JUNE}


def along(steps: Told, begins: Mapping[int, date] = BEGINS) -> Lineage:
    return Lineage(
        {
            old: [
                Step(day, {new: Decimal(share) for new, share in shares.items()})
                for day, shares in told
            ]
            for old, told in steps.items()
        },
        begins,
    )


@pytest.mark.parametrize(
    ("steps", "month", "told"),
    [
        # Split: to those that follow from June, and not a day before.
        ({A: [(JUNE, {N: "0.6", M: "0.4"})]}, JUNE, {A: {N: "0.6", M: "0.4"}}),
        ({A: [(JUNE, {B: "0.6", C: "0.4"})]}, APRIL, {}),
        # It goes on with a part: its name means what is left of it.
        ({A: [(JUNE, {A: "0.6", B: "0.4"})]}, JULY, {}),
        # What did not exist yet was part of what it came from; B was there long before.
        ({A: [(JUNE, {N: "1"})]}, APRIL, {N: {A: "1"}}),
        ({A: [(JUNE, {N: "0.6", B: "0.4"})]}, APRIL, {N: {A: "1"}}),
        # Two become a new one: before, nobody knows which of them is meant.
        ({A: [(JUNE, {N: "1"})], B: [(JUNE, {N: "1"})]}, APRIL, {}),
        ({A: [(JUNE, {N: "1"})], B: [(JUNE, {N: "1"})]}, JULY, {A: {N: "1"}, B: {N: "1"}}),
        # A chain is followed to its end, and back to its beginning.
        ({A: [(JUNE, {N: "1"})], N: [(AUGUST, {B: "0.5", C: "0.5"})]}, JULY, {A: {N: "1"}}),
        (
            {A: [(JUNE, {N: "1"})], N: [(AUGUST, {B: "0.5", C: "0.5"})]},
            AUGUST,
            {A: {B: "0.5", C: "0.5"}, N: {B: "0.5", C: "0.5"}},
        ),
        # Codes that change places are both there.
        ({A: [(JUNE, {B: "1"})], B: [(JUNE, {A: "1"})]}, JULY, {}),
        # A code that is used again is itself again.
        ({A: [(JUNE, {B: "1"})], B: [(JULY, {A: "1"})]}, JUNE, {A: {B: "1"}}),
        ({A: [(JUNE, {B: "1"})], B: [(JULY, {A: "1"})]}, AUGUST, {B: {A: "1"}}),
    ],
)  # fmt: skip
def test_a_name_means_what_is_there(
    steps: Told, month: date, told: Mapping[int, Mapping[int, str]]
) -> None:
    found = became(along(steps), month)
    assert found == {
        old: {new: Decimal(share) for new, share in parts.items()}
        for old, parts in told.items()
    }
    assert whole(found) == {
        old: next(iter(parts)) for old, parts in told.items() if len(parts) == 1
    }


def test_what_came_of_what_was_not_there_yet_is_the_first_of_them() -> None:
    begins = {**BEGINS, M: AUGUST}
    chain = along({A: [(JUNE, {N: "1"})], N: [(AUGUST, {M: "1"})]}, begins)
    assert became(chain, APRIL) == {N: {A: 1}, M: {A: 1}}
    assert became(chain, JULY) == {A: {N: 1}, M: {N: 1}}
    assert became(chain, AUGUST) == {A: {M: 1}, N: {M: 1}}


def test_who_names_what_has_ended_speaks_of_before() -> None:
    split = along({A: [(JUNE, {N: "0.6", M: "0.4"})]})
    before = {N: {A: 1}, M: {A: 1}}
    assert as_named(split, [A], AUGUST) == before
    assert as_named(split, [A, N], AUGUST) == before, "some answered by each"
    assert as_named(split, [N, M], AUGUST) == became(split, AUGUST)
    assert as_named(split, [A], APRIL) == before
    twice = along({A: [(JUNE, {B: "1"})], B: [(JULY, {C: "1"})]})
    assert as_named(twice, [A], AUGUST) == {}
    assert as_named(twice, [B], AUGUST) == {A: {B: 1}}


months = st.sampled_from([date(2026, number, 1) for number in range(1, 13)])
shares = st.dictionaries(
    st.integers(1, 6), st.integers(1, 5), min_size=1, max_size=3
).map(
    lambda parts: {
        one: Decimal(part) / sum(parts.values()) for one, part in parts.items()
    }
)
steps = st.dictionaries(months, shares, min_size=1, max_size=3).map(
    lambda held: [Step(day, parts) for day, parts in sorted(held.items())]
)
lineages = st.dictionaries(st.integers(1, 6), steps, max_size=5)


@given(lineages, months)
def test_whatever_followed_what_is_meant_is_there_and_whole(
    held: dict[int, list[Step]], month: date
) -> None:
    found = became(Lineage(held, dict.fromkeys(held, month)), month)
    for old, parts in found.items():
        assert old not in parts
        assert sum(parts.values()) == pytest.approx(1)
        assert not parts.keys() & found.keys(), "no name leads to another name"
