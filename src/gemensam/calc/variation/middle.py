# SPDX-License-Identifier: EUPL-1.2
"""The middle of places of different size, and what lies above it."""

from collections.abc import Sequence


def weighted_median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The value at which half of the weight lies below and half above: half the invoices
    cost less than it. `values` (n,) not empty, `weights` (n,) > 0."""
    pairs = sorted(zip(values, weights, strict=True))
    half = sum(weights) / 2
    passed = 0.0
    for place, (value, weight) in enumerate(pairs):
        passed += weight
        if passed > half or place == len(pairs) - 1:
            return value
        if passed == half:
            return (value + pairs[place + 1][0]) / 2
    raise ValueError("no values")


def above_middle(costs: Sequence[int], volumes: Sequence[float]) -> tuple[int, ...]:
    """What each place's cost (öre) exceeds its volume at the middle's unit cost by; never
    below zero. `volumes` (n,) > 0."""
    middle = weighted_median(
        [cost / volume for cost, volume in zip(costs, volumes, strict=True)], volumes
    )
    return tuple(
        max(0, round(cost - middle * volume))
        for cost, volume in zip(costs, volumes, strict=True)
    )
