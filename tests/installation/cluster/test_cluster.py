# SPDX-License-Identifier: EUPL-1.2
"""A cluster is started, shared, stopped, killed and mended; real processes throughout."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.rig.heard import Heard

from gemensam.installation.cluster import Cluster, Server
from gemensam.installation.cluster.binaries import binaries
from gemensam.installation.cluster.liveness import State, state_of
from gemensam.installation.locks import try_lock
from gemensam.installation.paths import Paths

AS_ROOT = os.geteuid() == 0
NOBODY = 65534
Start = Callable[..., Any]
Eventually = Callable[..., None]


def remember(server: Server, number: int) -> None:
    with psycopg.connect(server.url("owner")) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        owner.execute("INSERT INTO kept VALUES (%s)", [number])


def remembered(server: Server) -> list[int]:
    with psycopg.connect(server.url("app")) as app:
        return [n for (n,) in app.execute("SELECT number FROM kept ORDER BY 1")]


def postmaster_pid(paths: Paths) -> int:
    text = (paths.postgres / "data" / "postmaster.pid").read_text()
    return int(text.split("\n")[0])


def is_over(paths: Paths) -> bool:
    """Nothing of the server is left: its lock, which every part of it holds, is free."""
    lock = try_lock(paths.postgres / "server.lock")
    if lock is not None:
        os.close(lock)
    return lock is not None


def test_data_stay_and_the_server_goes(new_cluster: Cluster, paths: Paths) -> None:
    cluster = new_cluster
    with cluster.running() as server:
        assert server.started_here
        remember(server, 1)
        socket = server.socket
    assert state_of(socket) is State.ABSENT
    assert is_over(paths)
    with cluster.running() as server:
        remember(server, 2)
        assert remembered(server) == [1, 2]


def test_whoever_finds_it_running_leaves_it_running(cluster: Cluster) -> None:
    with cluster.running() as mine:
        with cluster.running() as theirs:
            assert not theirs.started_here
            assert theirs.url() == mine.url()
            assert not theirs.keep_alive()
        psycopg.connect(mine.url()).close()


def test_two_starters_at_once_make_one_server(program: Start, paths: Paths) -> None:
    both = [program("--quiet"), program("--quiet")]
    said = [one.said() for one in both]
    assert sorted(str(one["here"]) for one in said) == ["False", "True"]
    assert said[0]["url"] == said[1]["url"]
    starter, user = sorted(both, key=lambda one: not said[both.index(one)]["here"])
    with psycopg.connect(str(said[0]["url"])) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert user.end() == 0
        assert connection.execute("SELECT 2").fetchone() == (2,)
    assert starter.end() == 0
    assert is_over(paths)


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize(
    ("signum", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, -signal.SIGINT)],
)
def test_a_signal_stops_it_before_its_starter_ends(
    program: Start, paths: Paths, signum: int, code: int
) -> None:
    one = program("--quiet")
    one.said()
    assert one.end(signum) == code
    assert is_over(paths)
    assert not (paths.postgres / "data" / "postmaster.pid").exists()


def test_it_falls_with_a_killed_starter(
    program: Start,
    cluster: Cluster,
    paths: Paths,
    eventually: Eventually,
) -> None:
    one = program("--quiet")
    url = str(one.said()["url"])
    with psycopg.connect(url, autocommit=True) as connection:
        one.end(signal.SIGKILL)
        eventually(lambda: is_over(paths))
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with cluster.running() as server:
        assert server.started_here


def test_a_server_left_behind_is_replaced(
    program: Start, cluster: Cluster, paths: Paths, told: Heard
) -> None:
    """Where the kernel does not tell children that their parent died."""
    one = program("--quiet", LEFT_BEHIND="1")
    one.said()
    before = postmaster_pid(paths)
    one.end(signal.SIGKILL)
    assert state_of(paths.postgres / "socket") is State.READY
    with cluster.running() as server:
        assert server.started_here
        assert postmaster_pid(paths) != before
    assert is_over(paths)
    assert told == []


def test_a_killed_server_is_brought_back(
    cluster: Cluster,
    paths: Paths,
    told: Heard,
    eventually: Eventually,
) -> None:
    with cluster.running() as server:
        remember(server, 1)
        assert not server.keep_alive()
        os.kill(postmaster_pid(paths), signal.SIGKILL)
        eventually(server.keep_alive)
        assert remembered(server) == [1]
    assert is_over(paths)
    assert "The database has died; it is started again." in told


def test_a_killed_backend_is_the_servers_own_affair(
    cluster: Cluster,
    eventually: Eventually,
) -> None:
    with cluster.running() as server:
        remember(server, 1)
        with psycopg.connect(server.url()) as app:
            os.kill(app.info.backend_pid, signal.SIGKILL)
            with pytest.raises(psycopg.OperationalError):
                app.execute("SELECT 1")

        def mended() -> bool:
            with suppress(psycopg.OperationalError):
                return remembered(server) == [1]
            return False

        eventually(mended)
        assert not server.keep_alive()


def test_the_terminals_signals_do_not_reach_it(cluster: Cluster, paths: Paths) -> None:
    """Ctrl-C goes to a whole session; the web server must stop before the database."""
    with cluster.running():
        assert os.getsid(postmaster_pid(paths)) != os.getsid(0)


@pytest.mark.parametrize("name", ["data/postmaster.pid", "socket/.s.PGSQL.5432.lock"])
def test_another_programs_process_number_does_not_keep_it_from_starting(
    cluster: Cluster, paths: Paths, name: str
) -> None:
    """After a reboot the number in a file left behind may be anybody's."""
    left = paths.postgres / name
    with cluster.running() as server:
        remember(server, 1)
        stale = left.read_text()
    owner = (paths.postgres / "data").stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if AS_ROOT else None) as other:
        try:
            left.write_text("\n".join([str(other.pid), *stale.split("\n")[1:]]))
            with cluster.running() as server:
                assert remembered(server) == [1]
            assert other.poll() is None
        finally:
            other.kill()


