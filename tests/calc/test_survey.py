# SPDX-License-Identifier: EUPL-1.2
"""Answers as written: either they make the whole, or it is said what is wrong."""

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.survey import (
    FEWEST,
    NEGATIVE,
    NO_STEP,
    NOT_A_NUMBER,
    NOTHING,
    TOO_LITTLE_IN_ALL,
    TOO_MUCH,
    TOO_MUCH_IN_ALL,
    Rate,
    rates,
    read_shares,
)


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ({"F02": "60", "OVR": "40"}, []),
        ({"F02": " 60 % ", "OVR": "40%", "H01": ""}, []),
        ({"F02": "60", "OVR": "37"}, [NO_STEP, TOO_LITTLE_IN_ALL]),
        ({"F02": "60", "OVR": "35"}, [TOO_LITTLE_IN_ALL]),
        ({"F02": "60", "OVR": "45"}, [TOO_MUCH_IN_ALL]),
        ({"F02": "-10", "OVR": "110"}, [NEGATIVE, TOO_MUCH]),
        ({"F02": "hälften", "OVR": "50"}, [NOT_A_NUMBER]),
        ({"F02": "12,5", "OVR": "50"}, [NOT_A_NUMBER]),
        ({"F02": "1e2"}, [NOT_A_NUMBER]),
        ({"F02": "٣٠", "OVR": "70"}, [NOT_A_NUMBER]),
        ({"F02": "9" * 40}, [NOT_A_NUMBER]),
        ({"F02": "", "OVR": ""}, [NOTHING]),
        ({"F02": "0", "OVR": "0"}, [NOTHING]),
    ],
)
def test_what_is_wrong_is_named(written: dict[str, str], texts: list[str]) -> None:
    assert [one.text for one in read_shares(written).faults] == texts


def test_the_sum_is_told_with_its_cure() -> None:
    (fault,) = read_shares({"a": "60", "b": "37"}, step=1).faults
    assert fault.text.format_map(fault.values) == (
        "The sum is 97 %. Add 3 percentage points."
    )


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.text(max_size=6)))
def test_any_answer_is_either_the_whole_or_refused(written: dict[str, str]) -> None:
    read = read_shares(written)
    if not read.faults:
        assert sum(read.shares.values()) == 100
        assert all(0 < share <= 100 for share in read.shares.values())
        assert all(share % 5 == 0 for share in read.shares.values())


@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=12).filter(any),
    st.integers(0, 10**6),
)
def test_every_sound_answer_is_taken(parts: list[int], seed: int) -> None:
    """Steps of five that make a hundred, in any cut."""
    cuts = sorted((seed * (n + 7919)) % 21 for n in range(len(parts) - 1))
    steps = [b - a for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
    read = read_shares({f"o{n}": str(5 * step) for n, step in enumerate(steps)})
    assert read.faults == []
    assert read.total == 100


COUNTS = st.dictionaries(
    st.integers(1, 40),
    st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
)


@given(COUNTS)
def test_no_row_tells_of_fewer_than_five_unless_there_are_no_more(
    counts: dict[int, tuple[int, int]],
) -> None:
    rows = rates(counts)
    asked = sum(n for n, _ in counts.values())
    assert sum(row.asked for row in rows) == asked
    assert sum(row.answered for row in rows) == sum(n for _, n in counts.values())
    assert all(row.asked >= FEWEST or asked < FEWEST for row in rows if row.asked)
    assert sum(1 for row in rows if row.unit is None) <= 1


def test_a_small_unit_alone_takes_the_smallest_other_with_it() -> None:
    assert rates({1: (3, 1), 2: (6, 6), 3: (9, 0)}) == [
        Rate(3, 9, 0),
        Rate(None, 9, 7, merged=2),
    ]
