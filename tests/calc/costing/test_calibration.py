# SPDX-License-Identifier: EUPL-1.2
"""Answers weighed against what was delivered, held against people whose time is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from tests.calc.costing.surveyed import SERVICES, People, made_up, shares_of

from gemensam.calc.costing.answers import Method
from gemensam.calc.costing.calibration import calibrate
from gemensam.calc.costing.delivered import Delivered
from gemensam.calc.costing.shares import who_does_what
from gemensam.calc.costing.sums import Sums


def delivered_for(made: People, seed: int, stray: float) -> Delivered:
    rng = np.random.default_rng(seed + 1)
    true = np.stack(
        [made.true[made.group == g][:, :SERVICES].sum(axis=0) for g in range(4)]
    )
    return Delivered(
        provider=made.group.astype(np.int64),
        weight=np.ones(len(made.true)),
        minutes=true * np.exp(rng.normal(0, stray, true.shape)) * 60_000,
        chance=np.zeros(true.shape),
        area=np.arange(SERVICES) % 3,
        kind=np.zeros(4, dtype=np.int64),
        beside=np.full(4, -1),
        whose=np.arange(4),
        like=np.zeros(4, dtype=np.int64),
    )


def error(made: People, point: np.ndarray) -> float:
    """Mean absolute error of the services' sums by group."""
    total = 0.0
    for group in range(4):
        inside = made.group == group
        off = point[inside][:, :SERVICES] - made.true[inside][:, :SERVICES]
        total += float(np.abs(off.sum(axis=0)).sum())
    return total


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_calibrating_gives_nobody_more_time_or_others_work(seed, stray):
    """Work is new only where it was delivered and nobody said they do it."""
    made = made_up(seed, groups=4, each=4)
    shares = shares_of(made, draws=5)
    after = calibrate(
        shares, delivered_for(made, seed, stray), rng=np.random.default_rng(1)
    )
    assert np.allclose(after.point.sum(axis=1), 1)
    assert np.allclose(after.draws.sum(axis=2), 1, atol=1e-4)
    assert np.allclose(after.point[:, SERVICES:], shares.point[:, SERVICES:])
    for group in range(4):
        inside = made.group == group
        others = (shares.point[inside] == 0) & (shares.point[inside].sum(axis=0) > 0)
        assert not after.point[inside][others].any()
    assert np.isfinite(after.draws).all()


def test_good_standard_times_help_and_bad_ones_do_little_harm():
    gain = harm = 0.0
    for seed in range(12):
        made = made_up(seed)
        shares = shares_of(made)
        before = error(made, shares.point)
        rng = np.random.default_rng(3)
        good = calibrate(shares, delivered_for(made, seed, 0.05), rng=rng)
        bad = calibrate(shares, delivered_for(made, seed, 1.5), rng=rng)
        gain += error(made, good.point) / before / 12
        harm += error(made, bad.point) / before / 12
    assert gain < 0.75
    assert harm < 1.1


def test_what_was_delivered_and_nobody_remembered_was_done():
    """A little thing that no answer of one group mentions is theirs as it is others'."""
    made = made_up(6)
    shares = shares_of(made)
    delivered = delivered_for(made, 6, 0.05)
    inside = made.group == 1
    true = made.true[inside][:, :SERVICES].sum(axis=0)
    little = int(np.argmin(np.where(true > 0.05, true, np.inf)))
    forgotten = replace(
        shares,
        point=np.where(inside[:, None], _without(shares.point, little), shares.point),
        draws=np.where(inside[:, None], _without(shares.draws, little), shares.draws),
    )
    after = calibrate(forgotten, delivered, rng=np.random.default_rng(1))
    found = after.point[inside, little].sum()
    assert 0.5 * true[little] < found < 2 * true[little]
    assert np.allclose(after.point.sum(axis=1), 1)


def test_where_all_that_was_delivered_was_told_of_by_nobody_answers_stand():
    """As in the smallest municipalities, where few do each thing."""
    made = made_up(6)
    shares, delivered = shares_of(made), delivered_for(made, 6, 0.05)
    minutes = np.zeros_like(delivered.minutes)
    minutes[:, 0] = delivered.minutes[:, 0]
    untold = replace(
        shares, point=_without(shares.point, 0), draws=_without(shares.draws, 0)
    )
    after = calibrate(
        untold, replace(delivered, minutes=minutes), rng=np.random.default_rng(1)
    )
    assert np.allclose(after.point, untold.point)


@pytest.mark.parametrize("seed", range(2))
def test_what_nobody_at_all_told_of_takes_about_its_standard_time(seed):
    """Who does a little thing was silent everywhere, where standard times are good
    otherwise. That nobody told of it says something too: less than all of it."""
    made = made_up(seed)
    shares = shares_of(made)
    delivered = delivered_for(made, seed, 0.05)
    true = made.true[:, :SERVICES].sum(axis=0)
    for little in np.argsort(true)[:2].tolist():
        untold = replace(
            shares,
            point=_without(shares.point, little),
            draws=_without(shares.draws, little),
        )
        after = calibrate(untold, delivered, rng=np.random.default_rng(1))
        assert 0.5 * true[little] < after.point[:, little].sum() < 1.1 * true[little]
        works = after.works(SERVICES)
        assert not works[:, little].any()
        assert works.any(axis=0).sum() == SERVICES - 1
        drawn = after.draws[:, :, little].sum(axis=1)
        assert drawn.std() > 0.05 * drawn.mean()
        assert np.allclose(after.point.sum(axis=1), 1)


