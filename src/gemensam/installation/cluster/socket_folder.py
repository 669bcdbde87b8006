# SPDX-License-Identifier: EUPL-1.2
"""The private folder of the server's socket.

A socket's whole path has room for about a hundred bytes (`sun_path` in unix(7)). In a
checkout with a longer path the socket lies in a folder of random name below /tmp or the
user's runtime folder, written down in the cluster's folder so that everyone finds it.
"""

import os
import stat
import tempfile
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.account import Account
from gemensam.installation.errors import InstallationError
from gemensam.installation.private import private_folder, write_private

PORT = 5432
NAME = f".s.PGSQL.{PORT}"
LONGEST = 100
RECORD = "socket-folder"


class NoSocketError(InstallationError):
    """No folder is both private and short enough."""


def fits(folder: Path) -> bool:
    return len(os.fsencode(folder / NAME)) <= LONGEST


def socket_folder(cluster: Path) -> Path:
    """Where the socket is, or would be, for those who only connect."""
    if fits(cluster / "socket"):
        return cluster / "socket"
    try:
        return Path(os.fsdecode((cluster / RECORD).read_bytes()))
    except FileNotFoundError:
        return cluster / "socket"


def make_socket_folder(cluster: Path, account: Account | None) -> Path:
    """A folder that only the server's account may open; raises NoSocketError."""
    folder = socket_folder(cluster)
    if folder == cluster / "socket":
        if fits(folder):
            private_folder(folder)
            return _given_to(account, folder)
    elif _is_safe(folder, account):
        return folder
    folder = _given_to(account, _short_folder(cluster))
    write_private(cluster / RECORD, os.fsencode(folder))
    return folder


def remove_socket_folder(cluster: Path) -> None:
    """Leave nothing in the system's folders; one inside the cluster stays."""
    folder = socket_folder(cluster)
    if folder != cluster / "socket":
        try:
            folder.rmdir()
        except OSError:
            return
        (cluster / RECORD).unlink(missing_ok=True)


def _short_folder(cluster: Path) -> Path:
    for base in (Path("/tmp"), Path(f"/run/user/{os.geteuid()}")):  # noqa: S108
        try:
            folder = Path(tempfile.mkdtemp(prefix="gemensam-", dir=base))
        except OSError:
            continue
        if fits(folder):
            return folder
        folder.rmdir()
    raise NoSocketError(
        mark(
            "The path {path} is longer than a socket allows ({longest} bytes), and "
            "neither /tmp nor /run/user can hold the socket instead."
        ),
        mark("Set GEMENSAM_VAR to a folder with a short path."),
        path=cluster / "socket" / NAME,
        longest=LONGEST,
    )


def _given_to(account: Account | None, folder: Path) -> Path:
    if account is not None:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    return folder


def _is_safe(folder: Path, account: Account | None) -> bool:
    """Still ours, a folder and no link, closed to everyone else?"""
    try:
        state = folder.lstat()
    except OSError:
        return False
    owner = account.uid if account else os.geteuid()
    return (
        stat.S_ISDIR(state.st_mode)
        and state.st_uid == owner
        and stat.S_IMODE(state.st_mode) & 0o077 == 0
    )
