# SPDX-License-Identifier: EUPL-1.2
"""A centre whose truth is made up: three lead it, and two teams deliver one service
each. What the silent leader's colleagues say decides, not who could stand in."""

from dataclasses import replace

import numpy as np

from gemensam.calc.costing.answers import Answers, Method
from gemensam.calc.costing.leading import silent_lead_too
from gemensam.calc.costing.shares import Shares, who_does_what

DRAWS = 40
LEADS, FIRST, SECOND = [0, 0, 1.0, 0], [0.9, 0, 0, 0.1], [0, 0.9, 0, 0.1]
CENTRE = np.zeros(9, dtype=np.int64)
SILENT = 2
ANSWERS = Answers(
    shares=np.array([LEADS, LEADS, [0, 0, 0, 0], *[FIRST] * 3, *[SECOND] * 3]),
    answered=np.arange(9) != SILENT,
    group=np.repeat([0, 1, 2], 3),
    wider=np.zeros(9, dtype=np.int64),
    workload=np.full(9, np.nan),
    serves=np.ones((9, 4), dtype=bool),
    title=np.array([0, 1, 2, 3, 3, 3, 4, 4, 4]),
    kind=np.array([0, 1, 2]),
)


def told(answers: Answers = ANSWERS) -> Shares:
    return who_does_what(
        answers, draws=DRAWS, rng=np.random.default_rng(1), method=Method()
    )


def test_who_is_silent_among_leaders_leads_in_every_draw() -> None:
    before = told()
    assert before.draws[:, SILENT, :2].max() > 0.5  # somebody from a team stood in
    after = silent_lead_too(before, ANSWERS, CENTRE)
    assert after.point[SILENT].tolist() == LEADS
    assert not after.draws[:, SILENT, :2].any()
    assert after.draws[:, SILENT, 2].min() > 0.8


def test_nobody_else_is_touched() -> None:
    before = told()
    after = silent_lead_too(before, ANSWERS, CENTRE)
    others = np.arange(9) != SILENT
    assert np.array_equal(after.point[others], before.point[others])
    assert np.array_equal(after.draws[:, others], before.draws[:, others])


def test_a_title_of_those_who_serve_tells_more_than_colleagues_do() -> None:
    serving = replace(ANSWERS, title=np.array([0, 1, 3, 3, 3, 3, 4, 4, 4]))
    before = told(serving)
    after = silent_lead_too(before, serving, CENTRE)
    assert np.array_equal(after.draws, before.draws)


def test_one_who_serves_besides_makes_it_a_pool_like_others() -> None:
    shares = ANSWERS.shares.copy()
    shares[1] = [0.1, 0, 0.9, 0]
    mixed = replace(ANSWERS, shares=shares)
    before = told(mixed)
    after = silent_lead_too(before, mixed, CENTRE)
    assert np.array_equal(after.draws, before.draws)


def test_where_nobody_else_of_the_provider_serves_there_is_nobody_to_lead() -> None:
    alone = np.array([0, 0, 0, 1, 1, 1, 1, 1, 1])
    before = told()
    after = silent_lead_too(before, ANSWERS, alone)
    assert np.array_equal(after.draws, before.draws)


def test_without_an_answer_nothing_tells_that_they_lead() -> None:
    silent = replace(ANSWERS, answered=np.arange(9) > SILENT)
    before = told(silent)
    after = silent_lead_too(before, silent, CENTRE)
    assert np.array_equal(after.draws, before.draws)
