# SPDX-License-Identifier: EUPL-1.2
"""How Lindby came to be: its entities, and its units at the wished scale."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.kinds import PROFILES
from gemensam.demo.lists.places import ADMINISTRATIONS, OWNERS, Place
from gemensam.demo.organisation import (
    CENTRE_CODE,
    MUNICIPALITY,
    CentrePart,
    CostCentre,
    Entity,
    Organisation,
    Receiver,
    Support,
    entity_of,
)
from gemensam.demo.orgnr import organisation_number
from gemensam.demo.randomness import stream
from gemensam.demo.services import TEAMS
from gemensam.demo.settings import Settings

DEPARTMENT_NAMES = {
    "finance": "Ekonomiavdelningen",
    "hr": "HR-avdelningen",
    "it": "IT-avdelningen",
}
SHORT = {
    "KSF": "kommunstyrelsen",
    "BUF": "barn och utbildning",
    "VOF": "vård och omsorg",
    "SBF": "samhällsbyggnad",
    "KFF": "kultur och fritid",
    "ASF": "arbetsmarknad och social",
}
NEW_CENTRES = (
    ("91025", "Servicecenter, e-handel", 0),
    ("91105", "Servicecenter, informationssäkerhet", 8),
)
ENTITIES = (
    Entity(
        orgnr=organisation_number("212000987"),
        name="Lindby kommun",
        form="Kommun",
        chart="Kommun-Bas",
        deduction=100,
    ),
    *(
        Entity(
            orgnr=organisation_number(nine),
            name=name,
            form="Bolag",
            chart="BAS",
            deduction=deduction,
        )
        for nine, name, deduction in (
            ("559987001", "Lindbybostäder AB", 10),
            ("559987002", "Lindby Energi AB", 100),
            ("559987003", "Lindby Verksamhetslokaler AB", 60),
        )
    ),
)


def organise(settings: Settings) -> Organisation:
    """The whole group at the wished scale; the same seed gives the same group."""
    rng = stream(settings.seed, "organisation")
    places = [
        (owner, place)
        for owner in range(len(OWNERS))
        for place in _kept(OWNERS[owner].places, settings.scale)
    ]
    heads = _heads([place for _, place in places], settings, rng)
    departments = _departments(places)
    receivers = tuple(
        _receiver(number, owner, place, head)
        for number, ((owner, place), head) in enumerate(zip(places, heads, strict=True))
    )
    support = _support()
    centre = _centre()
    return Organisation(
        entities=ENTITIES,
        owners=OWNERS,
        departments=departments,
        receivers=receivers,
        support=support,
        centre=centre,
        cost_centres=tuple(_cost_centres(receivers, support, centre)),
        owner_of=np.array([receiver.owner for receiver in receivers]),
        support_of=_support_of(receivers, support),
    )


def _kept(places: tuple[Place, ...], scale: float) -> tuple[Place, ...]:
    """Fewer units in a smaller municipality, though not in proportion: a small one has
    smaller units too. Above scale 1 units only grow."""
    count = max(2, round(len(places) * min(1.0, scale) ** 0.6))
    return places[:count]


def _heads(
    places: list[Place], settings: Settings, rng: np.random.Generator
) -> list[int]:
    size = np.array([PROFILES[place.kind].size for place in places])
    size = size * rng.lognormal(0.0, 0.18, len(size))
    # About 2.5 % of the employees are the support departments'.
    total = 0.975 * settings.employees
    return [max(5, round(float(head))) for head in size / size.sum() * total]


def _departments(
    places: Iterable[tuple[int, Place]],
) -> tuple[tuple[str, int, str], ...]:
    found = list(dict.fromkeys((owner, place.department) for owner, place in places))
    numbers: dict[int, int] = {}
    departments = []
    for owner, name in found:
        numbers[owner] = numbers.get(owner, 0) + 1
        code = f"{OWNERS[owner].code}-V{numbers[owner]}"
        departments.append((code, owner, name))
    return tuple(departments)


def _receiver(number: int, owner: int, place: Place, employees: int) -> Receiver:
    place_in_owner = OWNERS[owner].places.index(place)
    serial = 101 + place_in_owner
    return Receiver(
        code=f"{OWNERS[owner].code}-{serial}",
        name=place.name,
        kind=place.kind,
        owner=owner,
        department=place.department,
        employees=employees,
        activity=PROFILES[place.kind].activity[0],
        hr_code=f"{owner + 1}0-{2000 + 10 * place_in_owner}",
        meter=f"M{owner + 1}{number:03d}",
        branch=branch_name(place),
    )


def branch_name(place: Place) -> str:
    """As the ticket system writes it: somebody typed it there once."""
    name = place.name
    if place.kind == "school":
        return f"{name}, exp"
    if place.kind == "preschool":
        return name.replace("Förskolan", "Fsk")
    if place.kind == "home_care":
        return name.replace("Hemtjänst", "HTJ")
    if place.kind == "lss":
        return name.replace("Gruppbostaden", "GB").replace("Servicebostaden", "SB")
    if place.kind == "care_home":
        return name.replace("vård- och omsorgsboende", "VoBo").replace(
            "äldreboende", "äbo"
        )
    return name.replace("enheten", "enh.")


def _support() -> tuple[Support, ...]:
    found = []
    for owner, parent in enumerate(OWNERS):
        if owner >= len(ADMINISTRATIONS):
            found.append(
                Support(
                    code=f"{parent.code}-ADM",
                    name=f"Administration, {parent.name}",
                    owner=owner,
                    area=-1,
                    hr_code=f"{owner + 1}0-8000",
                )
            )
            continue
        for area, key in enumerate(AREAS):
            found.append(
                Support(
                    code=f"{parent.code}-{('EK', 'HR', 'IT')[area]}",
                    name=f"{DEPARTMENT_NAMES[key]}, {SHORT[parent.code]}",
                    owner=owner,
                    area=area,
                    hr_code=f"{owner + 1}0-8{area + 1}00",
                )
            )
    return tuple(found)


def _centre() -> tuple[CentrePart, ...]:
    parts = [
        CentrePart(
            code=f"{CENTRE_CODE}-LED",
            name="Servicecenter, ledning",
            team=-1,
            hr_code="91-0100",
        ),
        CentrePart(
            code=f"{CENTRE_CODE}-SYS",
            name="Servicecenter, system och e-tjänster",
            team=-2,
            hr_code="91-0200",
        ),
    ]
    parts += [
        CentrePart(
            code=f"{CENTRE_CODE}-{team.code}",
            name=f"Servicecenter, {team.name.lower()}"
            if not team.name.startswith(("HR", "IT"))
            else f"Servicecenter, {team.name}",
            team=number,
            hr_code=f"91-1{number + 1}00",
        )
        for number, team in enumerate(TEAMS)
    ]
    return tuple(parts)


def _cost_centres(
    receivers: tuple[Receiver, ...],
    support: tuple[Support, ...],
    centre: tuple[CentrePart, ...],
) -> Iterable[CostCentre]:
    """Five digits; a large unit has two, the second for its other half."""
    second = {"school": "fritidshem", "upper": "program", "care_home": "natt"}
    for pool, unit in enumerate(receivers):
        entity = entity_of(unit.owner)
        serial = int(unit.code.split("-")[1]) - 100
        digit = unit.owner + 1 if entity == MUNICIPALITY else 1
        code = f"{digit}{serial:02d}00"
        yield CostCentre(entity=entity, code=code, name=unit.name, pool=pool)
        if unit.kind in second and unit.employees >= 30:
            name = f"{unit.name}, {second[unit.kind]}"
            yield CostCentre(entity=entity, code=f"{code[:3]}10", name=name, pool=pool)
    for place, department in enumerate(support):
        entity = entity_of(department.owner)
        digit = department.owner + 1 if entity == MUNICIPALITY else 1
        code = f"{digit}9{max(department.area, -1) + 1}00"
        pool = len(receivers) + place
        yield CostCentre(entity=entity, code=code, name=department.name, pool=pool)
    for place, part in enumerate(centre):
        pool = len(receivers) + len(support) + place
        code = f"91{place:02d}0"
        yield CostCentre(entity=MUNICIPALITY, code=code, name=part.name, pool=pool)
    pool = len(receivers) + len(support) + len(centre)
    yield CostCentre(
        entity=MUNICIPALITY,
        code="19500",
        name="Programkontoret servicecenter",
        pool=pool,
    )
    # Opened later, without telling those who keep the bridge and the mapping.
    for code, name, team in NEW_CENTRES:
        pool = len(receivers) + len(support) + 2 + team
        yield CostCentre(entity=MUNICIPALITY, code=code, name=name, pool=pool)


def _support_of(
    receivers: tuple[Receiver, ...], support: tuple[Support, ...]
) -> NDArray[np.int64]:
    """Which department serves each unit in each area before it moves."""
    serves = {}
    for place, department in enumerate(support):
        areas = range(len(AREAS)) if department.area < 0 else (department.area,)
        for area in areas:
            serves[department.owner, area] = place
    return np.array(
        [[serves[unit.owner, area] for area in range(len(AREAS))] for unit in receivers]
    )
