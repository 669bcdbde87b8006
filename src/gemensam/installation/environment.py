# SPDX-License-Identifier: EUPL-1.2
"""The Python environment `.venv`: made and filled once, mended when it is not whole.

A stamp with the hashes of the lock files is written last, a mark that an installation
is under way first: a start that finds the mark and nobody at work begins afresh. An
environment with neither was made by hand, and is completed rather than thrown away. One
that is a link to somewhere else is never written to: the link gives way to a folder.

Standard library only: runs before anything is installed.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from gemensam.installation.disk import MEGABYTE, plain_disk_errors, require_room
from gemensam.installation.errors import ExitCode
from gemensam.installation.installer_words import explained, show_progress
from gemensam.installation.links import take_away_link
from gemensam.installation.locks import locked
from gemensam.installation.words import TroubleError, say

LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"  # holds all of the other
ROOM = {LOCK: 1000 * MEGABYTE, DEVELOPMENT_LOCK: 1500 * MEGABYTE}
PATIENCE = 1800.0  # seconds that another start may take to install
NEVER_PASSED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX")


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment of one checkout."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        inside = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path("purelib", "venv", vars=inside))

    @property
    def stamp(self) -> Path:
        return self.folder / "gemensam.json"

    @property
    def mark(self) -> Path:
        return self.folder / "gemensam.installing"

    @property
    def lock(self) -> Path:
        return self.folder / "gemensam.lock"

    @property
    def log(self) -> Path:
        return self.folder / "gemensam.log"


def ensure_environment(root: Path, *, development: bool = False) -> Environment:
    """An environment that holds what the lock file says.

    Raises TroubleError, DiskFullError, NotAllowedError, BusyError.
    """
    environment = Environment(root)
    name = DEVELOPMENT_LOCK if development else LOCK
    if is_current(environment, name):
        return environment
    with plain_disk_errors(environment.folder):
        take_away_link(environment.folder)
        environment.folder.mkdir(exist_ok=True)
        with locked(environment.lock, seconds=PATIENCE, on_wait=_say_waiting):
            if not is_current(environment, name):
                _install(environment, name)
    return environment


def is_current(environment: Environment, name: str) -> bool:
    """Was this lock file installed here, by a Python that is still the same?"""
    stamp = _stamp(environment)
    return (
        stamp.get("place") == str(environment.folder)
        and stamp.get("python") == os.path.realpath(environment.python)
        and environment.python.exists()
        and stamp.get(name) == digest(environment.root / name)
        and not environment.mark.exists()
    )


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def child_environment(environment: Environment) -> dict[str, str]:
    """Ours without what would lead installers astray; a home of its own if there is
    none, so that nothing is written into the root folder.
    """
    chosen = {k: v for k, v in os.environ.items() if k not in NEVER_PASSED}
    chosen |= {"PIP_USER": "0", "PYTHONUNBUFFERED": "1", "PYTHONNOUSERSITE": "1"}
    home = chosen.get("HOME", "")
    if not (Path(home).is_absolute() and os.access(home, os.W_OK)):
        chosen["HOME"] = str(environment.folder / "home")
    return chosen


def _stamp(environment: Environment) -> dict[str, str]:
    try:
        found = json.loads(environment.stamp.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _install(environment: Environment, name: str) -> None:
    require_room(environment.root, ROOM[name], purpose="The installation")
    whole = not environment.mark.exists() and _has_our_python(environment)
    if not whole:
        _clear(environment)
    environment.mark.touch()
    say(
        "Installerar det Gemensam behöver. Det tar ett par minuter, första gången.",
        "Installing what Gemensam needs. It takes a few minutes, the first time.",
    )
    if not whole:
        _make(environment)
    _fill(environment, name)
    # Relative and plain ASCII: true wherever the checkout is moved, in any locale.
    up = os.path.relpath(environment.root / "src", environment.packages)
    (environment.packages / "gemensam-src.pth").write_text(up + "\n", encoding="ascii")
    _write_stamp(environment, name)
    environment.mark.unlink()


def _has_our_python(environment: Environment) -> bool:
    """One that runs, of the version that is running this, and made for this place."""
    stamp = _stamp(environment)
    here = {
        "place": str(environment.folder),
        "python": os.path.realpath(environment.python),
    }
    if stamp and any(stamp.get(name) != value for name, value in here.items()):
        return False
    try:
        said = subprocess.run(  # noqa: S603
            [
                environment.python,
                "-S",
                "-c",
                "import sys; print(*sys.version_info[:2])",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return said.split() == [str(part) for part in sys.version_info[:2]]


def _clear(environment: Environment) -> None:
    """Everything but the lock we hold."""
    for path in environment.folder.iterdir():
        if path == environment.lock:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def base_python() -> str:
    """The Python that environments are made from, also when run by one of them."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _make(environment: Environment) -> None:
    """With pip in it where Python can, without where the system's pip will do."""
    make = [base_python(), "-m", "venv", str(environment.folder)]
    if importlib.util.find_spec("ensurepip") and _ran(make, environment):
        return
    bare = [*make[:3], "--without-pip", *make[3:]]
    if not (_outer_pip_is_new_enough(environment) and _ran(bare, environment)):
        raise TroubleError(
            "Denna Python kan inte skapa miljöer. Bot: sudo apt install python3-venv"
            " (annars: paketet med venv och pip för din Python). Detaljer: "
            f"{environment.log}",
            "This Python cannot make environments. Cure: sudo apt install python3-venv"
            " (elsewhere: the package with venv and pip for your Python). Details: "
            f"{environment.log}",
            ExitCode.UNAVAILABLE,
        )


