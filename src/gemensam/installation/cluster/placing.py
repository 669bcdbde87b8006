# SPDX-License-Identifier: EUPL-1.2
"""Where the cluster lies and as whom it runs.

Normally in `var/postgres`. When we are root and the server's account cannot walk there
(a checkout below /root), the cluster lies in /var/lib/gemensam/<id>/postgres instead,
and the programs are copied beside it if need be. Nothing outside our own folders is
opened to anybody.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.account import (
    Account,
    Identity,
    account_for_root,
    can_enter,
    identity,
    refuse_foreign,
)
from gemensam.installation.cluster.binaries import (
    Binaries,
    binaries,
    copied,
    runs_as,
)
from gemensam.installation.disk import plain_disk_errors
from gemensam.installation.errors import NotAllowedError
from gemensam.installation.lifeline import tied
from gemensam.installation.paths import Paths
from gemensam.installation.private import (
    PASSAGE,
    private_folder,
    read_private,
    write_private,
)
from gemensam.installation.tell import Tell

VARIABLE = "GEMENSAM_STATE"
STATE = "/var/lib/gemensam"
POINTER = "elsewhere.json"


@dataclass(frozen=True, slots=True)
class Place:
    """`folder` holds data, log, socket and locks."""

    folder: Path
    account: Account | None
    programs: Binaries
    durable: bool = True

    @property
    def identity(self) -> Identity:
        """How to start a process as the account."""
        return identity(self.account)

    def tied(self, signum: int, program: str, *arguments: str) -> list[str]:
        """One of the programs as the account, with a lifeline to this process."""
        argv = [self.programs.program(program), *arguments]
        if self.account is None:
            return tied(argv, signum)
        return tied(argv, signum, user=self.account.uid, group=self.account.gid)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"


def place(paths: Paths, *, environ: Mapping[str, str], tell: Tell) -> Place:
    """Raises what `chosen_account` and `binaries` raise, DiskFullError and NotAllowedError."""
    programs = binaries(environ)
    if os.geteuid() != 0:
        refuse_foreign(paths.postgres / "data")
        return Place(folder=paths.postgres, account=None, programs=programs)
    state = Path(environ.get(VARIABLE) or STATE)
    with plain_disk_errors(state):
        return _as_root(paths, programs, state=state, environ=environ, tell=tell)


def _as_root(
    paths: Paths,
    programs: Binaries,
    *,
    state: Path,
    environ: Mapping[str, str],
    tell: Tell,
) -> Place:
    home = _known_home(paths, state=state)
    folder = home / "postgres" if home else paths.postgres
    account = account_for_root(data=folder / "data", environ=environ, tell=tell)
    if home is None and not can_enter(account, paths.postgres):
        _refuse_second_cluster(paths, account)
        home = _new_home(paths, state=state)
        folder = home / "postgres"
        tell(
            mark("{account} cannot reach {path}: the database lies in {folder}."),
            account=account.name,
            path=paths.postgres,
            folder=folder,
        )
    if not runs_as(account, programs=programs):
        home = home or _new_home(paths, state=state)
        programs = copied(programs, to=home)
    private_folder(folder, mode=PASSAGE, tell=tell)
    return Place(folder=folder, account=account, programs=programs)


def _known_home(paths: Paths, *, state: Path) -> Path | None:
    """The folder that this `var` has pointed to before, if any.

    A `var` that was moved keeps its cluster; one that was copied does not share it.
    """
    pointer = paths.postgres / POINTER
    try:
        identity = str(json.loads(read_private(pointer))["id"])
    except FileNotFoundError:
        return None
    home = state / identity
    owner = home / "var.txt"
    was = Path(os.fsdecode(read_private(owner))) if owner.exists() else paths.var
    if was != paths.var and (was / "postgres" / POINTER).exists():
        pointer.unlink()
        return None
    if not home.is_dir() or was != paths.var:
        _make_home(paths, home)
    return home


def _new_home(paths: Paths, *, state: Path) -> Path:
    identity = secrets.token_hex(8)
    home = state / identity
    _make_home(paths, home)
    write_private(
        paths.postgres / POINTER, json.dumps({"id": identity}).encode("ascii")
    )
    return home


def _refuse_second_cluster(paths: Paths, account: Account) -> None:
    """An empty database in place of one that is there would look like lost data."""
    data = paths.postgres / "data"
    if os.path.lexists(data):
        raise NotAllowedError(
            mark("There is a database in {path}, but {account} cannot walk there."),
            mark("Let that account walk through the folders above it (chmod o+x)."),
            path=data,
            account=account.name,
        )


def _make_home(paths: Paths, home: Path) -> None:
    if not home.parent.exists():
        home.parent.mkdir(parents=True)
        home.parent.chmod(0o755)  # whatever the umask says
    private_folder(home, mode=PASSAGE)
    write_private(home / "var.txt", os.fsencode(paths.var))
