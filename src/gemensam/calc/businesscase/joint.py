# SPDX-License-Identifier: EUPL-1.2
"""Assumptions drawn together: a stream of chance each, and rank correlation between some.

A Gaussian copula: normal variables with correlation 2 sin(π ρ/6) have the rank
correlation ρ (Pearson 1907; Iman and Conover 1982 discuss the ranks). Every assumption
has a stream of its own, named by its key: one more of them changes no other's draws.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np

from gemensam.calc.businesscase.ranges import Floats
from gemensam.calc.errors import CalcError, mark

_SMALLEST = 1e-9


class NotPossibleTogetherError(CalcError):
    """No variables can be correlated like this all at once."""

    text = mark(
        "These correlations contradict each other, most of all between {one} and {other}. "
        "Lower them: all of them times {factor} can hold together."
    )


class UnknownAssumptionError(CalcError):
    """A correlation with an assumption that is not there."""

    text = mark(
        "There is no assumption {key} to correlate with. Remove the correlation or add it."
    )


class CorrelationOutsideError(CalcError):
    """A correlation beyond −1 and 1."""

    text = mark(
        "The correlation {rank} between {one} and {other} is not between −1 and 1. Correct it."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Spearman's rank correlation between two assumptions."""

    one: str
    other: str
    rank: float


def uniforms(
    keys: Sequence[str],
    correlations: Sequence[Correlation],
    *,
    draws: int,
    seed: int,
) -> Mapping[str, Floats]:
    """For each key (draws,) uniform on (0, 1), correlated as asked.

    Raises UnknownAssumptionError, CorrelationOutsideError, NotPossibleTogetherError.
    """
    tied = _tied(keys, correlations)
    root = _root(tied, correlations)
    normals = {key: _stream(seed, key).standard_normal(draws) for key in tied}
    found: dict[str, Floats] = {}
    for key in keys:
        if key not in normals:
            found[key] = _stream(seed, key).random(draws)
            continue
        mixed: Floats = np.zeros(draws)
        for weight, other in zip(root[tied.index(key)], tied, strict=True):
            if weight:
                mixed = mixed + weight * normals[other]
        found[key] = np.interp(mixed, *_normal())
    return found


def _stream(seed: int, key: str) -> np.random.Generator:
    sequence = np.random.SeedSequence([seed, crc32(key.encode())])
    return np.random.Generator(np.random.PCG64(sequence))


def _tied(keys: Sequence[str], correlations: Sequence[Correlation]) -> list[str]:
    known, named = set(keys), set()
    for one in correlations:
        for key in (one.one, one.other):
            if key not in known:
                raise UnknownAssumptionError(key=key)
            named.add(key)
        if not -1 <= one.rank <= 1 or one.one == one.other:
            raise CorrelationOutsideError(one=one.one, other=one.other, rank=one.rank)
    return [key for key in keys if key in named]


def _root(tied: Sequence[str], correlations: Sequence[Correlation]) -> Floats:
    """The lower Cholesky root of the normals' correlation."""
    matrix = _matrix(tied, correlations, 1.0)
    if not len(matrix):
        return matrix
    smallest, vectors = np.linalg.eigh(matrix)
    if smallest[0] < _SMALLEST:
        worst = np.argsort(-np.abs(vectors[:, 0]), kind="stable")
        raise NotPossibleTogetherError(
            one=tied[int(worst[0])],
            other=tied[int(worst[1])],
            factor=_factor(tied, correlations),
        )
    return np.linalg.cholesky(matrix).astype(np.float64)


def _factor(tied: Sequence[str], correlations: Sequence[Correlation]) -> float:
    """The largest hundredth that, multiplied into all, makes them possible."""
    for hundredths in range(99, 0, -1):
        matrix = _matrix(tied, correlations, hundredths / 100)
        if np.linalg.eigvalsh(matrix)[0] >= _SMALLEST:
            return hundredths / 100
    return 0.0


def _matrix(
    tied: Sequence[str], correlations: Sequence[Correlation], factor: float
) -> Floats:
    matrix = np.eye(len(tied))
    for one in correlations:
        a, b = tied.index(one.one), tied.index(one.other)
        matrix[a, b] = matrix[b, a] = 2 * math.sin(math.pi * one.rank * factor / 6)
    return matrix


@cache
def _normal() -> tuple[Floats, Floats]:
    """The normal distribution function on a grid: (places, shares)."""
    place = np.linspace(-8.3, 8.3, 4097)
    share = [0.5 * math.erfc(-x / math.sqrt(2)) for x in place]
    return place, np.array(share)
