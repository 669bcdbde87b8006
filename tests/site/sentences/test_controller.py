# SPDX-License-Identifier: EUPL-1.2
"""To the controller: the next month's files, and what waits for a signature."""

from datetime import date

import pytest
from tests.site.people import someone
from tests.site.sentences.said import as_of, said

from gemensam.benefits import ports
from gemensam.benefits.actions.closing import decide_duty, reopen_month
from gemensam.benefits.actions.judging import judge
from gemensam.benefits.actions.verifying import verify_saving, withdraw_verified
from gemensam.benefits.enums import Finding
from gemensam.benefits.models import SavingVerified
from gemensam.benefits.queries.realised.made import realised_as_json
from gemensam.benefits.queries.routine.checklist import checklist
from gemensam.benefits.queries.routine.missing import missing_as_json
from gemensam.benefits.queries.suspicions.made import (
    look_now,
    suspicions,
    suspicions_as_json,
)
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.group.models import Authority, Person
from gemensam.site.sentences.controller import controller
from gemensam.site.sentences.known import Known
from gemensam.ui.templatetags.figures import long_day, tkr

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
PAGE, VERIFY = "/resultat/manad/?month=2026-11", "/resultat/hemtaget/#verify"


def sources() -> int:
    return len(checklist(NOVEMBER, today=clock.today()))


@pytest.mark.usefixtures("lindby")
def test_a_month_that_is_not_over_owes_nothing_yet() -> None:
    told = said("CONTROLLER")
    assert "November 2026 pågår" in told.text
    assert told.leads(str(sources())) == PAGE
    first = min(one.due for one in checklist(NOVEMBER, today=clock.today()))
    assert f"senast {long_day(first)}" in told.text
    assert "saknas" not in told.text


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("day", [2, 8, 9, 28])
def test_the_next_months_missing_files_are_counted_as_in_the_report(day: int) -> None:
    today = date(2026, 12, day)
    decide_duty(
        "telephony",
        due_day=8,
        owner=None,
        ends=NOVEMBER,
        by=CONSOLE,
        at=clock.now(),
    )
    told = said("CONTROLLER", known=as_of(today))
    owed = missing_as_json(today=today)
    assert owed is not None
    missing = [one for one in owed if one["month"] == "2026-11"]
    late = sum(one.arrival == "late" for one in checklist(NOVEMBER, today=today))
    assert len(missing) == sources() - 1
    assert f"November 2026: {len(missing)} av {sources()} filer saknas" in told.text
    assert told.leads(str(len(missing))) == PAGE
    assert (late > 0) is (day > 8)
    some = 0 < late < len(missing)
    assert (f"saknas, {late} är försenade" in told.text) is some
    assert ("saknas och är försenade" in told.text) is (late == len(missing))
    assert some or day != 9
    assert late == len(missing) or day != 28
    assert ("de första ska in senast tisdag 8 december" in told.text) is (day <= 8)


@pytest.mark.usefixtures("lindby")
def test_a_day_decided_for_a_source_is_told_at_once() -> None:
    assert "fredag 4 december" not in said("CONTROLLER").text
    owed = checklist(NOVEMBER, today=clock.today())
    decide_duty(
        owed[0].source.key, due_day=4, owner=None, ends=None, by=CONSOLE, at=clock.now()
    )
    assert "de första senast fredag 4 december" in said("CONTROLLER").text


@pytest.mark.usefixtures("lindby")
def test_a_month_of_which_all_has_come_can_be_closed() -> None:
    reopen_month(OCTOBER, reason="Rättas.", by=CONSOLE, at=clock.now())
    told = said("CONTROLLER")
    assert "September 2026 är stängd" in told.text
    count = len(checklist(OCTOBER, today=clock.today()))
    assert f"Oktober 2026: alla {count} filer har kommit" in told.text
    assert told.leads(str(count)) == "/resultat/manad/?month=2026-10"


@pytest.mark.usefixtures("nothing_closed")
def test_with_nothing_closed_the_month_at_hand_is_told_and_no_signature() -> None:
    told = said("CONTROLLER")
    assert told.text.startswith("Ingen månad är stängd ännu")
    assert "Oktober 2026: alla" in told.text
    assert "verifiering" not in told.text


@pytest.mark.usefixtures("lindby")
def test_what_waits_for_a_signature_is_what_the_report_has_moved_and_not_verified() -> (
    None
):
    held = realised_as_json()
    assert held is not None
    waits = round(100 * (held["budget_moved"] - held["verified"]))
    signed = {one.authority for one in SavingVerified.objects.all()}
    told = said("CONTROLLER")
    assert told.leads(tkr(waits)) == VERIFY
    assert "1 nämnds effekt" in told.text
    (one,) = signed
    withdraw_verified(one, by=CONSOLE, at=clock.now())
    told = said("CONTROLLER")
    assert told.leads(tkr(round(100 * held["budget_moved"]))) == VERIFY
    assert "2 nämnders effekter" in told.text


@pytest.mark.usefixtures("lindby")
def test_when_all_is_signed_nothing_waits() -> None:
    for one in Authority.objects.filter(name__in=["Barn- och utbildningsnämnden", "Vård- och omsorgsnämnden"]):  # fmt: skip
        withdrawn = SavingVerified.objects.filter(authority=one, withdraws=None)
        if withdrawn.exists():
            withdraw_verified(one, by=CONSOLE, at=clock.now())
        verify_saving(one, words="Stämmer.", by=CONSOLE, at=clock.now())
    told = said("CONTROLLER")
    assert told.leads("Ingen effekt") == VERIFY
    assert "Ingen effekt väntar på din verifiering" in told.text


@pytest.mark.usefixtures("lindby")
def test_without_a_locked_case_nothing_waits_for_a_signature(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ports, "_promises", [])
    assert "Ingen effekt väntar på din verifiering" in said("CONTROLLER").text


@pytest.mark.usefixtures("lindby")
def test_a_suspicion_waits_until_it_is_judged() -> None:
    look_now()
    held, (one,) = suspicions_as_json(), suspicions()
    told = said("CONTROLLER")
    assert told.leads(tkr(held["suspected_ore"])) == "/resultat/misstankar/"
    assert f"{held['suspicions']} misstanke om" in told.text
    assert "väntar på din bedömning" in told.text
    judge(
        one.suspicion.key,
        finding=Finding.GENUINE,
        words="Posten är kvar.",
        by=CONSOLE,
        at=clock.now(),
    )
    assert "misstank" not in said("CONTROLLER").text


@pytest.mark.usefixtures("empty")
def test_an_empty_installation_owes_no_month() -> None:
    (told,) = controller(Person(pk=1), Known()).said
    assert told.startswith("Ingen månad är stängd ännu")


@pytest.mark.usefixtures("lindby")
def test_only_the_controller_is_asked_to_sign() -> None:
    assert someone("STEERING") != someone("CONTROLLER")
    assert "verifiering" not in said("STEERING").text
