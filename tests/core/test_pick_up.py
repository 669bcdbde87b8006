# SPDX-License-Identifier: EUPL-1.2
"""The folder: taken when whole, once, whatever breaks off; nothing followed, nothing left."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

import pytest
from tests.rig.imported import in_a_test

from gemensam.core import clock
from gemensam.core.by import CONSOLE, JOB
from gemensam.core.enums import PickUpState
from gemensam.core.imports import actions, pickup
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.named import OTHER_MONTH, remark_on_name
from gemensam.core.imports.pickup import folders, looking, putting, taking
from gemensam.core.imports.report import issues_of
from gemensam.core.models import AuditEvent, Import, PickUp, StoredFile
from gemensam.core.ports import importers
from gemensam.costing.importers.ledger_table import write
from gemensam.costing.models import LedgerRow
from gemensam.formats.issues import IssueLog
from gemensam.group.models import LegalEntity

HEAD = "Konto;Ansvar;Datum;Belopp;Verifikat\r\n"
PERSON = "19121212-1212"
ROSTER = (
    "Personnummer;Befattning;Månadslön;Ansvar\r\n"
    f"{PERSON};Ekonom;38500;101\r\n191212121212;Ekonom;38500;101\r\n"
)


@pytest.fixture(autouse=True)
def durable(empty: str) -> None:
    """An import may be committed within the transaction that the test takes back."""
    assert empty
    in_a_test()


class Killed(BaseException):
    """The worker dies: nothing in it can do anything about that."""


class Folder:
    """The folder, and the time that passes between looks."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self._passed = timedelta(0)

    def put(self, name: str, text: str, *, kind: str = "ledger_table") -> Path:
        path = self.at / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def look(self) -> pickup.Looked | None:
        return pickup.look(now=self._now, by=JOB)

    def wait(self) -> None:
        self._passed += looking.STILL

    def taken(self) -> None:
        """Two looks: the first sees the file, the second that it is whole."""
        self.look()
        self.wait()
        self.look()

    def holds(self) -> list[str]:
        """Everything below it but folders, without the numbers before the names."""
        found = (one for one in self.at.rglob("*") if not one.is_dir())
        return sorted(
            f"{one.parent.name}/{one.name.partition('-')[2] or one.name}"
            for one in found
        )

    def _now(self) -> datetime:
        return clock.now() + self._passed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setattr(settings, "INBOX", tmp_path / "inbox")
    return Folder(tmp_path / "inbox")


@pytest.fixture
def town(empty: str) -> LegalEntity:
    assert empty
    return LegalEntity.objects.create(
        name="Lindhaga kommun", kind="municipality", chart="kommun-bas"
    )


def ledger(month: int, count: int = 12) -> str:
    lines = [
        f"{5010 + n % 5};{100 + n % 3};2031-{month:02}-03;{n},50;{month}{n:03}\r\n"
        for n in range(1, count + 1)
    ]
    return HEAD + "".join(lines)


def by_hand(text: str) -> Import:
    """A person imports the first file of its kind."""
    from io import BytesIO

    record = actions.receive(
        BytesIO(text.encode()),
        kind="ledger_table",
        name="hand.csv",
        by=CONSOLE,
        at=clock.now(),
    )
    record = actions.read(record, at=clock.now())
    return actions.commit(record, by=CONSOLE, at=clock.now())


