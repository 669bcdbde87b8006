# SPDX-License-Identifier: EUPL-1.2
"""Two at once. Each test has a twin that shows what the lock is for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

import pytest

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.desk import actions
from gemensam.desk.enums import CaseStatus, EventKind
from gemensam.desk.models import Case
from gemensam.group.models import Person

Step = Callable[[Case, Person], str]


def at_once(case: Case, people: list[Person], step: Step) -> list[str]:
    """Everybody does it at the same moment, each on a connection of their own."""
    ready = Barrier(len(people))

    def run(person: Person) -> str:
        try:
            ready.wait(timeout=10)
            return step(case, person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(run, people))


def untaken() -> Case:
    return Case.objects.filter(status=CaseStatus.NEW, assignee=None).order_by("pk")[0]


def agents(count: int) -> list[Person]:
    return list(Person.objects.filter(account__isnull=False).order_by("pk")[:count])


@pytest.mark.usefixtures("own_lindby")
def test_of_those_who_take_a_case_one_gets_it() -> None:
    case = untaken()

    def take(case: Case, person: Person) -> str:
        try:
            actions.take(case, person=person, by=CONSOLE, at=clock.now())
        except actions.AlreadyTaken:
            return "late"
        return "got it"

    told = at_once(case, agents(4), take)
    assert sorted(told) == ["got it", "late", "late", "late"]
    assert case.events.filter(kind=EventKind.TAKEN).count() == 1


@pytest.mark.usefixtures("own_lindby")
def test_twin_without_the_lock_several_believe_they_have_it() -> None:
    case = untaken()
    looked = Barrier(4)

    def take(case: Case, person: Person) -> str:
        with transaction.atomic():
            seen = Case.objects.get(pk=case.pk)
            looked.wait(timeout=10)
            if seen.assignee_id is not None:
                return "late"
            Case.objects.filter(pk=case.pk).update(assignee=person)
        return "got it"

    assert at_once(case, agents(4), take) == ["got it"] * 4


@pytest.mark.usefixtures("own_lindby")
def test_what_two_write_at_once_is_kept_and_the_chain_holds() -> None:
    from gemensam.core import chain
    from gemensam.desk.models import CaseEvent

    case = untaken()
    before = case.events.count()

    def write(case: Case, person: Person) -> str:
        for number in range(5):
            actions.write_note(
                case, text=f"{person.pk} {number}", by=CONSOLE, at=clock.now()
            )
        return "written"

    at_once(case, agents(4), write)
    assert case.events.count() == before + 20
    seqs = list(case.events.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, before + 21))
    assert list(chain.faults(CaseEvent)) == []
