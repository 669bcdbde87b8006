# SPDX-License-Identifier: EUPL-1.2
"""Tying a log's words to services, units, people, teams and who delivered when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from gemensam.agreements.queries import prices_on
from gemensam.catalogue.enums import LevelKind
from gemensam.catalogue.models import Delivery, LevelTarget, Service
from gemensam.catalogue.queries.level import Targets
from gemensam.core import clock
from gemensam.desk.importers.meaning import Meaning
from gemensam.group.enums import Register
from gemensam.group.models import Person, Team, Tree, Unit, UnitAlias, tree_at


class Delivered(NamedTuple):
    """A delivery during a period."""

    starts: date
    ends: date | None
    provider: str
    provided_by: int


class Places:
    """The registers as they were when the file began; everything read once."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self.services = {service.code: service for service in Service.objects.all()}
        self._by_name = _by_name(self.services.values())
        self.teams = {team.code: team for team in Team.objects.all()}
        self.people = {person.email: person for person in Person.objects.all()}
        self._aliases = _dated_aliases()
        self._by_code = dict(Unit.objects.values_list("code", "pk"))
        self._delivered: Mapping[tuple[int, int], list[Delivered]] | None = None
        self._levels: Mapping[tuple[int, int], list[LevelTarget]] | None = None
        self._prices: dict[date, Mapping[tuple[int, int], int]] = {}
        self._trees: dict[date, Tree] = {}

    def service(self, text: str) -> Service | None:
        """By code, by what a category was tied to, or by the very name of one service."""
        code = self._meaning.services.get(text, text)
        return (
            self.services.get(code.upper())
            or self.services.get(code)
            or self._by_name.get(text.casefold().strip())
        )

    def unit(self, text: str, at: datetime) -> int | None:
        """The unit a ticket system's branch was on the day of `at`."""
        if text and text == self._meaning.whole.get("unit"):
            return self._by_code.get(text)
        day = clock.local(at).date()
        for starts, ends, unit in self._aliases.get(text, ()):
            if starts <= day and (ends is None or day < ends):
                return unit
        return None

    def delivery(self, service: int, unit: int, at: datetime) -> Delivered | None:
        if self._delivered is None:
            self._delivered = _deliveries()
        day = clock.local(at).date()
        for one in self._delivered.get((service, unit), ()):
            if one.starts <= day and (one.ends is None or day < one.ends):
                return one
        return None

    def targets(self, service: int, priority: int, at: datetime) -> Targets:
        if self._levels is None:
            self._levels = _levels()
        day = clock.local(at).date()
        found = {
            LevelKind(row.measure): row
            for row in self._levels.get((service, priority), ())
            if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
        }
        return Targets(found.get(LevelKind.RESPONSE), found.get(LevelKind.RESOLUTION))

    def price(self, service: int, unit: int, at: datetime) -> int | None:
        """The price in force on the first of the month, from the nearest customer above."""
        month = clock.local(at).date().replace(day=1)
        if month not in self._prices:
            self._prices[month], self._trees[month] = prices_on(month), tree_at(month)
        prices = self._prices[month]
        path = self._trees[month].path(unit)
        return next((prices[service, n] for n in path if (service, n) in prices), None)


def _by_name(services: Iterable[Service]) -> Mapping[str, Service]:
    """Names that one service only has."""
    found: dict[str, list[Service]] = defaultdict(list)
    for one in services:
        for name in {one.name_sv.casefold(), one.name_en.casefold()}:
            found[name].append(one)
    return {name: held[0] for name, held in found.items() if len(held) == 1}


def _dated_aliases() -> Mapping[str, list[tuple[date, date | None, int]]]:
    found: dict[str, list[tuple[date, date | None, int]]] = defaultdict(list)
    rows = UnitAlias.objects.filter(register=Register.TICKETS)
    for code, starts, ends, unit in rows.values_list(
        "code", "valid_from", "valid_to", "unit_id"
    ):
        found[code].append((starts, ends, unit))
    return found


def _deliveries() -> Mapping[tuple[int, int], list[Delivered]]:
    found: dict[tuple[int, int], list[Delivered]] = defaultdict(list)
    rows = Delivery.objects.values_list(
        "service_id", "unit_id", "valid_from", "valid_to", "provider", "provided_by_id"
    )
    for service, unit, starts, ends, provider, by in rows.iterator(20_000):
        found[service, unit].append(Delivered(starts, ends, provider, by))
    return found


def _levels() -> Mapping[tuple[int, int], list[LevelTarget]]:
    found: dict[tuple[int, int], list[LevelTarget]] = defaultdict(list)
    for row in LevelTarget.objects.all():
        found[row.service_id, row.priority].append(row)
    return found
