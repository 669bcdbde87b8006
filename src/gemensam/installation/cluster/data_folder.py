# SPDX-License-Identifier: EUPL-1.2
"""A data folder made in one step: it is either complete under its name or not there.

initdb works in a folder named `setup-…` beside it, which is renamed when it is done.
What a killed start leaves behind is thus known by its name and has never held data.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.account import Account
from gemensam.installation.cluster.binaries import Binaries
from gemensam.installation.cluster.placing import Place
from gemensam.installation.disk import (
    FULL,
    MEGABYTE,
    DiskFullError,
    plain_disk_errors,
    require_room,
)
from gemensam.installation.errors import InstallationError, NotAllowedError
from gemensam.installation.private import sync_folder, write_private
from gemensam.installation.tell import Tell

ROOM_FOR_NEW = 300 * MEGABYTE  # 40 for the catalogues, the rest for the log of changes
ROOM_FOR_START = 64 * MEGABYTE
DRAFT = "setup-"
SUPERUSER = "postgres"


class NotAClusterError(InstallationError):
    """A folder in the place of the data is something else; it is left alone."""


class OtherVersionError(InstallationError):
    """The data were made by a PostgreSQL whose files this one cannot read."""


class InitFailedError(InstallationError):
    """initdb did not finish."""


def ensure_data(place: Place, *, password: str, lock: int, tell: Tell) -> bool:
    """Make the cluster if there is none; True when it was made now.

    The caller holds `server.lock` as the descriptor `lock`, which initdb inherits: as
    long as a killed start's initdb lives, nobody else begins. Raises DiskFullError,
    NotAClusterError, OtherVersionError, InitFailedError, NotAllowedError.
    """
    with plain_disk_errors(place.folder):
        _clear_drafts(place.folder)
        if _is_complete(place):
            require_room(place.folder, ROOM_FOR_START, purpose=mark("The database"))
            return False
        require_room(place.folder, ROOM_FOR_NEW, purpose=mark("A new database"))
        tell(mark("Making a new database …"))
        _make(place, password=password, lock=lock)
    return True


def _is_complete(place: Place) -> bool:
    data = place.data
    if not os.path.lexists(data) or (data.is_dir() and not any(data.iterdir())):
        return False
    try:
        made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
        (data / "global" / "pg_control").lstat()
    except (OSError, UnicodeDecodeError) as error:
        raise NotAClusterError(
            mark("{path} exists but is not a complete database."),
            mark("Put back what belongs there, or move the folder away."),
            path=data,
        ) from error
    _refuse_other_version(made_by, place.programs, data)
    return True


def _refuse_other_version(made_by: str, programs: Binaries, data: Path) -> None:
    if made_by != str(programs.major):
        raise OtherVersionError(
            mark("{path} was made by PostgreSQL {made_by}; this is {ours}."),
            mark(
                "Make a backup with the version that made it and restore it here, or "
                "name that version's programs with GEMENSAM_POSTGRES_BIN."
            ),
            path=data,
            made_by=made_by,
            ours=programs.version,
        )


def _clear_drafts(cluster: Path) -> None:
    for draft in cluster.glob(DRAFT + "*"):
        shutil.rmtree(draft)


def _make(place: Place, *, password: str, lock: int) -> None:
    _refuse_unnamed_user(place.account)
    draft = place.folder / f"{DRAFT}{secrets.token_hex(6)}"
    draft.mkdir(mode=0o700)
    try:
        file = draft / "password"
        write_private(file, password.encode())
        if place.account is not None:
            for path in (file, draft):
                os.chown(path, place.account.uid, place.account.gid)
        _initdb(place, draft / "data", file, lock=lock)
        (draft / "data").replace(place.data)
        sync_folder(place.folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_unnamed_user(account: Account | None) -> None:
    """initdb looks itself up among the accounts and gives up when it is not there."""
    uid = account.uid if account else os.geteuid()
    try:
        pwd.getpwuid(uid)
    except KeyError as error:
        raise NotAllowedError(
            mark(
                "User {uid} has no account on this machine, which PostgreSQL requires."
            ),
            mark("Add a line for it to /etc/passwd, or run as a user that has one."),
            uid=uid,
        ) from error


def _initdb(place: Place, data: Path, password: Path, *, lock: int) -> None:
    done = subprocess.run(  # noqa: S603
        place.tied(
            signal.SIGKILL,
            "initdb",
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth-local=scram-sha-256",
            "--auth-host=reject",
            "--encoding=UTF8",
            *_locale(place.programs),
            "--data-checksums",
            *([] if place.durable else ["--no-sync"]),
        ),
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        start_new_session=True,
        pass_fds=(lock,),
    )
    if done.returncode == 0:
        return
    if any(os.strerror(code) in done.stdout for code in FULL):
        raise DiskFullError(
            mark("The disk became full while the database was made in {path}."),
            mark("Free some space and try again; nothing half-made is used."),
            path=place.folder,
        )
    raise InitFailedError(
        mark("A new database could not be made in {path}: {reason}"),
        mark("Put right what it says and try again; nothing half-made is used."),
        path=place.folder,
        reason=_reason(done.stdout),
    )


def _locale(programs: Binaries) -> list[str]:
    """Byte order everywhere, from PostgreSQL itself where it can: the system's sort
    orders change with its updates and would damage indexes.
    """
    if programs.major >= 17:
        return ["--locale-provider=builtin", "--locale=C.UTF-8"]
    return ["--locale=C"]


def _reason(output: str) -> str:
    lines = [line for line in output.splitlines() if "error" in line or "FATAL" in line]
    return " ".join(lines or output.splitlines()[-3:]) or "it was ended"
