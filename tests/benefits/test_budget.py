# SPDX-License-Identifier: EUPL-1.2
"""Budget moved: decided, booked by a voucher or by the ledger's own budget, taken back."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import InternalError, ProgrammingError, transaction
from django.test import Client

import pytest
from tests.benefits.months import budget_file
from tests.rig.imported import imported

from gemensam.benefits.actions import budget as actions
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries.budget import (
    Told,
    budget_moved,
    frames,
    told_moves,
)
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions as imports
from gemensam.core.models import AuditEvent
from gemensam.costing.models import Ledger, Voucher
from gemensam.group.enums import Register
from gemensam.group.models import Authority, LegalEntity, UnitAlias

SignIn = Callable[..., Client]
TODAY = date(2026, 12, 1)
HEADINGS = "Nämnd;Belopp;Från månad;Varaktighet;Beslut;Beslutsdatum\n"


def an_authority(place: int = 0) -> Authority:
    return Authority.objects.filter(kind="committee").order_by("pk")[place]


def move(
    kronor: int = 1200,
    *,
    permanent: bool = True,
    month: int = 7,
    authority: Authority | None = None,
) -> BudgetMove:
    decided = actions.Decided(
        authority=authority or an_authority(),
        ore=kronor * 100,
        from_month=date(2026, month, 1),
        is_permanent=permanent,
        decision="KF § 41/2026",
        decided_on=date(2026, 6, 15),
    )
    return actions.register_move(decided, by=CONSOLE, at=clock.now())


def told(one: BudgetMove) -> Told:
    return next(found for found in told_moves() if found.move == one)


def book(one: BudgetMove) -> None:
    actions.confirm_booking(
        one, voucher="BUD 7", booked_on=date(2026, 7, 9), by=CONSOLE, at=clock.now()
    )


@pytest.mark.usefixtures("lindby")
def test_committees_of_lindby_have_decided_and_two_are_booked() -> None:
    held = told_moves()
    assert [one.is_booked for one in held] == [True, True, False]
    booked = sum(one.move.ore for one in held if one.is_booked)
    assert budget_moved(today=clock.today()) == booked > 0
    assert sum(one.permanent_ore for one in frames(held)) > booked


@pytest.mark.usefixtures("empty")
def test_nothing_decided_is_told_as_unknown_and_nothing_booked_as_nothing() -> None:
    assert budget_moved(today=TODAY) is None
    assert frames(told_moves()) == []


@pytest.mark.usefixtures("lindby")
def test_only_what_is_booked_counts_and_only_what_has_begun() -> None:
    before = budget_moved(today=TODAY) or 0
    one, once = move(), move(500, permanent=False)
    assert budget_moved(today=TODAY) == before
    book(one)
    book(once)
    assert budget_moved(today=TODAY) == before + 1200_00
    early = budget_moved(today=date(2026, 6, 30))
    assert early == 0
    with pytest.raises(actions.AlreadyBooked):
        book(one)
    actions.withdraw_booking(
        one, booked_on=date(2026, 8, 1), by=CONSOLE, at=clock.now()
    )
    assert not told(one).is_booked
    with pytest.raises(actions.NotBooked):
        actions.withdraw_booking(
            one, booked_on=date(2026, 8, 1), by=CONSOLE, at=clock.now()
        )
    book(one)
    assert told(one).is_booked
    actions_told = AuditEvent.objects.filter(aggregate=f"benefits.budgetmove:{one.pk}")
    assert list(actions_told.order_by("seq").values_list("action", flat=True)) == [
        "budget.moved", "budget.booked", "budget.unbooked", "budget.booked",
    ]  # fmt: skip


@pytest.mark.usefixtures("lindby")
def test_a_move_is_taken_back_only_by_a_dated_opposite() -> None:
    one = move()

    def back(month: int, of: BudgetMove = one) -> BudgetMove:
        return actions.reverse_move(
            of,
            from_month=date(2026, month, 1),
            decision="KF § 99/2026",
            decided_on=date(2026, 9, 15),
            by=CONSOLE,
            at=clock.now(),
        )

    with pytest.raises(actions.BeforeItBegan):
        back(6)
    counter = back(10)
    assert (counter.ore, counter.reverses, counter.is_permanent) == (
        -1200_00,
        one,
        True,
    )
    with pytest.raises(actions.AlreadyReversed):
        back(11)
    with pytest.raises(actions.AlreadyReversed):
        back(11, counter)
    with pytest.raises(actions.BeforeItBegan):
        back(8, move(5, permanent=False))
    with pytest.raises(actions.NotACut):
        move(0)
    one.ore = 1
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        one.save()
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        BudgetMove.objects.filter(pk=counter.pk).delete()


# ------------------------------------------------------------- the ledger's own budget


def a_cost_centre() -> tuple[LegalEntity, UnitAlias]:
    """The municipality, and what its ledger calls a unit of a committee."""
    entity = LegalEntity.objects.get(kind="municipality")
    aliases = UnitAlias.objects.filter(
        register=Register.LEDGER, legal_entity=entity, valid_to=None,
        unit__authority__kind="committee",
    )  # fmt: skip
    return entity, aliases.select_related("unit__authority").order_by("pk")[0]


@pytest.mark.usefixtures("own_lindby")
def test_a_budget_that_is_lower_by_exactly_the_move_shows_that_it_is_booked() -> None:
    entity, alias = a_cost_centre()
    decided = actions.Decided(
        authority=alias.unit.authority,
        ore=1200_00,
        from_month=date(2026, 7, 1),
        is_permanent=True,
        decision="KF § 60",
        decided_on=date(2026, 6, 15),
    )
    one = actions.register_move(decided, by=CONSOLE, at=clock.now())
    imported("ledger", budget_file(entity, alias.code, 1000, 1), name="före.se")
    assert not told(one).is_booked
    imported("ledger", budget_file(entity, alias.code, 950, 2), name="annat.se")
    assert not told(one).is_booked, "lower, but not by the move"
    imported("ledger", budget_file(entity, alias.code, 850, 3), name="efter.se")
    found = told(one).file
    assert found is not None
    assert found.original_name == "efter.se"
    assert found.committed_at is not None
    before = found.committed_at - timedelta(microseconds=1)
    (then,) = [held for held in told_moves(before) if held.move == one]
    assert not then.is_booked, "the file had not come"
    again = actions.register_move(decided, by=CONSOLE, at=clock.now())
    assert [told(one).is_booked, told(again).is_booked] == [True, False], "once"
    assert Ledger.objects.filter(legal_entity=entity).count() >= 2


@pytest.mark.usefixtures("own_lindby")
def test_a_cut_in_the_ledger_books_one_of_two_whichever_was_confirmed_by_hand() -> None:
    entity, alias = a_cost_centre()
    whose = alias.unit.authority
    first, second = (move(authority=whose) for _ in range(2))

    def is_booked() -> list[bool]:
        return [told(first).is_booked, told(second).is_booked]

    imported("ledger", budget_file(entity, alias.code, 1000, 1), name="före.se")
    book(first)
    imported("ledger", budget_file(entity, alias.code, 900, 2), name="efter.se")
    assert is_booked() == [True, False], "its cut is that of the voucher"
    assert told(first).file is None, "it is told by the voucher"
    actions.withdraw_booking(
        first, booked_on=date(2026, 8, 1), by=CONSOLE, at=clock.now()
    )
    assert is_booked() == [True, False]
    book(second)
    assert is_booked() == [False, True], "the cut went to what has a voucher"
    imported("ledger", budget_file(entity, alias.code, 1000, 3), name="åter.se")
    assert is_booked() == [False, True]
    imported("ledger", budget_file(entity, alias.code, 900, 4), name="igen.se")
    assert is_booked() == [False, True], "the same krona"
    imported("ledger", budget_file(entity, alias.code, 800, 5), name="andra.se")
    assert is_booked() == [True, True]


@pytest.mark.usefixtures("own_lindby")
def test_a_cut_of_the_last_two_months_is_not_that_of_october_and_of_november() -> None:
    entity, alias = a_cost_centre()
    october, november = (
        move(500, permanent=False, month=month, authority=alias.unit.authority)
        for month in (10, 11)
    )
    imported("ledger", budget_file(entity, alias.code, 1000, 1), name="före.se")
    file = budget_file(entity, alias.code, 1000, 2, late=250)
    imported("ledger", file, name="efter.se")
    assert [told(october).is_booked, told(november).is_booked] == [True, False]
    book(november)
    assert [told(october).is_booked, told(november).is_booked] == [False, True]


# ------------------------------------------------------------------------ from a file


@pytest.mark.usefixtures("own_lindby")
def test_a_list_is_imported_whole_or_not_at_all() -> None:
    first, second = an_authority().name, an_authority(1).name
    rows = (
        f"{first};100 000,50;2026-07;varaktig;KF § 7;2026-06-15\n"
        f"{second};5000;2026-08;engångs;KF § 8;2026-06-15\n"
    )
    before = BudgetMove.objects.count()
    imported("budget_moves", (HEADINGS + rows).encode(), name="lista.csv")
    made = list(BudgetMove.objects.order_by("number")[before:])
    assert [(one.ore, one.is_permanent) for one in made] == [
        (100_000_50, True),
        (5000_00, False),
    ]
    more = rows + f"{first};7;2026-09;varaktig;KF § 9;2026-06-15\n"
    imported("budget_moves", (HEADINGS + more).encode(), name="lista2.csv")
    assert BudgetMove.objects.count() == before + 3, "what was there is not doubled"


@pytest.mark.usefixtures("own_lindby")
def test_each_wrong_cell_is_told_with_its_line_and_nothing_is_imported() -> None:
    name, before = an_authority().name, BudgetMove.objects.count()
    lines = [
        f"{name};100;2026-07;varaktig;KF § 7;2026-06-15",
        "Okänd nämnd;100;2026-07;varaktig;KF § 7;2026-06-15",
        f"{name};-5;2026-07;varaktig;KF § 8;2026-06-15",
        f"{name};etthundra;2026-07;varaktig;KF § 9;2026-06-15",
        f"{name};5;2026-13;varaktig;KF § 10;2026-06-15",
        f"{name};5;2026-07;ibland;KF § 11;2026-06-15",
    ]
    record = imports.receive(
        io.BytesIO((HEADINGS + "\n".join(lines)).encode()),
        kind="budget_moves",
        name="fel.csv",
        by=CONSOLE,
        at=clock.now(),
    )
    record = imports.read(record, at=clock.now())
    assert record.state == "refused"
    assert {one["line"] for one in record.report["issues"]} == {3, 4, 5, 6, 7}
    assert all(one["cure"] for one in record.report["issues"])
    assert BudgetMove.objects.count() == before


# -------------------------------------------------------------------------- the pages


def test_a_controller_registers_books_and_takes_back(as_someone: SignIn) -> None:
    client, page = as_someone("CONTROLLER"), "/resultat/ramvaxling/"
    before = BudgetMove.objects.count()
    said = {
        "authority": str(an_authority().pk), "kronor": "120 000,50",
        "span": "permanent", "from_month": "2026-09", "decision": "KF § 70",
        "decided_on": "2026-06-15", "note": "",
    }  # fmt: skip
    assert client.post(page, {**said, "kronor": "0"}).status_code == 200
    assert BudgetMove.objects.count() == before
    client.post(page, said)
    made = BudgetMove.objects.order_by("-number")[0]
    assert made.ore == 120_000_50
    one = f"{page}{made.number}/"
    assert client.get(one).context["year_ore"] == 40_000_16
    client.post(one, {"step": "book", "voucher": "", "booked_on": "2026-09-09"})
    assert not told(made).is_booked
    client.post(one, {"step": "book", "voucher": "B 1", "booked_on": "2026-09-09"})
    assert told(made).is_booked
    assert "B 1" in client.get(one).text
    client.post(one, {"step": "withdraw"})
    assert not told(made).is_booked
    taken = {"from_month": "2026-08", "decision": "KF § 80", "decided_on": "2026-10-01"}
    refused = client.post(one, {"step": "reverse", **taken})
    assert refused.status_code == 200
    assert "2026-09" in refused.text
    client.post(one, {"step": "reverse", **taken, "from_month": "2026-10"})
    assert BudgetMove.objects.get(reverses=made).ore == -made.ore
    assert client.get(f"{page}999999/").status_code == 404


@pytest.mark.parametrize("written", ["{series} {number}", "{series}{number}"])
def test_the_voucher_that_was_named_is_a_link_where_a_ledger_has_it(
    as_someone: SignIn, written: str
) -> None:
    client = as_someone("CONTROLLER")
    found = voucher()
    theirs = found.ledger.legal_entity
    made = move(authority=Authority.objects.filter(legal_entity=theirs)[0])
    page = f"/resultat/ramvaxling/{made.number}/"
    named = written.format(series=found.series, number=found.number)

    def opened(name: str, on: date) -> tuple[Any, str]:
        client.post(page, {"step": "book", "voucher": name, "booked_on": f"{on}"})
        answer = client.get(page)
        client.post(page, {"step": "withdraw"})
        return answer.context["voucher"], answer.text

    held, text = opened(named, found.date)
    assert held == found
    assert f"/ekonomi/verifikation/{found.pk}/" in text
    for name, on in (
        (f"{named}999", found.date),
        ("beslut", found.date),
        (named, date(2031, 1, 1)),  # the same number in another year
    ):
        held, text = opened(name, on)
        assert held is None
        assert "/ekonomi/verifikation/" not in text
    other = move(authority=Authority.objects.exclude(legal_entity=theirs)[0])
    page = f"/resultat/ramvaxling/{other.number}/"
    assert opened(named, found.date)[0] != found


def voucher() -> Voucher:
    """One whose number no other of its year has."""
    first = Voucher.objects.filter(superseded_at=None, occurrence=1)
    return first.exclude(series="").order_by("-date", "-pk")[0]


def test_others_read_and_change_nothing(as_someone: SignIn) -> None:
    client, page = as_someone("STEERING"), "/resultat/ramvaxling/"
    before = BudgetMove.objects.count()
    assert client.get(page).status_code == 200
    client.post(page, {"authority": str(an_authority().pk), "kronor": "5"})
    client.post(
        f"{page}3/", {"step": "book", "voucher": "X", "booked_on": "2026-09-09"}
    )
    assert BudgetMove.objects.count() == before
    assert not told_moves()[2].is_booked
    assert as_someone("UNIT_MANAGER").get(page).status_code == 404
