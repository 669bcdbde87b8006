# SPDX-License-Identifier: EUPL-1.2
"""The restore drill: what comes back is proved equal, and nothing is lost on the way."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from gemensam.installation.backup import (
    Source,
    Target,
    check_backup,
    make_backup,
    move_database,
    restore,
)
from gemensam.installation.backup.create import ExistsError
from gemensam.installation.backup.dump import DumpError, NotEmptyError
from gemensam.installation.backup.manifest import DamagedError, UnknownFormatError
from gemensam.installation.backup.shape import NotEqualError, Shape, require_equal
from gemensam.installation.cluster import Cluster, Server
from gemensam.installation.cluster.binaries import Binaries, binaries
from gemensam.installation.disk import DiskFullError
from gemensam.installation.locks import BusyError, locked
from gemensam.installation.paths import paths_of

AT = datetime(2026, 11, 23, 12, 15, tzinfo=timezone(timedelta(hours=1)))
NAME = "gemensam-20261123T111500Z"
OLD_POSTGRES = Path("/usr/lib/postgresql/15/bin")

CONTENT = """
    CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY, text text);
    CREATE TABLE "Större tabell" (id int PRIMARY KEY);
    INSERT INTO event (text) SELECT 'händelse ' || n FROM generate_series(1, 300) n;
    INSERT INTO "Större tabell" SELECT generate_series(1, 7);
    REVOKE UPDATE, DELETE ON event FROM gemensam_app;
    CREATE VIEW last AS SELECT max(id) FROM event;
    CREATE EXTENSION pg_trgm;
