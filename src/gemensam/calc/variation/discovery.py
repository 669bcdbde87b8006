# SPDX-License-Identifier: EUPL-1.2
"""Many comparisons at once: which may be called findings."""

from collections.abc import Sequence


def discoveries(p_values: Sequence[float], *, rate: float = 0.05) -> list[bool]:
    """Which of `p_values` stand when at most the share `rate` of those that are called
    findings may be false (Benjamini and Hochberg 1995, the step-up procedure)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    last = 0
    for rank, i in enumerate(order, start=1):
        if p_values[i] <= rate * rank / len(order):
            last = rank
    found = set(order[:last])
    return [i in found for i in range(len(p_values))]
