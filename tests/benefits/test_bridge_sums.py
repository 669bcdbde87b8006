# SPDX-License-Identifier: EUPL-1.2
from collections import defaultdict

import numpy as np
from hypothesis import given, strategies as st

from gemensam.benefits.queries.bridge.sums import (
    ON_NONE,
    Key,
    Sums,
    added,
    keys_of,
)

ORE = st.integers(-(10**11), 10**11)
ROW = st.tuples(st.integers(ON_NONE, 5), st.integers(-3, 9), st.integers(0, 11))


@given(st.lists(st.lists(st.tuples(ROW, st.tuples(ORE, ORE, ORE))), min_size=1))
def test_what_has_the_same_key_is_added_up_and_what_is_on_no_service_stands_last(
    each: list[list[tuple[tuple[int, int, int], tuple[int, int, int]]]],
) -> None:
    wanted: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for rows in each:
        for row, ore in rows:
            wanted[Key(*row)] = [a + b for a, b in zip(wanted[Key(*row)], ore, strict=True)]  # fmt: skip
    found = added([of(rows) for rows in each])
    told = dict(zip(found.keys.told(), found.measures.T.tolist(), strict=True))
    assert told == wanted
    assert list(told) == sorted(wanted, key=lambda key: (key.service == ON_NONE, key))


def of(rows: list[tuple[tuple[int, int, int], tuple[int, int, int]]]) -> Sums:
    measures = np.array([ore for _row, ore in rows], dtype=np.int64)
    return Sums(
        keys=keys_of([Key(*row) for row, _ore in rows]),
        measures=measures.reshape(-1, 3).T,
    )
