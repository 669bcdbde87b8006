# SPDX-License-Identifier: EUPL-1.2
"""Presence: there or not, never why, never who; counted for five or more."""

import io
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import connection, connections

import pytest
from hypothesis import given, strategies as st
from tests.rig.imported import in_a_test

from gemensam.catalogue.actions import load_seed
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.database import READER_ROLE
from gemensam.core.imports import actions, report
from gemensam.core.imports.named import OTHER_MONTH
from gemensam.core.models import Import
from gemensam.group.enums import RoleKind
from gemensam.group.importers.presence.columns import state_of
from gemensam.group.models import Authority, LegalEntity, Presence, Team, Unit
from gemensam.group.presence import Present, days_left, present_in

HEAD = "Personnummer;Namn;Datum;Till och med;Status;Orsak;Team;Läkarintyg\r\n"
SECRETS = (
    "191212",
    "Tolvan",
    "influensa",
    "migrän",
    "intyg från",
    "Sjukanmäld",
    "VAB-dag",
)


def number(place: int) -> str:
    """A personal number with the right check digit."""
    digits = f"8001{place % 28 + 1:02}{place // 28:03}"
    total = sum(
        doubled - 9 if (doubled := int(one) * (2 - at % 2)) > 9 else doubled
        for at, one in enumerate(digits)
    )
    return f"19{digits}{-total % 10}"


@pytest.fixture
def teams(empty: str) -> dict[str, Team]:
    assert empty
    in_a_test()
    load_seed(by=CONSOLE, at=clock.now())
    entity = LegalEntity.objects.create(
        name="Lindhaga kommun", kind="municipality", chart="kommun-bas"
    )
    authority = Authority.objects.create(legal_entity=entity, name="Kommunstyrelsen")
    centre = Unit.objects.create(
        code="SC",
        name="Servicecenter",
        kind="centre",
        legal_entity=entity,
        authority=authority,
        valid_from=date(2020, 1, 1),
    )
    told = (
        ("HR1", "Lön", "hr"),
        ("HR2", "Bemanning", "hr"),
        ("IT1", "Servicedesk", "it"),
    )
    return {
        code: Team.objects.create(code=code, name=name, area=area, provider=centre)
        for code, name, area in told
    }


def received(text: str, name: str = "") -> Import:
    record = actions.receive(
        io.BytesIO(text.encode()),
        kind="presence",
        name=name or f"närvaro {number(1)}.csv",
        by=CONSOLE,
        at=clock.now(),
    )
    return actions.read(record, at=clock.now())


def imported(text: str) -> Import:
    record = received(text)
    assert record.state == "read", told(record)
    return actions.commit(record, by=CONSOLE, at=clock.now())


def told(record: Import) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in report.issues_of(record.report)]


def row(place: int, day: str, state: str, *, team: str = "HR1", until: str = "") -> str:
    return f"{number(place)};Tolvan Tolvansson;{day};{until};{state};influensa;{team};intyg från vårdcentral\r\n"


def week(places: range, team: str, *, state: str = "Närvarande") -> str:
    return "".join(
        row(place, "2026-10-05", state, team=team, until="2026-10-09")
        for place in places
    )


def everything() -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (one.encode() for (one,) in cursor.fetchall())
    for path in (Path(settings.VAR) / "files").rglob("*"):
        yield os.fsencode(path.name)
        if path.is_file():
            yield path.read_bytes()


@pytest.mark.usefixtures("teams")
def test_a_file_that_is_called_after_another_month_is_remarked_on() -> None:
    text = HEAD + week(range(6), "HR1")
    codes = [
        dict(told(received(text, f"närvaro 2026-{month}.csv"))) for month in (10, 11)
    ]
    assert [OTHER_MONTH.code in each for each in codes] == [False, True]


@pytest.mark.usefixtures("teams")
def test_neither_who_nor_why_is_anywhere_after_an_import() -> None:
    record = imported(
        HEAD
        + row(1, "2026-10-05", "Närvarande")
        + row(1, "2026-10-06", "Sjukanmäld", until="2026-10-08")
        + row(2, "2026-10-05", "VAB-dag")
        + row(3, "2026-10-05", "Frånvarande")
    )
    assert (
        list(
            Presence.objects.order_by("pk").values_list("is_present", flat=True)
        ).count(True)
        == 1
    )
    whole = b"\n".join(everything())
    for secret in (*SECRETS, *(number(place) for place in (1, 2, 3)), number(1)[2:]):
        assert secret.encode() not in whole, secret
    found = dict(told(record))
    assert "presence.reasons" in found
    dropped = [
        one for one in report.issues_of(record.report) if one.code == "presence.dropped"
    ]
    assert {one.values["header"] for one in dropped} == {"Namn", "Orsak", "Läkarintyg"}
    assert "migrän" not in str(record.report)


