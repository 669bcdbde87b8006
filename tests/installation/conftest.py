# SPDX-License-Identifier: EUPL-1.2
"""Real folders, real servers, real processes; each test cleans up what it started."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.rig.heard import Heard

from gemensam.installation.cluster import Cluster, Server, throwaway
from gemensam.installation.paths import Paths, paths_of
from gemensam.installation.tell import silent

HERE = Path(__file__).parent
# Real servers and processes, started, killed and waited for by the hundred.
LONG = ("cluster", "backup", "test_processes.py", "test_environment.py")
Eventually = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(HERE / name in (item.path, *item.path.parents) for name in LONG):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def spot() -> Iterator[Path]:
    """A short folder that any account may walk through, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="gi-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def environ(spot: Path) -> dict[str, str]:
    """This process's environment with an installation of its own in it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GEMENSAM_")}
    return kept | {"GEMENSAM_VAR": str(spot / "var"), "GEMENSAM_STATE": str(spot / "s")}


@pytest.fixture
def paths(spot: Path, environ: dict[str, str]) -> Paths:
    return paths_of(spot, environ=environ)


@pytest.fixture
def told() -> Heard:
    """What the installation said to the person at the terminal."""
    return Heard()


@pytest.fixture
def new_cluster(paths: Paths, environ: dict[str, str], told: Heard) -> Cluster:
    """One that is not made yet."""
    return Cluster(paths, durable=False, environ=environ, tell=told.tell)


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A `var` with a database that was made and stopped."""
    folder = Path(tempfile.mkdtemp(prefix="gi-", dir="/tmp"))
    folder.chmod(0o711)
    environ = {**os.environ, "GEMENSAM_VAR": str(folder / "var")}
    paths = paths_of(folder, environ=environ)
    with Cluster(paths, durable=False, environ=environ, tell=silent).running():
        pass
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def cluster(made_once: Path, new_cluster: Cluster, paths: Paths) -> Cluster:
    """One that was made before, stopped now."""
    subprocess.run(["cp", "-a", str(made_once), str(paths.var)], check=True)
    return new_cluster


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for tests that only look; they make databases of their own."""
    with throwaway(options="work_mem=7MB") as running:
        yield running


class Program:
    """Another process that runs a cluster until told to stop."""

    def __init__(self, environ: dict[str, str], *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "starter.py"), *arguments],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def said(self, seconds: float = 30) -> dict[str, object]:
        """The next line of JSON it prints."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.process.kill()
            pytest.fail(f"it said nothing: {self.process.communicate()[1]}")
        answer: dict[str, object] = json.loads(line)
        return answer

    def end(self, signum: int | None = None) -> int:
        """Let it end in order, or by a signal; its exit code."""
        assert self.process.stdin is not None
        if signum is None:
            self.process.stdin.close()
        else:
            self.process.send_signal(signum)
        return self.process.wait(timeout=30)

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            with suppress(BrokenPipeError):
                stream.close()
        self.process.wait()


@pytest.fixture
def program(environ: dict[str, str]) -> Iterator[Callable[..., Program]]:
    made: list[Program] = []

    def start(*arguments: str, **changed: str) -> Program:
        made.append(Program(environ | changed, *arguments))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGKILL)
        one.close()


@pytest.fixture
def other_user(environ: dict[str, str]) -> Callable[..., str]:
    """What a user without rights is told; see `other_user.py` for what it tries."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")

    def try_it(*arguments: str, **changed: str) -> str:
        return subprocess.run(
            [sys.executable, str(HERE / "other_user.py"), *arguments],
            env=environ | changed,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    return try_it


@pytest.fixture(scope="session")
def eventually() -> Eventually:
    """Wait for it; fail when it does not come."""

    def wait(true: Callable[[], object], seconds: float = 20) -> None:
        give_up = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < give_up, "it never happened"
            time.sleep(0.02)

    return wait


@pytest.fixture
def small_disk(spot: Path) -> Iterator[Callable[[str, int], Path]]:
    """A disk of its own with so many megabytes at a folder of the spot; needs root."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = []

    def mount(name: str, megabytes: int) -> Path:
        folder = spot / name
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=711"]
        done = subprocess.run([*command, "gemensam", str(folder)], check=False)
        if done.returncode:
            pytest.skip("this machine lets nobody mount a small disk")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)
