# SPDX-License-Identifier: EUPL-1.2
"""Who does what, held against people whose time is known because it was made up here."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.answers import (
    Answers,
    Method,
    NobodyAnsweredError,
    excess,
    raised,
)
from gemensam.calc.costing.calibration import Delivered, calibrate
from gemensam.calc.costing.shares import who_does_what
from gemensam.calc.costing.trades import NO_TITLE

STEP = 0.05
SERVICES = 12


@dataclass
class People:
    """`true` (n, SERVICES + 2); `answers` what they said of it."""

    true: np.ndarray
    answers: Answers
    group: np.ndarray


def made_up(seed: int, *, groups: int = 4, each: int = 14) -> People:
    """Groups with a profile; members stray from it; some are silent, all are rough."""
    rng = np.random.default_rng(seed)
    people = groups * each
    group = np.repeat(np.arange(groups), each)
    profile = rng.dirichlet(np.full(SERVICES, 0.7), size=groups)
    true = np.zeros((people, SERVICES + 2))
    for person in range(people):
        true[person, :SERVICES] = rng.dirichlet(12 * profile[group[person]] + 0.02)
    true[:, -1] = rng.uniform(0.02, 0.2, people)
    true[:, :SERVICES] *= (1 - true[:, -1])[:, None]
    said = true * np.exp(rng.normal(0, 0.2, true.shape))
    said /= said.sum(axis=1, keepdims=True)
    steps = said / STEP
    said = (np.floor(steps) + (rng.uniform(size=said.shape) < steps % 1)) * STEP
    said[said.sum(axis=1) == 0, -1] = 1
    said /= said.sum(axis=1, keepdims=True)
    answered = rng.uniform(size=people) > 0.35
    answered[0] = True
    said[~answered] = 0
    return People(
        true=true,
        group=group,
        answers=Answers(
            shares=said,
            answered=answered,
            group=group,
            wider=np.zeros(people, dtype=np.int64),
            workload=np.full(people, np.nan),
            serves=np.ones((people, SERVICES + 2), dtype=bool),
            title=np.full(people, NO_TITLE),
            kind=np.zeros(SERVICES + 1, dtype=np.int64),
        ),
    )


def shares_of(made: People, draws: int = 60):
    rng = np.random.default_rng(5)
    return who_does_what(made.answers, draws=draws, rng=rng, method=Method())


@given(st.integers(0, 10_000))
def test_everybodys_shares_are_whole_and_answers_stand(seed):
    made = made_up(seed, groups=2, each=5)
    shares = shares_of(made, draws=5)
    assert np.allclose(shares.point.sum(axis=1), 1)
    assert np.allclose(shares.draws.sum(axis=2), 1, atol=1e-5)
    assert shares.point.min() >= 0
    answered = made.answers.answered
    said, point = made.answers.shares[answered], shares.point[answered]
    support = 1 - said[:, -1]
    # Support work is said too high by personal error (see answers.unbiased); its parts
    # stand as they were said.
    high = support * (1 - support) ** 2 * Method().error_variance
    assert np.allclose(1 - point[:, -1], support - high)
    level = np.divide(
        support - high, support, out=np.ones_like(support), where=support > 0
    )
    assert np.allclose(point[:, :-1], said[:, :-1] * level[:, None])


def test_nobody_answered_is_said():
    made = made_up(1)
    silent = replace(made.answers, answered=np.zeros_like(made.answers.answered))
    with pytest.raises(NobodyAnsweredError):
        who_does_what(silent, draws=2, rng=np.random.default_rng(1), method=Method())


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """Sums over a group: nine of ten, give or take what 800 trials allow."""
    held = trials = 0
    for seed in range(20):
        made = made_up(seed)
        shares = shares_of(made, draws=160)
        for group in range(4):
            inside = made.group == group
            true = made.true[inside][:, :SERVICES].sum(axis=0)
            drawn = shares.draws[:, inside, :SERVICES].sum(axis=1)
            low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
            counted = true > 0.2
            held += int(((low <= true) & (true <= high))[counted].sum())
            trials += int(counted.sum())
    assert trials > 400
    assert 0.82 <= held / trials <= 0.98


def in_steps(said: np.ndarray, step: float, rng) -> np.ndarray:
    """Whole steps that make a whole, each answer right on average."""
    running = np.cumsum(said, axis=1) / step + rng.uniform(size=(len(said), 1))
    running[:, -1] = np.floor(running[:, 0] - said[:, 0] / step) + round(1 / step)
    whole: np.ndarray = np.diff(np.floor(running + 1e-9), axis=1, prepend=0)
    return whole * step


def held_of_those_who_mostly_do_other_things(step: float, error: float) -> int:
    """How often of twenty the support work in all of many people is held. What a personal
    error adds to it is alike for all of them: no number of people evens it out."""
    held = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        level = rng.beta(1.5, 5, 400)
        true = np.zeros((400, SERVICES + 2))
        true[:, 1:-1] = rng.dirichlet(np.full(SERVICES, 0.7), 400) * level[:, None]
        true[:, -1] = 1 - level
        said = true * np.exp(rng.normal(0, error, true.shape))
        said = in_steps(said / said.sum(axis=1, keepdims=True), step, rng)
        made = replace(
            made_up(1, groups=1, each=400).answers,
            shares=said,
            answered=np.ones(400, dtype=bool),
        )
        shares = who_does_what(made, draws=60, rng=rng, method=Method())
        support = 1 - shares.draws[:, :, -1].astype(float)
        low, high = np.quantile(support.sum(axis=1), [0.05, 0.95])
        held += bool(low <= level.sum() <= high)
    return held


def test_coarse_answers_are_held_though_people_stray_twice_as_far_as_expected():
    assert held_of_those_who_mostly_do_other_things(0.1, 0.4) >= 12
    assert held_of_those_who_mostly_do_other_things(0.1, 0.2) >= 16


def test_fine_answers_are_held_too_though_people_stray_twice_as_far():
    assert held_of_those_who_mostly_do_other_things(0.05, 0.4) >= 12
    assert held_of_those_who_mostly_do_other_things(0.05, 0.2) >= 16


def test_what_an_error_adds_is_what_is_found_by_making_it():
    rng = np.random.default_rng(3)
    for support, error in ((0.1, 0.2), (0.3, 0.4), (0.6, 0.8)):
        parts = np.full(40, support / 40)  # many small things, whose errors even out
        felt = parts * np.exp(rng.normal(0, error, (20_000, 40)))
        other = (1 - support) * np.exp(rng.normal(0, error, 20_000))
        share = felt.sum(axis=1) / (felt.sum(axis=1) + other)
        added = raised(np.array([support]), np.array([error]))[0]
        assert added == pytest.approx(share.mean() - support, abs=0.004)
    small = np.array([0.2]), np.array([0.05])
    assert raised(*small)[0] == pytest.approx(excess(small[0], 0.05**2)[0], rel=0.02)


def test_answers_in_usual_steps_are_believed_as_before():
    method = Method()
    assert method.log_sd(0.05 * (1 + 1e-12)) == method.log_sd(0.0) == 0.5
    assert method.log_sd(0.1) == pytest.approx(0.5 * 2**0.5)


# ------------------------------------------------------------- against what was delivered


def delivered_for(made: People, seed: int, stray: float) -> Delivered:
    rng = np.random.default_rng(seed + 1)
    true = np.stack(
        [made.true[made.group == g][:, :SERVICES].sum(axis=0) for g in range(4)]
    )
    return Delivered(
        provider=made.group.astype(np.int64),
        weight=np.ones(len(made.true)),
        minutes=true * np.exp(rng.normal(0, stray, true.shape)) * 60_000,
        area=np.arange(SERVICES) % 3,
        kind=np.zeros(4, dtype=np.int64),
        beside=np.full(4, -1),
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


def test_who_delivers_nothing_of_a_service_does_not_work_on_it():
    """The silent of a group without the first service are not given it by others."""
    made = made_up(3)
    serves = made.answers.serves.copy()
    serves[made.group == 0, 0] = False
    shares = who_does_what(
        replace(made.answers, serves=serves),
        draws=20,
        rng=np.random.default_rng(5),
        method=Method(),
    )
    silent = (made.group == 0) & ~made.answers.answered
    assert silent.any()
    assert np.allclose(shares.point[silent, 0], 0)
    assert np.allclose(shares.draws[:, silent, 0], 0)
    assert np.allclose(shares.point[silent].sum(axis=1), 1)
    assert shares_of(made).point[silent, 0].max() > 0


def test_a_silent_economist_is_like_colleagues_who_do_economy():
    """Half a department does the first services and half the others, under two titles."""
    rng = np.random.default_rng(11)
    people, half = 40, SERVICES // 2
    economist = np.arange(people) % 2 == 0
    true = np.zeros((people, SERVICES + 2))
    true[economist, :half] = rng.dirichlet(np.ones(half), size=people // 2)
    true[~economist, half:-2] = rng.dirichlet(np.ones(half), size=people // 2)
    answered = rng.uniform(size=people) > 0.4
    told = Answers(
        shares=np.where(answered[:, None], true, 0.0),
        answered=answered,
        group=np.zeros(people, dtype=np.int64),
        wider=np.zeros(people, dtype=np.int64),
        workload=np.full(people, np.nan),
        serves=np.ones((people, SERVICES + 2), dtype=bool),
        title=economist.astype(np.int64),
        kind=np.array([0] * half + [1] * half + [2]),
    )
    nameless = replace(told, title=np.full(people, NO_TITLE))
    silent = ~answered & economist

    def economy(answers: Answers) -> tuple[float, float]:
        shares = who_does_what(
            answers, draws=40, rng=np.random.default_rng(1), method=Method()
        )
        return (
            float(shares.point[silent, :half].sum(axis=1).mean()),
            float(shares.draws[:, silent, :half].sum(axis=2).mean()),
        )

    assert min(economy(told)) > 0.8
    assert max(economy(nameless)) < 0.65


def test_work_that_is_not_delivered_goes_to_what_is_and_not_to_other_work():
    made = made_up(6)
    serves = made.answers.serves.copy()
    serves[made.group == 1, : SERVICES // 2] = False
    cut = who_does_what(
        replace(made.answers, serves=serves),
        draws=2,
        rng=np.random.default_rng(5),
        method=replace(Method(), error_sd=0.0),
    )
    silent = (made.group == 1) & ~made.answers.answered
    donors = made.answers.shares[made.answers.answered, -1]
    assert cut.point[silent, -1].max() <= donors.max() + 1e-9
    assert np.allclose(cut.point[silent].sum(axis=1), 1)


def test_support_work_in_all_is_rounded_once_however_many_services_it_is_divided_on():
    """Twelve services of a step each are as sure in all as one answer of twelve steps."""
    people = 60
    said = np.zeros((people, SERVICES + 2))
    said[:, :SERVICES], said[:, -1] = STEP, 1 - SERVICES * STEP
    answers = Answers(
        shares=said,
        answered=np.ones(people, dtype=bool),
        group=np.zeros(people, dtype=np.int64),
        wider=np.zeros(people, dtype=np.int64),
        workload=np.full(people, np.nan),
        serves=np.ones(said.shape, dtype=bool),
        title=np.full(people, NO_TITLE),
        kind=np.zeros(SERVICES + 1, dtype=np.int64),
    )
    shares = who_does_what(
        answers,
        draws=200,
        rng=np.random.default_rng(2),
        method=replace(Method(), error_sd=0.0),
    )
    support = 1 - shares.draws[:, :, -1]
    assert support.std(axis=0).mean() == pytest.approx(STEP / 6**0.5, rel=0.1)
    assert shares.draws[:, :, 0].std(axis=0).mean() > STEP / 3