"""


@pytest.fixture(scope="module")
def programs() -> Binaries:
    return binaries({})


@pytest.fixture
def source(server: Server, tmp_path: Path) -> Iterator[Source]:
    server.create_database("original")
    with psycopg.connect(server.url("owner", "original")) as owner:
        owner.execute(CONTENT)
    files = tmp_path / "files"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "blob").write_bytes(b"\0\1\2" * 500_000)
    (files / "räkning å.pdf").write_bytes("ö".encode())
    (files / "empty").touch()
    yield Source(url=server.url("owner", "original"), files=files)
    for name in server.databases():
        if name.startswith("original"):
            server.drop_database(name)


@pytest.fixture
def backup(source: Source, tmp_path: Path, programs: Binaries) -> Path:
    into = tmp_path / "backup"
    return make_backup(source, into=into, at=AT, product="1.2.3", programs=programs)


@pytest.fixture
def target(server: Server, source: Source) -> Target:
    return Target(databases=server, database="original", files=source.files)


def rows(server: Server, database: str) -> tuple[int, int]:
    with psycopg.connect(server.url("owner", database)) as owner:
        found = owner.execute(
            'SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM "Större tabell")'
        ).fetchone()
    assert found is not None
    return found


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_says_what_is_in_it(backup: Path, source: Source) -> None:
    assert backup.name == NAME
    manifest = check_backup(backup)
    assert (manifest.product, manifest.made_at) == ("1.2.3", AT)
    assert manifest.shape.tables == {"public.event": 300, "public.Större tabell": 7}
    assert manifest.shape.rights["public.event"] == (
        "gemensam_app INSERT",
        "gemensam_app SELECT",
        "gemensam_reader SELECT",
    )
    assert {name: e.sha256 for name, e in manifest.files.items()} == tree(source.files)
    assert manifest.files["ab/blob"].bytes == 1_500_000


def test_a_backup_is_private_and_holds_no_key(backup: Path, server: Server) -> None:
    for path in (backup, *backup.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
    content = b"".join(
        path.read_bytes() for path in backup.rglob("*") if path.is_file()
    )
    for password in server.passwords.values():
        assert password.encode() not in content


def test_what_was_changed_since_is_undone_and_kept(
    backup: Path, target: Target, server: Server, programs: Binaries
) -> None:
    saved = tree(target.files)
    with psycopg.connect(server.url("owner", "original")) as owner:
        owner.execute('DELETE FROM event WHERE id > 10; DROP TABLE "Större tabell"')
        owner.execute('CREATE TABLE "Större tabell" (id int)')
    (target.files / "empty").write_text("not any more")
    changed = tree(target.files)

    restored = restore(backup, target, at=AT, programs=programs)

    assert rows(server, "original") == (300, 7)
    assert tree(target.files) == saved
    assert restored.kept_database == "original_before_20261123t111500z"
    assert rows(server, restored.kept_database) == (10, 0)
    assert tree(restored.kept_files) == changed
    with psycopg.connect(server.url("app", "original"), autocommit=True) as app:
        app.execute("INSERT INTO event (text) VALUES ('more')")
        assert app.execute("SELECT max FROM last").fetchone() == (301,)
        for forbidden in ("DELETE FROM event", "UPDATE event SET text = ''"):
            with pytest.raises(errors.InsufficientPrivilege):
                app.execute(forbidden)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("database.dump", "database.dump"),
        ("files/ab/blob", "files/ab/blob"),
        ("manifest.json", "manifest.json"),
        ("manifest.sha256", "manifest.json"),
    ],
)
@pytest.mark.parametrize("harm", [flip, Path.unlink])
def test_one_flipped_bit_or_lost_file_is_found_before_anything_happens(
    backup: Path,
    target: Target,
    programs: Binaries,
    name: str,
    named: str,
    harm: Callable[[Path], None],
) -> None:
    harm(backup / name)
    before = target.databases.databases(), tree(target.files)  # type: ignore[attr-defined]
    with pytest.raises(DamagedError) as found:
        restore(backup, target, at=AT, programs=programs)
    assert found.value.values["names"] == named
    assert before == (target.databases.databases(), tree(target.files))  # type: ignore[attr-defined]


def resealed(backup: Path, change: Callable[[dict[str, object]], None]) -> None:
    text = json.loads((backup / "manifest.json").read_bytes())
    change(text)
    content = json.dumps(text).encode()
    (backup / "manifest.json").write_bytes(content)
    seal = hashlib.sha256(content).hexdigest()
    (backup / "manifest.sha256").write_text(seal)


def test_counts_that_do_not_match_stop_it(
    backup: Path, target: Target, server: Server, programs: Binaries
) -> None:
    def lie(text: dict[str, object]) -> None:
        text["tables"] = {"public.event": 301, "public.Större tabell": 7}

    resealed(backup, lie)
    before = (
        server.databases(),
        tree(target.files),
        sorted(target.files.parent.iterdir()),
    )
    with pytest.raises(NotEqualError, match=r"public\.event rows 300 instead of 301"):
        restore(backup, target, at=AT, programs=programs)
    after = (
        server.databases(),
        tree(target.files),
        sorted(target.files.parent.iterdir()),
    )
    assert before == after


def test_a_failed_swap_puts_the_files_back(
    backup: Path, target: Target, server: Server, programs: Binaries
) -> None:
    (target.files / "new").write_text("new")
    before = tree(target.files)
    server.create_database("original_before_20261123t111500z")
    with pytest.raises(errors.DuplicateDatabase):
        restore(backup, target, at=AT, programs=programs)
    assert tree(target.files) == before
    assert rows(server, "original") == (300, 7)
    assert sorted(path.name for path in target.files.parent.iterdir()) == [
        "backup",
        "files",
    ]


def test_a_path_out_of_the_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"secret")

    def point_outside(text: dict[str, object]) -> None:
        digest = hashlib.sha256(b"secret").hexdigest()
        text["files"] = {"../../../outside": {"bytes": 6, "sha256": digest}}

    resealed(backup, point_outside)
    with pytest.raises(DamagedError, match="outside"):
        check_backup(backup)


def test_a_newer_format_is_not_guessed_at(backup: Path) -> None:
    resealed(backup, lambda text: text.update(format=2))
    with pytest.raises(UnknownFormatError, match="format 2; this version reads 1"):
        check_backup(backup)


def test_the_snapshot_is_one_moment(
    source: Source, tmp_path: Path, programs: Binaries, server: Server
) -> None:
    """Rows written while the backup runs are neither counted nor saved."""
    writer = psycopg.connect(server.url("owner", "original"), autocommit=True)

    def write(_: str, /, **_values: object) -> None:
        writer.execute("INSERT INTO event (text) VALUES ('late')")

    into = tmp_path / "b"
    backup = make_backup(
        source, into=into, at=AT, product="1", programs=programs, progress=write
    )
    writer.close()
    counted = check_backup(backup).shape.tables["public.event"]
    assert (counted, rows(server, "original")[0]) == (301, 302)
    target = Target(databases=server, database="original", files=source.files)
    restore(backup, target, at=AT, programs=programs)
    assert rows(server, "original")[0] == 301


def test_two_backups_of_one_second_and_two_at_once(
    backup: Path, source: Source, programs: Binaries
) -> None:
    into = backup.parent
    with pytest.raises(ExistsError):
        make_backup(source, into=into, at=AT, product="1", programs=programs)
    later = AT + timedelta(seconds=1)
    with locked(into / ".lock"), pytest.raises(BusyError):
        make_backup(source, into=into, at=later, product="1", programs=programs)
    (into / ".unfinished-killed").mkdir()
    make_backup(source, into=into, at=later, product="1", programs=programs)
    assert sorted(one.name for one in into.iterdir()) == [
        ".lock",
        NAME,
        "gemensam-20261123T111501Z",
    ]


def test_links_are_not_followed_out_of_the_files(
    source: Source, tmp_path: Path, programs: Binaries
) -> None:
    (source.files / "link").symlink_to("/etc/passwd")
    made = make_backup(
        source, into=tmp_path / "b", at=AT, product="1", programs=programs
    )
    assert "link" not in check_backup(made).files
    assert not (made / "files" / "link").exists()


def test_a_full_disk_leaves_no_backup(
    source: Source, programs: Binaries, small_disk: Callable[[str, int], Path]
) -> None:
    disk = small_disk("disk", 2)
    with pytest.raises(DiskFullError, match="The backup needs"):
        make_backup(source, into=disk / "b", at=AT, product="1", programs=programs)
    assert [one.name for one in (disk / "b").iterdir()] == [".lock"]


def test_a_disk_that_fills_on_the_way_leaves_no_backup(
    source: Source,
    programs: Binaries,
    small_disk: Callable[[str, int], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gemensam.installation.backup.create._needed", lambda _: 0)
    disk = small_disk("disk", 1)
    with pytest.raises(DiskFullError, match="disk is full"):
        make_backup(source, into=disk / "b", at=AT, product="1", programs=programs)
    assert [one.name for one in (disk / "b").iterdir()] == [".lock"]


def test_a_database_moves_whole(
    source: Source, server: Server, programs: Binaries
) -> None:
    server.create_database("original_moved")
    moved = server.url("owner", "original_moved")
    shape = move_database(source.url, moved, programs=programs)
    assert shape.tables == {"public.event": 300, "public.Större tabell": 7}
    assert rows(server, "original_moved") == (300, 7)
    with (
        psycopg.connect(server.url("app", "original_moved")) as app,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        app.execute("DELETE FROM event")


def test_it_moves_only_into_an_empty_database(
    source: Source, server: Server, programs: Binaries
) -> None:
    with pytest.raises(NotEmptyError, match="original is not empty"):
        move_database(source.url, source.url, programs=programs)
    assert rows(server, "original") == (300, 7)


@pytest.mark.parametrize(
    ("at_source", "at_target", "told"),
    [
        ("REVOKE SELECT ON event_id_seq FROM gemensam_owner", "", "event_id_seq"),
        ("", "CREATE DOMAIN event AS int", "already exists"),
    ],
)
def test_a_copy_that_fails_is_told(
    source: Source,
    server: Server,
    programs: Binaries,
    at_source: str,
    at_target: str,
    told: str,
) -> None:
    server.create_database("original_moved")
    moved = server.url("owner", "original_moved")
    with psycopg.connect(source.url) as here, psycopg.connect(moved) as there:
        here.execute(at_source or "SELECT")
        there.execute(at_target or "SELECT")
    with pytest.raises(DumpError, match=told):
        move_database(source.url, moved, programs=programs)


@pytest.mark.skipif(
    not OLD_POSTGRES.is_dir(), reason="no PostgreSQL 15 on this machine"
)
def test_it_moves_to_an_older_server(
    source: Source, spot: Path, environ: dict[str, str], programs: Binaries
) -> None:
    old = {**environ, "GEMENSAM_POSTGRES_BIN": str(OLD_POSTGRES)}
    cluster = Cluster(paths_of(spot, environ=old), durable=False, environ=old)
    with cluster.running() as server:
        server.create_database("moved")
        move_database(source.url, server.url("owner", "moved"), programs=programs)
        assert rows(server, "moved") == (300, 7)
        with psycopg.connect(server.url("owner", "moved")) as owner:
            assert owner.info.server_version // 10000 == 15


def test_differences_are_named_a_few_at_a_time() -> None:
    original = Shape(
        tables={f"t{n}": 1 for n in range(9)}, rights={"t0": ("app SELECT",)}
    )
    require_equal(original, original)
    with pytest.raises(NotEqualError) as found:
        require_equal(replace(original, tables={}), original)
    assert found.value.values["differences"] == (
        "t0 rows none instead of 1; t1 rows none instead of 1; t2 rows none instead of 1;"
        " t3 rows none instead of 1; t4 rows none instead of 1; …"
    )
    with pytest.raises(NotEqualError, match="t0 rights none instead"):
        require_equal(replace(original, rights={}), original)


def test_no_password_is_seen_among_the_processes(
    source: Source, server: Server, programs: Binaries
) -> None:
    from gemensam.installation.backup.dump import dump_arguments, load_arguments

    shown = [
        *dump_arguments(source.url, snapshot="x", programs=programs),
        *load_arguments(source.url, programs=programs),
    ]
    assert server.passwords["owner"] not in " ".join(shown)
    assert "gemensam_owner" in " ".join(shown)
