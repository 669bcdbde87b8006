# SPDX-License-Identifier: EUPL-1.2
"""Money over years: present value, payback, the path of efficiency, VAT, capital cost.

Year 0 is what is spent before and at the start; year t's flow falls between t − 1 and t.
"""

from collections.abc import Sequence

import numpy as np

from gemensam.calc.businesscase.ranges import Floats

VAT = 0.25  # the standard rate; supplies between legal entities of a group bear it


def npv(flows: Floats, rate: float) -> Floats:
    """Σ CF_t / (1 + r)^t over the last axis, t from 0."""
    factors = (1 + rate) ** -np.arange(flows.shape[-1], dtype=float)
    value: Floats = (flows * factors).sum(axis=-1)
    return value


def payback(flows: Floats, rate: float = 0.0) -> Floats:
    """Years until what has come in covers what has gone out, interpolated within the
    year; discounted when `rate` is given. NaN where it never does within the horizon."""
    factors = (1 + rate) ** -np.arange(flows.shape[-1], dtype=float)
    flows = flows * factors
    total = flows.cumsum(axis=-1)
    covered = total >= 0
    year = covered.argmax(axis=-1)
    place = year[..., None]
    before = np.take_along_axis(total, np.maximum(place - 1, 0), axis=-1)[..., 0]
    flow = np.take_along_axis(flows, place, axis=-1)[..., 0]
    part = np.divide(-before, flow, out=np.zeros_like(before), where=flow > 0)
    found = np.where(year == 0, 0.0, year - 1 + part)
    result: Floats = np.where(covered.any(axis=-1), found, np.nan)
    return result


def capitalised(profile: Sequence[float], *, years: int, interest: float) -> Floats:
    """An outlay per year turned into capital cost: straight-line over `years` from the
    year after, with interest on what is not yet written off. Beyond the profile's end
    what is left is written off in its last year, so that nothing is left out."""
    count = len(profile)
    cost = np.zeros(count)
    for year, part in enumerate(profile):
        left = float(part)
        for later in range(year + 1, count):
            share = part / years if later - year <= years else 0.0
            off = left if later == count - 1 else min(left, share)
            cost[later] += off + left * interest
            left -= off
        cost[year] += left  # spent in the last year: nothing follows
    return cost
