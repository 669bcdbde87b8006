# SPDX-License-Identifier: EUPL-1.2
"""Money is whole öre. What is divided always adds up, and rounding has one rule.

Rounding: to the nearest whole, halves away from zero (2.5 → 3, −2.5 → −3).

Splitting: the largest remainder (Hamilton). Every part first gets its exact share
rounded down; the öre left go one each to the parts with the largest remainders, and
where remainders are equal to the part that stands first. Callers that need the same
answer in every run give the weights in a stable order, as of an id. A negative amount
is the mirror of the positive one.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from numbers import Integral
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.errors import CalcError, mark

Exact: TypeAlias = int | Decimal | Fraction
Whole: TypeAlias = NDArray[np.int64]

# A share estimated in float64 is at most two units off below this total of weights,
# and what is left of it fits in 64 bits.
LARGEST_TOTAL = 2**50
LARGEST_AMOUNT = 2**62


class NotExactError(CalcError):
    """A float, an infinity, or a number too long to be money."""

    text = mark("{value} is not an exact amount. Give whole öre or a decimal number.")


class NegativeWeightError(CalcError):
    """A negative weight has no meaning as a share."""

    text = mark(
        "Weight number {number} is {weight}, below zero. Correct it, "
        "or change the sign of the amount instead."
    )


class NoWeightError(CalcError):
    """There is nothing to split by: no weights, or all of them zero."""

    text = mark(
        "{ore} öre cannot be split: no weight is above zero. "
        "Give at least one weight above zero."
    )


class NegativeWeightInRowError(NegativeWeightError):
    """As NegativeWeightError, for one of many rows; `row` counts from 0."""

    text = mark(
        "Row {row} has the weight {weight}, below zero. Correct it, "
        "or change the sign of the row's amount instead."
    )


class NoWeightInRowError(NoWeightError):
    """As NoWeightError, for one of many rows; `row` counts from 0."""

    text = mark(
        "The {ore} öre of row {row} cannot be split: no weight is above zero. "
        "Give at least one weight above zero."
    )


class TooLargeError(CalcError):
    """Beyond what 64 bits hold exactly."""

    text = mark(
        "Row {row} is too large to be split exactly: its weights may sum to 2^50 and "
        "its amount may reach 2^62. Give smaller weights in the same proportion."
    )


def round_half_up(value: Exact) -> int:
    """The nearest whole number, halves away from zero: the one rounding rule for money.

    Raises NotExactError.
    """
    ratio = exact(value)
    nearest = (2 * abs(ratio.numerator) + ratio.denominator) // (2 * ratio.denominator)
    return nearest if ratio >= 0 else -nearest


def to_ore(kronor: Exact) -> int:
    """Kronor as whole öre, rounded by `round_half_up`. Raises NotExactError."""
    return round_half_up(exact(kronor) * 100)


def to_kronor(ore: int) -> Decimal:
    """Whole öre as kronor with exactly two decimals. Raises NotExactError."""
    return Decimal(f"{whole_ore(ore)}e-2")


def split(ore: int, weights: Sequence[Exact]) -> tuple[int, ...]:
    """`ore` over `weights`, in their order; the parts sum to `ore` exactly.

    A weight of zero gets zero; a heavier weight never gets less than a lighter one.
    Raises NotExactError, NegativeWeightError, NoWeightError.
    """
    size = abs(whole_ore(ore))
    scaled = _scaled(weights)
    total = sum(scaled)
    if not total:
        raise NoWeightError(ore=ore)
    shares = [divmod(size * weight, total) for weight in scaled]
    left = size - sum(floor for floor, _ in shares)
    by_remainder = sorted(range(len(shares)), key=lambda place: -shares[place][1])
    parts = [floor for floor, _ in shares]
    for place in by_remainder[:left]:
        parts[place] += 1
    return tuple(parts) if ore >= 0 else tuple(-part for part in parts)


def split_in_turn(
    amounts: Sequence[int], weights: Sequence[Exact]
) -> list[tuple[int, ...]]:
    """Each amount over the same `weights`, so that the parts of all of them together are
    `split` of their sum; a part is less than two from what `split` would give it.

    Raises as `split`.
    """
    found, whole, before = [], 0, (0,) * len(weights)
    for amount in amounts:
        whole += whole_ore(amount)
        after = split(whole, weights)
        found.append(tuple(b - a for a, b in zip(before, after, strict=True)))
        before = after
    return found


def split_rows(ore: Whole, weights: Whole) -> Whole:
    """Many amounts at once: row i of the answer is `split(ore[i], weights[i])`.

    `ore` is (n,) whole numbers; `weights` (n, k), or (k,) when all rows share it; the
    answer is (n, k) int64. Raises NotExactError for other types, and
    NegativeWeightInRowError, NoWeightInRowError, TooLargeError for the first such row.
    """
    ore, weights = _int64(ore), _int64(weights)
    rows = np.broadcast_to(weights, (len(ore), weights.shape[-1]))
    _check(ore, rows.min(axis=1, initial=0), rows.sum(axis=1, dtype=np.float64))
    size, totals = np.abs(ore)[:, None], rows.sum(axis=1)[:, None]
    parts, remainders = _shares(size, rows, totals)
    left = size - parts.sum(axis=1)[:, None]
    # The stable sort keeps equal remainders in their order, as `split` does.
    by_remainder = np.argsort(-remainders, axis=1, kind="stable")
    place = np.empty_like(by_remainder)
    np.put_along_axis(place, by_remainder, np.arange(rows.shape[1])[None, :], axis=1)
    parts += place < left
    return _signed(parts, ore[:, None])


def split_groups(ore: Whole, sizes: Whole, weights: Whole) -> Whole:
    """As `split_rows` where each row has its own number of receivers.

    `ore` and `sizes` are (n,); `weights` is flat, the first sizes[0] belonging to the
    first amount and so on; the answer is flat in the same order. Raises as
    `split_rows`; a row of size 0 raises NoWeightInRowError.
    """
    ore, sizes, weights = _int64(ore), _int64(sizes), _int64(weights)
    if not len(ore):
        return weights
    _check(ore, np.zeros_like(sizes), sizes.astype(np.float64))
    begins = np.cumsum(sizes) - sizes
    lowest = np.minimum.reduceat(weights, begins)
    _check(ore, lowest, np.add.reduceat(weights.astype(np.float64), begins))
    row = np.repeat(np.arange(len(sizes)), sizes)
    totals = np.add.reduceat(weights, begins)
    parts, remainders = _shares(np.abs(ore)[row], weights, totals[row])
    left = np.abs(ore) - np.add.reduceat(parts, begins)
    by_remainder = _by_remainder(remainders, row, totals)
    place = np.arange(len(weights)) - begins[row]
    parts[by_remainder[place < left[row]]] += 1
    return _signed(parts, ore[row])


def _shares(size: Whole, weights: Whole, totals: Whole) -> tuple[Whole, Whole]:
    """Exact floor and remainder of size × weight ÷ total, without 128-bit products.

    With size = whole × total + rest, only rest × weight ÷ total is estimated in
    float64. Its remainder is small, so 64-bit arithmetic that wraps around still
    gives it exactly, and corrects the estimate.
    """
    whole, rest = np.divmod(size, totals)
    estimate = (rest.astype(np.float64) * weights / totals).astype(np.int64)
    remainders = rest * weights - estimate * totals
    correction = remainders // totals
    floors: Whole = whole * weights + estimate + correction
    return floors, remainders - correction * totals


def _by_remainder(remainders: Whole, row: Whole, totals: Whole) -> Whole:
    """Places by row, then by falling remainder, then as they stand."""
    widest = int(totals.max())
    if len(totals) * widest >= 2**63:
        return np.lexsort((-remainders, row))
    # One key is sorted ten times faster, since its rows are in order already.
    return np.argsort(row * widest - remainders, kind="stable")


def _signed(parts: Whole, ore: Whole) -> Whole:
    signed: Whole = np.where(ore < 0, -parts, parts)
    return signed


def _check(ore: Whole, lowest: Whole, totals: NDArray[np.float64]) -> None:
    if (lowest < 0).any():
        row = int(np.argmax(lowest < 0))
        raise NegativeWeightInRowError(row=row, weight=int(lowest[row]))
    if (totals == 0).any():
        row = int(np.argmax(totals == 0))
        raise NoWeightInRowError(row=row, ore=int(ore[row]))
    large = (totals > LARGEST_TOTAL) | (ore > LARGEST_AMOUNT) | (ore < -LARGEST_AMOUNT)
    if large.any():
        raise TooLargeError(row=int(np.argmax(large)))


def _scaled(weights: Sequence[Exact]) -> list[int]:
    """The weights as whole numbers in the same proportion."""
    given = [weight if type(weight) is int else exact(weight) for weight in weights]
    for number, weight in enumerate(given, start=1):
        if weight < 0:
            raise NegativeWeightError(number=number, weight=weight)
    scale = lcm(*(weight.denominator for weight in given))
    return [weight.numerator * (scale // weight.denominator) for weight in given]


def whole_ore(ore: object) -> int:
    """An amount that is a whole number, as int. Raises NotExactError."""
    if not isinstance(ore, Integral):
        raise NotExactError(value=ore)
    return int(ore)


def _int64(values: Whole) -> Whole:
    if not np.can_cast(values.dtype, np.int64, casting="safe"):
        raise NotExactError(value=values.dtype)
    return values.astype(np.int64)


def exact(value: object) -> Fraction:
    """An exact number as a fraction. Raises NotExactError for floats and infinities."""
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Fraction):
        return value
    # A decimal like 1e999999999 would take forever to write out.
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 100:
        return Fraction(value)
    raise NotExactError(value=value)