def _without(shares: np.ndarray, activity: int) -> np.ndarray:
    """Shares where that activity was taken for other work."""
    other = shares.copy()
    other[..., -1] += other[..., activity]
    other[..., activity] = 0
    return other


def test_who_belongs_to_nobody_is_left_alone():
    made = made_up(4)
    shares = shares_of(made)
    delivered = delivered_for(made, 4, 0.1)
    provider = delivered.provider.copy()
    provider[made.group == 2] = -1
    alone = replace(delivered, provider=provider)
    after = calibrate(shares, alone, rng=np.random.default_rng(1))
    apart = made.group == 2
    assert np.array_equal(after.point[apart], shares.point[apart])
    assert not np.array_equal(after.point[~apart], shares.point[~apart])


# ----------------------------------------- an administration's own people and departments

PLACES, DRAWS = 6, 200


def divided(seed: int, *, chance: float = 0.0) -> tuple[Sums, np.ndarray]:
    """Administrations whose own people and departments divide each service in ways of
    their own, of which answers tell little; and what they truly do of it together. Of the
    first service so few are delivered that chance matters."""
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(500, 5000, (PLACES, SERVICES))
    strays = np.zeros((PLACES, SERVICES))
    strays[:, 0] = rng.normal(0, chance**0.5, PLACES)
    whole = minutes * rng.uniform(0.8, 1.25, (PLACES, 1)) * np.exp(strays)
    part = rng.uniform(0.1, 0.8, SERVICES) * rng.uniform(0.8, 1.2, (PLACES, 1))
    true = np.concatenate([whole * part, whole * (1 - part)])
    stray = (0.35 * true) ** 2
    said = true + rng.normal(size=true.shape) * stray**0.5
    said = np.maximum(said, 0.05 * true)
    drawn = said + rng.normal(size=(DRAWS, *true.shape)) * stray**0.5
    variance = np.zeros(true.shape)
    variance[:, 0] = chance
    luck = np.tile(rng.normal(size=(DRAWS, PLACES, SERVICES)), (1, 2, 1))
    return Sums(
        minutes=np.tile(minutes, (2, 1)),
        chance=variance,
        area=np.arange(SERVICES) % 3,
        kind=np.repeat([0, 1], PLACES),
        beside=np.concatenate([np.full(PLACES, -1), np.arange(PLACES)]),
        whose=np.arange(2 * PLACES),
        like=np.repeat([0, 1], PLACES),
        said=said,
        drawn=np.maximum(drawn, 0.05 * true),
        stray=stray,
        luck=luck * variance**0.5,
    ), whole


def together(target: np.ndarray) -> np.ndarray:
    whole: np.ndarray = target[..., :PLACES, :] + target[..., PLACES:, :]
    return whole


def weighed(sums: Sums) -> Sums:
    sums.blend(np.random.default_rng(1))
    return sums


def test_what_is_delivered_seldom_may_have_been_much_or_little_by_chance():
    """Of a hundred, a tenth more or less: for own people and department alike."""
    sums, _ = divided(3, chance=1 / 100)
    drawn = together(weighed(sums).target_drawn)
    often, _ = divided(3)
    without = together(weighed(often).target_drawn)
    spread = (drawn.std(axis=0) / drawn.mean(axis=0)).mean(axis=0)
    before = (without.std(axis=0) / without.mean(axis=0)).mean(axis=0)
    assert spread[0] ** 2 - before[0] ** 2 == pytest.approx(0.01, rel=0.5)
    assert spread[1:].mean() == pytest.approx(before[1:].mean(), rel=0.1)


def test_what_nobody_remembered_is_done_by_those_who_do_the_like():
    """Half of a group work in one area and half in another: a service of the first that
    nobody mentions takes no time of those in the second."""
    made = made_up(3)
    delivered = delivered_for(made, 3, 0.05)
    others = delivered.area == 1
    first = np.arange(len(made.true)) % 2 == 0
    works = np.where(first[:, None], ~others, others)
    shares = shares_of(made)
    gone = int(np.flatnonzero(delivered.area == 0)[0])

    def only(found: np.ndarray) -> np.ndarray:
        kept = found.copy()
        kept[..., :SERVICES] *= works
        kept[made.group == 1, gone] = 0
        kept[..., -1] += 1 - kept.sum(axis=-1)
        return kept

    point, draws = only(shares.point), np.stack([only(one) for one in shares.draws])
    after = calibrate(
        replace(shares, point=point, draws=draws),
        delivered,
        rng=np.random.default_rng(1),
    )
    inside = made.group == 1
    assert after.point[inside & first, gone].sum() > 0.01
    assert after.point[inside & ~first, gone].max() == 0
    assert after.draws[:, inside & ~first, gone].max() == 0


def test_of_two_surveys_what_nobody_knows_of_both_goes_out_of_the_difference():
    """Another survey of the same people, who have told nothing new of how far standard
    times and answers are off: draws of both stray in the same way."""
    made = made_up(8)
    delivered = delivered_for(made, 8, 0.3)

    def drawn(seed: int) -> np.ndarray:
        rng = np.random.default_rng(seed)
        shares = who_does_what(made.answers, draws=200, rng=rng, method=Method())
        found = calibrate(shares, delivered, rng=rng).draws[:, :, :SERVICES]
        sums = np.stack([found[:, made.group == g].sum(axis=1) for g in range(4)], 1)
        away: np.ndarray = sums - sums.mean(axis=0)
        return away

    one, other = drawn(1), drawn(2)
    together = (one * other).mean(axis=0) / (one.std(axis=0) * other.std(axis=0))
    assert together.mean() > 0.1