@pytest.mark.parametrize("content", ["", "not a number\n"])
@pytest.mark.parametrize("name", ["data/postmaster.pid", "socket/.s.PGSQL.5432.lock"])
def test_a_cut_process_file_does_not_keep_it_from_starting(
    cluster: Cluster, paths: Paths, name: str, content: str
) -> None:
    (paths.postgres / name).write_text(content)
    with cluster.running() as server:
        psycopg.connect(server.url()).close()


@pytest.mark.usefixtures("cluster")
def test_a_server_started_by_hand_is_left_alone(
    paths: Paths,
    environ: dict[str, str],
    program: Start,
    eventually: Eventually,
) -> None:
    data = paths.postgres / "data"
    by_hand = [binaries(environ).program("postgres"), "-D", str(data), "-h", ""]
    with subprocess.Popen(
        [*by_hand, "-k", str(paths.postgres / "socket"), "-p", "6000"],
        cwd="/",
        stderr=subprocess.DEVNULL,
        user=data.stat().st_uid if AS_ROOT else None,
    ) as other:
        try:
            pid_file = data / "postmaster.pid"
            eventually(lambda: pid_file.exists() and "ready" in pid_file.read_text())
            said = program("--quiet").said()
            assert said["error"] == "StillRunningError"
            assert str(other.pid) in str(said["text"])
            assert other.poll() is None
        finally:
            other.send_signal(signal.SIGINT)


@pytest.mark.parametrize("delay", [0.05, 0.3])
def test_killed_while_the_database_is_made(
    program: Start,
    new_cluster: Cluster,
    paths: Paths,
    delay: float,
    eventually: Eventually,
) -> None:
    one = program("--quiet")
    eventually(lambda: list(paths.postgres.glob("setup-*")))
    threading.Event().wait(delay)
    one.end(signal.SIGKILL)
    with new_cluster.running() as server:
        remember(server, 1)
        assert remembered(server) == [1]
        assert list(paths.postgres.glob("setup-*")) == []


def test_lost_passwords_are_made_anew(
    cluster: Cluster, paths: Paths, told: Heard
) -> None:
    with cluster.running() as server:
        remember(server, 1)
        before = server.url()
    (paths.keys / "postgres.json").unlink()
    with cluster.running() as server:
        assert server.url() != before
        assert remembered(server) == [1]
    assert "The database's passwords were lost; it gets new ones." in told


def test_only_the_main_thread_may_start_it(cluster: Cluster) -> None:
    found: list[BaseException] = []

    def start() -> None:
        try:
            with cluster.running():
                pass
        except RuntimeError as error:
            found.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert [str(error) for error in found] == [
        "start the database from the main thread"
    ]


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_an_ordinary_user(program: Start, paths: Paths, spot: Path) -> None:
    home = spot / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    changed = {"GEMENSAM_VAR": str(home / "var"), "HOME": ""}
    one = program("--uid", str(NOBODY), "--quiet", **changed)
    with psycopg.connect(str(one.said()["url"])) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert one.end(signal.SIGTERM) == 143
    modes = {
        path.name: oct(path.stat().st_mode & 0o777)
        for path in home.rglob("*")
        if path.is_dir() and path.parent in {home, home / "var"}
    }
    assert set(modes.values()) == {"0o700"}


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_a_user_without_an_account_is_told(program: Start, spot: Path) -> None:
    home = spot / "home"
    home.mkdir()
    os.chown(home, 54321, 54321)
    one = program("--uid", "54321", "--quiet", GEMENSAM_VAR=str(home / "var"))
    said = one.said()
    assert said["error"] == "NotAllowedError"
    assert "54321 has no account" in str(said["text"])
    assert one.end() == 77
