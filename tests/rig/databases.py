# SPDX-License-Identifier: EUPL-1.2
"""The databases of a test run: one throwaway cluster, templates made when first wanted.

- `migrated`: all tables, nothing in them;
- `lindby`: a small Lindby, built by the product's own demo;
- `monthly`: the same small Lindby whose centre has its cases in another system;
- `town`: a larger one, for what only numbers of people can tell;
- `files`: a Lindby of which only the organisation is in, with its files beside it;
- `prestudy`: the small one when the baseline year has just closed, before its centre.

Each worker of a parallel run copies the templates, so that nobody waits for another.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gemensam.installation.cluster import Server, throwaway
from gemensam.installation.cluster.tuning import memory_bytes
from gemensam.installation.locks import locked

SERVER = "GEMENSAM_TEST_SERVER"
BASE = "GEMENSAM_TEST_BASE"
ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
EARLIER = "2026-01-15"
DEMO = ("demo", "--no-serve", "--today", TODAY)
# Whoever takes something in has its tables analysed, a thousand times in a run, and what is
# this small is planned as well by rough statistics.
ROUGHLY = "default_statistics_target=10"
IN_MEMORY = 12 * 2**30  # bytes that must be free for a run to be kept in memory
PATIENCE = 600.0  # seconds that another worker may take to make a template


@contextmanager
def server_for_all() -> Iterator[None]:
    """The cluster and the folder of a run; processes started within know both."""
    if SERVER in os.environ:
        yield
        return
    where = place_of_files()
    with (
        throwaway(base=where, options=ROUGHLY) as server,
        tempfile.TemporaryDirectory(prefix="gt-", dir=where) as base,
    ):
        os.environ |= {SERVER: server.as_text(), BASE: base}
        try:
            yield
        finally:
            del os.environ[SERVER], os.environ[BASE]


def place_of_files() -> Path:
    """In memory where there is plenty: a run copies its templates a hundred times, and a
    disk is longer at making their thousand files than at what they hold."""
    memory = Path("/dev/shm")
    try:
        state = os.statvfs(memory)
        told = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return Path("/tmp")
    free = 1024 * int(told.split("MemAvailable:")[1].split()[0])
    # What a container may use counts too: its files in memory are part of that.
    room = min(state.f_bavail * state.f_frsize, free, memory_bytes())
    return memory if os.access(memory, os.W_OK) and room >= IN_MEMORY else Path("/tmp")


class Databases:
    """What a worker knows of the cluster."""

    def __init__(self, worker: str) -> None:
        self.server = Server.from_text(os.environ[SERVER])
        self.base = Path(os.environ[BASE])
        self._worker = worker
        self._own: dict[str, str] = {}
        self._made = 0

    def of(self, template: str) -> str:
        """This worker's copy of a template, for tests that leave nothing behind."""
        if template not in self._own:
            self._own[template] = self.copy(template)
        return self._own[template]

    def copy(self, template: str) -> str:
        """A new database like the template, for tests that commit."""
        self._made += 1
        name = f"test_{self._worker}_{self._made}"
        self._copy(template, name)
        for folder in ("files", "keys"):
            source = self.var(template) / folder
            if source.exists():
                shutil.copytree(source, self.var(name) / folder)
        return name

    def _copy(self, template: str, name: str) -> None:
        self.make(template)
        with locked(self.base / f"{template}.lock", seconds=PATIENCE):
            self.server.create_database(name, template=template)

    def make(self, template: str) -> None:
        """The template, unless it is there; whoever makes another is not waited for."""
        with locked(self.base / f"{template}.lock", seconds=PATIENCE):
            if template not in self.server.databases():
                getattr(self, f"_make_{template}")()

    def drop(self, database: str) -> None:
        self.server.drop_database(database)
        shutil.rmtree(self.var(database), ignore_errors=True)

    def var(self, name: str) -> Path:
        """Where the files of a template, or of a copy of one, lie."""
        return self.base / name

    def environment(self, database: str, *, var: str = "") -> dict[str, str]:
        """What a process of ours needs to work on `database`."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GEMENSAM_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "gemensam.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "GEMENSAM_VAR": str(self.var(var or database)),
            "GEMENSAM_STATE": str(self.base / "state"),
            "GEMENSAM_DATABASE_URL": self.server.url("app", database),
            "GEMENSAM_DATABASE_OWNER_URL": self.server.url("owner", database),
            "GEMENSAM_DATABASE_READER_URL": self.server.url("reader", database),
            "GEMENSAM_TESTING": "1",
        }

    def _make_migrated(self) -> None:
        self._making("migrated", ["manage", "migrate", "--verbosity=0"], on=None)

    def _make_lindby(self) -> None:
        self._making("lindby", [*DEMO, "--scale", "0.05"])

    def _make_monthly(self) -> None:
        self._making("monthly", [*DEMO, "--scale", "0.05", "--no-desk"])

    def _make_town(self) -> None:
        self._making("town", [*DEMO, "--scale", "0.3"])

    def _make_prestudy(self) -> None:
        story = ("--at", "prestudy", "--today", EARLIER, "--scale", "0.05")
        self._making("prestudy", ["demo", "--no-serve", *story])

    def _make_files(self) -> None:
        self._making("files", [*DEMO, "--at", "files", "--scale", "0.03"])

    def _making(
        self, template: str, command: list[str], *, on: str | None = "migrated"
    ) -> None:
        """Made under another name: a template is whole or not there."""
        draft = f"{template}_{int(time.monotonic() * 1000)}"
        if on:
            self._copy(on, draft)
        else:
            self.server.create_database(draft)
        self.var(template).mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gemensam", *command],
            cwd=ROOT,
            env=self.environment(draft, var=template),
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
        self.server.create_database(template, template=draft)
