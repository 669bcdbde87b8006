# SPDX-License-Identifier: EUPL-1.2
"""What saved the kronor that a frame is cut by, and one krona that two say they saved."""

import csv
import io
from collections.abc import Callable

from django.test import Client

import pytest
from tests.benefits.suspected import by_rule, cut, months
from tests.benefits.test_suspicions import a_place, by_hand
from tests.rig.imported import imported, taken_in

from gemensam.benefits.actions.budget import reverse_move
from gemensam.benefits.enums import MoveOrigin, Rule
from gemensam.benefits.models import BudgetMove
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.group.models import Authority

SignIn = Callable[..., Client]
FILE = "/resultat/ramvaxling/fil/"
HEADINGS = "Nämnd;Belopp;Från månad;Varaktighet;Beslut;Beslutsdatum;Ursprung;Tjänst\n"
IMPROVEMENT, PRICE = MoveOrigin.IMPROVEMENT, MoveOrigin.PRICE


def claims(
    a_month: int, decision: str, origin: MoveOrigin, service: int | None = None
) -> BudgetMove:
    """A cut of so many öre a month since the last three closed months began."""
    place, used = a_place()
    return cut(
        Authority.objects.get(pk=place),
        12 * a_month,
        decision,
        begins=months()[-3],
        origin=origin,
        service=Service.objects.get(pk=service or used),
    )


def saved() -> int:
    """What was saved a month on the service of `a_place`."""
    return by_hand(*a_place()) // 3


@pytest.mark.usefixtures("lindby")
def test_a_krona_that_the_programme_and_an_improvement_claim_is_named() -> None:
    place, service = a_place()
    large = claims(saved() - 300, "KF § 91", MoveOrigin.PROGRAMME)
    small = claims(1000, "KF § 92", IMPROVEMENT)
    (one,) = by_rule(Rule.ORIGINS)
    assert one.authority == place
    assert one.name == f"{large.authority} · {Service.objects.get(pk=service)}"
    assert one.ore == dict.fromkeys(months()[-3:], 1000)
    moves = {row.given: row for row in one.rows if row.page == "benefits:budget_move"}
    assert [row.ore for row in moves.values()] == [0, 3000]
    assert list(moves) == [(large.number,), (small.number,)]
    told = [row.words() for row in moves.values()]
    assert told == [
        f"Move no. {large.number}: KF § 91, saved by the programme",
        f"Move no. {small.number}: KF § 92, saved by an improvement",
    ]
    on_service = [row.was for row in one.rows if row.was is not None]
    assert sum(on_service) == pytest.approx(3 * saved(), abs=3)


@pytest.mark.usefixtures("lindby")
def test_a_pair_that_so_much_was_saved_for_is_not_accused() -> None:
    claims(saved() - 2000, "KF § 91", MoveOrigin.PROGRAMME)
    claims(1000, "KF § 92", PRICE)
    assert by_rule(Rule.ORIGINS) == []


@pytest.mark.usefixtures("lindby")
def test_a_genuine_pair_of_different_services_is_not_accused() -> None:
    """Alike in everything but the service, and the cause."""
    _place, service = a_place()
    other = Service.objects.exclude(pk=service).order_by("pk")[0]
    claims(saved(), "KF § 91", MoveOrigin.PROGRAMME)
    claims(saved(), "KF § 92", IMPROVEMENT, other.pk)
    assert by_rule(Rule.ORIGINS) == by_rule(Rule.SAME) == []


@pytest.mark.usefixtures("lindby")
def test_the_same_krona_is_told_of_by_one_rule_only() -> None:
    """Far more than was ever saved: what two origins claim is not beyond it as well."""
    claims(10**8, "KF § 91", MoveOrigin.PROGRAMME)
    (before,) = by_rule(Rule.BEYOND)
    claims(10**7, "KF § 92", PRICE)
    (one,) = by_rule(Rule.ORIGINS)
    assert one.total == 3 * 10**7
    (after,) = by_rule(Rule.BEYOND)
    assert after.total == before.total


