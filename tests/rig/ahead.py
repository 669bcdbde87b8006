# SPDX-License-Identifier: EUPL-1.2
"""The order of a parallel run, and the templates made ahead of need.

Whoever needs no database goes first. Meanwhile the templates that the run's tests ask for
are made beside it, one after the other, so that no worker stands waiting for one while
there is something else to do; the few tests with a template that no other asks for have it
made themselves, from empty tables. Within each rank what is slow goes first, so that nobody
is left alone with it at the end; else the order stays random.
"""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest
from tests.rig.databases import ROOT, Databases

# Fixture → the template it works on.
TEMPLATES = {
    "empty": "migrated",
    "own_empty": "migrated",
    "lindby": "lindby",
    "own_lindby": "lindby",
    "site_database": "lindby",
    "town": "town",
}
ORDER = ("migrated", "lindby", "town")
FIRST = "gw0"  # the worker that has them made


class Ahead:
    def __init__(self) -> None:
        self._maker: subprocess.Popen[bytes] | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """After the shuffle; a run in one process keeps the order it has."""
        worker = _worker(config)
        if not worker:
            return
        items.sort(key=lambda item: (rank(item), not item.get_closest_marker("slow")))
        wanted = {template for item in items for template in wanted_by(item)}
        if worker == FIRST and wanted:
            self._maker = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    __name__,
                    *sorted(wanted, key=ORDER.index),
                ],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
                stdout=subprocess.DEVNULL,  # who then lacks a template says why
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    @pytest.hookimpl
    def pytest_collection_finish(self) -> None:
        """What was collected stays to the end: not to be looked through for waste; and
        among what comes, waste is looked for each 50,000 objects. Each 700, as is usual,
        was a tenth of the tests' time."""
        gc.freeze()
        gc.set_threshold(50_000)

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        """Only an interrupted run finds it still at work."""
        if self._maker and self._maker.poll() is None:
            os.killpg(self._maker.pid, signal.SIGTERM)
            self._maker.wait()


def _worker(config: pytest.Config) -> str:
    return str(getattr(config, "workerinput", {}).get("workerid", ""))


def wanted_by(item: pytest.Item) -> set[str]:
    asked = getattr(item, "fixturenames", ())
    if "databases" not in asked:  # the demo's tests have a Lindby of their own
        return set()
    return {TEMPLATES[name] for name in asked if name in TEMPLATES}


def rank(item: pytest.Item) -> int:
    """By the last of the templates that a test works on, as they are made in that order."""
    wanted = wanted_by(item)
    if wanted:
        return 1 + max(ORDER.index(template) for template in wanted)
    return 1 if "databases" in getattr(item, "fixturenames", ()) else 0


def make(templates: Sequence[str]) -> None:
    databases = Databases("ahead")
    for template in templates:
        databases.make(template)


if __name__ == "__main__":
    make(sys.argv[1:])
