# SPDX-License-Identifier: EUPL-1.2
"""What one's own unit or company used is the same, whatever else one sees."""

import html
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.test import Client
from django.utils.html import strip_tags

import pytest
from tests.site.people import someone

from gemensam.benefits.queries import closed_through, year_to_date
from gemensam.core import clock
from gemensam.group.enums import RoleKind
from gemensam.group.models import LegalEntity, Person, RoleAssignment, Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.site.sentences import sentences_for
from gemensam.ui.templatetags.figures import kr, mnkr

pytestmark = pytest.mark.usefixtures("static_files")
OWN = "/resultat/eget/"
GROUP_ROLES = (None, RoleKind.STEERING, RoleKind.CONTROLLER)


def also(person: Person, role: RoleKind | None) -> Person:
    if role is not None:
        RoleAssignment.objects.get_or_create(
            person=person,
            role=role,
            valid_to=None,
            defaults={"valid_from": clock.today()},
        )
    return Person.objects.get(pk=person.pk)


def cells(units: Iterable[Unit | int], months: Iterable[date]) -> dict[str, int]:
    """Straight from the grain, unit by unit: the oracle."""
    rows = Cell.objects.filter(
        scenario__kind=ScenarioKind.ACTUAL,
        superseded_at=None,
        unit__in=units,
        month__in=months,
    )
    told = rows.aggregate(charge=Sum("charge_ore"), judged=Sum("judged"))
    return {name: int(value or 0) for name, value in told.items()}


def said(person: Person, role: RoleKind) -> str:
    (told,) = (one for one in sentences_for(person) if one.role == str(role.label))
    return " ".join(strip_tags(one) for one in told.said)


def links(person: Person) -> str:
    return " ".join(one for told in sentences_for(person) for one in told.said)


def page(person: Person, query: str = "", address: str = OWN) -> str:
    client = Client(SERVER_NAME="localhost")
    assert person.account is not None
    client.force_login(person.account)
    answer = client.get(address, {"of": query} if query else None)
    assert answer.status_code == 200
    return strip_tags(answer.content.decode())


@pytest.mark.parametrize("role", GROUP_ROLES)
def test_a_manager_is_told_of_the_own_unit(lindby: str, role: RoleKind | None) -> None:
    person = also(someone("UNIT_MANAGER"), role)
    last = closed_through()
    assert last is not None
    charge = cells(person.standing.manages, [last])["charge"]
    every = cells(Unit.objects.all(), [last])["charge"]
    assert 0 < charge < every
    assert kr(charge) in said(person, RoleKind.UNIT_MANAGER)
    (link,) = re.findall(r'href="([^"]*of=units[^"]*)"', links(person))
    assert kr(charge) in page(person, address=html.unescape(link)), "as it was told"
    months = year_to_date()
    told = kr(cells(person.standing.manages, months)["charge"])
    assert told not in page(person, address=html.unescape(link))
    assert told in page(person)
    assert told in page(person, "units")


@pytest.mark.parametrize("role", GROUP_ROLES)
def test_a_ceo_is_told_of_the_company(lindby: str, role: RoleKind | None) -> None:
    person = also(someone("COMPANY_CEO"), role)
    entities = person.standing.entities
    units = Unit.objects.filter(legal_entity__in=entities).values_list("pk", flat=True)
    used = cells(list(units), year_to_date())
    assert 0 < used["charge"] < cells(Unit.objects.all(), year_to_date())["charge"]
    ratio = LegalEntity.objects.get(pk__in=entities).vat_deduction_ratio
    text = said(person, RoleKind.COMPANY_CEO)
    assert mnkr(used["charge"]) in text
    assert mnkr(int(used["charge"] * Decimal("0.25") * (1 - ratio))) in text
    assert kr(used["charge"]) in page(person, "company")


def test_who_has_both_is_told_of_each(lindby: str) -> None:
    manager, ceo = someone("UNIT_MANAGER"), someone("COMPANY_CEO")
    managed = RoleAssignment.objects.filter(
        person=manager, role=RoleKind.UNIT_MANAGER, valid_to=None
    ).first()
    assert managed is not None
    RoleAssignment.objects.create(
        person=ceo,
        role=RoleKind.UNIT_MANAGER,
        unit=managed.unit,
        valid_from=clock.today(),
    )
    both, months = Person.objects.get(pk=ceo.pk), year_to_date()
    company = Unit.objects.filter(legal_entity__in=both.standing.entities)
    pks = set(company.values_list("pk", flat=True))
    assert not pks & both.standing.manages
    unit, firm = (
        cells(list(of), months)["charge"] for of in (both.standing.manages, pks)
    )
    assert kr(unit) in page(both, "units")
    assert kr(firm) in page(both, "company")
    assert kr(unit + firm) in page(both)
    assert mnkr(firm) in said(both, RoleKind.COMPANY_CEO)


def test_who_has_nothing_of_ones_own_has_no_such_page(lindby: str) -> None:
    person = someone("STEERING")
    RoleAssignment.objects.filter(person=person).exclude(role=RoleKind.STEERING).update(
        valid_to=clock.today()
    )
    person = Person.objects.get(pk=person.pk)
    assert not person.standing.manages
    client = Client(SERVER_NAME="localhost")
    assert person.account is not None
    client.force_login(person.account)
    assert client.get(OWN).status_code == 404
    assert OWN not in client.get("/resultat/").content.decode()
