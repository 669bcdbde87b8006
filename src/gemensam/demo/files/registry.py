# SPDX-License-Identifier: EUPL-1.2
"""The group's own registers: entities, organisation, successions, bridge, teams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gemensam.demo.founding import NEW_CENTRES
from gemensam.demo.months import plus
from gemensam.demo.organisation import (
    CENTRE_CODE,
    CENTRE_NAME,
    GROUP_CODE,
    GROUP_NAME,
    MUNICIPALITY,
    Organisation,
)
from gemensam.demo.reorganisations import NewUnit, Registered, Reorganisation
from gemensam.demo.scene import Scene
from gemensam.demo.services import TEAMS
from gemensam.formats.tables import Value

Line = Mapping[str, Value]

AREA_WORDS = ("ekonomi", "hr", "it")
_HUNDRED = Decimal(100)


def since(scene: Scene) -> date:
    """From when the organisation is known: some years before the baseline."""
    return date(scene.timeline.baseline_year - 4, 1, 1)


def entities(scene: Scene) -> Iterator[Line]:
    for entity in scene.organisation.entities:
        yield {
            "orgnr": entity.orgnr,
            "name": entity.name,
            "form": entity.form,
            "chart": entity.chart,
            "month": 1,
            "deduction": Decimal(entity.deduction) / _HUNDRED,
        }


def units(scene: Scene, registered: Registered) -> Iterator[Line]:
    """One row for each unit and placement, parents first."""
    organisation, tree = scene.organisation, _Tree(scene)
    yield tree.row(0, GROUP_CODE, GROUP_NAME, "Koncern", "")
    for number, owner in enumerate(organisation.owners):
        kind = "Bolag" if organisation.entity_of(number) else "Förvaltning"
        yield tree.row(number, owner.code, owner.name, kind, GROUP_CODE)
    for code, number, name in organisation.departments:
        above = organisation.owners[number].code
        yield tree.row(number, code, name, "Verksamhetsområde", above)
    yield from _receivers(scene, registered, tree)
    for part in organisation.support:
        above = organisation.owners[part.owner].code
        yield tree.row(part.owner, part.code, part.name, "Stödavdelning", above)
    code = organisation.pool_code(organisation.programme)
    name = organisation.pool_name(organisation.programme)
    yield tree.row(0, code, name, "Enhet", organisation.owners[0].code)
    if scene.timeline.stage.has_centre:
        yield from _centre(scene, tree)


@dataclass(frozen=True, slots=True)
class _Tree:
    """Makes rows of the organisation; most units are as old as the register."""

    scene: Scene

    def row(
        self, owner: int, code: str, name: str, kind: str, parent: str
    ) -> dict[str, Value]:
        organisation = self.scene.organisation
        return {
            "code": code,
            "name": name,
            "kind": kind,
            "parent": parent or None,
            "orgnr": organisation.entities[organisation.entity_of(owner)].orgnr,
            "authority": organisation.owners[owner].authority,
            "begins": since(self.scene),
            "ends": None,
        }


def _centre(scene: Scene, tree: _Tree) -> Iterator[Line]:
    opened: dict[str, Value] = {"begins": centre_since(scene)}
    yield tree.row(0, CENTRE_CODE, CENTRE_NAME, "Servicecenter", GROUP_CODE) | opened
    for part in scene.organisation.centre:
        yield tree.row(0, part.code, part.name, "Servicecenter", CENTRE_CODE) | opened


def centre_since(scene: Scene) -> date:
    """The centre's parts are units from the pilot on."""
    return plus(scene.timeline.start, -2)


def _receivers(scene: Scene, registered: Registered, tree: _Tree) -> Iterator[Line]:
    organisation = scene.organisation
    ends = {u: change.date for change in registered.changes for u in change.old}
    for number, unit in enumerate(organisation.receivers):
        above = organisation.department_code(unit)
        line = tree.row(unit.owner, unit.code, unit.name, "Enhet", above)
        yield line | {"ends": ends.get(number)}
    for change in registered.changes:
        for new in change.new:
            like = organisation.receivers[new.like]
            above = organisation.department_code(like)
            line = tree.row(like.owner, new.code, new.name, "Enhet", above)
            yield line | {"begins": change.date}


