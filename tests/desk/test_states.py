# SPDX-License-Identifier: EUPL-1.2
"""A case under every order of steps, held against a model that knows nothing of the code."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

import pytest
from hypothesis import given, strategies as st
from tests.site.people import someone

from gemensam.catalogue.models import LevelTarget
from gemensam.core.by import CONSOLE
from gemensam.desk import actions
from gemensam.desk.actions.opening import Order, offer
from gemensam.desk.clock import Happened
from gemensam.desk.enums import CaseStatus
from gemensam.desk.invariants import _compared
from gemensam.desk.models import Case
from gemensam.group.models import Person, Team

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
STEPS = ("take", "wait", "answer", "message", "note", "resolve", "reopen", "rate")
# What may be done from where, and where one is then; None: it is refused.
MODEL: dict[str, dict[str, str | None]] = {
    "new": dict.fromkeys(STEPS) | {
        "take": "taken", "wait": "waiting", "answer": "new", "message": "new",
        "note": "new", "resolve": "resolved",
    },
    "taken": dict.fromkeys(STEPS) | {
        "take": "taken", "wait": "waiting", "answer": "taken", "message": "taken",
        "note": "taken", "resolve": "resolved",
    },
    "waiting": dict.fromkeys(STEPS) | {
        "take": "waiting", "answer": "taken", "message": "waiting", "note": "waiting",
        "resolve": "resolved",
    },
    "resolved": dict.fromkeys(STEPS) | {
        "answer": "resolved", "message": "resolved", "note": "resolved",
        "reopen": "taken", "rate": "resolved",
    },
}  # fmt: skip


def ordered() -> tuple[Case, Person]:
    customer = someone("customer")
    assert customer.home is not None
    from gemensam.catalogue.models import Service

    order = Order(
        service=Service.objects.get(code="H04"),
        unit=customer.home,
        requester=customer,
        subject="Fel lön",
    )
    return actions.open_case(order, by=CONSOLE, at=MONDAY), customer


def done(case: Case, step: str, *, person: Person, at: datetime) -> Case:
    match step:
        case "take":
            return actions.take(case, person=person, by=CONSOLE, at=at)
        case "wait":
            return actions.wait_for_customer(case, question="?", by=CONSOLE, at=at)
        case "answer":
            return actions.answer(case, text="!", by=CONSOLE, at=at)
        case "message":
            return actions.send_message(case, text="Hej", by=CONSOLE, at=at)
        case "note":
            return actions.write_note(case, text="Obs", by=CONSOLE, at=at)
        case "resolve":
            return actions.resolve(case, text="Klart", by=CONSOLE, at=at)
        case "reopen":
            return actions.reopen(case, reason="Nej", by=CONSOLE, at=at)
    return actions.rate(case, points=3, by=CONSOLE, at=at)


@pytest.mark.usefixtures("lindby")
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 600)), max_size=12)
)
def test_a_case_is_always_where_the_model_is(steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        case, _customer = ordered()
        agent, state, at, waited = someone("AGENT"), "new", MONDAY, timedelta(0)
        for step, minutes in steps:
            if state == "waiting":
                waited += timedelta(minutes=minutes)
            at += timedelta(minutes=minutes)
            after = MODEL[state][step]
            events = case.events.count()
            if after is None:
                with pytest.raises(actions.NotAllowedNow):
                    done(case, step, person=agent, at=at)
                assert case.events.count() == events
            else:
                done(case, step, person=agent, at=at)
                state = after
            case.refresh_from_db()
            assert case.status == CaseStatus(state)
            assert (case.resolved_at is not None) == (state == "resolved")
            # Nobody is hurried by time that was the customer's.
            assert timedelta(minutes=case.waited_minutes) <= waited
            assert case.due_at is None or case.due_at >= case.opened_at
        history = [
            Happened(kind, when)
            for kind, when in case.events.order_by("seq").values_list("kind", "at")
        ]
        assert list(_compared(case, history)) == []
        transaction.set_rollback(True)


@pytest.mark.usefixtures("lindby")
def test_waiting_moves_the_promise_and_taking_does_not_end_it() -> None:
    case, _customer = ordered()
    promised = case.due_at
    assert promised is not None
    at = MONDAY + timedelta(hours=1)
    actions.wait_for_customer(case, question="?", by=CONSOLE, at=at)
    agent = someone("AGENT")
    taken = actions.take(case, person=agent, by=CONSOLE, at=at + timedelta(hours=1))
    assert taken.status == CaseStatus.WAITING
    assert taken.assignee == agent
    after = actions.answer(case, text="!", by=CONSOLE, at=MONDAY + timedelta(days=2))
    assert after.status == CaseStatus.TAKEN
    assert after.due_at is not None
    assert after.due_at > promised
    assert after.waited_minutes > 8 * 60


@pytest.mark.usefixtures("lindby")
def test_the_case_keeps_the_promise_it_was_given() -> None:
    """Shown before ordering, kept afterwards, whatever is decided later."""
    customer = someone("customer")
    assert customer.home is not None
    from gemensam.catalogue.models import Service

    service = Service.objects.get(code="H04")
    shown = offer(service, customer.home, at=MONDAY)
    case, _customer = ordered()
    assert (case.due_at, case.promise["price_ore"]) == (shown.due_at, shown.price_ore)  # type: ignore[index]
    assert case.team == shown.team
    assert isinstance(case.team, Team)
    LevelTarget.objects.filter(service=service).update(valid_to="2026-11-24")
    after = actions.write_note(
        case, text="x", by=CONSOLE, at=MONDAY + timedelta(days=1)
    )
    assert after.due_at == shown.due_at