def test_the_reader_of_reports_may_not_read_it(teams: dict[str, Team]) -> None:
    assert teams
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'group_presence', 'SELECT')", [READER_ROLE]
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.usefixtures("teams")
@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        (row(1, "2026-10-05", "migrän"), "presence.not-a-state", 2),
        (row(1, "2026-13-05", "Ja"), "presence.not-a-day", 2),
        (row(1, "2026-10-05", "Ja", until="2026-10-04"), "presence.backwards", 2),
        (row(1, "2024-10-05", "Ja", until="2026-10-04"), "presence.backwards", 2),
        (row(1, "2099-10-05", "Ja"), "presence.not-ended", 2),
        (row(1, "2026-10-05", "Ja") * 2, "presence.twice", 3),
        ("", "presence.empty", None),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_without_its_words(
    rows: str, code: str, line: int | None
) -> None:
    # Others, so that the columns are known by what stands in them; but for an empty file.
    sound = "".join(row(place, "2026-09-01", "Ja") for place in range(40, 60))
    record = received(HEAD + rows + (sound if rows else ""))
    assert record.state == "refused"
    assert (code, line) in told(record)
    assert "migrän" not in str(record.report)
    assert not Presence.objects.exists()


@pytest.mark.usefixtures("teams")
def test_a_file_without_who_or_whether_is_refused_and_nothing_of_it_kept() -> None:
    for text in (
        "Namn;Datum;Status\r\nTolvan;2026-10-05;Ja\r\n",
        "Personnummer;Datum\r\n191212121212;2026-10-05\r\n",
    ):
        assert received(text).state == "refused"
    assert b"Tolvan" not in b"".join(everything())


@pytest.mark.usefixtures("teams")
def test_a_column_of_absence_turns_yes_and_no_about() -> None:
    imported(
        "Personnummer;Datum;Frånvarande;Team\r\n"
        f"{number(1)};2026-10-05;Ja;HR1\r\n{number(2)};2026-10-05;Nej;HR1\r\n"
    )
    assert Presence.objects.filter(is_present=True).count() == 1


@pytest.mark.usefixtures("teams")
def test_a_correction_takes_its_days_and_leaves_the_others() -> None:
    imported(HEAD + week(range(1, 2), "HR1"))
    imported(HEAD + row(1, "2026-10-06", "Frånvarande", until="2026-10-07"))
    rows = Presence.objects.filter(superseded_at=None).order_by("begins")
    assert list(rows.values_list("begins", "ends", "is_present")) == [
        (date(2026, 10, 5), date(2026, 10, 6), True),
        (date(2026, 10, 6), date(2026, 10, 8), False),
        (date(2026, 10, 8), date(2026, 10, 10), True),
    ]
    assert len(set(rows.values_list("pseudonym", flat=True))) == 1
    assert Presence.objects.filter(superseded_at__isnull=False).count() == 1


DAYS = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(
    lambda one: (
        date(2026, 10, 1) + timedelta(one[0]),
        date(2026, 10, 1) + timedelta(one[0] + one[1]),
    )
)


@given(DAYS, st.lists(DAYS, max_size=6))
def test_what_is_left_is_what_nobody_took(
    whole: tuple[date, date], taken: list[tuple[date, date]]
) -> None:
    def days(periods: list[tuple[date, date]]) -> set[date]:
        return {
            begins + timedelta(step)
            for begins, ends in periods
            for step in range((ends - begins).days)
        }

    left = days_left(whole, taken)
    assert days(left) == days([whole]) - days(taken)
    assert all(begins < ends for begins, ends in left)
    assert left == sorted(left)


def someone(role: RoleKind) -> Any:
    """Whoever has the role."""

    def has(*asked: RoleKind) -> bool:
        return role in asked

    return SimpleNamespace(standing=SimpleNamespace(has=has))


def shown(role: RoleKind = RoleKind.TEAM_LEADER) -> dict[str, Present]:
    rows = present_in(someone(role), date(2026, 10, 1))
    return {one.team.code if one.team else one.area: one for one in rows}


@pytest.mark.usefixtures("teams")
def test_five_or_more_are_counted_and_fewer_are_not_told_nor_found_by_subtraction() -> (
    None
):
    imported(
        HEAD
        + week(range(1, 7), "HR1")
        + week(range(7, 10), "HR2")
        + week(range(10, 15), "IT1")
    )
    found = shown()
    assert (found["HR1"].persons, found["HR1"].mean_a_day) == (6, 6.0)
    assert found["IT1"].persons == found["it"].persons == 5
    assert found["HR2"].persons is None
    assert found["hr"].persons is None, "three would be found by subtraction"
    imported(HEAD + row(1, "2026-10-05", "Frånvarande", until="2026-10-09"))
    assert shown()["HR1"].mean_a_day == 5.0
    assert shown()["HR1"].share == pytest.approx(25 / 30)


@pytest.mark.usefixtures("teams")
def test_others_are_shown_nothing() -> None:
    imported(HEAD + week(range(1, 7), "HR1"))
    for role in (RoleKind.AGENT, RoleKind.UNIT_MANAGER, RoleKind.STEERING):
        assert shown(role) == {}
        assert not Presence.objects.visible_to(someone(role)).exists()


@pytest.mark.parametrize(
    ("text", "of_absence", "state"),
    [
        ("Ja", False, (True, False)), ("Ja", True, (False, False)), ("0", False, (False, False)),
        ("Närvarande", True, (True, False)), ("Sjukfrånvaro", False, (False, True)),
        ("Semester", False, (False, True)), ("Frånvarande", False, (False, False)),
        ("", False, None), ("kanske", False, None),
    ],
)  # fmt: skip
def test_what_a_cell_says(
    text: str, *, of_absence: bool, state: tuple[bool, bool] | None
) -> None:
    assert state_of(text, of_absence=of_absence) == state