def _ran(argv: list[str], environment: Environment) -> bool:
    with environment.log.open("ab") as log:
        done = subprocess.run(  # noqa: S603
            argv,
            cwd=environment.root,
            env=child_environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
    return done.returncode == 0


def _outer_pip_is_new_enough(environment: Environment) -> bool:
    """`pip --python` came with pip 22.3."""
    probe = "import pip; print(pip.__version__)"
    asked = subprocess.run(  # noqa: S603
        [base_python(), "-P", "-c", probe],
        env=child_environment(environment),
        check=False,
        capture_output=True,
        text=True,
    )
    parts = asked.stdout.strip().split(".")
    if asked.returncode or not all(part.isdigit() for part in parts[:2]):
        return False
    return [int(part) for part in parts[:2]] >= [22, 3]


def _fill(environment: Environment, name: str) -> None:
    inner = [str(environment.python), "-P", "-m", "pip"]
    outer = [base_python(), "-P", "-m", "pip", "--python", str(environment.python)]
    has_pip = (environment.packages / "pip").is_dir()
    lock = environment.root / name
    process = subprocess.Popen(  # noqa: S603
        [
            *(inner if has_pip else outer),
            "install",
            "--require-hashes",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
            f"--requirement={lock}",
        ],
        cwd=environment.root,
        env=child_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    total = lock.read_text(encoding="utf-8").count("==")
    with process, environment.log.open("a", encoding="utf-8") as log:
        said = show_progress(process.stdout, log=log, total=total)
    if process.returncode:
        raise explained(said, log=environment.log)


def _write_stamp(environment: Environment, name: str) -> None:
    names = {LOCK, name}  # the development lock holds the other's packages as well
    stamp = {one: digest(environment.root / one) for one in names}
    stamp["place"] = str(environment.folder)
    stamp["python"] = os.path.realpath(environment.python)
    draft = environment.stamp.with_suffix(".new")
    with draft.open("w", encoding="ascii") as stream:
        json.dump(stamp, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(environment.stamp)


def _say_waiting() -> None:
    say(
        "En annan start installerar just nu; väntar på den.",
        "Another start is installing right now; waiting for it.",
    )
