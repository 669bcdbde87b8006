# SPDX-License-Identifier: EUPL-1.2
"""What the month's page says is lacking beside the files, what sources do not agree, and
that what is posted is asked for by itself; with who owes each."""

import re
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

import pytest
from tests.benefits.months import (
    a_voucher,
    company,
    ledger_file,
    morning,
    signed_in,
)
from tests.rig.imported import imported
from tests.rig.reopened import reopened

from gemensam.benefits import actions
from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries import closed_through, months
from gemensam.benefits.queries.months import Compared, next_month
from gemensam.benefits.queries.routine import owing
from gemensam.benefits.queries.routine.awaited import apart
from gemensam.benefits.queries.routine.checklist import checklist
from gemensam.benefits.queries.routine.unknown import (
    codes_without_mapping,
    unknown_units,
)
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.enums import BalanceKind
from gemensam.costing.models import Ledger, LedgerBalance, LedgerTurnover, Voucher
from gemensam.costing.queries import turnover
from gemensam.costing.queries.stated import disagreements
from gemensam.group.models import LegalEntity, Person, RoleAssignment
from gemensam.ui.templatetags.figures import kr, whole_kr

SignIn = Callable[..., Client]
NEW_ACCOUNT = "5799"


def last() -> date:
    month = closed_through()
    assert month is not None
    return month


def page(month: date) -> str:
    return f"/resultat/manad/?month={month:%Y-%m}"


def block(text: str, named: str) -> str:
    """A section or notice of the page, up to the next one."""
    return re.split(r"<section|<div class=\"notice", text.split(f'id="{named}"')[1])[0]


def items(text: str) -> list[str]:
    """What is lacking, as one reads it."""
    found = block(text, "lacking").split("<li>")[1:]
    return [" ".join(strip_tags(one).replace("\u00a0", " ").split()) for one in found]


def holder(role: str) -> Person:
    return (
        RoleAssignment.objects.filter(role=role, valid_to=None).order_by("pk")[0].person
    )


# -------------------------------------------------------------- codes, units, baseline


@pytest.mark.usefixtures("own_lindby", "static_files")
def test_a_new_account_is_told_as_new_with_exactly_what_was_posted_on_it() -> None:
    month, entity = last(), LegalEntity.objects.get(kind="municipality")
    before = codes_without_mapping(month)
    day, centre = month.replace(day=3), "99999"
    file = ledger_file(
        entity, [("Z", "1", day, centre, 1234), ("Z", "2", day, centre, 66)]
    )
    imported("ledger", file.replace(b"5010", NEW_ACCOUNT.encode()))
    codes = codes_without_mapping(month)
    added = [one for one in codes.found if one.code.account == NEW_ACCOUNT]
    assert [(one.is_new, one.code.ore) for one in added] == [(True, 1300_00)]
    assert codes.ore == before.ore + 1300_00
    assert codes.new_ore == before.new_ore + 1300_00
    assert len(codes.new) == len(before.new) + 1
    shown = block(signed_in("CONTROLLER").get(page(month)).text, "codes")
    row = next(one for one in shown.split("<tr>") if f"{NEW_ACCOUNT} " in one)
    assert kr(1300_00) in row
    assert ">ny<" in row
    assert whole_kr(codes.ore) in shown
    assert whole_kr(codes.new_ore) in shown
    later = ledger_file(entity, [("Z", "3", next_month(month), centre, 5)])
    with clock.fixed(morning(next_month(next_month(month)))):
        imported("ledger", later.replace(b"5010", NEW_ACCOUNT.encode()))
        again = codes_without_mapping(next_month(month))
    known = [one for one in again.found if one.code.account == NEW_ACCOUNT]
    assert [(one.is_new, one.code.ore) for one in known] == [(False, 500)]


