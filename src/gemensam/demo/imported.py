# SPDX-License-Identifier: EUPL-1.2
"""The same figures as in `figures`, asked of the database into which the files of the
municipality were imported: both ways must agree, to the öre.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Sum

import numpy as np

from gemensam.benefits.queries import saving_over, year_to_date
from gemensam.benefits.queries.efficiency import Efficiency, efficiency
from gemensam.calc.costing.known import DRAWS
from gemensam.catalogue.models import Service
from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.figures import Figures, figures_of, names_of
from gemensam.demo.months import plus
from gemensam.demo.realised import NAMES, efficiency_of, savings_of
from gemensam.demo.settings import Settings
from gemensam.demo.world import world
from gemensam.group.models import Unit, tree_at
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion
from gemensam.outcomes.queries import interval

Asked = tuple[float, float, float]  # estimate, low, high
CLOSE = 1e-6  # of an interval's ends: draws are added in another order
KRONA = 100


def differing(settings: Settings) -> list[str]:
    """The figures that differ between memory and the database in use, which `settings`
    was built into; none when both ways are the same."""
    made = world(settings)
    names = names_of(made)
    told = figures_of(made, draws=DRAWS)
    first = made.scene.timeline.first
    months = [plus(first, number) for number in range(12)]
    found = []
    for place, (name, asked) in enumerate(
        zip(names, _asked(names, months), strict=True)
    ):
        estimate, *ends = asked
        ours = told.low[place], told.high[place]
        same = round(told.estimate[place]) == estimate
        if not same or not np.allclose(ours, ends, rtol=CLOSE, atol=KRONA):
            found.append(name)
    return found


def _asked(names: Sequence[str], months: Sequence[date]) -> Iterator[Asked]:
    scenario = (
        ScenarioVersion.objects.filter(kind=ScenarioKind.BASELINE).latest("pk").pk
    )
    services = dict(Service.objects.values_list("code", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    tree = tree_at(months[0])
    for name in names:
        if name == "total":
            yield _figure(scenario, months, list(services.values()), [])
        elif " " not in name:
            own = Service.objects.filter(area=name).values_list("pk", flat=True)
            yield _figure(scenario, months, list(own), [])
        else:
            service, owner = name.split()
            below = list(tree.below(units[owner]))
            yield _figure(scenario, months, [services[service]], below)


def _figure(
    scenario: int, months: Sequence[date], services: list[int], units: list[int]
) -> Asked:
    cells = Cell.objects.filter(
        scenario=scenario,
        month__in=months,
        source="costing",
        superseded_at=None,
        service__in=services,
    )
    if units:
        cells = cells.filter(unit__in=units)
    ore = cells.aggregate(ore=Sum("cost_ore"))["ore"]
    low, high = interval(scenario, months, services=services, units=units) or (0, 0)
    return float(ore or 0), low, high


def differing_realised(settings: Settings) -> list[str]:
    """As `differing`, of the saving and, where there are two years of the centre, of the
    yearly efficiency."""
    made = world(settings)
    found = _other("saving", savings_of(made, draws=DRAWS), _saved())
    yearly = efficiency()
    if yearly is not None:
        told = efficiency_of(made, draws=DRAWS)
        found += _other("efficiency", told, _cheaper(yearly))
    return found


def _other(what: str, ours: Figures, asked: Sequence[Asked]) -> list[str]:
    told = zip(ours.estimate, ours.low, ours.high, strict=True)
    return [
        f"{what} {name}"
        for name, mine, theirs in zip(NAMES, told, asked, strict=True)
        if not np.allclose(mine, theirs, rtol=0, atol=CLOSE)
    ]


def _saved() -> list[Asked]:
    saving = saving_over(year_to_date())
    assert saving is not None
    whole = saving.share, saving.low, saving.high
    return [whole, *(saving.of(_services(area)) for area in AREAS)]


def _cheaper(yearly: Efficiency) -> list[Asked]:
    parts = []
    for area in AREAS:
        own = _services(area)
        lines = [line for line in yearly.lines if line.service in own]
        share = sum(line.saved for line in lines) / yearly.before
        parts.append((share, *yearly.between(lines)))
    return [(yearly.share, yearly.low, yearly.high), *parts]


def _services(area: str) -> list[int]:
    return list(Service.objects.filter(area=area).values_list("pk", flat=True))
