# SPDX-License-Identifier: EUPL-1.2
"""Several programs under one parent: all run, or none."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.rig.heard import Heard

from gemensam.installation import processes
from gemensam.installation.processes import Command, supervise

HERE = Path(__file__).parent
Eventually = Callable[..., None]


class Parent:
    """supervisor.py in a process of its own, and what its children wrote down."""

    def __init__(self, folder: Path, *children: str) -> None:
        self.notes = folder / "notes"
        self.notes.touch()
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "supervisor.py"), str(self.notes), *children],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def noted(self) -> list[str]:
        return self.notes.read_text().split()

    def pids(self) -> list[int]:
        return [int(note.split(":")[1]) for note in self.noted() if ":" in note]

    def pid_of(self, name: str) -> int:
        """The children begin at the same time, so their notes come in any order."""
        found = [note for note in self.noted() if note.startswith(f"{name}:")]
        return int(found[0].split(":")[1])

    def end(self, signum: int | None = None) -> tuple[int, str, str]:
        if signum is not None:
            self.process.send_signal(signum)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def parent(tmp_path: Path, eventually: Eventually) -> Iterator[Callable[..., Parent]]:
    made: list[Parent] = []

    def start(*children: str) -> Parent:
        made.append(Parent(tmp_path, *children))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)
        for pid in one.pids():
            eventually(lambda pid=pid: not lives(pid))


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_them_in_order(
    parent: Callable[..., Parent], eventually: Eventually, signum: int
) -> None:
    one = parent("web", "worker")
    eventually(lambda: "ready" in one.noted())
    code, out, err = one.end(signum)
    assert (code, err) == (0, "")
    assert [note for note in one.noted() if ":" not in note] == [
        "ready",
        "web-stops",
        "worker-stops",
    ]
    assert sorted(out.split()) == ["web-speaks", "worker-speaks"]


def test_the_terminals_ctrl_c_reaches_only_the_parent(
    parent: Callable[..., Parent], eventually: Eventually
) -> None:
    one = parent("web", "worker")
    eventually(lambda: "ready" in one.noted())
    os.killpg(one.process.pid, signal.SIGINT)
    assert one.end()[0] == 0
    assert "web-interrupted" not in one.noted()


def test_killed_it_takes_them_along(
    parent: Callable[..., Parent], eventually: Eventually
) -> None:
    one = parent("web", "worker")
    eventually(lambda: "ready" in one.noted())
    one.end(signal.SIGKILL)
    eventually(lambda: not any(lives(pid) for pid in one.pids()))


def test_one_that_does_not_stop_is_killed_within_its_patience(
    parent: Callable[..., Parent], eventually: Eventually
) -> None:
    one = parent("web", "stubborn")
    eventually(lambda: "ready" in one.noted())
    began = time.monotonic()
    code, _, err = one.end(signal.SIGTERM)
    assert (code, err) == (0, "stubborn does not stop; it is killed.\n")
    assert 1 <= time.monotonic() - began < 8


def test_a_second_ctrl_c_ends_them_at_once(
    parent: Callable[..., Parent], eventually: Eventually
) -> None:
    one = parent("stubborn", "web")
    eventually(lambda: "ready" in one.noted())
    one.process.send_signal(signal.SIGINT)
    eventually(lambda: "stubborn-ignores" in one.noted())
    assert one.end(signal.SIGINT)[2].startswith("stubborn does not stop")


def test_one_that_ends_before_all_is_ready_stops_the_rest(
    parent: Callable[..., Parent],
) -> None:
    one = parent("web", "fails")
    code, _, err = one.end()
    assert (code, err) == (3, "fails ended with exit code 3 before it was ready.\n")
    assert [note for note in one.noted() if ":" not in note][-1] == "web-stops"


def test_a_missing_program_is_told(parent: Callable[..., Parent]) -> None:
    one = parent("web", "missing")
    code, _, err = one.end()
    assert code == 70
    assert err.startswith("missing cannot be started: [Errno 2]")


def test_one_that_dies_is_started_again(
    parent: Callable[..., Parent], eventually: Eventually
) -> None:
    one = parent("web", "worker")
    eventually(lambda: "ready" in one.noted())
    os.kill(one.pid_of("worker"), signal.SIGKILL)
    eventually(lambda: len(one.pids()) == 3)
    code, _, err = one.end(signal.SIGTERM)
    assert (code, err) == (0, "worker was killed by signal 9; it is started again.\n")


def test_its_own_children_die_with_it(
    parent: Callable[..., Parent], eventually: Eventually
) -> None:
    """A web server killed with -9 must not leave workers on the port."""
    one = parent("web", "has-child")
    eventually(lambda: "ready" in one.noted())
    eventually(lambda: len(one.pids()) == 3)
    named = dict(note.split(":") for note in one.noted() if ":" in note)
    os.kill(int(named["has-child"]), signal.SIGKILL)
    eventually(lambda: not lives(int(named["grandchild"])))


def test_one_that_dies_again_and_again_stops_the_rest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = Heard()
    clock = iter(range(0, 10_000_000, 2))
    name = "gemensam.installation.processes.time.monotonic"
    monkeypatch.setattr(name, lambda: float(next(clock)))
    runs = tmp_path / "runs"
    command = Command(
        name="web", argv=["/bin/sh", "-c", f"echo >> {runs}; exit 4"], environ={}
    )
    assert supervise([command], is_ready=lambda: True, tell=told.tell) == 4
    assert len(runs.read_text()) == 6
    assert told == [
        *["web ended with exit code 4; it is started again."] * 5,
        "web ended with exit code 4 again and again.",
    ]


def test_an_end_nobody_asked_for_is_no_success() -> None:
    command = Command(name="web", argv=["/bin/true"], environ={})
    told = Heard()
    assert supervise([command], is_ready=lambda: False, tell=told.tell) == 70
    assert told == ["web ended with exit code 0 before it was ready."]


def test_silence_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "READY_WITHIN", 0.2)
    command = Command(name="web", argv=["/bin/sleep", "60"], environ={})
    told = Heard()
    assert supervise([command], is_ready=lambda: False, tell=told.tell) == 69
    assert told == ["Nothing answered within 0 seconds."]


def test_watch_is_called_and_signals_are_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "WATCH_EVERY", 0.0)
    before = [signal.getsignal(one) for one in processes.ENDING]
    seen = Heard()

    def watch() -> None:
        seen.append("watched")
        if len(seen) == 4:
            os.kill(os.getpid(), signal.SIGTERM)

    command = Command(name="web", argv=["/bin/sleep", "60"], environ={})
    code = supervise(
        [command],
        is_ready=lambda: True,
        on_ready=lambda: seen.append("ready"),
        watch=watch,
        tell=seen.tell,
    )
    assert (code, seen) == (0, ["ready", "watched", "watched", "watched"])
    assert [signal.getsignal(one) for one in processes.ENDING] == before


def test_granian_leaves_nobody_behind(tmp_path: Path, eventually: Eventually) -> None:
    """The real web server, killed hard: no worker may keep the port."""
    (tmp_path / "small.py").write_text(
        "def app(environ, start):\n    start('200 OK', [])\n    return [b'hello']\n"
    )
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    spec = {
        "argv": [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--workers",
            "2",
            "--no-log",
            "--port",
            str(port),
            "small:app",
        ],
        "folder": str(tmp_path),
        "port": port,
    }
    notes = tmp_path / "notes"
    notes.touch()
    parent = subprocess.Popen(
        [sys.executable, str(HERE / "supervisor.py"), str(notes), json.dumps(spec)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def reached() -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", port)) == 0

    try:
        eventually(lambda: "ready" in notes.read_text())
        assert reached()
    finally:
        parent.kill()
        parent.wait()
    eventually(lambda: not reached())
