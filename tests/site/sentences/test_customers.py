# SPDX-License-Identifier: EUPL-1.2
"""To a unit's manager: what it cost, how that differs from the month before, and of what."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.test import Client
from django.utils.html import strip_tags

import pytest
from tests.site.people import someone
from tests.site.sentences.said import Said, as_of, said

from gemensam.benefits.models import Pack
from gemensam.catalogue.enums import Confidentiality
from gemensam.group.models import Person
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.site.sentences import used
from gemensam.site.sentences.used import Use
from gemensam.ui.templatetags.figures import kr, quantity

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
HR = "HR-tjänster sammanslagna"


def charged(person: Person, month: date) -> dict[str, tuple[int, Decimal]]:
    """Straight from the grain: öre and units by service, HR together."""
    found: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for cell in Cell.objects.filter(
        scenario__kind=ScenarioKind.ACTUAL,
        superseded_at=None,
        month=month,
        unit__in=person.standing.manages,
        service__isnull=False,
    ).select_related("service"):
        assert cell.service is not None
        is_hr = cell.service.confidentiality == Confidentiality.HR
        name = HR if is_hr else cell.service.name
        ore, volume = found[name]
        found[name] = ore + (cell.charge_ore or 0), volume + (cell.volume or 0)
    return found


def told_of(person: Person, month: date = OCTOBER) -> Said:
    return said("UNIT_MANAGER", person=person, known=as_of(closed=month))


def managers() -> list[Person]:
    return [someone("UNIT_MANAGER", place) for place in range(4)]


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize(
    "months", [(SEPTEMBER, OCTOBER), (date(2026, 8, 1), SEPTEMBER)]
)
def test_the_month_is_held_against_the_one_before_and_says_why(
    months: tuple[date, date],
) -> None:
    turned = set()
    for person in managers():
        was, now = (charged(person, month) for month in months)
        cost, before = (sum(ore for ore, _n in one.values()) for one in (now, was))
        off = cost - before
        assert off
        turned.add(off > 0)
        told = told_of(person, months[1])
        assert f"{kr(cost)} enligt servicecentrets prislista" in told.text
        assert f"{kr(abs(off))} {'mer' if off > 0 else 'mindre'} än i" in told.text
        sign = 1 if off > 0 else -1
        most = max({*now, *was}, key=lambda one: sign * (now[one][0] - was[one][0]))
        in_kronor = most == HR or now[most][1] == was[most][1]
        pair = [
            kr(one[most][0]) if in_kronor else quantity(one[most][1])
            for one in (now, was)
        ]
        assert f"mest: {most} ({pair[0]} mot {pair[1]})" in told.text
    assert turned == {True, False} or months[1] == OCTOBER


@pytest.mark.usefixtures("lindby", "static_files")
def test_the_difference_leads_to_the_half_page_which_tells_it_too() -> None:
    person = someone("UNIT_MANAGER")
    was, now = charged(person, SEPTEMBER), charged(person, OCTOBER)
    off = kr(abs(sum(o for o, _n in now.values()) - sum(o for o, _n in was.values())))
    told = told_of(person)
    (pack,) = Pack.objects.visible_to(person).filter(month=OCTOBER)
    address = f"/resultat/rapporter/{pack.pk}/"
    assert told.leads(off) == address
    assert told.leads("Din halva sida för oktober 2026") == address
    client = Client(SERVER_NAME="localhost")
    assert person.account is not None
    client.force_login(person.account)
    page = strip_tags(client.get(address).content.decode())
    assert off in page
    advice = told.text.partition("hur du sänker kostnaden: ")[2]
    assert advice
    assert advice in page


@pytest.mark.usefixtures("lindby")
def test_the_first_month_has_nothing_to_be_held_against() -> None:
    person = someone("UNIT_MANAGER")
    months = Cell.objects.filter(
        scenario__kind=ScenarioKind.ACTUAL,
        superseded_at=None,
        unit__in=person.standing.manages,
        charge_ore__gt=0,
    )
    first = months.order_by("month").values_list("month", flat=True)[0]
    cost = kr(sum(ore for ore, _n in charged(person, first).values()))
    told = told_of(person, first)
    assert f"{cost} enligt servicecentrets prislista." in told.text
    assert "än i" not in told.text


@pytest.mark.usefixtures("lindby")
def test_a_month_without_anything_charged_says_so() -> None:
    told = told_of(someone("UNIT_MANAGER"), date(2027, 6, 1))
    assert "I juni 2027 debiterades du inget ur servicecentrets prislista." in told.text


@pytest.mark.usefixtures("lindby")
def test_as_much_as_before_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    same = {None: Use(4_200_00, Decimal(0))}
    monkeypatch.setattr(used, "_used", lambda *_asked: {SEPTEMBER: same, OCTOBER: same})
    text = told_of(someone("UNIT_MANAGER")).text
    assert "4\u00a0200,00\u00a0kr enligt servicecentrets prislista, lika mycket som i september 2026." in text  # fmt: skip


@pytest.mark.usefixtures("nothing_closed")
def test_with_nothing_closed_it_says_what_will_stand_here() -> None:
    told = said("UNIT_MANAGER")
    assert "När en månad är stängd står här vad" in told.text
    assert "Ingen månad är stängd ännu" in said("COMPANY_CEO").text
