# SPDX-License-Identifier: EUPL-1.2
"""What people answered of their time: shares that are rough, by those who answered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.errors import CalcError, mark

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class NobodyAnsweredError(CalcError):
    """There is no answer at all to impute from."""

    text = mark("Nobody answered. Ask again, or use standard shares by title.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """n people × k activities; the last activity is other work, not support.

    `shares` (n, k) sum to 1 in each answered row; rows not answered are ignored.
    `group` and `wider` (n,) say who are each other's like, finely and coarsely.
    `workload` (n,) foretells how much support a person does (any unit); NaN: unknown.
    `serves` (n, k): what somebody may work on, since where they work it is delivered.
    `title` (n,) numbers, NO_TITLE where a title tells no more than the group does;
    `kind` (k − 1,) of what kind each activity of support is.
    """

    shares: Floats
    answered: Flags
    group: Ints
    wider: Ints
    workload: Floats
    serves: Flags
    title: Ints
    kind: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What is assumed of the answers. `error_sd`: the spread of personal error, about
    what diaries find against what people say of their week (Robinson & Bostrom 1994,
    Monthly Labor Review 117:8, tell of such errors); nothing that people answer or
    deliver tells it from true differences between them, so each draw has a spread of its
    own, off by `error_log_sd` on the log scale where answers come in `usual_step`. Who
    answers in coarser steps is less sure (Manski & Molinari 2010, Journal of Business &
    Economic Statistics 28:219): how far they stray is then known less well.
    `borrowed`: how many answers of their wider like weigh as much as a group's own.
    `most_steps`: answers finer than this are taken as exact."""

    error_sd: float = 0.20
    error_log_sd: float = 0.5
    usual_step: float = 0.05
    fewest_for_regression: int = 12
    borrowed: float = 2.0
    most_steps: int = 200

    @property
    def error_variance(self) -> float:
        return self.error_sd**2

    def log_sd(self, step: float) -> float:
        """How unsure the spread of personal error is, with answers in such steps: its
        variance goes as a step that is coarser than usual."""
        coarser = round(step / self.usual_step, 6)  # steps that are read are floats
        return float(self.error_log_sd * max(coarser, 1.0) ** 0.5)


_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
_NORMAL = _NODES, _WEIGHTS / _WEIGHTS.sum()


def step_of(answers: Answers, method: Method) -> float:
    """The step of the answers: the smallest that anybody gave."""
    given = answers.shares[answers.answered]
    smallest = float(given[given > 0].min())
    return smallest if smallest * method.most_steps > 1 else 0.0


def unbiased(shares: Floats, error_variance: float) -> Floats:
    """Answers less what a personal error adds on average.

    Many small errors of support work even out, one large one of other work does not: the
    share of support is said too high by `excess`.
    """
    support = 1 - shares[:, -1]
    return at_level(shares, support - excess(support, error_variance))


def excess(support: Floats, error_variance: Floats | float) -> Floats:
    """S (1 − S)² σ², to second order: how much a personal error adds to a share."""
    added: Floats = support * (1 - support) ** 2 * error_variance
    return added


def raised(support: Floats, error_sd: Floats) -> Floats:
    """How much a personal error adds to a share on average, however large it is: the many
    errors of support work come to their mean, that of other work is one (Gauss–Hermite;
    Abramowitz & Stegun 1964, 25.4.46). To second order it is `excess`. Broadcasts."""
    others = 1 - support
    mean = np.exp(error_sd**2 / 2)
    expected: Floats = np.zeros(np.broadcast_shapes(support.shape, error_sd.shape))
    for node, weight in zip(*_NORMAL, strict=True):
        other = others * np.exp(error_sd * node)
        expected += weight * support * mean / (support * mean + other)
    return expected - support


def at_level(shares: Floats, level: Floats) -> Floats:
    """Rows with their support work scaled to `level`; NaN leaves a row as it is."""
    support = 1 - shares[:, -1]
    wanted = np.where(np.isnan(level), support, level)
    factor = np.divide(wanted, support, out=np.ones_like(support), where=support > 0)
    scaled = shares * factor[:, None]
    scaled[:, -1] = np.maximum(1 - scaled[:, :-1].sum(axis=1), 0.0)
    return scaled
