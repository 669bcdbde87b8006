# SPDX-License-Identifier: EUPL-1.2
"""Who was employed, and what they said that they do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np

from gemensam.calc.costing.evidence import Asked, Employment
from gemensam.calc.costing.known import seed_of
from gemensam.demo.costs import FULL_HOURS
from gemensam.demo.files import columns, staff
from gemensam.demo.generate import leaders
from gemensam.demo.identity import Identities
from gemensam.demo.months import plus
from gemensam.demo.reorganisations import Registered
from gemensam.demo.services import LED, OVR
from gemensam.demo.survey import Round
from gemensam.demo.world import World
from gemensam.formats.tables import write_csv


@dataclass(frozen=True, slots=True)
class _Held:
    """An employment as of a whole month, and when it was held."""

    begins: date
    ends: date | None
    job: Employment


class People:
    """The staff registers of all years, and the rounds of the time survey."""

    def __init__(self, world: World, registered: Registered) -> None:
        self._world, self._scene, self._registered = world, world.scene, registered
        year = self._scene.timeline.baseline_year
        self._who = Identities(self._scene.settings.seed, leaders(world), year)
        self._held = cache(self._register)

    def _register(self, year: int) -> Sequence[_Held]:
        """The register of a year, in the file's order."""
        scene = self._scene
        entity_of = {
            entity.orgnr: number
            for number, entity in enumerate(scene.organisation.entities)
        }
        register = staff.Register(scene, self._registered, self._who)
        lines: Any = register.lines(self._world.spells, self._world.hourly, year)
        found = []
        for line in lines:
            extent = float(line["extent"])
            monthly = line.get("monthly")
            pay = monthly or line["hourly"] * FULL_HOURS
            job = Employment(
                line["person"],
                line["title"],
                line["aid"],
                entity_of[line["orgnr"]],
                line["centre"],
                pay * extent,
                extent,
            )
            found.append(_Held(line["begins"], line["ends"], job))
        return found

    def employed(self, month: date) -> list[Employment]:
        """As `costing.queries.people.employments`."""
        after = plus(month, 1)
        days = (after - month).days
        found = []
        for one in self._held(month.year):
            begins, ends, job = one.begins, one.ends, one.job
            if begins >= after or (ends is not None and ends <= month):
                continue
            if begins <= month and (ends is None or ends >= after):
                found.append(job)
                continue
            part = (min(ends or after, after) - max(begins, month)).days / days
            found.append(_part_of(job, part))
        return found

    def answers(self, one: Round) -> tuple[Asked, int]:
        """What was answered, and the seed of the draws."""
        lines = list(staff.survey(self._scene, self._world.spells, self._who, one))
        written = BytesIO()
        write_csv(lines, columns.SURVEY, written)
        seed = seed_of(sha256(written.getvalue()).hexdigest())
        return _asked(lines, [*self._scene.services.codes, LED, OVR]), seed


def _part_of(job: Employment, part: float) -> Employment:
    return Employment(
        job.pseudonym,
        job.title,
        job.aid,
        job.entity,
        job.cost_centre,
        job.weight * part,
        job.fte * part,
    )


def _asked(lines: Iterable[Mapping[str, Any]], codes: Sequence[str]) -> Asked:
    """As the importer keeps them: those who answered in the file's order, then the
    silent; shares that do not make a whole are scaled."""
    place = {code: number for number, code in enumerate(codes)}
    said: dict[str, dict[str, Decimal]] = defaultdict(dict)
    silent: list[str] = []
    for line in lines:
        if "activity" in line:
            said[line["person"]][line["activity"]] = line["share"]
        else:
            silent.append(line["person"])
    people = [*said, *silent]
    shares = np.zeros((len(people), len(codes)))
    for row, given in enumerate(said.values()):
        whole = sum(given.values(), Decimal(0))
        for code, share in given.items():
            part = share if whole == 1 else (share / whole).quantize(Decimal("0.00001"))
            shares[row, place[code]] += float(part)
    total = shares.sum(axis=1, keepdims=True)
    np.divide(shares, total, out=shares, where=total > 0)
    answered = np.arange(len(people)) < len(said)
    return Asked(tuple(people), shares, answered)
