# SPDX-License-Identifier: EUPL-1.2
"""A Chromium for the tests in a real browser: found, else fetched, else a reason."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.disk import MEGABYTE, DiskFullError, require_room
from gemensam.installation.paths import Paths
from gemensam.installation.tell import Tell, to_terminal

VARIABLE = "GEMENSAM_CHROMIUM"
NAMES = (
    # Chromium itself without its windows: half the processor's time for the same pages.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
PACKAGES = NAMES[:2]
ROOM = 900 * MEGABYTE
FETCH_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Chromium:
    """`path` of a browser that ran, or None with the `reason` why there is none."""

    path: Path | None
    reason: str = ""


def find_chromium(
    paths: Paths,
    *,
    fetch: bool = True,
    environ: Mapping[str, str] | None = None,
    tell: Tell = to_terminal,
) -> Chromium:
    """The system's own, one found before, or a new one: by the system's packages when
    we are root on Debian, else by Playwright into `var/cache`. Never raises.
    """
    environ = os.environ if environ is None else environ
    known = _installed(paths, environ)
    if known is not None:
        return Chromium(_remembered(paths, known))
    if not fetch:
        return Chromium(None, "no Chromium was found, and none was to be fetched")
    try:
        require_room(paths.var, ROOM, purpose="Chromium")
    except DiskFullError as error:
        return Chromium(None, str(error))
    reasons = []
    for how in (_by_apt, _by_playwright):
        reason = how(paths, environ, tell)
        known = _installed(paths, environ)
        if known is not None:
            return Chromium(_remembered(paths, known))
        reasons.append(reason)
    return Chromium(None, "; ".join(reasons))


def _installed(paths: Paths, environ: Mapping[str, str]) -> Path | None:
    candidates = [environ.get(VARIABLE), _memory(paths)]
    candidates += [shutil.which(name, path=environ.get("PATH")) for name in NAMES]
    candidates += [
        str(one)
        for place in ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")
        for one in sorted(_browsers(paths).glob(f"chromium-*/{place}"), reverse=True)
    ]
    return next((Path(one) for one in candidates if one and _runs(one)), None)


def _runs(program: str) -> bool:
    """A stub that only says where to get a browser does not count."""
    try:
        said = subprocess.run(  # noqa: S603
            [program, "--version"],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    return b"chrom" in said.lower()


def _by_apt(paths: Paths, environ: Mapping[str, str], tell: Tell) -> str:
    apt = shutil.which("apt-get", path=environ.get("PATH"))
    if os.geteuid() != 0 or apt is None:
        return "only root on Debian can install the package chromium"
    tell(mark("Installing Chromium for the browser tests (a few minutes) …"))
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "-y", "-q", "--no-install-recommends"]

    def installs() -> bool:
        return any(_ran([*install, one], quiet, paths) for one in PACKAGES)

    if installs() or (_ran([apt, "update", "-q"], quiet, paths) and installs()):
        return "the package chromium was installed but does not run"
    return f"apt-get could not install chromium: {_log(paths)}"


def _by_playwright(paths: Paths, environ: Mapping[str, str], tell: Tell) -> str:
    tell(mark("Fetching Chromium with Playwright (a few minutes) …"))
    into = {**environ, "PLAYWRIGHT_BROWSERS_PATH": str(_browsers(paths))}
    if _ran([sys.executable, "-m", "playwright", "install", "chromium"], into, paths):
        return "Playwright's Chromium was fetched but does not run"
    return f"Playwright could not fetch it: {_log(paths)}"


def _ran(argv: list[str], environ: Mapping[str, str], paths: Paths) -> bool:
    with _log(paths).open("ab") as log:
        try:
            done = subprocess.run(  # noqa: S603
                argv,
                env=environ,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=FETCH_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.write(f"{argv[0]}: {error}\n".encode())
            return False
    return done.returncode == 0


def _log(paths: Paths) -> Path:
    return paths.log / "chromium.log"


def _browsers(paths: Paths) -> Path:
    return paths.cache / "browsers"


def _memory(paths: Paths) -> str | None:
    try:
        found = json.loads((paths.cache / "chromium.json").read_bytes())["path"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(found)


def _remembered(paths: Paths, found: Path) -> Path:
    note = json.dumps({"path": str(found)})
    (paths.cache / "chromium.json").write_text(note, encoding="utf-8")
    return found
