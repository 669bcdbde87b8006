# SPDX-License-Identifier: EUPL-1.2
"""Budget, outcome and forecast of the centre and the programme, and the owners' words."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import InternalError, ProgrammingError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest
from tests.benefits.months import HEAD
from tests.rig.imported import imported

from gemensam.benefits.actions.commenting import (
    LONGEST,
    NothingSaid,
    TooMuchSaid,
    comment_row,
    standing_comment,
)
from gemensam.benefits.models import BudgetComment
from gemensam.benefits.queries.followed import PROGRAMME, Followed, followed, ledgers
from gemensam.benefits.queries.followed.ledgers import (
    BUDGETS,
    CostCentre,
    Kind,
    cost_centres,
)
from gemensam.benefits.queries.followed.made import _fewest
from gemensam.benefits.queries.followed.rows import FEW
from gemensam.benefits.queries.summary import summary
from gemensam.calc.protection import FEWEST
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.models import LedgerTurnover
from gemensam.group.models import LegalEntity, Unit
from gemensam.programme.models import CaseVersion

SignIn = Callable[..., Client]
PAGE = "/resultat/budget/"
ACCOUNTS = {"5010": 900, "6110": 250, "3910": -400, "1930": 77}  # kronor a month


def known() -> Followed:
    found = followed()
    assert found is not None
    return found


def municipality() -> LegalEntity:
    return LegalEntity.objects.get(kind="municipality")


def of_municipality() -> list[CostCentre]:
    entity = municipality().pk
    return [one for one in cost_centres() if one.entity == entity]


def budget_file(
    centres: list[str], kronor: Mapping[str, int], *, number: int = 1
) -> bytes:
    """Each account's month by cost centre; the account's total besides."""
    entity = municipality()
    assert entity.orgnr is not None
    orgnr = f"{entity.orgnr[:6]}-{entity.orgnr[6:]}"
    text = HEAD.format(day=date(2026, 7, 1), orgnr=orgnr, name=entity.name)
    for month in range(1, 13):
        for account, sum_of in kronor.items():
            text += f"#PBUDGET 0 2026{month:02} {account} {{}} {99 * sum_of}.00\n"
            for centre in centres:
                told = f'{{"1" "{centre}"}}'
                text += f"#PBUDGET 0 2026{month:02} {account} {told} {sum_of}.00\n"
    text += f'#VER "Q" "{number}" 20260702 "Budget"\n{{\n'
    text += "#TRANS 5010 {} 1.00\n#TRANS 1930 {} -1.00\n}\n"
    return text.encode("cp437")


@pytest.mark.usefixtures("lindby")
def test_lindby_s_budget_is_in_its_ledger_month_by_month() -> None:
    made = known()
    assert made.whole.budget_year is not None
    assert made.whole.budget_so_far == pytest.approx(made.whole.outcome, rel=0.1)
    assert all(row.budget is not None for row in [*made.units, *made.kinds])
    for rows in (made.units, made.kinds):
        assert sum(row.budget_year or 0 for row in rows) == made.whole.budget_year


@pytest.mark.usefixtures("lindby")
def test_what_lacks_a_budget_says_so_and_invents_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_file = BUDGETS.replace("'PBUDGET'", "'PBUDGET' AND false")
    monkeypatch.setattr(ledgers, "BUDGETS", no_file)
    made = known()
    for row in [made.whole, *made.units, *made.kinds]:
        assert row.budget is None
        assert row.deviation is None
        assert row.deviation_so_far is None
        assert row.budget_year is None
        assert row.budget_so_far is None
        assert row.outcome > 0


@pytest.mark.usefixtures("lindby")
def test_the_outcome_is_what_is_posted_on_the_centre_s_cost_centres() -> None:
    made, centres = known(), of_municipality()
    rows = LedgerTurnover.objects.filter(
        ledger__legal_entity=municipality(), month__in=made.closed,
        cost_centre__in=[one.code for one in centres], account__regex="^[4-8]",
    )  # fmt: skip
    posted = rows.aggregate(ore=Sum("amount_ore"))["ore"]
    assert made.whole.outcome == posted
    assert sum(row.outcome for row in made.units) == posted
    assert sum(row.outcome for row in made.kinds) == posted
    pay = rows.filter(account__startswith="5").aggregate(ore=Sum("amount_ore"))["ore"]
    (people,) = [one for one in made.kinds if one.key == Kind.PERSONNEL]
    assert people.outcome == pay
    forecast = made.whole.forecast
    assert sum(row.forecast.figure for row in made.units) == forecast.figure
    assert sum(row.forecast.figure for row in made.kinds) == forecast.figure
    assert forecast.figure > made.whole.outcome
    assert forecast.low <= forecast.figure <= forecast.high


@pytest.mark.usefixtures("lindby")
def test_units_of_few_people_are_told_together() -> None:
    made = known()
    centres = cost_centres()
    people = _fewest(made.closed, centres)
    by_code = dict(Unit.objects.values_list("code", "pk"))
    alone = [by_code[row.key] for row in made.units if row.key != FEW]
    assert any(0 < one < FEWEST for one in people.values())
    assert all(not 0 < people.get(unit, 0) < FEWEST for unit in alone)
    together = sum(one for unit, one in people.items() if unit not in alone)
    assert together >= FEWEST
    assert [row.key for row in made.units].count(FEW) == 1


@pytest.mark.usefixtures("own_lindby")
def test_the_ledger_s_own_budget_is_held_against_the_cost() -> None:
    """By cost centre and cost account alone; the newest file counts, not both."""
    codes = [one.code for one in of_municipality()]
    imported("ledger", budget_file(codes[:2], {"5010": 1}), name="först.se")
    imported("ledger", budget_file(codes, ACCOUNTS, number=2), name="sedan.se")
    made = known()
    a_month = (900 + 250) * 100 * len(codes)
    assert made.whole.budget == [a_month] * 12
    assert made.whole.budget_year == 12 * a_month
    assert made.whole.budget_so_far == len(made.closed) * a_month
    whole = made.whole
    assert whole.budget_year is not None
    assert whole.budget_so_far is not None
    assert whole.deviation == whole.budget_year - int(whole.forecast.figure)
    assert whole.deviation_so_far == whole.budget_so_far - whole.outcome
    kinds = {row.key: row.budget_year for row in made.kinds}
    assert kinds == {
        Kind.PERSONNEL: 12 * 900 * 100 * len(codes),
        Kind.OTHER: 12 * 250 * 100 * len(codes),
    }
    assert sum(row.budget_year or 0 for row in made.units) == whole.budget_year


@pytest.mark.usefixtures("lindby")
def test_the_programme_is_held_against_the_locked_case() -> None:
    made, told = known().programme, summary()
    assert made is not None
    assert made.outcome == told.one_off_ore
    version = CaseVersion.objects.order_by("-number")[0]
    quarters = {
        date(made.months[0].year, month, 1).isoformat() for month in (1, 4, 7, 10)
    }
    likely = sum(
        row["ore"][1] for row in version.content["costs"] if row["quarter"] in quarters
    )
    assert made.budget_year == likely > 0
    left = sum((made.budget or [])[made.closed :])
    assert made.forecast.figure == made.outcome + left
    assert made.forecast.low <= made.forecast.figure <= made.forecast.high


@pytest.mark.usefixtures("empty")
def test_nothing_is_followed_of_nothing() -> None:
    assert followed() is None


# ---------------------------------------------------------------- what the owner says


@pytest.mark.usefixtures("lindby")
def test_a_newer_comment_corrects_and_the_earlier_stays() -> None:
    month = known().closed[-1]
    first = comment_row(
        PROGRAMME, month, text=" Konsulter ", by=CONSOLE, at=clock.now()
    )
    assert first.text == "Konsulter"
    again = comment_row(PROGRAMME, month, text="Konsulter", by=CONSOLE, at=clock.now())
    assert again == first
    second = comment_row(PROGRAMME, month, text="Resor", by=CONSOLE, at=clock.now())
    assert second.replaces == first
    assert standing_comment(PROGRAMME, month) == second
    assert BudgetComment.objects.filter(row=PROGRAMME).count() == 2
    assert AuditEvent.objects.filter(action="budget.commented").count() == 2
    row = known().programme
    assert row is not None
    assert row.comment == second


@pytest.mark.usefixtures("lindby")
def test_what_says_nothing_or_too_much_is_refused() -> None:
    month = date(2026, 10, 1)
    with pytest.raises(NothingSaid):
        comment_row(PROGRAMME, month, text="  \n ", by=CONSOLE, at=clock.now())
    with pytest.raises(TooMuchSaid):
        comment_row(
            PROGRAMME, month, text="x" * (LONGEST + 1), by=CONSOLE, at=clock.now()
        )
    assert not BudgetComment.objects.exists()


@pytest.mark.usefixtures("lindby")
def test_the_database_changes_and_erases_no_comment() -> None:
    one = comment_row("SC", date(2026, 10, 1), text="Ord", by=CONSOLE, at=clock.now())
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        BudgetComment.objects.filter(pk=one.pk).update(text="Andra ord")
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        BudgetComment.objects.filter(pk=one.pk).delete()


@pytest.mark.parametrize(
    ("role", "key", "may"),
    [
        ("CONTROLLER", "centre", True),
        ("CENTRE_MANAGER", "centre", True),
        ("PROGRAMME_MANAGER", "centre", False),
        ("STEERING", "centre", False),
        ("UNION_REP", PROGRAMME, False),
        ("PROGRAMME_MANAGER", PROGRAMME, True),
        ("CENTRE_MANAGER", PROGRAMME, False),
        ("CONTROLLER", PROGRAMME, True),
    ],
)
def test_its_owner_writes_and_others_read(
    as_someone: SignIn, role: str, key: str, may: bool
) -> None:
    client = as_someone(role)
    page = client.get(f"{PAGE}{key}/")
    assert page.status_code == 200
    assert ("Spara kommentaren" in page.content.decode()) is may
    client.post(f"{PAGE}{key}/", {"text": "Vi anställde två"})
    assert BudgetComment.objects.filter(row=key).exists() is may
    text = client.get(PAGE).content.decode()
    assert ("Vi anställde två" in text) is may


def test_who_does_not_see_the_group_has_no_such_page(as_someone: SignIn) -> None:
    for address in (PAGE, f"{PAGE}programme/"):
        assert as_someone("UNIT_MANAGER").get(address).status_code == 404
        assert (
            as_someone("UNIT_MANAGER").post(address, {"text": "x"}).status_code == 404
        )
    assert not BudgetComment.objects.exists()


def test_the_page_says_that_a_budget_is_missing(as_someone: SignIn) -> None:
    client = as_someone("CENTRE_MANAGER")
    text = client.get(PAGE).content.decode()
    assert "budget saknas" in text
    assert "Programmets engångskostnader" in text
    assert client.get(f"{PAGE}finns-inte/").status_code == 404
    assert client.get(f"{PAGE}{Kind.PERSONNEL}/").status_code == 404
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert len(asked) <= 40
    assert not any('FROM "outcomes_cell"' in one["sql"] for one in asked)