@pytest.mark.usefixtures("lindby")
def test_what_is_taken_back_keeps_its_origin_and_claims_nothing() -> None:
    claims(saved(), "KF § 91", MoveOrigin.PROGRAMME)
    move = claims(saved() // 2, "KF § 92", IMPROVEMENT)
    assert len(by_rule(Rule.ORIGINS)) == 1
    back = reverse_move(
        move, from_month=move.from_month, decision="KF § 93",
        decided_on=move.from_month, by=CONSOLE, at=clock.now(),
    )  # fmt: skip
    assert (back.origin, back.service) == (IMPROVEMENT, move.service)
    assert by_rule(Rule.ORIGINS) == []
    event = AuditEvent.objects.get(
        aggregate=f"benefits.budgetmove:{move.pk}", action="budget.moved"
    )
    assert event.payload is not None
    assert event.payload["facts"]["origin"] == "improvement"
    assert move.service is not None
    assert event.payload["facts"]["service"] == move.service.code


# ------------------------------------------------------------ form, list and files


def test_a_controller_says_what_saved_it_and_the_lists_tell(as_someone: SignIn) -> None:
    client, page = as_someone("CONTROLLER"), "/resultat/ramvaxling/"
    service = Service.objects.get(code="F17")
    said = {
        "authority": str(Authority.objects.order_by("pk")[0].pk), "kronor": "1200",
        "span": "permanent", "from_month": "2026-09", "decision": "KF § 70",
        "decided_on": "2026-06-15", "origin": "improvement", "service": str(service.pk),
    }  # fmt: skip
    client.post(page, said)
    made = BudgetMove.objects.order_by("-number")[0]
    assert (made.origin, made.service) == (IMPROVEMENT, service)
    for told in (client.get(page).text, client.get(f"{page}{made.number}/").text):
        assert "En förbättring" in told
        assert str(service) in told
    refused = client.post(page, {**said, "origin": "luck"})
    assert refused.status_code == 200
    assert BudgetMove.objects.order_by("-number")[0] == made
    client.post(page, {**said, "origin": "", "service": ""})
    plain = BudgetMove.objects.order_by("-number")[0]
    assert (plain.origin, plain.service) == (MoveOrigin.PROGRAMME, None)
    assert FILE in client.get(page).text
    text = client.get(FILE).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == BudgetMove.objects.count()
    told_of = {int(row["Nummer"]): row for row in rows}
    own, first = told_of[made.number], told_of[1]
    assert (own["Ursprung"], own["Tjänst"]) == ("förbättring", "F17")
    assert (own["Belopp"], own["Varaktighet"]) == ("1200,00", "varaktig")
    assert (first["Ursprung"], first["Tjänst"]) == ("programmet", "")
    assert first["Bokförd genom"] == "BUD 1"


def listed(*rows: str) -> bytes:
    return (HEADINGS + "".join(f"{row}\n" for row in rows)).encode()


@pytest.mark.usefixtures("own_lindby")
def test_a_list_says_what_saved_it_or_leaves_it_out() -> None:
    name = Authority.objects.order_by("pk")[0].name
    start, before = f"{name};1200;2026-07;varaktig", BudgetMove.objects.count()
    rows = (
        f"{start};KF § 7;2026-06-15;förbättring;F17",
        f"{start};KF § 8;2026-06-15;prisändring;",
        f"{start};KF § 9;2026-06-15;;",
    )
    imported("budget_moves", listed(*rows), name="lista.csv")
    made = list(BudgetMove.objects.order_by("number")[before:])
    told = [(one.origin, one.service and one.service.code) for one in made]
    assert told == [("improvement", "F17"), ("price", None), ("programme", None)]
    # What is left out says nothing against what is registered.
    again = [f"{start};KF § {number};2026-06-15;;" for number in (7, 8, 9)]
    imported("budget_moves", listed(*again), name="igen.csv")
    assert BudgetMove.objects.count() == before + 3
    wrong = taken_in(
        "budget_moves",
        listed(
            f"{start};KF § 7;2026-06-15;programmet;F17",
            f"{start};KF § 8;2026-06-15;prisändring;F17",
            f"{start};KF § 10;2026-06-15;tur;",
            f"{start};KF § 11;2026-06-15;;X99",
        ),
        name="fel.csv",
    )
    assert wrong.state == "refused"
    issues = {one["line"]: one for one in wrong.report["issues"]}
    assert sorted(issues) == [2, 3, 4, 5]
    assert issues[2]["code"] == issues[3]["code"] == "benefits.move-origin-differs"
    assert issues[5]["code"] == "benefits.unknown-service"
    assert all(one["cure"] for one in issues.values())
    assert BudgetMove.objects.count() == before + 3
