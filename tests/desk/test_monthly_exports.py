# SPDX-License-Identifier: EUPL-1.2
"""Another system's export each month, of what was opened or changed since the last: kept
up without doubles, in whatever order the files come, and told as if it had been ours."""

import io
from datetime import date
from typing import Any

from django.utils.translation import gettext

import pytest
from hypothesis import given, strategies as st
from tests.rig.imported import imported, said, taken_in

from gemensam.catalogue.actions import load_seed
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery, Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions, report
from gemensam.core.models import Import
from gemensam.desk.actions.branches import tie_branch
from gemensam.desk.actions.categories import tie_category
from gemensam.desk.importers.again import tell_again
from gemensam.desk.importers.tickets import CountedTwice
from gemensam.desk.importers.tickets.columns import priority_of, rating_of
from gemensam.desk.models import Case, CaseEvent
from gemensam.group.models import Unit
from gemensam.site.setup import FirstAdministrator, set_up

HEAD = (
    "Ärendenummer;Skapad;Påbörjad;Vilande från;Vilande till;Löst första gången;"
    "Återöppnad;Avslutad;Kategori;Avdelning;Prioritet;Betyg\r\n"
)
SEPTEMBER = (
    "1001;2026-09-07 08:00;2026-09-07 08:30;2026-09-07 09:00;;;;;{kind};Åsskolan;P3;\r\n"
    "1002;2026-09-08 08:00;2026-09-08 08:10;;;;;2026-09-08 10:00;{kind};Åsskolan;2;\r\n"
)
OCTOBER = (
    "1001;2026-09-07 08:00;2026-09-07 08:30;2026-09-07 09:00;2026-09-07 12:00;"
    "2026-09-07 13:00;2026-10-05 08:00;2026-10-05 09:00;{kind};Åsskolan;P3;4\r\n"
    "1002;2026-09-08 08:00;2026-09-08 08:10;;;;;2026-09-08 10:00;{kind};Åsskolan;2;5\r\n"
    "1003;2026-10-06 08:00;;;;;;;{kind};Åsskolan;4;\r\n"
)
NAMES = (
    "number", "status", "service__code", "unit__code", "provider", "priority",
    "lead_minutes", "waited_minutes", "reopened", "rating", "on_time",
)  # fmt: skip


@pytest.fixture
def school(own_empty: str) -> Unit:
    assert own_empty
    load_seed(by=CONSOLE, at=clock.now())
    first = FirstAdministrator(
        email="anna@ankeborg.se", name="Anna Ank", password="en lång fras 9 till"
    )
    set_up("Ankeborg", first)
    unit = Unit.objects.order_by("pk")[0]
    Delivery.objects.bulk_create(
        Delivery(
            service=service,
            unit=unit,
            provider=Provider.CENTRE,
            provided_by=unit,
            valid_from=date(2020, 1, 1),
        )
        for service in Service.objects.all()
    )
    return unit


@pytest.fixture
def kind(school: Unit) -> str:
    assert school.pk
    return Service.objects.get(code="I06").name_sv


def took(text: str, kind: str) -> Import:
    return imported(
        "tickets", (HEAD + text.format(kind=kind)).encode(), source="topdesk"
    )


def rows() -> list[tuple[Any, ...]]:
    return list(Case.objects.order_by("number").values_list(*NAMES))


def both(kind: str) -> list[tuple[Any, ...]]:
    took(SEPTEMBER, kind)
    took(OCTOBER, kind)
    return rows()


def test_a_case_is_told_with_its_waits_and_its_second_life(
    kind: str, school: Unit
) -> None:
    tie_branch("Åsskolan", school, by=CONSOLE, at=clock.now())
    took(SEPTEMBER, kind)
    assert [one[1] for one in rows()] == ["waiting", "resolved"]
    took(OCTOBER, kind)
    first, second, third = rows()
    code = school.code
    assert first[:6] == ("topdesk-1001", "resolved", "I06", code, "centre", 3)
    # 08–09 and 12–13 the first day; 08–09 when it was opened again.
    assert first[6:] == (180, 180, 1, 4, first[10])
    assert second[1:6] == ("resolved", "I06", code, "centre", 2)
    assert second[6:10] == (120, 0, 0, 5), "a rating that came later is taken"
    assert third[1] == "new"


