# SPDX-License-Identifier: EUPL-1.2
"""Volumes, the mapping, indices, deliveries, the wave plan, and the terms."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.costs import PRICE_DRIFT
from gemensam.demo.files.registry import AREA_WORDS, centre_since
from gemensam.demo.ledger.mapping import rules
from gemensam.demo.months import month_of, plus
from gemensam.demo.organisation import CENTRE_CODE
from gemensam.demo.reorganisations import Registered
from gemensam.demo.scene import Scene
from gemensam.demo.services import Services
from gemensam.demo.telephone import Telephone
from gemensam.formats.tables import Value

Line = Mapping[str, Value]
Ints = NDArray[np.int64]

_SUBMETER = "Idrottsanläggningar"  # has a second meter that no bridge knows
_SUBSERVICE = "I11"


def volumes(
    scene: Scene, registered: Registered, counted: Ints, year: int
) -> Iterator[Line]:
    """A year's counts; a merged unit's are the sum of those it was made of."""
    services = scene.services
    receivers = scene.organisation.receivers
    for number, month in enumerate(scene.timeline.months[: scene.timeline.count]):
        if month.year != year:
            continue
        table: dict[str, Ints] = {}
        heads: dict[str, int] = defaultdict(int)
        for unit, receiver in enumerate(receivers):
            meter = registered.meter(unit, month)
            mine = counted[unit, :, number]
            table[meter] = table[meter] + mine if meter in table else mine.copy()
            heads[meter] += receiver.employees
            if receiver.name == _SUBMETER:
                own = services.place(_SUBSERVICE)
                part = np.zeros_like(mine)
                part[own] = mine[own] // 4
                table[f"{meter}-B"] = part
                table[meter][own] -= part[own]
        for place, code in enumerate(services.codes):
            for meter, counts in table.items():
                if counts[place]:
                    count = int(counts[place])
                    yield {
                        "month": month,
                        "service": code,
                        "meter": meter,
                        "count": count,
                        "persons": _persons(services, place, count, heads[meter]),
                    }


def _persons(services: Services, place: int, count: int, heads: int) -> int | None:
    """How many persons the count concerns, where the service concerns persons."""
    if not services.personal[place]:
        return None
    return min(count, max(1, round(heads * 1.3)))


def mapping(scene: Scene) -> Iterator[Line]:
    for number, rule in enumerate(rules(scene.organisation), start=1):
        yield {
            "order": number * 10,
            "orgnr": scene.organisation.entities[rule.entity].orgnr,
            "account": rule.account or None,
            "centre": rule.centre or None,
            "activity": None,
            "project": rule.project or None,
            "treatment": rule.treatment,
            "service": rule.service or None,
            "note": rule.note,
        }


def indices(scene: Scene) -> Iterator[Line]:
    """Wages and prices from the year before, for every year of the ledgers."""
    drift = Decimal(str(round(scene.settings.disturbances.wage_drift * 100, 3)))
    price = Decimal(str(round(PRICE_DRIFT * 100, 3)))
    for year in scene.timeline.years:
        yield {
            "year": year,
            "wage": drift.normalize(),
            "price": price.normalize(),
            "source": f"Löneavtal och prisindex för kommunal verksamhet {year}",
        }


def deliveries(scene: Scene, registered: Registered) -> Iterator[Line]:
    """Who served whom before anything moved; units made later as they were then."""
    organisation = scene.organisation
    first = scene.timeline.first
    for unit, receiver in enumerate(organisation.receivers):
        for area, word in enumerate(AREA_WORDS):
            local = organisation.support[organisation.support_of[unit, area]].code
            yield _delivery(receiver.code, word, local, first)
    for change in registered.changes:
        for new in change.new:
            for area, word in enumerate(AREA_WORDS):
                by = provider(scene, new.like, area, change.date)
                yield _delivery(new.code, word, by, change.date)


def _delivery(unit: str, word: str, by: str, begins: date) -> dict[str, Value]:
    return {"unit": unit, "area": word, "provider": by, "begins": begins, "ends": None}


def provider(scene: Scene, unit: int, area: int, day: date) -> str:
    """The code of who serves the unit in the area on a day."""
    organisation = scene.organisation
    for move in scene.plan.cutovers if scene.plan else ():
        if move.unit == unit and AREAS.index(move.area) == area and move.date <= day:
            return CENTRE_CODE
    return organisation.support[int(organisation.support_of[unit, area])].code


def wave_plan(scene: Scene) -> Iterator[Line]:
    if scene.plan is None:
        return
    for move in scene.plan.cutovers:
        wave = scene.plan.waves[move.wave]
        yield {
            "wave": wave.name,
            "unit": scene.organisation.receivers[move.unit].code,
            "area": AREA_WORDS[AREAS.index(move.area)],
            "negotiated": wave.negotiated,
            "decided": wave.decided,
            "date": move.date,
        }


def terms(scene: Scene) -> Iterator[Line]:
    """Prices of every service for every customer, from the start, a year at a time."""
    services, timeline = scene.services, scene.timeline
    for number, owner in enumerate(scene.organisation.owners):
        company = scene.organisation.entity_of(number) > 0
        for begins, ends in _price_years(scene):
            level = (1 + PRICE_DRIFT) ** (begins.year - timeline.baseline_year - 1)
            lower = 0.96 ** (begins.year - timeline.start.year)
            for place, code in enumerate(services.codes):
                price = round(float(services.price[place]) * level * lower)
                yield {
                    "service": code,
                    "customer": owner.code,
                    "price": price,
                    "kind": "avtal" if company else "interim",
                    "begins": begins,
                    "ends": ends,
                    "basis": _basis(begins, company=company),
                }


def _price_years(scene: Scene) -> list[tuple[date, date | None]]:
    """From the pilot to the year's end, and then by calendar years up to now."""
    begins = month_of(centre_since(scene))
    turns = [
        date(year, 1, 1)
        for year in range(begins.year + 1, scene.timeline.today.year + 1)
        if date(year, 1, 1) > scene.timeline.start
    ]
    starts = [begins, *turns]
    ends: list[date | None] = [*turns, None]
    return list(zip(starts, ends, strict=True))


def _basis(begins: date, *, company: bool) -> str:
    decided = plus(begins, -4) + timedelta(days=16)
    if company:
        return f"Tjänsteavtal {begins.year}, undertecknat {decided.isoformat()}"
    return f"Kommunstyrelsens beslut {decided.isoformat()}, interimspris i väntan på prislista"


def calls(telephone: Telephone, month: date) -> Iterator[Line]:
    """A month of the telephone system, as it exports it."""
    for one in telephone.days:
        if (one.day.year, one.day.month) == (month.year, month.month):
            yield {
                "day": one.day,
                "queue": one.queue,
                "offered": one.offered,
                "answered": one.answered,
                "within": one.within,
                "abandoned": one.abandoned,
                "wait": _clock(one.wait) if one.answered else None,
                "talk": _clock(one.talk) if one.answered else None,
            }


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}"
