# SPDX-License-Identifier: EUPL-1.2
"""What is drawn once for all surveys stays what it was when more is added."""

from dataclasses import replace

import numpy as np

from gemensam.calc.costing import lasting
from gemensam.calc.costing.delivered import Delivered, delivered_in
from gemensam.calc.costing.evidence import (
    Asked,
    Catalogue,
    Employment,
    RoundEvidence,
    Uses,
)
from gemensam.calc.costing.frame import Frame

FRAME = Frame(
    parents={3: None, 5: 3, 8: None},
    kinds={3: "administration", 5: "support", 8: "centre"},
    centres={(1, "100"): 3, (1, "200"): 5, (1, "300"): 8},
    tops={3: 3, 5: 3, 8: 8},
)
CATALOGUE = Catalogue(
    services=(1,), areas=("it",), minutes=np.ones(1), standing=np.ones(1, dtype=bool)
)


def delivered(frame: Frame, *centres: str) -> Delivered:
    jobs = [Employment(one, "Tekniker", "", 1, one, 1.0, 1.0) for one in centres]
    asked = Asked(
        people=centres,
        shares=np.zeros((len(centres), 3)),
        answered=np.ones(len(centres), dtype=bool),
    )
    uses = [Uses.of([(0, 3, 5, 1.0), (0, 3, 8, 1.0)])]
    told = RoundEvidence(asked=asked, employed=jobs, frame=frame, uses=uses)
    return delivered_in(told, jobs, CATALOGUE)


def test_a_provider_keeps_its_number_when_units_come_and_others_go() -> None:
    before = delivered(FRAME, "100", "200", "300")
    assert len(set(before.whose.tolist())) == 3
    more = replace(FRAME, kinds={**FRAME.kinds, 9: "unit", 11: "support"})
    after = delivered(more, "200", "300")
    assert after.whose.tolist() == before.whose[before.provider[1:]].tolist()
    assert after.like.tolist() == before.like[before.provider[1:]].tolist()


def test_one_more_service_leaves_the_others_as_they_were() -> None:
    whose = np.array([4, 7])
    few, more = (lasting.of_cells(whose, many, 50) for many in (3, 4))
    assert np.array_equal(few, more[:, :, :3])
    assert np.array_equal(few[:, 1], lasting.of_cells(whose[1:], 3, 50)[:, 0])
    assert not np.array_equal(few[:, 0], few[:, 1])
    services = lasting.of_services(4, 3, 50)
    assert np.array_equal(services, lasting.of_services(4, 5, 50)[:, :3])
    assert not np.array_equal(services, few[:, 0])
    habits = lasting.of_habits(whose, 2, 50)
    assert np.array_equal(habits, lasting.of_habits(whose, 3, 50)[:, :, :2])