def test_an_earlier_file_that_comes_late_changes_nothing(
    kind: str, school: Unit
) -> None:
    tie_branch("Åsskolan", school, by=CONSOLE, at=clock.now())
    took(OCTOBER, kind)
    before, events = rows(), CaseEvent.objects.count()
    late = took(SEPTEMBER, kind)
    assert rows() == before
    assert CaseEvent.objects.count() == events
    assert late.report["counts"]["cases"] == 2


def test_files_that_overlap_make_no_doubles(kind: str, school: Unit) -> None:
    tie_branch("Åsskolan", school, by=CONSOLE, at=clock.now())
    whole = both(kind)
    took(OCTOBER + "\r\n", kind)
    assert rows() == whole
    assert CaseEvent.objects.filter(case__number="topdesk-1001").count() == 7


def whole_file(text: str, kind: str) -> bytes:
    return (HEAD + text.format(kind=kind)).encode()


@pytest.mark.parametrize(
    ("first", "then", "named"),
    [
        ("topdesk", "", "TOPdesk"),
        ("topdesk", "easit", "TOPdesk"),
        ("", "topdesk", "ett system utan namn"),
        ("lokala-it", "easit", "lokala-it"),
    ],
)
def test_an_export_that_is_given_as_another_system_s_is_refused(
    kind: str, first: str, then: str, named: str
) -> None:
    imported("tickets", whole_file(SEPTEMBER, kind), source=first)
    before = rows()
    again = taken_in("tickets", whole_file(OCTOBER, kind), options={"source": then})
    assert (again.state, "tickets.doubles" in said(again)) == ("refused", True)
    (told,) = [
        one.message(gettext)
        for one in report.issues_of(again.report)
        if one.code == "tickets.doubles"
    ]
    assert told.startswith("2 ärenden ")
    assert named in told
    assert rows() == before
    imported("tickets", whole_file(OCTOBER, kind), source=first)
    assert len(rows()) == 3


def test_two_systems_may_have_the_same_numbers(kind: str) -> None:
    imported("tickets", whole_file(SEPTEMBER, kind), source="topdesk")
    another = SEPTEMBER.replace("2026-09-07 08:00", "2026-09-07 08:01")
    another = another.replace("2026-09-08 08:00", "2026-09-09 08:00")
    imported("tickets", whole_file(another, kind), source="easit")
    assert len(rows()) == 4


def test_who_was_read_before_the_other_came_in_is_refused_when_it_is_to_come_in(
    kind: str,
) -> None:
    content, by, at = whole_file(SEPTEMBER, kind), CONSOLE, clock.now()
    waiting = [
        actions.receive(
            io.BytesIO(content),
            kind="tickets",
            name="fil",
            by=by,
            at=at,
            options={"source": source},
        )
        for source in ("topdesk", "easit")
    ]
    first, second = [actions.read(one, at=at) for one in waiting]
    actions.commit(first, by=by, at=at)
    before = rows()
    with pytest.raises(CountedTwice, match="2 cases are here already"):
        actions.commit(second, by=by, at=at)
    assert rows() == before
    assert Import.objects.get(pk=second.pk).state == "read"


def test_tied_afterwards_is_as_if_tied_from_the_first(kind: str, school: Unit) -> None:
    both("Krångel med datorn")
    service = Service.objects.get(code="I06")
    assert {one[6] for one in rows()} == {None}
    tie_category("Krångel med datorn", service, by=CONSOLE, at=clock.now())
    tie_branch("Åsskolan", school, by=CONSOLE, at=clock.now())
    assert tell_again(at=clock.now()) == 3
    assert tell_again(at=clock.now()) == 0
    afterwards = rows()
    took(OCTOBER.replace("100", "200"), kind)
    from_the_first = [one for one in rows() if "-200" in one[0]]
    assert [one[1:] for one in afterwards] == [one[1:] for one in from_the_first]


@given(st.text(max_size=12))
def test_priorities_and_ratings_are_digits_or_nothing(text: str) -> None:
    assert priority_of(text) in {"", "1", "2", "3", "4"}
    assert rating_of(text) in {"", "1", "2", "3", "4", "5"}


@pytest.mark.parametrize(
    ("text", "priority", "rating"),
    [
        ("2", "2", "2"), ("P3", "3", ""), ("Prio 1 – akut", "1", ""), ("4,0", "", "4"),
        ("4/5", "4", "4"), ("5", "", "5"), ("7", "", ""), ("12", "", ""), ("3,5", "", ""),
    ],
)  # fmt: skip
def test_how_systems_write_them(text: str, priority: str, rating: str) -> None:
    assert priority_of(text) == priority
    assert rating_of(text) == rating
