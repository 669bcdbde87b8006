# SPDX-License-Identifier: EUPL-1.2
"""Teams, people who sign in, and their roles."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.core.models import Account
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Day,
    TableSpec,
    Text,
    YesNo,
)
from gemensam.group.enums import RoleKind
from gemensam.group.importers import kinds
from gemensam.group.importers.lookup import Lookup
from gemensam.group.models import Person, RoleAssignment, Team, TeamMember

AREAS = {"ekonomi": "finance", "hr": "hr", "it": "it"}
ROLES = {
    "programledare": RoleKind.PROGRAMME_MANAGER.value,
    "controller": RoleKind.CONTROLLER.value,
    "enhetschef": RoleKind.UNIT_MANAGER.value,
    "handläggare": RoleKind.AGENT.value,
    "teamledare": RoleKind.TEAM_LEADER.value,
    "servicecenterchef": RoleKind.CENTRE_MANAGER.value,
    "styrgrupp": RoleKind.STEERING.value,
    "bolags-vd": RoleKind.COMPANY_CEO.value,
    "facklig": RoleKind.UNION_REP.value,
    "administratör": RoleKind.ADMINISTRATOR.value,
}
IN_TEAM = (RoleKind.AGENT, RoleKind.TEAM_LEADER)


class TeamImporter(TableImporter):
    kind = "teams"
    label = _("Teams")
    describes = _("Who takes cases together, in which area, at which provider.")
    spec = TableSpec(
        columns=(
            Column(name="code", type=Code(), header="Teamkod", required=True),
            Column(name="name", type=Text(longest=120), header="Team", required=True),
            Column(
                name="area",
                type=Choice(options=tuple(AREAS.values()), names=AREAS),
                header="Område",
                required=True,
            ),
            Column(
                name="provider",
                type=Code(),
                header="Utförare",
                aliases=("Utförare (enhetskod)",),
                required=True,
            ),
        ),
        key=("code",),
    )

    def plan(self, reading: Reading) -> "TeamPlan":
        return TeamPlan(reading)


class TeamPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._rows: list[dict[str, Any]] = []

    def take(self, row: Said) -> None:
        provider = self._lookup.unit(row.text("provider"), row.line)
        if provider:
            self._rows.append(
                {
                    "code": row.text("code"),
                    "name": row.text("name"),
                    "area": row.text("area"),
                    "provider": provider,
                }
            )

    def close(self) -> None:
        known = set(Team.objects.values_list("code", flat=True))
        for row in self._rows:
            self._reading.count("same" if row["code"] in known else "new")

    def write(self, *, by: By) -> None:
        for row in self._rows:
            team, is_new = Team.objects.update_or_create(
                code=row["code"],
                defaults={key: row[key] for key in ("name", "area", "provider")},
            )
            if is_new:
                audit.record(
                    team,
                    "team.made",
                    by=by,
                    at=self._reading.at,
                    facts={"name": team.name, "area": team.area},
                )


class PeopleImporter(TableImporter):
    kind = "people"
    label = _("People")
    describes = _("Those who sign in: name, e-mail address, title and unit.")
    spec = TableSpec(
        columns=(
            Column(name="email", type=Text(), header="E-post", required=True),
            Column(name="name", type=Text(longest=200), header="Namn", required=True),
            Column(name="title", type=Text(longest=120), header="Befattning"),
            Column(name="home", type=Code(), header="Enhetskod", required=True),
            Column(name="protected", type=YesNo(), header="Skyddade uppgifter"),
        ),
        key=("email",),
    )

    def plan(self, reading: Reading) -> "PeoplePlan":
        return PeoplePlan(reading)


class PeoplePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._known = {person.email: person for person in Person.objects.all()}
        self._rows: list[Person] = []

    def take(self, row: Said) -> None:
        email = row.text("email").lower()
        try:
            validate_email(email)
        except ValidationError:
            self._reading.log.add(kinds.BAD_EMAIL, row.line, email=email)
            return
        home = self._lookup.unit(row.text("home"), row.line)
        if home is None:
            return
        person = self._known.get(email) or Person(email=email)
        self._reading.count("same" if person.pk else "new")
        person.name, person.title = row.text("name"), row.text("title")
        person.home, person.protected_identity = home, row.flag("protected")
        self._rows.append(person)

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        """New people get an account without a password: it is set by invitation."""
        fresh = [person for person in self._rows if not person.pk]
        accounts = Account.objects.bulk_create(
            [_account(person.email) for person in fresh], batch_size=1000
        )
        for person, account in zip(fresh, accounts, strict=True):
            person.account = account
        Person.objects.bulk_create(fresh, batch_size=1000)
        for person in self._rows:
            if person not in fresh:
                person.save()
        audit.record(
            "group.people",
            "people.imported",
            by=by,
            at=self._reading.at,
            facts={"new": len(fresh), "import": self._reading.record.pk},
        )


def _account(email: str) -> Account:
    account = Account(email=email)
    account.set_unusable_password()
    return account


class RoleImporter(TableImporter):
    kind = "roles"
    label = _("Roles")
    describes = _("Who has which role, within which unit, area or team.")
    spec = TableSpec(
        columns=(
            Column(name="email", type=Text(), header="E-post", required=True),
            Column(
                name="role",
                type=Choice(options=tuple(RoleKind.values), names=ROLES),
                header="Roll",
                required=True,
            ),
            Column(name="unit", type=Code(), header="Enhetskod"),
            Column(
                name="area",
                type=Choice(options=tuple(AREAS.values()), names=AREAS),
                header="Område",
            ),
            Column(name="team", type=Code(), header="Team"),
            Column(name="valid_from", type=Day(), header="Från", required=True),
            Column(name="valid_to", type=Day(), header="Till"),
        ),
    )

    def plan(self, reading: Reading) -> "RolePlan":
        return RolePlan(reading)


class RolePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._people = {person.email: person for person in Person.objects.all()}
        self._teams = {team.code: team for team in Team.objects.all()}
        self._known = {_key(role) for role in RoleAssignment.objects.all()}
        self._new: list[RoleAssignment] = []

    def take(self, row: Said) -> None:
        log, line = self._reading.log, row.line
        person = self._people.get(row.text("email").lower())
        team = self._teams.get(row.text("team"))
        unit = self._lookup.unit(row.text("unit"), line) if row.has("unit") else None
        if person is None:
            log.add(kinds.UNKNOWN_PERSON, line, email=row.text("email"))
        if row.has("team") and team is None:
            log.add(kinds.UNKNOWN_TEAM, line, code=row.text("team"))
        lacks_scope = row.has("team") > bool(team) or row.has("unit") > bool(unit)
        if person is None or lacks_scope:
            return
        role = RoleAssignment(
            person=person,
            role=row.text("role"),
            unit=unit,
            area=row.text("area"),
            team=team,
            valid_from=row.day("valid_from"),
            valid_to=row.maybe_day("valid_to"),
        )
        key = _key(role)
        if key in self._known:
            self._reading.count("same")
            return
        self._known.add(key)
        self._new.append(role)
        self._reading.count("new")

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        RoleAssignment.objects.bulk_create(self._new, batch_size=1000)
        for role in self._new:
            if role.team_id and role.role in IN_TEAM:
                TeamMember.objects.get_or_create(
                    team=role.team,
                    person=role.person,
                    valid_from=role.valid_from,
                    defaults={"valid_to": role.valid_to},
                )
        audit.record(
            "group.roles",
            "roles.imported",
            by=by,
            at=self._reading.at,
            facts={"new": len(self._new), "import": self._reading.record.pk},
        )


def _key(role: RoleAssignment) -> tuple[object, ...]:
    """What makes two assignments the same."""
    scope = (role.unit_id, role.area, role.team_id)
    return (role.person_id, str(role.role), *scope, role.valid_from)
