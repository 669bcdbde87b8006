# SPDX-License-Identifier: EUPL-1.2
import numpy as np
from hypothesis import given, strategies as st

from gemensam.calc.variation import discoveries

# Benjamini and Hochberg 1995, section 3.2: fifteen comparisons of two treatments after
# myocardial infarction; four stand at 5 %, where Bonferroni keeps three.
PAPER = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
    0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip


def test_the_example_of_the_paper() -> None:
    assert discoveries(PAPER) == [True] * 4 + [False] * 11


def test_the_order_they_come_in_does_not_matter() -> None:
    assert discoveries(PAPER[::-1]) == [False] * 11 + [True] * 4


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_smaller_value_is_never_passed_over(values: list[float]) -> None:
    found = discoveries(values)
    kept = [value for value, is_found in zip(values, found, strict=True) if is_found]
    left = [v for v, is_found in zip(values, found, strict=True) if not is_found]
    assert not kept or not left or max(kept) <= min(left)


def test_false_findings_are_as_rare_as_promised() -> None:
    """Half of 40 comparisons hold nothing: of what is called a finding, 5 % at most is
    false (2.5 % here, since half of them hold something)."""
    draw = np.random.default_rng(7)
    shares = []
    for _ in range(400):
        nothing = draw.uniform(size=20)
        something = draw.uniform(size=20) * 1e-4
        found = discoveries([*nothing, *something])
        shares.append(sum(found[:20]) / max(1, sum(found)))
    assert 0.015 < np.mean(shares) < 0.035
