# SPDX-License-Identifier: EUPL-1.2
"""Registers are waited for each by itself, and one in which nothing changed has come."""

from datetime import date

import pytest
from tests.benefits.months import morning
from tests.rig.imported import imported

from gemensam.benefits import actions
from gemensam.benefits.enums import Arrival
from gemensam.benefits.models import HeldAtClose
from gemensam.benefits.queries import closed_through
from gemensam.benefits.queries.months import next_month
from gemensam.benefits.queries.routine.checklist import Line, checklist
from gemensam.benefits.queries.routine.missing import missing_as_json
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import Import
from gemensam.group.models import Person


def coming() -> date:
    month = closed_through()
    assert month is not None
    return next_month(month)


def line(key: str, month: date) -> Line:
    found = checklist(month, today=clock.today())
    return next(one for one in found if one.source.key == key)


@pytest.mark.usefixtures("own_lindby")
def test_a_file_of_roles_is_neither_one_of_units_nor_one_of_people() -> None:
    month, someone = coming(), Person.objects.order_by("pk")[0]
    with clock.fixed(morning(next_month(month).replace(day=12))):
        roles = f"E-post;Roll;Från\n{someone.email};administratör;{month}\n"
        imported("roles", roles.encode(), name="roller.csv")
        assert line("units", month).arrival is Arrival.LATE
        assert line("people", month).arrival is Arrival.LATE
        people = f"E-post;Namn;Enhetskod\n{someone.email};{someone.name};{someone.home.code}\n"
        imported("people", people.encode(), name="personer.csv")
        assert line("people", month).arrival is Arrival.CAME_LATE
        assert line("people", month).files[0].name == "personer.csv"
        assert line("units", month).arrival is Arrival.LATE
        owed = [one["source"] for one in missing_as_json(today=clock.today()) or []]
        assert "units" in owed
        assert "people" not in owed


@pytest.mark.usefixtures("own_lindby")
@pytest.mark.parametrize("kind", ["people", "staff"])
def test_a_register_that_is_the_same_as_last_month_has_come(kind: str) -> None:
    month = coming()
    before = Import.objects.filter(kind=kind, state="committed").latest("pk")
    at = morning(next_month(month).replace(day=4))
    with clock.fixed(at):
        assert line(kind, month).arrival is not Arrival.THERE
        Import.objects.create(
            kind=kind, state="unchanged", original_name="igen.csv",
            original_sha256=before.original_sha256, original_size=1,
            options=before.options, source=before.source, received_at=at,
        )  # fmt: skip
        assert line(kind, month).arrival is Arrival.THERE
        assert line(kind, month).files[0].name == "igen.csv"


@pytest.mark.usefixtures("lindby")
def test_people_are_known_as_of_now_and_not_noted_when_a_month_is_closed() -> None:
    month = closed_through()
    assert month is not None
    people = line("people", month)
    assert people.now.rows == Person.objects.filter(active=True).count()
    assert people.rows_share is None
    actions.reopen_month(month, reason="Prov", by=CONSOLE, at=clock.now())
    closed = actions.close_month(month, by=CONSOLE, at=clock.now())
    noted = HeldAtClose.objects.filter(close=closed).values_list("source", flat=True)
    assert "units" in noted
    assert "people" not in noted
