# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from functools import cached_property
from typing import Self, TypeVar

from django.conf import settings
from django.db import models

from gemensam.core import clock
from gemensam.core.database import Guard, no_overlap, period_in_order
from gemensam.core.gate import GatedQuerySet
from gemensam.group.enums import RoleKind
from gemensam.group.models.tree import tree_at
from gemensam.group.models.unit import Unit
from gemensam.group.rules import Standing, may_administer


class PersonQuerySet(GatedQuerySet["Person"]):
    def visible_to(self, person: "Person") -> Self:
        """Oneself, one's own units' people, and everyone for an administrator."""
        standing = person.standing
        if may_administer(standing):
            return self
        return self.filter(
            models.Q(pk=standing.person) | models.Q(home__in=standing.manages)
        ).exclude(models.Q(protected_identity=True) & ~models.Q(pk=standing.person))


class Person(models.Model):
    """Someone who meets the centre: as customer, in it, or over it – often several."""

    guard = Guard(delete=False)

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="person"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(unique=True)
    title = models.CharField(max_length=120, blank=True)
    home = models.ForeignKey(Unit, models.PROTECT, related_name="people")
    protected_identity = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def standing(self) -> Standing:
        """Roles and scopes today; read once for each loaded person."""
        return standing_on(self, clock.today())


class Team(models.Model):
    """People who take cases together, in one area, at one provider."""

    guard = Guard(delete=False)

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    area = models.CharField(max_length=12)  # code of a catalogue.Area
    provider = models.ForeignKey(Unit, models.PROTECT, related_name="teams")

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    guard = Guard(update=("valid_to",), delete=False)

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            no_overlap("group_teammember_once", "team_id", "person_id"),
            period_in_order("group_teammember_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"


class RoleAssignment(models.Model):
    """A role during a period, within a scope: a unit and all below it, an area, a team.

    Without any scope the role holds for the whole group.
    """

    guard = Guard(update=("valid_to",), delete=False)

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=18, choices=RoleKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    area = models.CharField(max_length=12, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            period_in_order("group_role_period"),
            models.UniqueConstraint(
                fields=["person", "role", "unit", "area", "team", "valid_from"],
                nulls_distinct=False,
                name="group_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


def standing_on(person: Person, day: date) -> Standing:
    """What `person` was, or will be, on `day`."""
    tree = tree_at(day)
    roles = list(_valid(RoleAssignment.objects.filter(person=person), day))
    members = _valid(TeamMember.objects.filter(person=person), day)
    teams = {member.team_id: member.team for member in members.select_related("team")}
    return Standing(
        day=day,
        person=person.pk,
        home=person.home_id,
        roles=frozenset(RoleKind(role.role) for role in roles),
        manages=frozenset().union(
            *(
                tree.below(role.unit_id)
                for role in roles
                if role.role == RoleKind.UNIT_MANAGER and role.unit_id
            )
        ),
        teams=frozenset(teams),
        leads=frozenset(
            role.team_id
            for role in roles
            if role.role == RoleKind.TEAM_LEADER and role.team_id
        ),
        areas=frozenset(team.area for team in teams.values()),
        entities=frozenset(
            Unit.objects.filter(
                pk__in=[r.unit_id for r in roles if r.role == RoleKind.COMPANY_CEO]
            ).values_list("legal_entity_id", flat=True)
        ),
    )


Dated = TypeVar("Dated", RoleAssignment, TeamMember)


def _valid(rows: models.QuerySet[Dated], day: date) -> models.QuerySet[Dated]:
    return rows.filter(
        models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day),
        valid_from__lte=day,
    )
