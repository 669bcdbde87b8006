# SPDX-License-Identifier: EUPL-1.2
"""The system account the database server runs as. PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from gemensam.formats.issues import mark
from gemensam.installation.errors import NotAllowedError, WrongSettingError
from gemensam.installation.tell import Tell

VARIABLE = "GEMENSAM_DATABASE_ACCOUNT"
OWN_NAME = "gemensam"
LAST_RESORT = "nobody"


class Identity(TypedDict, total=False):
    """Arguments to subprocess that give up root's rights."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """An account other than our own; only root can become it."""

    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> Identity:
        return Identity(user=self.uid, group=self.gid, extra_groups=[])


def identity(account: Account | None) -> Identity:
    """How to start a process as the account; as ourselves when it is None."""
    return account.identity if account else Identity()


def refuse_foreign(data: Path) -> None:
    """Raises NotAllowedError when the data belong to someone an ordinary user cannot become."""
    if os.path.lexists(data) and data.lstat().st_uid != os.geteuid():
        raise NotAllowedError(
            mark("The database in {path} belongs to user {owner}, not to {user}."),
            mark("Run as that user or as root, or set GEMENSAM_VAR to a new folder."),
            path=data,
            owner=data.lstat().st_uid,
            user=os.geteuid(),
        )


def account_for_root(*, data: Path, environ: Mapping[str, str], tell: Tell) -> Account:
    """Who runs the server when root starts it. Data that exist stay with their owner.

    Raises WrongSettingError for an unusable GEMENSAM_DATABASE_ACCOUNT, NotAllowedError when there
    is no account to become.
    """
    if os.path.lexists(data) and data.lstat().st_uid != 0:
        return _owner_of(data)
    return _configured(environ) or _found(tell)


def _owner_of(data: Path) -> Account:
    state = data.lstat()
    try:
        name = pwd.getpwuid(state.st_uid).pw_name
    except KeyError:  # files of a user that only another machine knows
        name = str(state.st_uid)
    return Account(name=name, uid=state.st_uid, gid=state.st_gid)


def _configured(environ: Mapping[str, str]) -> Account | None:
    name = environ.get(VARIABLE)
    if not name:
        return None
    account = _named(name)
    if account is None or account.uid == 0:
        raise WrongSettingError(
            mark("{variable} names {name}, which is root or no account here."),
            mark("Name an ordinary account, or leave it out."),
            variable=VARIABLE,
            name=name,
        )
    return account


def _found(tell: Tell) -> Account:
    own = _named(OWN_NAME)
    if own is not None and own.uid != 0:
        return own
    nobody = _named(LAST_RESORT)
    if nobody is None or nobody.uid == 0:
        raise NotAllowedError(
            mark("The database does not run as root, and there is no other account."),
            mark("Make one: useradd --system --no-create-home gemensam"),
        )
    tell(
        mark(
            "The database runs as the account nobody, which other programs may share. "
            "Better: useradd --system --no-create-home gemensam"
        )
    )
    return nobody


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)


def can_enter(account: Account | None, folder: Path) -> bool:
    """Asked of the system, not computed from modes: access lists count too."""
    if account is None:
        return os.access(folder, os.X_OK)
    asked = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
        cwd="/",
        check=False,
        capture_output=True,
        **account.identity,
    )
    return asked.returncode == 0
