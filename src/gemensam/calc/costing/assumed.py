# SPDX-License-Identifier: EUPL-1.2
"""Who does what before anybody was asked: standard shares by title, or as a manager
corrected them, spread over the services of each area.

The list may be too high or too low as a whole, a standard may be wrong in the same way
for everyone with the title, and each of them strays from it: every draw takes a person's
place in the range from one of the three, so that the spread neither of a large group nor
of all titles together vanishes. How an area's
time divides over its services follows standard minutes × what was delivered, with an
error in every service common to all and one of each provider's own. The figure is the
mean of the range (low + likely + high) / 3, which is right on average even where the
range is lopsided.

All draws follow from ids that are the same from month to month, so that an error lasts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.shares import Shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# How often a person's place in the range is that of the whole list, and of their title.
OF_ALL, OF_LINE = 0.6, 0.2  # [own]
COMMON_SD = 0.35  # log error of a service's standard minutes, everywhere [own]
OWN_SD = 0.5  # and at each provider [own]
# A manager knows her people to five points, or three tenths of what she says [own].
SLIP_POINTS, SLIP_PART = 0.05, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """n people. `ranges` (n, t, 3) low, likely, high of each target: the areas in their
    order, then leadership. `line` (n,) who share an error; `own` (n,) ids of the people.
    `provider` (n,) whose services they work with, a row of `minutes` (g, s); `of` (g,)
    the providers' ids."""

    ranges: Floats
    line: Ints
    own: Ints
    provider: Ints
    minutes: Floats
    of: Ints


def corrected(share: float) -> tuple[float, float, float]:
    """The range of what a manager said."""
    slip = max(SLIP_POINTS, SLIP_PART * share) if share > 0 else 0.0
    return max(share - slip, 0.0), share, min(share + slip, 1.0)


def assumed_shares(assumed: Assumed, *, area: Ints, draws: int) -> Shares:
    """Shares (n, s + 2) with draws; `area` (s,) is each service's place among the areas.

    Every row of each sums to 1; nobody counts as having answered.
    """
    people, services = len(assumed.ranges), len(area)
    within = _within(assumed, area, draws)
    drawn = target_draws(assumed, draws=draws)
    point = _whole(assumed.ranges.mean(axis=2))
    result = np.empty((draws, people, services + 2), dtype=np.float32)
    for draw in range(draws):
        result[draw] = _spread(drawn[draw], within[draw + 1][assumed.provider], area)
    return Shares(
        point=_spread(point, within[0][assumed.provider], area),
        draws=result,
        answered=np.zeros(people, dtype=bool),
    )


def target_draws(assumed: Assumed, *, draws: int) -> Floats:
    """(R, n, t): what share of each person's time goes to each target; at most 1 in all."""
    people, targets, _three = assumed.ranges.shape
    place = np.empty((draws, people, targets))
    shared = {
        line: np.random.default_rng([0x11E, line]).uniform(size=(draws, targets))
        for line in np.unique(assumed.line).tolist()
    }
    everybody = np.random.default_rng([0xA11]).uniform(size=(draws, targets))
    for person in range(people):
        rng = np.random.default_rng([0x0E5, int(assumed.own[person])])
        mine = rng.uniform(size=(draws, targets))
        whose = rng.uniform(size=(draws, targets))
        place[:, person] = np.where(
            whose < OF_ALL,
            everybody,
            np.where(whose < OF_ALL + OF_LINE, shared[int(assumed.line[person])], mine),
        )
    return _whole(_triangular(place, assumed.ranges))


def _triangular(place: Floats, ranges: Floats) -> Floats:
    """The value at `place` (0–1) of each triangular distribution."""
    low, likely, high = (ranges[..., level] for level in range(3))
    wide = high - low
    top = np.divide(likely - low, wide, out=np.zeros_like(wide), where=wide > 0)
    below = low + np.sqrt(place * wide * (likely - low))
    above = high - np.sqrt((1 - place) * wide * (high - likely))
    return np.where(place < top, below, above)


def _whole(shares: Floats) -> Floats:
    """Nobody has more than all of their time."""
    total = shares.sum(axis=-1, keepdims=True)
    return np.asarray(shares / np.maximum(total, 1.0))


LEAST_MINUTES = 1e-6  # less is none: nothing can be divided by it


def _within(assumed: Assumed, area: Ints, draws: int) -> Floats:
    """(1 + R, g, s): how the time of an area divides over its services at a provider,
    first as reckoned and then drawn; in each area it sums to 1."""
    services = len(area)
    weights = np.empty((draws + 1, len(assumed.of), services))
    common = np.random.default_rng([0x5E5]).normal(0, COMMON_SD, (draws, services))
    base = _known_minutes(assumed.minutes, area)
    weights[0] = base
    for row, provider in enumerate(assumed.of.tolist()):
        rng = np.random.default_rng([0x970, provider])
        error = common + rng.normal(0, OWN_SD, (draws, services))
        weights[1:, row] = base[row] * np.exp(error)
    for one in np.unique(area):
        mine = area == one
        weights[:, :, mine] /= weights[:, :, mine].sum(axis=2, keepdims=True)
    return weights


def _known_minutes(minutes: Floats, area: Ints) -> Floats:
    """Minutes of each provider; in an area where it has none, those of all providers
    together; where there are none at all, evenly."""
    known = np.where(minutes >= LEAST_MINUTES, minutes, 0.0)
    everybody = known.sum(axis=0)
    for one in np.unique(area):
        mine = area == one
        whole = everybody[mine] if everybody[mine].sum() > 0 else np.ones(mine.sum())
        lacking = known[:, mine].sum(axis=1) <= 0
        known[np.ix_(lacking, mine)] = whole
    return known


def _spread(targets: Floats, within: Floats, area: Ints) -> Floats:
    """(n, s + 2) of the targets (n, areas + leadership) and the division within areas."""
    services = targets[:, :-1][:, area] * within
    leads = targets[:, -1:]
    other = np.clip(1 - services.sum(axis=1, keepdims=True) - leads, 0.0, 1.0)
    return np.concatenate([services, leads, other], axis=1)
