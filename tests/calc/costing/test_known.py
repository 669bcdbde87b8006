# SPDX-License-Identifier: EUPL-1.2
"""Who has come since the round does what those who held the post did."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from gemensam.calc.costing.evidence import (
    Asked,
    Catalogue,
    Employment,
    RoundEvidence,
    Uses,
)
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.known import Known, known_of
from gemensam.calc.costing.mapping import Coding
from gemensam.calc.costing.sorting import Category, pools_of

ENTITY, UNIT = 1, 10
FRAME = Frame(
    parents={UNIT: None},
    kinds={UNIT: "unit"},
    centres={(ENTITY, "100"): UNIT},
    tops={UNIT: UNIT},
)
PERSONNEL = Coding(ENTITY, "5010", "100", "", "", "")


def job(who: str, title: str = "Assistent", pay: float = 100.0) -> Employment:
    return Employment(who, title, "152014", ENTITY, "100", pay, 1.0)


@dataclass(frozen=True)
class Row:
    ledger: int
    coding: Coding
    ore: int
    rows: int = 1


@dataclass(frozen=True)
class People:
    treatment: str = "people"
    service: int | None = None


@pytest.fixture
def known() -> Known:
    """Two assistants were asked; a teacher was there and was not."""
    return known_of(
        RoundEvidence(
            asked=Asked(
                people=("ann", "bo"),
                shares=np.array([[0.2, 0.0, 0.8], [0.4, 0.0, 0.6]]),
                answered=np.array([True, True]),
            ),
            employed=[job("ann"), job("bo"), job("tea", "Lärare"), job("old", "Vakt")],
            frame=FRAME,
            uses=[Uses.of([])],
        ),
        catalogue=Catalogue(
            services=(1,),
            areas=("hr",),
            minutes=np.array([10.0]),
            standing=np.zeros(1, dtype=bool),
        ),
        draws=2,
        rng=np.random.default_rng(1),
    )


def weights(known: Known, employed: list[Employment]):
    found = pools_of(
        [Row(1, PERSONNEL, 1000)],
        treat=lambda coding: People(),
        frame=FRAME,
        employed=employed,
        like=known.like,
    )
    return found, found.pools[UNIT, 1]


def test_who_was_asked_is_like_nobody_else(known: Known) -> None:
    assert known.like(job("ann")) == ("ann",)
    assert known.like(job("ann", "Chef")) == ("ann",)


def test_who_came_later_is_like_those_who_held_the_post(known: Known) -> None:
    assert known.like(job("new")) == ("ann", "bo")
    assert known.like(job("new", "Kock")) == ()


def test_who_was_there_and_not_asked_does_no_support(known: Known) -> None:
    assert known.like(replace(job("tea"), title="Assistent")) == ()


def test_a_successor_costs_what_the_one_before_did(known: Known) -> None:
    before, pool = weights(known, [job("ann"), job("bo"), job("tea", "Lärare", 200)])
    after, later = weights(known, [job("ann"), job("new"), job("tea", "Lärare", 200)])
    assert before.categories[1] == after.categories[1]
    assert before.categories[1][Category.SUPPORT] == 500
    assert pool.weights == {"ann": 100.0, "bo": 100.0}
    assert later.weights == {"ann": 150.0, "bo": 50.0}
    assert pool.fte == later.fte == 2
    assert sum(later.weights.values()) == sum(pool.weights.values())


def test_where_posts_are_not_known_nobody_is_like_another(known: Known) -> None:
    bare = Known(known.people, known.shares)
    assert bare.like(job("new")) == ()