def states() -> list[str]:
    return list(PickUp.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.usefixtures("town")
def test_the_first_of_its_kind_waits_for_a_person_and_the_next_does_not(
    folder: Folder,
) -> None:
    folder.put("jan.csv", ledger(1))
    folder.taken()
    assert states() == ["waiting"]
    assert folder.holds() == ["waiting/jan.csv", "waiting/jan.csv.txt"]
    assert not LedgerRow.objects.exists()
    (waits,) = pickup.waiting()
    assert waits.why["text"] == taking.FIRST
    assert waits.record is not None
    folder.look()
    assert states() == ["waiting"], "it waits as long as nobody decides"
    actions.commit(waits.record, by=CONSOLE, at=clock.now())
    assert pickup.waiting() == []
    folder.look()
    assert states() == ["done"]
    assert folder.holds() == ["done/jan.csv", "done/jan.csv.txt"]
    folder.put("feb.csv", ledger(2))
    folder.taken()
    assert states() == ["done", "done"]
    assert LedgerRow.objects.count() == 24
    told = (folder.at / "ledger_table/done").glob("*feb.csv.txt")
    assert "Importe" in next(told).read_text(encoding="utf-8-sig")
    events = AuditEvent.objects.filter(aggregate=f"core.pickup:{waits.pk}")
    assert list(events.order_by("seq").values_list("action", "origin")) == [
        ("pickup.taken", "job"),
        ("pickup.waiting", "job"),
        ("pickup.done", "job"),
    ]


@pytest.mark.usefixtures("town")
def test_a_person_who_decides_against_it_has_it_refused(folder: Folder) -> None:
    folder.put("jan.csv", ledger(1))
    folder.taken()
    record = Import.objects.get()
    actions.undo(record, by=CONSOLE, at=clock.now())
    folder.look()
    assert states() == ["refused"]
    assert folder.holds() == ["refused/jan.csv", "refused/jan.csv.txt"]


@pytest.mark.usefixtures("town")
def test_the_same_file_again_changes_nothing(folder: Folder) -> None:
    by_hand(ledger(1))
    for name in ("feb.csv", "igen.csv"):
        folder.put(name, ledger(2))
        folder.taken()
    assert LedgerRow.objects.count() == 24
    newest = Import.objects.order_by("-pk").values_list("state", flat=True)
    assert list(newest) == ["unchanged", "committed", "committed"]
    assert states() == ["done", "done"]


@pytest.mark.usefixtures("town")
def test_what_is_still_written_is_left_alone(folder: Folder) -> None:
    by_hand(ledger(1))
    path = folder.put("feb.csv", ledger(2, 3))
    folder.put("mars.csv.part", ledger(3))
    folder.put("~$april.xlsx", "x")
    folder.look()
    folder.look()
    assert states() == ["seen"], "two looks at once tell nothing"
    for count in (6, 9, 12):
        folder.wait()
        path.write_text(ledger(2, count), encoding="utf-8")
        folder.look()
        assert states() == ["seen"]
    folder.wait()
    folder.look()
    assert states() == ["done"]
    assert LedgerRow.objects.count() == 24
    (folder.at / "ledger_table/mars.csv.part").rename(folder.at / "ledger_table/m.csv")
    folder.taken()
    assert LedgerRow.objects.count() == 36


@pytest.mark.usefixtures("town")
def test_what_changes_while_it_is_taken_is_not_taken(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand(ledger(1))
    path = folder.put("feb.csv", ledger(2, 3))
    receive = actions.receive

    def slow(*given: Any, **named: Any) -> Import:
        record = receive(*given, **named)
        path.write_text(ledger(2, 12), encoding="utf-8")
        return record

    monkeypatch.setattr(actions, "receive", slow)
    folder.taken()
    monkeypatch.setattr(actions, "receive", receive)
    assert states() == ["seen"]
    assert LedgerRow.objects.count() == 12
    folder.wait()
    folder.look()  # it is another size: seen anew
    folder.wait()
    folder.look()
    assert states() == ["done"]
    assert LedgerRow.objects.count() == 24
    assert Import.objects.filter(state="undone").count() == 1


def test_taken_away_before_it_was_read(folder: Folder) -> None:
    folder.put("jan.csv", ledger(1))
    folder.look()
    (folder.at / "ledger_table/jan.csv").unlink()
    folder.look()
    assert states() == ["gone"]
    assert folder.holds() == []


# ------------------------------------------------------------------ killed anywhere


def after(target: Any, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """The worker dies when `name` has been done."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real = getattr(target, name)

        def dies(*given: Any, **named: Any) -> Any:
            real(*given, **named)
            raise Killed

        patch.setattr(target, name, dies)

    return plant


def before(target: Any, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    def plant(patch: pytest.MonkeyPatch) -> None:
        def dies(*given: Any, **named: Any) -> Any:
            raise Killed

        patch.setattr(target, name, dies)

    return plant


WRITER = "gemensam.costing.importers.ledger_table.importer"
DEATHS = {
    "before it is received": before(actions, "receive"),
    "received, the look not told": after(actions, "receive"),
    "told": after(taking, "_receive"),
    "read": after(actions, "read"),
    "half imported": after(write, "write"),
    "imported": after(actions, "commit"),
    "the text is there": before(putting, "_move"),
    "moved": after(putting, "_move"),
    "put": after(putting, "put"),
}


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("where", DEATHS)
def test_killed_anywhere_the_next_look_goes_on(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    by_hand(ledger(1))
    folder.put("feb.csv", ledger(2))
    folder.look()
    folder.wait()
    with monkeypatch.context() as patch:
        if where == "half imported":
            patch.setattr(f"{WRITER}.write", _dying(write.write))
        else:
            DEATHS[where](patch)
        with pytest.raises(Killed):
            folder.look()
    folder.wait()
    folder.look()
    assert states() == ["done"]
    assert LedgerRow.objects.count() == 24, "nothing lost, nothing doubled"
    assert Import.objects.filter(original_name="feb.csv").count() == 1
    assert StoredFile.objects.count() == 2
    assert folder.holds() == ["done/feb.csv", "done/feb.csv.txt"]
    assert AuditEvent.objects.filter(action="pickup.done").count() == 1


def _dying(real: Callable[..., Any]) -> Callable[..., Any]:
    def dies(*given: Any, **named: Any) -> None:
        real(*given, **named)
        raise Killed

    return dies


@pytest.mark.usefixtures("town")
def test_a_file_that_kills_every_look_is_left_to_a_person(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand(ledger(1))
    folder.put("feb.csv", ledger(2))
    folder.put("mars.csv", ledger(3))
    folder.look()
    read = actions.read

    def breaks(record: Import, **named: Any) -> Import:
        if record.original_name == "feb.csv":
            raise MemoryError
        return read(record, **named)

    monkeypatch.setattr(actions, "read", breaks)
    looks = []
    for _time in range(taking.TRIES + 1):
        folder.wait()
        looks.append(folder.look())
    assert [one.broke for one in looks if one] == [1] * taking.TRIES + [0]
    assert states() == ["waiting", "done"], "the others are taken all the while"
    assert PickUp.objects.order_by("pk")[0].why["text"] == taking.BROKE_OFF


def test_one_look_at_a_time(folder: Folder) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_lock(hashtextextended(%s, 0))", [looking.LOCK]
            )
            assert folder.look() is None
            cursor.execute("SELECT pg_advisory_unlock_all()")
        assert folder.look() is not None
        assert folder.look() is not None, "it is let go of"
    finally:
        other.close()


# ---------------------------------------------------------------- personal numbers


def bytes_below(top: Path) -> Iterator[bytes]:
    for path in top.rglob("*"):
        yield os.fsencode(path.name)
        if path.is_file() and not path.is_symlink():
            yield path.read_bytes()


def has_number(parts: Iterator[bytes]) -> bool:
    wanted = (PERSON, "191212121212", "121212-1212", "1212121212")
    return any(
        one.encode(code) in part
        for part in parts
        for one in wanted
        for code in ("utf-8", "utf-16-le")
    )


def rows_as_bytes() -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row.encode() for (row,) in cursor.fetchall())


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("text", [ROSTER, "Personnummer;Befattning\r\n", f"x {PERSON}"])
def test_nothing_with_a_personal_number_is_left(folder: Folder, text: str) -> None:
    folder.put(f"löner {PERSON}.csv", text, kind="staff_table")
    assert has_number(bytes_below(folder.at))
    folder.taken()
    assert states()[0] in {"waiting", "refused"}
    assert not has_number(bytes_below(folder.at))
    assert not has_number(bytes_below(Path(settings.VAR) / "files"))
    assert not has_number(rows_as_bytes())


@pytest.mark.usefixtures("town")
def test_the_original_goes_before_it_is_read_and_also_after_a_kill(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("personal.csv", ROSTER, kind="staff_table")
    folder.look()
    folder.wait()
    with monkeypatch.context() as patch:
        before(putting, "remove")(patch)
        with pytest.raises(Killed):
            folder.look()
    assert has_number(bytes_below(folder.at))
    with monkeypatch.context() as patch:
        before(actions, "read")(patch)
        with pytest.raises(Killed):
            folder.look()
    assert folder.holds() == []
    folder.look()
    assert states() == ["waiting"]
    assert Import.objects.count() == 1
    assert folder.holds() == ["waiting/personal.csv.txt"]


# ------------------------------------------------------------------------- hostile


@pytest.mark.usefixtures("town")
def test_what_may_not_be_taken_is_refused_and_never_followed(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand(ledger(1))
    monkeypatch.setattr(folders, "LARGEST", 1000)
    outside = tmp_path / "utanför.csv"
    outside.write_text(ledger(2), encoding="utf-8")
    before = outside.read_bytes()
    top = folder.put("stor.csv", ledger(3, 60)).parent
    (top / "länk.csv").symlink_to(outside)
    os.link(outside, top / "hård.csv")
    os.mkfifo(top / "rör.csv")
    (top / "rad\nbryt.csv").write_text(ledger(4), encoding="utf-8")
    (top / "vänd\u202ecsv.exe").write_text(ledger(5), encoding="utf-8")
    Path(os.fsdecode(os.fsencode(top) + b"/\xff\xfe.csv")).write_text(ledger(6))
    (top / ("n" * 250)).write_text(ledger(7))
    (top / "mapp").mkdir()
    folder.taken()
    assert states() == ["refused"] * 8
    assert LedgerRow.objects.count() == 12
    assert outside.read_bytes() == before
    assert sorted(one.name for one in top.iterdir()) == ["mapp", "refused"]
    texts = list((top / "refused").glob("*.txt"))
    assert len(texts) == 8
    assert all(one.name.isprintable() for one in texts)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("name", ["done", "waiting"])
def test_a_link_where_our_folder_is_to_be_leads_nothing_elsewhere(
    folder: Folder, tmp_path: Path, name: str
) -> None:
    if name == "done":
        by_hand(ledger(1))
    elsewhere = tmp_path / "annanstans"
    elsewhere.mkdir()
    path = folder.put("feb.csv", ledger(2))
    (path.parent / name).symlink_to(elsewhere)
    folder.taken()
    folder.look()
    assert list(elsewhere.iterdir()) == []
    assert sorted(states()) == sorted([name, "refused"]), "the link, as any link"
    assert not (path.parent / name).is_symlink()


@pytest.mark.usefixtures("town")
def test_a_link_in_the_place_of_a_kind_is_passed_by(
    folder: Folder, tmp_path: Path
) -> None:
    by_hand(ledger(1))
    elsewhere = tmp_path / "annanstans"
    elsewhere.mkdir()
    (elsewhere / "hemlig.csv").write_text("x", encoding="utf-8")
    folder.put("feb.csv", ledger(2))
    (folder.at / "volumes").symlink_to(elsewhere)
    folder.taken()
    assert states() == ["done"], "the others are looked into"
    assert [one.name for one in elsewhere.iterdir()] == ["hemlig.csv"]


def test_roles_are_never_imported_without_a_person(folder: Folder) -> None:
    text = "E-post;Namn;Befattning;Enhetskod\r\n"
    folder.put("p.csv", text, kind="people")
    Import.objects.create(
        kind="people",
        state="committed",
        original_name="x",
        original_sha256="0" * 64,
        original_size=1,
        received_at=clock.now(),
        committed_at=clock.now(),
    )
    folder.taken()
    assert states() == ["waiting"]
    assert PickUp.objects.get().why["text"] == taking.DECIDED


@pytest.mark.usefixtures("town")
def test_a_folder_within_answers_what_the_importer_asks(folder: Folder) -> None:
    by_hand(ledger(1))
    folder.put("year=2031/feb.csv", ledger(2))
    folder.put("accept_changed=yes/mars.csv", ledger(3))
    folder.put("year=snart/april.csv", ledger(4))
    folder.taken()
    assert sorted(states()) == ["done", "refused"]
    record = Import.objects.get(original_name="feb.csv")
    assert record.options == {"year": "2031"}
    assert folder.holds()[0] == "accept_changed=yes/mars.csv", "is no answer"


def test_every_folder_that_is_told_of_answers_what_is_asked(folder: Folder) -> None:
    assert not folder.holds()
    told = {kind: folders.answers(kind) for kind in importers()}
    assert [one for _label, one in told["tickets"]] == ["tickets/source=topdesk"]
    for kind, each in told.items():
        for _label, answer in each:
            top, name = answer.split("/")
            place = folders.inbox() / top / name
            place.mkdir(parents=True)
            (place / "fil.csv").write_bytes(b"1")
            (found,) = [one for one in folders.find() if one.path.parent == place]
            assert (found.kind, bool(found.options)) == (kind, True)


def test_other_columns_than_last_month_wait(folder: Folder, town: LegalEntity) -> None:
    assert town.pk
    by_hand(ledger(1))
    other = ledger(2).replace("Ansvar", "Kst").replace("Belopp", "Utfall kr")
    folder.put("feb.csv", other)
    folder.taken()
    assert states() == ["waiting"]
    assert PickUp.objects.get().why["text"] == taking.COLUMNS


def test_ended_states_are_those_that_have_a_place() -> None:
    assert putting.FOLDER.keys() == {
        PickUpState.DONE,
        PickUpState.WAITING,
        PickUpState.REFUSED,
    }


@pytest.mark.usefixtures("town")
def test_a_name_that_says_another_month_waits_for_a_person(folder: Folder) -> None:
    by_hand(ledger(1))
    folder.put("bokfört 2031-02.csv", ledger(2))
    folder.put("bokfört 2031-04.csv", ledger(3))
    folder.taken()
    assert sorted(states()) == ["done", "waiting"]
    (waits,) = pickup.waiting()
    assert waits.name == "bokfört 2031-04.csv"
    assert waits.why["text"] == taking.WRONG_MONTH
    assert waits.record is not None
    (issue,) = (
        one for one in issues_of(waits.record.report) if one.code == OTHER_MONTH.code
    )
    assert (issue.values["named"], issue.values["told"]) == ("2031-04", "2031-03")


MARCH, APRIL, JULY = (date(2026, month, 1) for month in (3, 4, 7))


@pytest.mark.parametrize(
    ("name", "months", "told"),
    [
        ("telefoni_2026-03.csv", [MARCH], None),
        ("telefoni_2026-03.csv", [MARCH, APRIL], None),
        ("telefoni_2026-03.csv", [APRIL, JULY], ("2026-03", "2026-04 – 2026-07")),
        ("202603.csv", [APRIL], ("2026-03", "2026-04")),
        ("mars 2026_03 rättad.csv", [APRIL], ("2026-03", "2026-04")),
        ("2026-03_2026-04.csv", [APRIL], None),
        ("uttag_2026-04-03.csv", [MARCH], None),  # the day on which it was made
        ("uttag_20260403.csv", [MARCH], None),
        ("2120202603.se", [APRIL], None),  # an organisation number
        ("2026.csv", [APRIL], None),
        ("telefoni_2026-03.csv", [], None),
    ],
)
def test_what_a_name_says_of_months(
    name: str, months: list[date], told: tuple[str, str] | None
) -> None:
    reading = Reading(Import(original_name=name), IssueLog(), {}, clock.now())
    remark_on_name(reading, months)
    said = [(issue.values["named"], issue.values["told"]) for issue in reading.log]
    assert said == ([told] if told else [])
