# SPDX-License-Identifier: EUPL-1.2
"""What is given before anybody works: who there is, what is asked for, who moves when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.founding import organise
from gemensam.demo.moves import months_since, share_moved
from gemensam.demo.organisation import Organisation
from gemensam.demo.services import Services, load_services
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.timeline import Timeline, timeline_of
from gemensam.demo.volumes import Demand, demand
from gemensam.demo.waves import PILOT_UNITS, WavePlan, plan_waves


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`moved` (u, areas, m) is the centre's part of the month; `since` (u, areas) the
    month number of the cut-over. `plan` is None until the waves are planned."""

    settings: Settings
    timeline: Timeline
    organisation: Organisation
    services: Services
    plan: WavePlan | None
    moved: NDArray[np.float64]
    since: NDArray[np.int64]
    demand: Demand

    @property
    def months(self) -> int:
        """How many months have begun."""
        return len(self.timeline.months)

    @property
    def start(self) -> int:
        """The number of the centre's first month; may lie after the last."""
        return self.timeline.number(self.timeline.start)


def set_scene(settings: Settings) -> Scene:
    timeline = timeline_of(settings)
    organisation = organise(settings)
    services = load_services()
    plan = _plan(settings, timeline, organisation)
    units = len(organisation.receivers)
    return Scene(
        settings=settings,
        timeline=timeline,
        organisation=organisation,
        services=services,
        plan=plan,
        moved=share_moved(plan, timeline, units),
        since=months_since(plan, timeline, units),
        demand=demand(settings, timeline, organisation, services),
    )


def pilot_units(organisation: Organisation) -> tuple[int, ...]:
    """The first unit of the first owners: an office, a school, a care home …, a company."""
    heads = [
        number
        for number, unit in enumerate(organisation.receivers)
        if unit.code.endswith("-101")
    ]
    count = max(2, round(PILOT_UNITS * len(organisation.receivers) / 120))
    order = [0, 1, 2, 7, 3, 4, 5, 6, 8]
    return tuple(sorted(heads[place] for place in order[:count]))


def _plan(
    settings: Settings, timeline: Timeline, organisation: Organisation
) -> WavePlan | None:
    if settings.at in (Stage.FILES, Stage.PRESTUDY):
        return None
    return plan_waves(
        timeline.start,
        schools=[unit.is_school for unit in organisation.receivers],
        pilots=pilot_units(organisation),
        seed=settings.seed,
    )
