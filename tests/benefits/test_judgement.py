# SPDX-License-Identifier: EUPL-1.2
"""A human judges what is suspected; it holds while it weighs the same."""

from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.test import Client

import pytest
from tests.benefits.suspected import KEPT_EVERYBODY, cut, months, still_costs

from gemensam.benefits.actions.judging import (
    NothingSuspected,
    NotJudged,
    SaysNothing,
    judge,
    withdraw_judgement,
)
from gemensam.benefits.enums import Finding
from gemensam.benefits.models import BudgetMove, Judgement
from gemensam.benefits.queries.suspicions.made import (
    Judged,
    found_now,
    suspicion,
    suspicions_as_json,
)
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.group.models import Unit

SignIn = Callable[..., Client]
PAGE = "/resultat/misstankar/"


@pytest.mark.usefixtures("empty")
def test_nothing_is_suspected_where_nothing_is() -> None:
    assert found_now() == ()
    assert suspicions_as_json() == {"suspicions": 0, "suspected_ore": 0}


def stayed() -> str:
    return found_now()[0].key


def now(key: str) -> Judged:
    """After the job has looked at what changed."""
    found_now()
    found = suspicion(key)
    assert found is not None
    return found


def explain(key: str, words: str = "Uppsägningstid") -> Judgement:
    return judge(
        key, finding=Finding.EXPLAINED, words=words, by=CONSOLE, at=clock.now()
    )


@pytest.mark.usefixtures("lindby")
def test_what_is_judged_waits_no_more_and_waits_again_when_taken_back() -> None:
    key = stayed()
    assert now(key).is_open
    explain(key)
    assert not now(key).is_open
    assert suspicions_as_json() == {"suspicions": 0, "suspected_ore": 0}
    withdraw_judgement(key, by=CONSOLE, at=clock.now())
    assert now(key).is_open
    assert now(key).outgrown is None
    with pytest.raises(NotJudged):
        withdraw_judgement(key, by=CONSOLE, at=clock.now())
    told = AuditEvent.objects.filter(aggregate=f"benefits.suspicion:{key}")
    actions = list(told.order_by("seq").values_list("action", flat=True))
    assert actions == ["suspicion.judged", "suspicion.unjudged"]


@pytest.mark.usefixtures("lindby")
def test_another_judgement_takes_the_first_back_and_both_are_kept() -> None:
    key = stayed()
    first = explain(key)
    judge(key, finding=Finding.GENUINE, words="Ingen", by=CONSOLE, at=clock.now())
    held = now(key).judgement
    assert held is not None
    assert held.finding == Finding.GENUINE
    assert Judgement.objects.filter(withdraws=first).count() == 1
    assert Judgement.objects.filter(key=key).count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        Judgement.objects.filter(pk=first.pk).update(words="Annat")


@pytest.mark.usefixtures("lindby")
def test_it_holds_until_the_kronor_change_by_more_than_a_fifth() -> None:
    key = stayed()
    explain(key)
    unit, weighed = Unit.objects.get(code=KEPT_EVERYBODY), now(key).suspicion.monthly
    still_costs(unit, weighed * 19 // 100, months()[-3:])
    assert not now(key).is_open
    still_costs(unit, weighed * 2 // 100, months()[-3:])
    assert now(key).is_open
    outgrown = now(key).outgrown
    assert outgrown is not None
    assert outgrown.monthly_ore == weighed


@pytest.mark.usefixtures("lindby")
def test_nothing_is_judged_without_words_nor_what_is_not_suspected() -> None:
    with pytest.raises(SaysNothing):
        explain(stayed(), words="  ")
    with pytest.raises(NothingSuspected):
        explain("stayed-000000000000")
    assert not Judgement.objects.exists()


def test_a_controller_judges_on_the_page_and_others_only_read(
    as_someone: SignIn,
) -> None:
    first = BudgetMove.objects.order_by("number")[0]
    cut(first.authority, first.ore, first.decision, begins=first.from_month)
    twice = next(one for one in found_now() if one.rule == "same")
    page = f"{PAGE}{twice.key}/"
    said = {"step": "judge", "finding": "genuine", "words": "Samma protokoll"}
    steering, controller = as_someone("STEERING"), as_someone("CONTROLLER")
    assert "judge" not in steering.get(page).text.split("<main")[1]
    steering.post(page, said)
    assert not Judgement.objects.exists()
    assert controller.post(page, {**said, "words": ""}).status_code == 200
    assert not Judgement.objects.exists()
    controller.post(page, said)
    made = Judgement.objects.get()
    assert made.made_by is not None
    assert (made.key, made.ore) == (twice.key, twice.total)
    assert "Samma protokoll" in steering.get(page).text
    assert twice.key not in controller.get(PAGE).text
    assert twice.key in controller.get(f"{PAGE}?found=genuine").text
    assert twice.key in controller.get(f"{PAGE}?found=all&kind=twice").text
    assert twice.key not in controller.get(f"{PAGE}?found=all&kind=left").text
    controller.post(page, {"step": "withdraw"})
    assert twice.key in controller.get(PAGE).text
    assert as_someone("AGENT").get(page).status_code == 404


def test_a_department_of_few_is_told_to_those_who_see_its_vouchers_only(
    as_someone: SignIn,
) -> None:
    key = stayed()
    assert found_now()[0].is_small
    controller, steering = as_someone("CONTROLLER"), as_someone("STEERING")
    told = controller.get("/resultat/hemtaget/").text
    assert 'id="suspected"' in told
    assert key in controller.get(PAGE).text
    assert 'id="suspected"' not in steering.get("/resultat/hemtaget/").text
    assert key not in steering.get(PAGE).text
    assert steering.get(f"{PAGE}{key}/").status_code == 404


def test_every_link_of_the_evidence_opens(as_someone: SignIn) -> None:
    controller = as_someone("CONTROLLER")
    page = controller.get(f"{PAGE}{stayed()}/").text
    main = page.split("<main")[1]
    links = {part.split('"')[0] for part in main.split('href="')[1:]}
    ledger = sorted(one for one in links if "/rader/" in one)
    assert len(ledger) > 6
    for link in ledger:
        opened = controller.get(link.replace("&amp;", "&"))
        assert opened.status_code == 200
        assert "/ekonomi/verifikation/" in opened.text, link


def test_what_is_not_suspected_any_more_keeps_its_history(as_someone: SignIn) -> None:
    first = BudgetMove.objects.order_by("number")[0]
    again = cut(first.authority, first.ore, first.decision, begins=first.from_month)
    twice = next(one for one in found_now() if one.rule == "same")
    judge(
        twice.key,
        finding=Finding.GENUINE,
        words="Dubbel",
        by=CONSOLE,
        at=clock.now(),
    )
    from gemensam.benefits.actions.budget import reverse_move

    reverse_move(
        again,
        from_month=again.from_month,
        decision="KF § 98",
        decided_on=again.from_month,
        by=CONSOLE,
        at=clock.now(),
    )
    page = as_someone("CONTROLLER").get(f"{PAGE}{twice.key}/")
    assert page.status_code == 200
    assert "Dubbel" in page.text
