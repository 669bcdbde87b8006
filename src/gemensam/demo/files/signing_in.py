# SPDX-License-Identifier: EUPL-1.2
"""Those who sign in, their roles, and the faces that the demo's first page shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from gemensam.demo.files.registry import centre_since, since
from gemensam.demo.identity import Identities
from gemensam.demo.lists.places import ADMINISTRATIONS
from gemensam.demo.lists.titles import EXECUTIVES
from gemensam.demo.months import plus
from gemensam.demo.organisation import CENTRE_CODE
from gemensam.demo.people import Role, Spells
from gemensam.demo.posts import NEVER
from gemensam.demo.reorganisations import Registered
from gemensam.demo.scene import Scene
from gemensam.demo.services import TEAMS
from gemensam.formats.tables import Value

Line = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody whose role a visitor can take on."""

    role: str
    name: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class _Assigned:
    spell: int
    role: str
    unit: str = ""
    team: str = ""
    begins: date = date.min
    ends: date | None = None


@dataclass
class SigningIn:
    """Everyone with an account, worked out from who holds which post."""

    scene: Scene
    spells: Spells
    identities: Identities
    registered: Registered

    @cached_property
    def _titles(self) -> list[str]:
        return [self.spells.titles[place].name for place in self.spells.title.tolist()]

    @cached_property
    def assigned(self) -> list[_Assigned]:
        """All roles, the faces' first among equals."""
        return [
            *self._programme(),
            *self._managers(),
            *self._executives(),
            *self._others(),
            *(self._centre() if self.scene.timeline.stage.has_centre else ()),
        ]

    @cached_property
    def addresses(self) -> dict[int, str]:
        """Person → e-mail address."""
        people = [int(self.spells.person[one.spell]) for one in self.assigned]
        people += [int(self.spells.person[spell]) for spell in self._helpers()]
        return self.identities.addresses(list(dict.fromkeys(people)))

    def people(self) -> Iterator[Line]:
        spells = [*(one.spell for one in self.assigned), *self._helpers()]
        newest: dict[int, int] = {}
        for spell in spells:
            person = int(self.spells.person[spell])
            known = newest.get(person, spell)
            newest[person] = max(known, spell, key=lambda s: int(self.spells.begin[s]))
        for place, (person, spell) in enumerate(newest.items()):
            yield {
                "address": self.addresses[person],
                "name": self.identities.name(person),
                "title": self._titles[spell],
                "unit": self._home(spell),
                "protected": place % 211 == 97,
            }

    def roles(self) -> Iterator[Line]:
        for one in self.assigned:
            yield {
                "address": self.addresses[int(self.spells.person[one.spell])],
                "role": one.role,
                "unit": one.unit or None,
                "area": None,
                "team": one.team or None,
                "begins": one.begins if one.begins != date.min else since(self.scene),
                "ends": one.ends,
            }

    def shown(self) -> list[Face]:
        """One face for each role; two agents, for payroll and for IT."""
        wanted = [
            ("programledare", ""), ("controller", ""), ("enhetschef", ""),
            ("handläggare", "HR1"), ("handläggare", "IT1"), ("teamledare", "IT1"),
            ("servicecenterchef", ""), ("styrgrupp", ""), ("bolags-vd", ""),
            ("facklig", ""), ("administratör", ""),
        ]  # fmt: skip
        found = []
        for role, team in wanted:
            spell = self._first(role, team)
            if spell is not None:
                person = int(self.spells.person[spell])
                found.append(
                    Face(
                        role,
                        self.identities.name(person),
                        self.addresses[person],
                        self._titles[spell],
                    )
                )
        return found

    def _first(self, role: str, team: str) -> int | None:
        for one in self.assigned:
            right = one.role == role and (not team or one.team == team)
            if right and one.ends is None and self._present(one.spell):
                return one.spell
        return None

    # ------------------------------------------------------------------------- who

    def _present(self, spell: int) -> bool:
        now = self.scene.months - 1
        return bool(self.spells.begin[spell] <= now < self.spells.end[spell])

    def _where(self, role: Role) -> list[int]:
        return np.flatnonzero(self.spells.role == role).tolist()

    def _helpers(self) -> list[int]:
        """The first administrator of each unit orders for it."""
        found: dict[int, int] = {}
        for spell in self._where(Role.HELPER):
            post = self.spells.posts[self.spells.post[spell]]
            if not post.is_manager and self._present(spell):
                found.setdefault(int(self.spells.pool[spell]), spell)
        return list(found.values())

    def _home(self, spell: int) -> str:
        pool = int(self.spells.pool[spell])
        if pool < self.scene.organisation.first_support:
            return self.registered.code(pool, self.scene.timeline.today)
        return self.scene.organisation.pool_code(pool)

    def _programme(self) -> Iterator[_Assigned]:
        begins = self.scene.timeline.programme
        leaders = [s for s in self._where(Role.PROGRAMME) if self._present(s)]
        for spell in leaders[:1]:
            yield _Assigned(spell, "programledare", begins=begins)
        if not leaders:
            yield _Assigned(self._office(1), "programledare")
        controller = self._controller()
        employed = self._period(controller)[0]
        # Before the programme there are ledgers already, and someone who maps them.
        is_early = begins > self.scene.timeline.today
        begins = employed if is_early else max(begins, employed)
        yield _Assigned(controller, "controller", begins=begins)

    def _controller(self) -> int:
        """The centre's business controller, or one of the executive's economists."""
        for role in (Role.CENTRE, Role.LOCAL):
            for spell in self._where(role):
                if "ontroller" in self._titles[spell] and self._present(spell):
                    return spell
        return self._office(2)

    def _office(self, number: int) -> int:
        """Somebody at the municipal office who has no other role here; in a small one
        that has too few, somebody of a unit."""
        ordinary = np.flatnonzero(self.spells.role == Role.ORDINARY)
        own = self.spells.pool[ordinary] == 0
        asked = [*ordinary[own].tolist(), *ordinary[~own].tolist()[::-1]]
        return int([spell for spell in asked if self._present(spell)][number])

    def _managers(self) -> Iterator[_Assigned]:
        """Each unit's manager, Björkskolan's first; after a merger the first unit's."""
        organisation = self.scene.organisation
        found: dict[int, list[int]] = {}
        for spell in self._where(Role.HELPER):
            post = self.spells.posts[self.spells.post[spell]]
            first = found.setdefault(int(self.spells.pool[spell]), [])
            if post.is_manager and (not first or self._same_post(first[0], spell)):
                first.append(spell)
        order = sorted(
            found, key=lambda u: (organisation.receivers[u].name != "Björkskolan", u)
        )
        for unit in order:
            for spell in found[unit]:
                yield from self._manager(unit, spell)

    def _same_post(self, one: int, other: int) -> bool:
        return bool(self.spells.post[one] == self.spells.post[other])

    def _manager(self, unit: int, spell: int) -> Iterator[_Assigned]:
        begins, ends = self._period(spell)
        since_merger = self.registered.since(unit)
        own = self.scene.organisation.receivers[unit].code
        if since_merger is None or (ends and ends <= since_merger):
            yield _Assigned(spell, "enhetschef", own, begins=begins, ends=ends)
            return
        if begins < since_merger:
            yield _Assigned(spell, "enhetschef", own, begins=begins, ends=since_merger)
        change = next(c for c in self.registered.changes if unit in c.old)
        if change.old[0] == unit:
            begun = max(begins, since_merger)
            code = change.new[0].code
            yield _Assigned(spell, "enhetschef", code, begins=begun, ends=ends)

    def _executives(self) -> Iterator[_Assigned]:
        titles = {title.name: owner for owner, title in enumerate(EXECUTIVES)}
        held = [s for s in self._where(Role.ORDINARY) if self._titles[s] in titles]
        for spell in sorted(held, key=lambda s: titles[self._titles[s]]):
            owner = titles[self._titles[spell]]
            begins, ends = self._period(spell)
            code = self.scene.organisation.owners[owner].code
            leads = "bolags-vd" if owner >= len(ADMINISTRATIONS) else "enhetschef"
            yield _Assigned(spell, leads, code, begins=begins, ends=ends)
            yield _Assigned(spell, "styrgrupp", begins=begins, ends=ends)

    def _others(self) -> Iterator[_Assigned]:
        teachers = np.flatnonzero(
            (self.spells.role == Role.ORDINARY) & (self.spells.pool > 0)
        )
        present = [s for s in teachers[5:].tolist() if self._present(s)]
        step = max(1, len(present) // 3)
        for spell in present[step // 2 :: step][:3]:
            yield _Assigned(spell, "facklig")
        yield _Assigned(self._office(3), "administratör")

    def _centre(self) -> Iterator[_Assigned]:
        first = self.scene.organisation.first_centre
        for spell in self._where(Role.CENTRE):
            begins, ends = self._period(spell)
            begins = max(begins, centre_since(self.scene))
            place = int(self.spells.pool[spell]) - first
            post = self.spells.posts[self.spells.post[spell]]
            if place >= 2:
                code = TEAMS[place - 2].code
                role = "teamledare" if post.is_manager else "handläggare"
                yield _Assigned(spell, role, team=code, begins=begins, ends=ends)
            elif place == 0 and post.is_manager:
                yield _Assigned(
                    spell, "servicecenterchef", CENTRE_CODE, begins=begins, ends=ends
                )

    def _period(self, spell: int) -> tuple[date, date | None]:
        first = self.scene.timeline.first
        begins = max(plus(first, int(self.spells.begin[spell])), since(self.scene))
        end = int(self.spells.end[spell])
        return begins, None if end >= NEVER else plus(first, end)
