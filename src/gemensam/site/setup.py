# SPDX-License-Identifier: EUPL-1.2
"""An installation's first hour: its name, the seed catalogue, its first administrator."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from gemensam.catalogue.actions import load_seed
from gemensam.core import audit, clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import Account, Installation
from gemensam.costing.actions.standards import load_standards
from gemensam.group.enums import (
    AuthorityKind,
    Chart,
    EntityKind,
    RoleKind,
    UnitKind,
)
from gemensam.group.models import (
    Authority,
    LegalEntity,
    Person,
    Placement,
    RoleAssignment,
    Unit,
)
from gemensam.group.naming import sort_key

SINCE = date(2018, 1, 1)


class BadFirstAdministrator(ValueError):
    """The address or the password will not do; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdministrator:
    email: str
    name: str
    password: str = field(repr=False)


def declare(name: str, *, built_by_demo: bool, clock_offset: timedelta) -> None:
    """Write down what this installation is; only the database's owner can."""
    Installation.objects.using("owner").create(
        name=name,
        built_by_demo=built_by_demo,
        clock_offset=round(clock_offset.total_seconds()),
        created_at=clock.real_now(),
    )
    clock.forget_offset()


def set_up(name: str, first: FirstAdministrator) -> Person:
    """Make an empty installation with its first administrator, who is controller too
    until there is another. Raises `BadFirstAdministrator`; then nothing was made."""
    _check(first)
    declare(name, built_by_demo=False, clock_offset=timedelta())
    at = clock.now()
    load_seed(by=CONSOLE, at=at)
    load_standards(by=CONSOLE, at=at)
    with transaction.atomic():
        root = _root(name)
        account = Account.objects.create_account(
            email=first.email, password=first.password
        )
        person = Person.objects.create(
            account=account, name=first.name, email=account.email, home=root
        )
        for role in (RoleKind.ADMINISTRATOR, RoleKind.CONTROLLER):
            RoleAssignment.objects.create(
                person=person, role=role, valid_from=clock.today()
            )
        audit.record(person, "person.first", by=CONSOLE, at=at, facts={"name": name})
    return person


def _check(first: FirstAdministrator) -> None:
    try:
        validate_email(first.email)
        validate_password(first.password, Account(email=first.email))
    except ValidationError as error:
        raise BadFirstAdministrator(" ".join(error.messages)) from error
    if not first.name.strip():
        raise BadFirstAdministrator(_("The administrator needs a name."))


def _root(name: str) -> Unit:
    """The group itself: what everything hangs under until the organisation is imported."""
    entity = LegalEntity.objects.create(
        name=name, kind=EntityKind.MUNICIPALITY, chart=Chart.KOMMUN_BAS
    )
    authority = Authority.objects.create(
        name=name, kind=AuthorityKind.COMMITTEE, legal_entity=entity
    )
    root = Unit.objects.create(
        code="0",
        name=name,
        name_key=sort_key(name),
        kind=UnitKind.GROUP,
        legal_entity=entity,
        authority=authority,
        valid_from=SINCE,
    )
    Placement.objects.create(
        unit=root, parent=None, authority=authority, valid_from=SINCE
    )
    return root
