# SPDX-License-Identifier: EUPL-1.2
"""The staff register of a year, and the time surveys."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from gemensam.demo.costs import wage_level
from gemensam.demo.identity import Identities
from gemensam.demo.months import between, plus
from gemensam.demo.people import Hourly, Spells
from gemensam.demo.posts import NEVER
from gemensam.demo.presence import Presences
from gemensam.demo.randomness import stream
from gemensam.demo.reorganisations import Registered
from gemensam.demo.scene import Scene
from gemensam.demo.services import LED, OVR
from gemensam.demo.survey import Round
from gemensam.formats.tables import Value

Line = Mapping[str, Value]

_PERCENT = Decimal(100)


class Register:
    """What the HR system holds; it is asked once a year, up to the month closed."""

    def __init__(self, scene: Scene, registered: Registered, who: Identities) -> None:
        self._scene, self._registered, self._who = scene, registered, who
        organisation = scene.organisation
        self._centres = [centre.code for centre in organisation.cost_centres]
        self._orgnr = [
            organisation.entities[centre.entity].orgnr
            for centre in organisation.cost_centres
        ]
        self._names = [organisation.pool_name(p) for p in range(organisation.pools)]
        self._codes = [organisation.hr_code(p) for p in range(organisation.pools)]

    def lines(self, spells: Spells, hourly: Hourly, year: int) -> Iterator[Line]:
        """One row for each employment period that touches the year, as it stands when
        the file is made: whoever has not left yet has no last day. An employment ends
        on the first day without it."""
        level = wage_level(self._scene, self._last(year))
        yield from self._monthly(spells, year, level)
        yield from self._by_the_hour(hourly, year, level)

    def _last(self, year: int) -> int:
        """The last month of the year that the file can know of."""
        end = min(date(year, 12, 1), self._scene.timeline.closed)
        return between(self._scene.timeline.first, end)

    def _monthly(self, spells: Spells, year: int, level: float) -> Iterator[Line]:
        for spell in self._touching(spells.begin, spells.end, year):
            title = spells.titles[spells.title[spell]]
            pay = round(int(spells.salary[spell]) * level / 10) * 10
            shared = {
                "form": "Månadsavlönad",
                "title": title.name,
                "aid": title.aid,
                "extent": Decimal(int(spells.degree[spell])) / _PERCENT,
                "monthly": pay * 100,
            }
            person = int(spells.person[spell])
            centre = int(spells.centre[spell])
            pool = int(spells.pool[spell])
            begins, ends = self._span(
                int(spells.begin[spell]), int(spells.end[spell]), year
            )
            span = max(begins, self._who.grown(person)), ends
            for placed in self._placed(pool, span, year):
                yield self._line(person, centre, {**shared, **placed})

    def _by_the_hour(self, hourly: Hourly, year: int, level: float) -> Iterator[Line]:
        for row in self._touching(hourly.begin, hourly.end, year):
            title = hourly.titles[hourly.title[row]]
            pay = round(int(hourly.wage[row]) * level * 100)
            shared = {
                "form": "Timavlönad",
                "title": title.name,
                "aid": title.aid,
                "extent": Decimal(int(hourly.extent[row])) / 1000,
                "hourly": pay,
            }
            pool, centre = int(hourly.pool[row]), int(hourly.centre[row])
            begins, ends = self._span(
                int(hourly.begin[row]), int(hourly.end[row]), year
            )
            person = int(hourly.person[row])
            span = max(begins, self._who.grown(person)), ends
            for placed in self._placed(pool, span, year):
                # The substitutes' pool has a unit code that no bridge knows.
                known = (
                    {}
                    if row % 97
                    else {"hr_code": "30-2995", "unit": "Bemanningspoolen"}
                )
                yield self._line(person, centre, {**shared, **placed, **known})

    def _touching(self, begin: np.ndarray, end: np.ndarray, year: int) -> Iterator[int]:
        first = between(self._scene.timeline.first, date(year, 1, 1))
        inside = (begin <= self._last(year)) & (end > first)
        yield from np.flatnonzero(inside).tolist()

    def _span(self, begin: int, end: int, year: int) -> tuple[date, date | None]:
        first = self._scene.timeline.first
        ends = plus(first, end) if end < NEVER and end <= self._last(year) + 1 else None
        return plus(first, begin), ends

    def _placed(
        self, pool: int, span: tuple[date, date | None], year: int
    ) -> Iterator[dict[str, Value]]:
        """A reorganisation that the register knows of by then ends the employment in one
        unit and begins it in another."""
        begins, ends = span
        usual: dict[str, Value] = {
            "hr_code": self._codes[pool],
            "unit": self._names[pool],
        }
        day = self._registered.since(pool)
        known = plus(self._scene.timeline.first, self._last(year))
        if day is None or day > known or (ends and ends <= day):
            yield {**usual, "begins": begins, "ends": ends}
            return
        new = self._registered.new(pool, day)
        assert new is not None
        if begins < day:
            yield {**usual, "begins": begins, "ends": day}
        after = max(begins, day)
        yield {"hr_code": new.hr_code, "unit": new.name, "begins": after, "ends": ends}

    def _line(self, person: int, centre: int, said: dict[str, Value]) -> Line:
        return {
            "person": self._who.personal_numbers[person],
            "name": self._who.name(person),
            "centre": self._centres[centre],
            "orgnr": self._orgnr[centre],
            **said,
        }


def presence(presences: Presences, who: Identities, month: date) -> Iterator[Line]:
    """A month's export: whom, which days, there or not – and why, which is not asked for."""
    for one in presences.of(month):
        yield {
            "person": who.personal_numbers[one.person],
            "name": who.name(one.person),
            "team": one.team,
            "first": one.first,
            "last": one.last,
            "state": "Närvarande" if one.is_present else "Frånvarande",
            "reason": one.reason or None,
        }


def survey(scene: Scene, spells: Spells, who: Identities, one: Round) -> Iterator[Line]:
    """Answers in the order of personal numbers; silence is a row of its own."""
    rng = stream(scene.settings.seed, "answer days", one.month.isoformat())
    codes = [*scene.services.codes, LED, OVR]
    numbers = who.personal_numbers
    order = sorted(
        range(len(one.spell)),
        key=lambda row: numbers[int(spells.person[one.spell[row]])],
    )
    delay = rng.integers(0, 19, len(one.spell)).tolist()
    for row in order:
        said: dict[str, Value] = {
            "person": numbers[int(spells.person[one.spell[row]])],
            "invited": one.month,
        }
        if not one.answered[row]:
            yield said
            continue
        said["answered"] = one.month + timedelta(days=delay[row])
        for place in np.flatnonzero(one.shares[row]).tolist():
            share = Decimal(round(float(one.shares[row, place]) * 10_000)) / 10_000
            yield {**said, "activity": codes[place], "share": share}
