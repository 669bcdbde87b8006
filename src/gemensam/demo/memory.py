# SPDX-License-Identifier: EUPL-1.2
"""What costing would be told if the baseline year's files were imported, without writing
them: the same lines as in the files, read as the importers read them.

`tests/demo/test_memory.py` holds the two ways together, to the öre.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np

from gemensam.calc.costing.evidence import (
    Around,
    Asked,
    Catalogue,
    Employment,
    MonthEvidence,
    RoundEvidence,
    Uses,
)
from gemensam.calc.costing.frame import SUPPORT, Frame
from gemensam.calc.costing.known import Known, known_of, seed_of
from gemensam.calc.costing.mapping import Coding, Rule, first_fit
from gemensam.calc.costing.month import MonthCost, month_cost
from gemensam.calc.costing.usual import usual_of
from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.costs import COLUMNS, FULL_HOURS
from gemensam.demo.files import columns, staff, usage
from gemensam.demo.generate import leaders
from gemensam.demo.identity import Identities
from gemensam.demo.ledger.mapping import rules
from gemensam.demo.ledger.support import SUPPLIER, is_pay
from gemensam.demo.months import plus
from gemensam.demo.reorganisations import Registered
from gemensam.demo.services import LED, OVR
from gemensam.demo.survey import Round
from gemensam.demo.world import World
from gemensam.formats.tables import write_csv

_TREATMENTS = {
    "personal": "people",
    "direkt": "direct",
    "gemensamt": "overhead",
    "engångs": "one_off",
    "internt": "internal",
    "utanför": "outside",
}
MONTHS = 12
TOPS = 1_000_000  # ids of administrations and companies, above those of units


@dataclass(frozen=True, slots=True)
class _Row:
    ledger: int
    coding: Coding
    ore: int
    rows: int


@dataclass(frozen=True, slots=True)
class _Monthly(_Row):
    month: date


@dataclass(frozen=True, slots=True)
class _Treated:
    treatment: str | None
    service: int | None = None


class InMemory:
    """The baseline year of a municipality that has no centre yet. Ids are the world's
    own: pools are units, entities are ledgers, services are places in the catalogue."""

    def __init__(self, world: World) -> None:
        if world.scene.timeline.stage.has_centre:
            raise ValueError(
                "only a municipality before its centre, see Stage.PRESTUDY"
            )
        scene = world.scene
        self._world, self._scene = world, scene
        self._registered = Registered(scene)
        year = scene.timeline.baseline_year
        self._who = Identities(scene.settings.seed, leaders(world), year)
        self._staff = self._employed()
        services = scene.services
        self.catalogue = Catalogue(
            services=tuple(range(len(services))),
            areas=tuple(AREAS[area] for area in services.area.tolist()),
            minutes=services.minutes,
        )

    @property
    def months(self) -> Sequence[date]:
        return self._scene.timeline.months[:MONTHS]

    # ------------------------------------------------------------------ the organisation

    @cached_property
    def frame(self) -> Frame:
        organisation = self._scene.organisation
        owners = [
            *organisation.owner_of.tolist(),
            *(part.owner for part in organisation.support),
        ]
        first, pools = organisation.first_support, len(owners)
        known = [*range(pools), organisation.programme]
        above = {pool: TOPS + owner for pool, owner in enumerate(owners)}
        above[organisation.programme] = TOPS
        kinds = {pool: SUPPORT if first <= pool < pools else "unit" for pool in known}
        tops = {
            TOPS + owner: "company"
            if organisation.entity_of(owner)
            else "administration"
            for owner in range(len(organisation.owners))
        }
        return Frame(
            parents={**above, **dict.fromkeys(tops)},
            kinds={**kinds, **tops},
            centres={
                (centre.entity, centre.code): centre.pool
                for centre in organisation.cost_centres
                if centre.pool in above
            },
            tops={**above, **{top: top for top in tops}},
        )

    # ------------------------------------------------------------------------ the ledger

    @cached_property
    def _turnover(self) -> Mapping[int, Sequence[_Row]]:
        """Rows of support as posted, by month. What else a municipality posts is mapped
        as outside support, and left out here."""
        posted = self._world.posted
        columns = [getattr(posted, name) for name in COLUMNS[:5]]
        table = np.stack([*columns, is_pay(posted)], axis=1)
        keys, place, many = np.unique(
            table, axis=0, return_inverse=True, return_counts=True
        )
        ore = np.zeros(len(keys), dtype=np.int64)
        np.add.at(ore, place.ravel(), posted.amount)
        codes = [centre.code for centre in self._scene.organisation.cost_centres]
        found: dict[int, list[_Row]] = defaultdict(list)
        for (month, entity, centre, account, project, pay), amount, rows in zip(
            keys.tolist(), ore.tolist(), many.tolist(), strict=True
        ):
            coding = Coding(
                entity,
                str(account),
                codes[centre],
                "",
                str(project) if project else "",
                "" if pay else str(SUPPLIER),
            )
            found[month].append(_Row(entity, coding, amount, rows))
        return found

    @cached_property
    def treat(self) -> Any:
        """Coding → how the controller's mapping treats it."""
        known = rules(self._scene.organisation)
        place = first_fit(
            [
                Rule(
                    entity=rule.entity,
                    account=rule.account,
                    cost_centre=rule.centre,
                    project=rule.project,
                )
                for rule in known
            ]
        )
        services = self._scene.services
        treated = [
            _Treated(
                _TREATMENTS[rule.treatment],
                services.place(rule.service) if rule.service else None,
            )
            for rule in known
        ]

        def treat(coding: Coding) -> _Treated:
            found = place(coding)
            return _Treated(None) if found is None else treated[found]

        return treat

    @cached_property
    def _around(self) -> Mapping[date, Around]:
        at = {self._scene.timeline.number(month): month for month in self.months}
        rows = [
            _Monthly(row.ledger, row.coding, row.ore, row.rows, at[number])
            for number, of_month in self._turnover.items()
            if number in at
            for row in of_month
        ]
        return usual_of(rows, self.treat)

    # ------------------------------------------------------------------------ the people

    def _employed(self) -> Sequence[tuple[date, date | None, float, Employment]]:
        """From, to, degree and an employment of a whole month, in the file's order."""
        scene = self._scene
        register = staff.Register(scene, self._registered, self._who)
        entity_of = {
            entity.orgnr: number
            for number, entity in enumerate(scene.organisation.entities)
        }
        lines: Any = register.lines(
            self._world.spells, self._world.hourly, scene.timeline.baseline_year
        )
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
            found.append((line["begins"], line["ends"], job))
        return [(begins, ends, job.fte, job) for begins, ends, job in found]

    def employed(self, month: date) -> list[Employment]:
        """As `costing.queries.people.employments`."""
        after = plus(month, 1)
        days = (after - month).days
        found = []
        for begins, ends, _degree, job in self._staff:
            if begins >= after or (ends is not None and ends <= month):
                continue
            if begins <= month and (ends is None or ends >= after):
                found.append(job)
                continue
            part = (min(ends or after, after) - max(begins, month)).days / days
            found.append(_part_of(job, part))
        return found

    @cached_property
    def _answers(self) -> tuple[Asked, int]:
        """The round of the baseline year, and the seed of its draws."""
        one = self._world.rounds[0]
        lines = list(staff.survey(self._scene, self._world.spells, self._who, one))
        written = BytesIO()
        write_csv(lines, columns.SURVEY, written)
        seed = seed_of(sha256(written.getvalue()).hexdigest())
        return _asked(lines, [*self._scene.services.codes, LED, OVR]), seed

    # ----------------------------------------------------------------------- the volumes

    @cached_property
    def _uses(self) -> Mapping[date, Uses]:
        scene = self._scene
        organisation, services = scene.organisation, scene.services
        unit_of = {one.meter: unit for unit, one in enumerate(organisation.receivers)}
        place = {code: number for number, code in enumerate(services.codes)}
        by = organisation.support_of[:, services.area] + organisation.first_support
        rows: dict[date, list[tuple[int, int, int | None, float]]] = defaultdict(list)
        lines: Any = usage.volumes(
            scene, self._registered, self._world.counted, scene.timeline.baseline_year
        )
        provider = by.tolist()
        for line in lines:
            unit = unit_of.get(line["meter"])
            if unit is not None:
                service = place[line["service"]]
                rows[line["month"]].append(
                    (service, unit, provider[unit][service], float(line["count"]))
                )
        return {month: Uses.of(rows[month]) for month in scene.timeline.months}

    # ------------------------------------------------------------------------- the whole

    def known(self, draws: int) -> Known:
        """Who does what, as the round of the baseline year tells it."""
        asked, seed = self._answers
        one = self._world.rounds[0]
        return known_of(
            RoundEvidence(
                asked=asked,
                employed=self.employed(one.month),
                frame=self.frame,
                uses=[self._uses[month] for month in _covered(one)],
            ),
            catalogue=self.catalogue,
            draws=draws,
            rng=np.random.default_rng(seed),
        )

    def cost(self, month: date, known: Known) -> MonthCost:
        """What the month cost, as costing computes it."""
        return month_cost(
            MonthEvidence(
                month=month,
                rows=self._turnover[self._scene.timeline.number(month)],
                employed=self.employed(month),
                frame=self.frame,
                uses=self._uses[month],
                around=self._around[month],
            ),
            treat=self.treat,
            known=known,
            catalogue=self.catalogue,
            draws=len(known.shares.draws),
        )


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


def _covered(one: Round) -> list[date]:
    first, last = one.covers
    months = [first]
    while months[-1] < last:
        months.append(plus(months[-1], 1))
    return months


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
