# SPDX-License-Identifier: EUPL-1.2
"""A Chromium is found, fetched or missed with a reason; no network in these tests."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rig.heard import Heard

from gemensam.installation.chromium import Chromium, find_chromium
from gemensam.installation.paths import Paths
from gemensam.installation.tell import silent

Lay = Callable[[str, str], Path]
RUNS = "echo 'Chromium 150.0'"


@pytest.fixture
def lay(paths: Paths, spot: Path) -> Lay:
    """Put a program of that name and script on the PATH."""
    paths.make(tell=silent)
    (spot / "bin").mkdir()

    def put(name: str, script: str) -> Path:
        program = spot / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    return put


@pytest.fixture
def only(spot: Path) -> dict[str, str]:
    """An environment in which nothing else is installed."""
    return {"PATH": str(spot / "bin")}


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch, lay: Lay) -> None:
    """Playwright fails, as without a network."""
    monkeypatch.setattr(
        sys, "executable", str(lay("python", "echo no network; exit 1"))
    )


def test_the_systems_own_is_used_and_remembered(
    lay: Lay, paths: Paths, only: dict[str, str]
) -> None:
    program = lay("chromium-browser", RUNS)
    assert find_chromium(paths, environ=only) == Chromium(program)
    assert find_chromium(paths, environ={"PATH": "/none"}) == Chromium(program)


def test_one_without_windows_is_used_before_one_with(
    lay: Lay, paths: Paths, only: dict[str, str]
) -> None:
    lay("chromium", RUNS)
    light = lay("chromium-headless-shell", RUNS)
    assert find_chromium(paths, environ=only) == Chromium(light)


def test_the_environment_goes_first(
    lay: Lay, paths: Paths, only: dict[str, str]
) -> None:
    lay("chromium", RUNS)
    mine = lay("mine", RUNS)
    named = only | {"GEMENSAM_CHROMIUM": str(mine)}
    assert find_chromium(paths, environ=named) == Chromium(mine)


@pytest.mark.parametrize("stub", ["echo 'install the snap'; exit 1", "echo nothing"])
def test_a_stub_does_not_count(
    lay: Lay, paths: Paths, only: dict[str, str], stub: str
) -> None:
    lay("chromium-browser", stub)
    assert find_chromium(paths, environ=only, fetch=False) == Chromium(
        None, "no Chromium was found, and none was to be fetched"
    )


def test_one_that_is_gone_is_forgotten(
    lay: Lay, paths: Paths, only: dict[str, str]
) -> None:
    program = lay("chromium", RUNS)
    find_chromium(paths, environ=only)
    program.unlink()
    assert find_chromium(paths, environ=only, fetch=False).path is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")
@pytest.mark.usefixtures("fetched")
@pytest.mark.parametrize(
    ("known", "tries"),
    [("chromium-headless-shell", 1), ("chromium", 2)],  # the latter an older Debian
)
def test_root_installs_the_package_after_fresh_lists(
    known: str,
    tries: int,
    lay: Lay,
    paths: Paths,
    only: dict[str, str],
    spot: Path,
    told: Heard,
) -> None:
    """The first attempt fails for want of package lists, the second succeeds; the one
    without windows is preferred."""
    program = lay("prepared", RUNS)
    lay(
        "apt-get",
        f'echo "$@" >> {spot}/asked;'
        f' [ "$1" = update ] && : > {spot}/lists && exit 0;'
        f" [ -e {spot}/lists ] || exit 100;"
        f' for last in "$@"; do :; done; [ "$last" = {known} ] || exit 100;'
        f" /bin/mv {program} {spot}/bin/{known}",
    )
    found = find_chromium(paths, environ=only, tell=told.tell)
    assert found == Chromium(spot / "bin" / known)
    without, whole = (
        f"install -y -q --no-install-recommends {one}"
        for one in ("chromium-headless-shell", "chromium")
    )
    assert (spot / "asked").read_text().splitlines() == [
        without,
        whole,
        "update -q",
        *[without, whole][:tries],
    ]
    assert told == ["Installing Chromium for the browser tests (a few minutes) …"]


def test_playwright_fetches_into_var(
    lay: Lay, paths: Paths, only: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = (
        'd="$PLAYWRIGHT_BROWSERS_PATH/chromium-9/chrome-linux"; /bin/mkdir -p "$d";'
    )
    browser += f' printf "#!/bin/sh\\n{RUNS}" > "$d/chrome"; /bin/chmod 755 "$d/chrome"'
    monkeypatch.setattr(sys, "executable", str(lay("python", browser)))
    found = find_chromium(paths, environ=only, tell=silent)
    path = paths.cache / "browsers" / "chromium-9" / "chrome-linux" / "chrome"
    assert found == Chromium(path)


@pytest.mark.usefixtures("fetched")
def test_every_reason_is_given(paths: Paths, only: dict[str, str]) -> None:
    found = find_chromium(paths, environ=only, tell=silent)
    assert found == Chromium(
        None,
        "only root on Debian can install the package chromium;"
        f" Playwright could not fetch it: {paths.log / 'chromium.log'}",
    )
    assert "no network" in (paths.log / "chromium.log").read_text()


def test_no_room_is_a_reason(
    lay: Lay, paths: Paths, only: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gemensam.installation.disk.free_bytes", lambda _: 0)
    reason = find_chromium(paths, environ=only, tell=silent).reason
    assert reason.startswith("Chromium needs 900 MB")