def successions(scene: Scene, registered: Registered) -> Iterator[Line]:
    for change in registered.changes:
        for old, shares in zip(change.old, change.shares, strict=True):
            for new, share in zip(change.new, shares, strict=True):
                yield {
                    "old": scene.organisation.receivers[old].code,
                    "new": new.code,
                    "date": change.date,
                    "share": Decimal(share) / _HUNDRED,
                    "basis": change.basis,
                }


def teams() -> Iterator[Line]:
    for team in TEAMS:
        yield {
            "code": team.code,
            "name": team.name,
            "area": AREA_WORDS[("finance", "hr", "it").index(team.area)],
            "provider": CENTRE_CODE,
        }


# ------------------------------------------------------------------------------ bridge


def bridge(scene: Scene, registered: Registered) -> Iterator[Line]:
    """What each register calls each unit; what nobody has written down is missing."""
    for pool in range(scene.organisation.pools):
        if _exists(scene, pool):
            yield from _own(scene, pool, registered)
    for place in range(len(scene.organisation.cost_centres)):
        yield from _cost_centre(scene, place, registered)
    for change in registered.changes:
        yield from _changed(scene, change)


def _exists(scene: Scene, pool: int) -> bool:
    organisation = scene.organisation
    centre = organisation.first_centre <= pool < organisation.programme
    return scene.timeline.stage.has_centre or not centre


def _own(scene: Scene, pool: int, registered: Registered) -> Iterator[Line]:
    organisation = scene.organisation
    name, code = organisation.pool_name(pool), organisation.pool_code(pool)
    begins, ends = _begins(scene, pool), _ends(pool, registered)
    yield _alias("Personal", organisation.hr_code(pool), name, code, begins, ends)
    if pool < organisation.first_support:
        unit = organisation.receivers[pool]
        yield _alias("Ärenden", unit.branch, name, code, begins, ends)
        yield _alias("Mätare", unit.meter, name, code, begins, ends)


def _begins(scene: Scene, pool: int) -> date:
    organisation = scene.organisation
    is_centre = organisation.first_centre <= pool < organisation.programme
    return centre_since(scene) if is_centre else since(scene)


def _ends(pool: int, registered: Registered) -> date | None:
    return next((c.date for c in registered.changes if pool in c.old), None)


def _alias(
    register: str, code: str, name: str, unit: str, begins: date, ends: date | None
) -> dict[str, Value]:
    return {
        "register": register,
        "orgnr": None,
        "code": code,
        "name": name,
        "unit": unit,
        "begins": begins,
        "ends": ends,
    }


def _cost_centre(scene: Scene, place: int, registered: Registered) -> Iterator[Line]:
    organisation = scene.organisation
    centre = organisation.cost_centres[place]
    if centre.code in UNKNOWN_CENTRES or not _exists(scene, centre.pool):
        return
    orgnr = organisation.entities[centre.entity].orgnr
    begins, ends = _begins(scene, centre.pool), _ends(centre.pool, registered)
    own = organisation.pool_code(centre.pool)
    line = _alias("Ekonomi", centre.code, centre.name, own, begins, ends)
    yield {**line, "orgnr": orgnr}
    for change in registered.changes:
        if centre.pool in change.old:
            after = change.new[0].code
            line = _alias("Ekonomi", centre.code, centre.name, after, change.date, None)
            yield {**line, "orgnr": orgnr}


UNKNOWN_CENTRES = frozenset(code for code, _, _ in NEW_CENTRES)


def _changed(scene: Scene, change: Reorganisation) -> Iterator[Line]:
    for place, new in enumerate(change.new):
        yield _alias("Personal", new.hr_code, new.name, new.code, change.date, None)
        yield _alias("Ärenden", new.branch, new.name, new.code, change.date, None)
        yield _alias("Mätare", new.meter, new.name, new.code, change.date, None)
        if place:
            line = _alias(
                "Ekonomi", _second(scene, new), new.name, new.code, change.date, None
            )
            entity = scene.organisation.entities[MUNICIPALITY]
            yield {**line, "orgnr": entity.orgnr}


def _second(scene: Scene, new: NewUnit) -> str:
    """A split unit's second half gets a cost centre beside the first's."""
    first = _main_centre(scene.organisation, new.like)
    return f"{first[:3]}60"


def _main_centre(organisation: Organisation, pool: int) -> str:
    return organisation.cost_centres[organisation.centres_of(pool)[0]].code
