# SPDX-License-Identifier: EUPL-1.2
"""Who does what, held against people whose time is known because it was made up here."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from tests.calc.costing.surveyed import SERVICES, STEP, made_up, shares_of

from gemensam.calc.costing.answers import (
    Answers,
    Method,
    NobodyAnsweredError,
    excess,
    raised,
)
from gemensam.calc.costing.shares import who_does_what
from gemensam.calc.costing.trades import NO_TITLE


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


def of_one_department(
    true: np.ndarray, answered: np.ndarray, economist: np.ndarray
) -> Answers:
    """Exact answers under two titles; services are of two kinds, half of each."""
    people, half = len(true), SERVICES // 2
    return Answers(
        shares=np.where(answered[:, None], true, 0.0),
        answered=answered,
        group=np.zeros(people, dtype=np.int64),
        wider=np.zeros(people, dtype=np.int64),
        workload=np.full(people, np.nan),
        serves=np.ones((people, SERVICES + 2), dtype=bool),
        title=economist.astype(np.int64),
        kind=np.array([0] * half + [1] * half + [2]),
    )


def test_a_silent_economist_is_like_colleagues_who_do_economy():
    """Half a department does the first services and half the others, under two titles."""
    rng = np.random.default_rng(11)
    people, half = 40, SERVICES // 2
    economist = np.arange(people) % 2 == 0
    true = np.zeros((people, SERVICES + 2))
    true[economist, :half] = rng.dirichlet(np.ones(half), size=people // 2)
    true[~economist, half:-2] = rng.dirichlet(np.ones(half), size=people // 2)
    answered = rng.uniform(size=people) > 0.4
    told = of_one_department(true, answered, economist)
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


def test_a_title_of_few_is_believed_as_much_in_every_draw():
    """One economist of two answered, among many of another title of whom a third do
    economy too: the other is drawn to do it as often as the figure has it, however little
    the one happens to count in a draw."""
    people, half = 31, SERVICES // 2
    number = np.arange(people)
    economy = (number < 2) | (number % 3 == 0)
    true = np.zeros((people, SERVICES + 2))
    true[economy, :half] = 1 / half
    true[~economy, half:-2] = 1 / half
    answered = number > 0
    told = of_one_department(true, answered, number < 2)
    shares = who_does_what(
        told, draws=400, rng=np.random.default_rng(1), method=Method()
    )
    figure = shares.point[0, :half].sum()
    assert 0.6 < figure < 0.999
    assert shares.draws[:, 0, :half].sum(axis=1).mean() == pytest.approx(
        figure, abs=0.04
    )


def test_how_far_people_stray_is_the_same_in_two_surveys():
    """So that it goes out of what they differ by: of people with much other work, whose
    errors raise the share of support."""
    answers = made_up(5).answers
    shares = answers.shares * 0.3
    shares[answers.answered, -1] += 0.7
    answers = replace(answers, shares=shares)

    def support(seed: int) -> np.ndarray:
        rng = np.random.default_rng(seed)
        shares = who_does_what(answers, draws=200, rng=rng, method=Method())
        found: np.ndarray = 1 - shares.draws[:, answers.answered, -1].mean(axis=1)
        return found

    assert np.corrcoef(support(1), support(2))[0, 1] > 0.4


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
