# SPDX-License-Identifier: EUPL-1.2
"""Who of the centre was there, month by month."""

from datetime import date

import pytest

from gemensam.demo.presence import Presences
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import world

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("seed", "first"), [(1, date(2025, 11, 1)), (2790, date(2025, 12, 1))]
)
def test_months_begin_when_the_first_team_has_somebody(seed: int, first: date) -> None:
    """A file of nobody would be refused. In the second, nobody has come when the pilot
    begins."""
    made = world(Settings(today=TODAY, seed=seed, scale=0.05))
    presences = Presences(made)
    assert (made.scene.timeline.pilot, presences.months[0]) == (
        date(2025, 11, 1),
        first,
    )
    assert presences.months[-1] == date(2026, 10, 1)
    for month in presences.months:
        assert next(presences.of(month)).first.replace(day=1) == month


def test_without_a_centre_there_are_none() -> None:
    made = world(Settings(today=TODAY, at=Stage.PRESTUDY, scale=0.05))
    assert Presences(made).months == ()
