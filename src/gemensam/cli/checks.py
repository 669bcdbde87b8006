# SPDX-License-Identifier: EUPL-1.2
"""Everything that must hold, in the order in which it is quickest found wanting."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from gemensam.cli.session import tell
from gemensam.cli.words import print_json, say, words
from gemensam.formats.issues import mark
from gemensam.installation.chromium import VARIABLE, find_chromium
from gemensam.installation.paths import Paths, paths_of

ROOT = Path(__file__).resolve().parents[3]
REPORT = "GEMENSAM_TEST_REPORT"  # a file for counts; tests/rig/counting.py writes it
# As many as processors: each has servers, a browser and databases of its own, and one more
# takes longer to make them than others are waited for (of --fast on two: 3 % longer).
MOST_WORKERS = 4
# Tests given to a worker at a time: with more, one is left with the long ones.
MOST_AT_ONCE = "32"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`passed` None: not run, for `reason`. `seconds`: how long it was waited for."""

    name: str
    passed: bool | None
    seconds: float
    reason: str = ""


@click.command("test")
@click.option("--fast", is_flag=True, help="Without the browser and what takes long.")
@click.option("--json", "as_data", is_flag=True, help="One JSON object at the end.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(fast: bool, as_data: bool, arguments: tuple[str, ...]) -> None:
    """Run all checks; ARGUMENTS go to pytest (./gemensam test -- tests/calc)."""
    paths = paths_of().make(tell=tell)
    outcomes: list[Outcome] = []

    def run(name: str, check: Callable[[], bool]) -> None:
        say(f"── {words(name)}", style="bold", error=True)
        began = time.monotonic()
        passed = check()
        outcomes.append(Outcome(name, passed, time.monotonic() - began))

    beside: list[tuple[str, subprocess.Popen[str]]] = []
    if not arguments:
        for name, command in STATIC:
            run(name, lambda command=command: _passes(_begun(command)))  # type: ignore[misc]
        beside = [(name, _begun(command)) for name, command in LONGER]
    browser = None if fast else find_chromium(paths, tell=tell)
    environ = {VARIABLE: str(browser.path)} if browser and browser.path else {}
    counts: dict[str, int] = {}
    left_out = [*([] if environ else ["browser"]), *(["slow"] if fast else [])]
    chosen = ["-m", " and ".join(f"not {one}" for one in left_out)] if left_out else []
    run(TESTS, lambda: _pytest(paths, [*chosen, *arguments], environ, fast, counts))
    for name, tool in beside:
        run(name, lambda tool=tool: _passes(tool))  # type: ignore[misc]
    if beside:
        outcomes.append(
            _browser(counts, "--fast" if browser is None else browser.reason)
        )
    _tell(outcomes, counts, as_data)
    sys.exit(any(outcome.passed is False for outcome in outcomes))


TESTS = mark("tests")
BROWSER = mark("tests in a browser")
STATIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("format"), ("ruff", "format", "--check", "--quiet", ".")),
    (mark("lint"), ("ruff", "check", "--quiet", ".")),
)
LONGER: tuple[tuple[str, tuple[str, ...]], ...] = (  # at work beside the tests
    (mark("layers"), ("lint-imports", "--cache-dir", ".import_linter_cache")),
    (mark("types"), ("mypy",)),
)


def _begun(command: tuple[str, ...]) -> "subprocess.Popen[str]":
    """A tool of `.venv` at work."""
    program = Path(sys.executable).parent / command[0]
    return subprocess.Popen(  # noqa: S603
        [str(program), *command[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _passes(tool: "subprocess.Popen[str]") -> bool:
    """Waits for it; silent when it has nothing to say."""
    said, _ = tool.communicate()
    if tool.returncode:
        sys.stderr.write(said)
    return tool.returncode == 0


def _pytest(
    paths: Paths,
    arguments: list[str],
    environ: Mapping[str, str],
    fast: bool,
    counts: dict[str, int],
) -> bool:
    report = paths.log / "tests.json"
    report.unlink(missing_ok=True)
    workers = str(min(os.cpu_count() or 1, MOST_WORKERS))
    command = ["-q", "-n", workers, "--maxschedchunk", MOST_AT_ONCE, *arguments]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-m", "pytest", *command],
        cwd=ROOT,
        check=False,
        env={
            **_without_our_settings(os.environ),
            **environ,
            REPORT: str(report),
            "GEMENSAM_HYPOTHESIS": "fast" if fast else "tests",
        },
    )
    if report.exists():
        counts.update(json.loads(report.read_text()))
    return done.returncode == 0


def _without_our_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The tests have an installation of their own. The hundred processes that they start
    would each compile the product anew, were none to write down what it compiled."""
    kept = ("GEMENSAM_REAL_DATA", "GEMENSAM_POSTGRES_BIN", "GEMENSAM_DATABASE_ACCOUNT")
    return {
        name: value
        for name, value in environ.items()
        if (not name.startswith("GEMENSAM_") or name in kept)
        and name != "PYTHONDONTWRITEBYTECODE"
    }


def _browser(counts: Mapping[str, int], reason: str) -> Outcome:
    """Passed only if they ran."""
    ran = counts.get("browser_passed", 0) + counts.get("browser_failed", 0)
    if not ran:
        return Outcome(BROWSER, None if reason else False, 0.0, reason)
    return Outcome(BROWSER, not counts.get("browser_failed"), 0.0)


def _tell(outcomes: list[Outcome], counts: Mapping[str, int], as_data: bool) -> None:
    if as_data:
        print_json(_as_data(outcomes, counts))
        return
    for outcome in outcomes:
        sign, style = SIGNS[outcome.passed]
        after = f"  {outcome.reason}" if outcome.reason else f"{outcome.seconds:7.1f} s"
        say(f"{sign} {words(outcome.name):26}{after}", style=style)
    say(", ".join(f"{name} {number}" for name, number in sorted(counts.items())))


def _as_data(outcomes: list[Outcome], counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "checks": [
            {
                "name": outcome.name,
                "passed": outcome.passed,
                "seconds": round(outcome.seconds, 1),
                "reason": outcome.reason,
            }
            for outcome in outcomes
        ],
        "counts": dict(counts),
    }


SIGNS: Mapping[bool | None, tuple[str, str]] = {
    True: ("✓", "green"),
    False: ("✗", "red"),
    None: ("–", "yellow"),
}