def test_each_thing_that_is_lacking_is_told_with_who_owes_it(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, month = as_someone("CENTRE_MANAGER"), last()
    codes, unknown = codes_without_mapping(month), unknown_units(month)
    assert codes.found
    assert unknown
    controller, keeper = holder("controller"), holder("administrator")
    assert controller != keeper
    kronor = whole_kr(codes.ore).replace("\u00a0", " ")
    told = [
        f"{len(codes.found)} koder utan mappning, {kronor}: {controller}",
        f"{len(unknown)} koder för enheter som ingen känner till: {keeper}",
    ]
    assert items(client.get(page(month)).text) == told
    RoleAssignment.objects.filter(person=keeper, role="administrator").update(
        valid_to=month
    )
    none = Compared(baseline=None, actual=None, baseline_months=())
    monkeypatch.setattr(owing, "compared", lambda: none)
    nobody, lacks = items(client.get(page(month)).text)[1:]
    assert nobody == told[1].replace(str(keeper), str(controller))
    says = "Fryst nollmätning saknas: det finns inget att jämföra månaden med"
    assert lacks == f"{says}: {controller}"


def test_a_month_of_the_year_that_the_baseline_lacks_is_told(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "months_of", lambda _one: [date(2025, 1, 1)])
    (*_rest, told) = items(as_someone("CONTROLLER").get(page(last())).text)
    assert told.startswith("Samma månad saknas i den frysta nollmätningen")
    assert told.endswith(f": {holder('controller')}")


# ------------------------------------------------------ sources that do not agree


def removed_at_the_source(month: date) -> tuple[Ledger, int]:
    """A voucher with one row of cost that the finance system has and we lost."""
    voucher = a_voucher(company(), month)
    ore = sum(row.amount_ore for row in voucher.rows.filter(turnover.result_accounts()))
    Voucher.objects.filter(pk=voucher.pk).update(superseded_at=clock.now())
    sum_turnover(voucher.ledger_id, [month])
    return voucher.ledger, ore


def test_a_ledger_that_differs_from_its_own_file_is_told_with_kronor_and_who_answers(
    as_someone: SignIn,
) -> None:
    client, month = as_someone("CONTROLLER"), last()
    assert disagreements(month) == []
    assert 'id="disagreeing"' not in client.get(page(month)).text
    ledger, ore = removed_at_the_source(month)
    (found,) = disagreements(month)
    assert (found.ledger, found.more, found.is_older) == (ledger, -ore, False)
    assert found.ore >= abs(ore)
    shown = block(client.get(page(month)).text, "disagreeing")
    assert kr(found.ore) in shown
    assert kr(-ore) in shown
    assert f"/ekonomi/huvudbok/{ledger.pk}/" in shown
    head = RoleAssignment.objects.get(
        role="company_ceo", valid_to=None, unit__legal_entity=ledger.legal_entity
    )
    assert str(head.person) in shown
    assert 'id="disagreeing"' not in client.get(page(date(2025, 11, 1))).text


def test_a_month_whose_sources_do_not_agree_is_closed_and_that_is_noted(
    as_someone: SignIn,
) -> None:
    month = last()
    actions.reopen_month(month, reason="Prov", by=CONSOLE, at=clock.now())
    balance = LedgerBalance.objects.filter(
        kind=BalanceKind.RESULT, ledger__year_from__year=month.year
    ).earliest("pk")
    LedgerBalance.objects.create(
        ledger=balance.ledger, from_import=balance.from_import, year=0,
        kind=BalanceKind.RESULT, account="5998", amount_ore=77_00,
    )  # fmt: skip
    told = as_someone("CONTROLLER").post(page(month), {"step": "close"}, follow=True)
    assert MonthClose.objects.filter(month=month, reopened_at=None).exists()
    assert "källor som inte stämmer" in told.text
    event = AuditEvent.objects.filter(action="month.closed").latest("pk")
    assert event.payload is not None
    assert event.payload["facts"]["disagreeing"] == {f"{balance.ledger} #RES": 77_00}


@pytest.mark.usefixtures("lindby")
def test_what_a_file_states_of_the_month_itself_is_held_against_it() -> None:
    month, ledger = last(), ledger_of_company()
    rows = LedgerTurnover.objects.filter(
        turnover.result_accounts(), ledger=ledger, month=month
    )
    file = LedgerBalance.objects.filter(ledger=ledger).latest("pk").from_import
    for account, ore in rows.values_list("account").annotate(Sum("amount_ore")):
        LedgerBalance.objects.create(
            ledger=ledger, from_import=file, kind=BalanceKind.PERIOD, year=0,
            period=month, account=account, amount_ore=ore,
        )  # fmt: skip
    assert disagreements(month) == []
    for account, ore in (("5998", -5_00), ("5999", 3_00)):
        LedgerBalance.objects.create(
            ledger=ledger, from_import=file, kind=BalanceKind.PERIOD, year=0,
            period=month, account=account, amount_ore=ore,
        )  # fmt: skip
    (found,) = disagreements(month)
    assert (found.by, found.accounts) == (BalanceKind.PERIOD, 2)
    assert (found.ore, found.more) == (8_00, 2_00)


def ledger_of_company() -> Ledger:
    return Ledger.objects.get(
        legal_entity=company(), year_from__lte=last(), year_to__gt=last()
    )


# ------------------------------------------------------------- asked for by itself


def test_an_account_that_the_costing_leaves_out_shows_as_off_on_the_page(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is posted is chosen in another way than the costing does."""
    client, month = as_someone("CONTROLLER"), last()
    told = client.get(page(month)).context
    assert told["off"] == 0
    rows = LedgerTurnover.objects.filter(month=month)
    of_result = rows.filter(account__regex="^[3-8]").aggregate(ore=Sum("amount_ore"))
    assert told["posted"] == of_result["ore"]
    monkeypatch.setattr(turnover, "AFTER", "6")
    less = rows.filter(turnover.result_accounts()).aggregate(ore=Sum("amount_ore"))
    assert less["ore"] != of_result["ore"]
    assert client.get(page(month)).context["posted"] == of_result["ore"]


def test_the_part_that_asks_how_far_the_job_is_reads_nothing_else(
    as_someone: SignIn,
) -> None:
    client, month = as_someone("CONTROLLER"), last()
    actions.ask_for_months(reopened([month]), by=CONSOLE, at=clock.now())
    whole = client.get(page(month)).text
    headers = {"HX-Request": "true", "HX-Target": "computed"}
    with CaptureQueriesContext(connection) as asked:
        part = client.get(page(month), headers=headers).text
    assert 'role="status"' in part
    assert part.strip() in whole
    assert 'id="sources"' not in part
    told = " ".join(one["sql"] for one in asked.captured_queries)
    assert "costing_ledgerturnover" in told
    assert "costing_volumerow" not in told


@pytest.mark.usefixtures("lindby")
def test_it_says_how_many_sources_there_are_and_how_many_lack() -> None:
    client, today = signed_in("CONTROLLER"), clock.today()
    for month in (last(), next_month(last())):
        each = list(apart(checklist(month, today=today)))
        lacking = sum(not one.arrival.is_in for one in each)
        said = strip_tags(client.get(page(month)).content.decode())
        wanted = f"{lacking} av {len(each)}" if lacking else f"Alla {len(each)} källor"
        assert wanted in said
        assert len(each) > 5
