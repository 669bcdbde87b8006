# SPDX-License-Identifier: EUPL-1.2
"""Estimated öre of either sign made whole, so that they still add up at every level."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def whole_parts(exact: Floats, group: Ints) -> Ints:
    """`exact` (n,) as whole öre, each less than one öre from it.

    Their sum is the sum of `exact`, rounded, halves away from zero; so is, within one
    öre, the sum of each `group` (n,) of them. By the largest remainder, first over the
    groups and then within each; equal remainders go to what stands first. Unlike
    `money.split` it takes parts below zero beside parts above.
    """
    if not len(exact):
        return np.zeros(0, dtype=np.int64)
    floors = np.floor(exact)
    rests = exact - floors
    groups = int(group.max()) + 1
    # Floors are whole and sum without error; only remainders below one are estimated.
    low = added_up(floors, group, groups).astype(np.int64)
    rest = added_up(rests, group, groups)
    among: Ints = low + _handed_out(
        np.floor(rest), rest - np.floor(rest), int(low.sum()), float(rest.sum())
    )
    place = _places(rests, group, groups)
    given: Ints = floors.astype(np.int64) + (place < (among - low)[group])
    return given


def added_up(values: Floats, group: Ints, groups: int = 0) -> Floats:
    """`values` (n,) added up by `group`, places from 0, of which there are `groups`."""
    summed: Floats = np.bincount(group, weights=values, minlength=groups).astype(
        np.float64
    )
    return summed


def _handed_out(whole: Floats, rests: Floats, low: int, total: float) -> Ints:
    """What each group has above its floors: whole öre, and one for the largest rests."""
    above = _nearest(low, total)
    left = above - int(whole.sum())
    order = np.argsort(-rests, kind="stable")
    extra = np.zeros(len(rests), dtype=np.int64)
    extra[order[:left]] = 1
    return whole.astype(np.int64) + extra


def _nearest(low: int, rest: float) -> int:
    """`rest` (≥ 0) as a whole number, so that `low` + it is rounded half from zero."""
    whole = int(np.floor(rest))
    half = rest - whole
    return whole + int(half > 0.5 or (half == 0.5 and low + whole >= 0))


def _places(rests: Floats, group: Ints, groups: int) -> Ints:
    """The place of each by falling remainder within its group, from 0."""
    order = np.lexsort((-rests, group))
    begins = np.cumsum(np.bincount(group, minlength=groups))
    begins = np.concatenate([[0], begins[:-1]])
    place = np.empty(len(rests), dtype=np.int64)
    place[order] = np.arange(len(rests)) - begins[group[order]]
    return place
