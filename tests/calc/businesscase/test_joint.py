# SPDX-License-Identifier: EUPL-1.2
"""Assumptions drawn together have the rank correlation asked for, and no other."""

import numpy as np
import pytest

from gemensam.calc.businesscase.joint import (
    Correlation,
    CorrelationOutsideError,
    NotPossibleTogetherError,
    UnknownAssumptionError,
    uniforms,
)

DRAWS = 40_000


def tie(one: str, other: str, rank: float) -> Correlation:
    return Correlation(one=one, other=other, rank=rank)


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    ranks = np.stack([values.argsort().argsort() for values in (one, other)])
    table: np.ndarray = np.asarray(np.corrcoef(ranks))
    return float(table[0, 1])


def drawn(
    *ties: Correlation, keys: str = "abcd", seed: int = 7
) -> dict[str, np.ndarray]:
    return dict(uniforms(list(keys), ties, draws=DRAWS, seed=seed))


def test_ranks_are_correlated_as_asked() -> None:
    found = drawn(tie("a", "b", 0.6), tie("b", "c", -0.4))
    assert spearman(found["a"], found["b"]) == pytest.approx(0.6, abs=0.015)
    assert spearman(found["b"], found["c"]) == pytest.approx(-0.4, abs=0.015)
    assert spearman(found["a"], found["d"]) == pytest.approx(0, abs=0.015)


def test_each_is_uniform_whatever_it_is_tied_to() -> None:
    for values in drawn(tie("a", "b", 0.8)).values():
        shares = np.quantile(values, [0.1, 0.5, 0.9])
        assert shares.tolist() == pytest.approx([0.1, 0.5, 0.9], abs=0.01)


def test_the_same_seed_gives_the_same_bits_and_another_key_changes_nothing() -> None:
    one, again = drawn(tie("a", "b", 0.3)), drawn(tie("a", "b", 0.3))
    assert all((one[key] == again[key]).all() for key in one)
    more = drawn(tie("a", "b", 0.3), keys="abcdx")
    assert all((one[key] == more[key]).all() for key in one)
    assert (one["d"] != drawn(seed=8)["d"]).all()


def test_what_cannot_be_is_named_with_a_cure_that_works() -> None:
    ties = [tie("a", "b", 0.9), tie("b", "c", 0.9), tie("a", "c", -0.9)]
    with pytest.raises(NotPossibleTogetherError) as refused:
        drawn(*ties)
    assert {refused.value.values["one"], refused.value.values["other"]} < set("abc")
    factor = refused.value.values["factor"]
    assert isinstance(factor, float)
    assert 0.3 < factor < 0.9
    drawn(*(tie(one.one, one.other, one.rank * factor) for one in ties))


def test_the_unknown_and_the_outside_are_named() -> None:
    with pytest.raises(UnknownAssumptionError, match="zz"):
        drawn(tie("a", "zz", 0.5))
    with pytest.raises(CorrelationOutsideError, match=r"1\.5"):
        drawn(tie("a", "b", 1.5))
    with pytest.raises(CorrelationOutsideError):
        drawn(tie("a", "a", 0.5))
