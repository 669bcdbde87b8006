# SPDX-License-Identifier: EUPL-1.2
"""A server that will not stop, one that will not start, and what is left in /tmp."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.rig.heard import Heard

from gemensam.installation.cluster import (
    Cluster,
    cluster as module,
    postmaster,
    throwaway,
)
from gemensam.installation.cluster.liveness import State
from gemensam.installation.cluster.postmaster import StartFailedError
from gemensam.installation.locks import try_lock
from gemensam.installation.paths import Paths
from gemensam.installation.tell import silent, to_terminal


def postmaster_pid(paths: Paths) -> int:
    text = (paths.postgres / "data" / "postmaster.pid").read_text()
    return int(text.split("\n")[0])


def test_a_server_that_hangs_is_killed_in_steps(
    cluster: Cluster, paths: Paths, told: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmaster.stop, "__kwdefaults__", {"patience": 0.3})
    with cluster.running() as server:
        with psycopg.connect(server.url("owner")) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(postmaster_pid(paths), signal.SIGSTOP)
    assert told == [
        "The database does not stop; it is ended at once.",
        "The database does not end; it is killed.",
    ]
    with cluster.running() as server, psycopg.connect(server.url()) as app:
        assert app.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_server_that_never_answers_is_given_up(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmaster, "PATIENCE", 0.3)
    monkeypatch.setattr(postmaster, "state_of", lambda _: State.ABSENT)
    with pytest.raises(StartFailedError, match="it said nothing"), cluster.running():
        pass


def test_recovery_is_waited_for_with_a_word(
    cluster: Cluster, told: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than our patience with a silent server: it is busy, not silent."""
    states = iter([State.BUSY] * 8 + [State.READY])
    clock = iter(range(0, 10_000, 30))
    monkeypatch.setattr(postmaster, "state_of", lambda _: next(states))
    monkeypatch.setattr(postmaster.time, "monotonic", lambda: next(clock))  # type: ignore[attr-defined]

    class Living:
        alive = True
        socket = Path("/")

    postmaster.wait_until_ready(Living(), tell=told.tell)  # type: ignore[arg-type]
    assert set(told) == {"The database is being put in order after a crash …"}


def test_a_damaged_database_is_told_with_the_servers_words(
    cluster: Cluster, paths: Paths
) -> None:
    (paths.postgres / "data" / "global" / "pg_control").write_bytes(bytes(8192))
    with (
        pytest.raises(StartFailedError, match="incompatible with server"),
        cluster.running(),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_elses_database_is_refused(
    program: Callable[..., Any], spot: Path
) -> None:
    home = spot / "home"
    (home / "var" / "postgres" / "data").mkdir(parents=True)
    for folder in (home, home / "var", home / "var" / "postgres"):
        os.chown(folder, 65534, 65534)
        folder.chmod(0o700)
    os.chown(home / "var" / "postgres" / "data", 4711, 4711)
    said = program("--uid", "65534", GEMENSAM_VAR=str(home / "var")).said()
    assert said["error"] == "NotAllowedError"
    assert "belongs to user 4711, not to 65534" in str(said["text"])


def test_what_a_killed_test_run_left_is_removed(
    made_once: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "THROWAWAY", "gemensam-tried-")
    left, used, strange = (
        Path(tempfile.mkdtemp(prefix="gemensam-tried-", dir="/tmp")) for _ in range(3)
    )
    for folder in (left, used):
        shutil.copytree(
            made_once, folder / "var", ignore=shutil.ignore_patterns("data", "socket")
        )
    lock = try_lock(used / "var" / "postgres" / "server.lock")
    assert lock is not None
    try:
        with throwaway() as server:
            mine = server.socket.parents[2]
            assert mine.name.startswith("gemensam-tried-")
            assert (left.exists(), used.exists(), strange.exists()) == (
                False,
                True,
                True,
            )
        assert not mine.exists()
    finally:
        os.close(lock)
        shutil.rmtree(used)
        shutil.rmtree(strange)


def test_words_reach_the_terminal_and_a_closed_one_is_no_reason_to_stop(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    to_terminal("one")
    silent("two")
    assert capsys.readouterr().err == "one\n"
    with open(os.devnull, "w", encoding="ascii") as closed:  # noqa: PTH123
        pass
    monkeypatch.setattr("sys.stderr", closed)
    to_terminal("three")
