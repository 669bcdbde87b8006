# SPDX-License-Identifier: EUPL-1.2
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.demo.disturbances import (
    DEFAULT,
    NONE,
    Disturbances,
    UnknownDisturbanceError,
)
from gemensam.demo.founding import NEW_CENTRES
from gemensam.demo.lists.accounts import NEW_BAS, NEW_KOMMUN
from gemensam.demo.observed import support_rows
from gemensam.demo.randomness import stream
from gemensam.demo.survey import in_steps
from gemensam.demo.truth import LOCAL
from gemensam.demo.world import World


def test_json_keeps_every_number() -> None:
    worse = replace(DEFAULT, nonresponse=0.5, reorganisations=4)
    assert Disturbances.from_json(worse.to_json()) == worse
    assert Disturbances.from_json('{"misposted": 0.1}') == replace(
        DEFAULT, misposted=0.1
    )


@pytest.mark.parametrize(
    "text",
    ["[]", "no json", '{"noise": 1}', '{"nonresponse": 2}', '{"nonresponse": "0.3"}',
     '{"reorganisations": 5}', '{"answer_step": 0}', '{"misposted": true}'],
)  # fmt: skip
def test_what_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(UnknownDisturbanceError):
        Disturbances.from_json(text)


def test_defaults_are_those_that_were_decided() -> None:
    assert json.loads(DEFAULT.to_json()) == {
        "nonresponse": 0.30,
        "nonresponse_workload_link": 1.5,
        "answer_step": 0.05,
        "answer_bias_sd": 0.20,
        "misposted": 0.03,
        "new_codes": 0.02,
        "cases_without_close": 0.08,
        "volume_noise": 0.03,
        "wage_drift": 0.032,
        "reorganisations": 2,
    }


def test_rows_are_posted_wrongly_as_often_as_said(lindby: World) -> None:
    rows, posted = lindby.rows, lindby.posted
    support = support_rows(lindby.scene, rows) & (rows.month < lindby.scene.start)
    wrong = (rows.account != posted.account) | (rows.centre != posted.centre)
    assert wrong[support].mean() == pytest.approx(0.03, abs=0.004)
    assert not wrong[~support_rows(lindby.scene, rows)].any()
    assert np.array_equal(rows.amount, posted.amount)
    assert np.array_equal(rows.month, posted.month)


def test_new_codes_take_their_share_and_only_since_the_start(lindby: World) -> None:
    posted, scene = lindby.posted, lindby.scene
    new = np.isin(posted.account, [*NEW_KOMMUN, *NEW_BAS])
    new |= posted.centre >= len(scene.organisation.cost_centres) - len(NEW_CENTRES)
    since = support_rows(scene, lindby.rows) & (posted.month >= scene.start)
    share = posted.amount[new].sum() / posted.amount[since].sum()
    assert share == pytest.approx(0.02, abs=0.002)
    assert posted.month[new].min() >= scene.start


def test_counts_are_off_by_three_percent_and_right_on_average(lindby: World) -> None:
    facts = lindby.truth.volume.sum(axis=0)
    by_case = lindby.scene.services.by_case
    facts[:, by_case] = lindby.truth.volume[LOCAL][:, by_case]
    large = facts > 300
    ratio = lindby.counted[large] / facts[large]
    assert ratio.std() == pytest.approx(0.03, abs=0.003)
    assert ratio.mean() == pytest.approx(1.0, abs=0.002)
    assert not lindby.counted[facts == 0].any()


def test_those_with_most_to_do_answer_least(lindby: World) -> None:
    answered = np.concatenate([one.answered for one in lindby.rounds])
    support = np.concatenate([1 - one.true[:, -1] for one in lindby.rounds])
    assert 1 - answered.mean() == pytest.approx(0.30, abs=0.035)
    assert support[~answered].mean() > support[answered].mean() + 0.1


def test_without_the_link_silence_is_random(made) -> None:
    from tests.demo.conftest import TODAY

    from gemensam.demo.settings import Settings

    blind = replace(DEFAULT, nonresponse_workload_link=0.0)
    world = made(Settings(today=TODAY, scale=0.5, disturbances=blind))
    answered = np.concatenate([one.answered for one in world.rounds])
    support = np.concatenate([1 - one.true[:, -1] for one in world.rounds])
    assert abs(support[~answered].mean() - support[answered].mean()) < 0.07


def test_answers_come_in_steps_that_make_a_whole(lindby: World) -> None:
    for one in lindby.rounds:
        given_ = one.shares[one.answered] * 20
        assert np.allclose(given_, np.rint(given_))
        assert np.allclose(given_.sum(axis=1), 20)
        assert not one.shares[~one.answered].any()


def test_answers_are_right_on_average(lindby: World) -> None:
    one = lindby.rounds[0]
    said, true = one.shares[one.answered], one.true[one.answered]
    assert said[:, -1].mean() == pytest.approx(true[:, -1].mean(), abs=0.01)
    areas = lindby.scene.services.area
    for area in range(3):
        part = [table[:, :-2][:, areas == area].sum() for table in (said, true)]
        assert part[0] == pytest.approx(part[1], rel=0.06)


@given(
    st.lists(st.floats(0.001, 1), min_size=2, max_size=30),
    st.sampled_from([0.05, 0.1, 0.001]),
    st.integers(0, 99),
)
def test_steps_stay_within_one_of_the_share(
    weights: list[float], step: float, seed: int
) -> None:
    shares = np.array([weights]) / sum(weights)
    found = in_steps(shares, step, stream(seed, "test"))
    assert found.sum() == pytest.approx(1.0)
    assert np.all(found >= 0)
    assert np.all(np.abs(found - shares) < step + 1e-9)


def test_without_disturbances_the_registers_tell_the_truth(faultless: World) -> None:
    assert np.array_equal(faultless.rows.account, faultless.posted.account)
    assert np.array_equal(faultless.rows.centre, faultless.posted.centre)
    for one in faultless.rounds:
        assert one.answered.all()
        assert np.abs(one.shares - one.true).max() <= 0.001 + 1e-9
    assert NONE.nonresponse == 0
