# SPDX-License-Identifier: EUPL-1.2
import numpy as np

from gemensam.calc.costing.trades import NO_TITLE, lift, mixed_of

KINDS = np.eye(2)[[0, 0, 1, 1]]
SAID = np.array(
    [[0.5, 0.5, 0, 0], [0.4, 0.4, 0.1, 0], [0, 0, 0.3, 0.6], [0, 0, 0, 0], [0, 0, 1, 0]]
)
OF = np.array([0, 0, 1, 1, 1])


def counts(silent, *, said=SAID, of=OF, weight=None, believed=2.0):
    return lift(
        mixed_of(said, KINDS),
        titles=(of, np.array(silent)),
        weight=np.ones(len(said)) if weight is None else weight,
        believed=believed,
    )


def test_a_title_points_to_those_who_do_what_its_bearers_do():
    economist, technician = counts([0, 1])
    assert economist[0] == technician[2] == 1
    assert economist[0] > economist[1] > economist[3] > economist[2]
    assert technician[0] < 0.2


def test_no_title_and_one_nobody_answered_with_tell_nothing():
    nameless, strange = counts([NO_TITLE, 7])
    assert np.allclose(nameless, 1)
    assert np.allclose(strange, 1)


def test_titles_spread_alike_tell_nothing():
    said = np.tile(SAID[:3], (2, 1))
    of = np.repeat([0, 1], 3)
    found = counts([0, 1], said=said, of=of)
    assert np.allclose(found, 1, atol=0.01)


def test_a_title_of_few_is_believed_less():
    few, many = counts([0], believed=50.0), counts([0])
    assert many[0, 2] < few[0, 2] < 1


def test_answers_that_count_for_nothing_say_nothing_of_a_title():
    weight = np.array([1.0, 1.0, 0.0, 0.0, 1.0])
    without = counts([0, 1], said=SAID[[0, 1, 4]], of=OF[[0, 1, 4]])
    assert np.allclose(counts([0, 1], weight=weight)[:, [0, 1, 4]], without)


def test_a_title_is_believed_as_much_however_little_its_answers_count():
    little = np.array([0.1, 0.1, 1.0, 1.0, 1.0])
    usual, least = counts([0]), counts([0], weight=little)
    assert least[0, 2] < 1.5 * usual[0, 2]
