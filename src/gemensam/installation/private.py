# SPDX-License-Identifier: EUPL-1.2
"""Folders and files that only their owner may open."""

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.errors import NotAllowedError
from gemensam.installation.tell import Tell, silent

FOLDER = 0o700
PASSAGE = 0o711  # others may walk through to what is theirs, but see nothing
FILE = 0o600


def private_folder(path: Path, *, mode: int = FOLDER, tell: Tell = silent) -> Path:
    """Make the folder, or mend its mode and say so; folders above it are left alone.

    Raises NotAllowedError when it is a link, or belongs to someone else.
    """
    with suppress(FileExistsError):
        path.mkdir(mode=mode)
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode):
        raise NotAllowedError(
            mark("{path} is not a folder but a link or a file."),
            mark("Move it away, and try again."),
            path=path,
        )
    if stat.S_IMODE(state.st_mode) != mode:
        mend_mode(path, state, mode=mode, tell=tell)
    return path


def mend_mode(path: Path, state: os.stat_result, *, mode: int, tell: Tell) -> None:
    """Set the mode; says so only when others could get at it before."""
    if os.geteuid() not in {state.st_uid, 0}:
        raise NotAllowedError(
            mark("{path} belongs to user {owner}, not to {user}."),
            mark("Run as that user, or set another data folder with GEMENSAM_VAR."),
            path=path,
            owner=state.st_uid,
            user=os.geteuid(),
        )
    path.chmod(mode)
    if stat.S_IMODE(state.st_mode) & ~mode & 0o077:
        tell(
            mark("{path} was open to others (mode {before}); it is now {mode}."),
            path=path,
            before=f"{stat.S_IMODE(state.st_mode):o}",
            mode=f"{mode:o}",
        )


def read_private(path: Path, *, tell: Tell = silent) -> bytes:
    """The content; a mode that lets others in is mended, with a word about it.

    Raises FileNotFoundError, and NotAllowedError when it is a link or someone else's file.
    """
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.ELOOP}:
            raise
        raise NotAllowedError(
            mark("{path} is a link, or closed to user {user}."),
            mark("Put the file itself there, and run as the user who owns it."),
            path=path,
            user=os.geteuid(),
        ) from error
    with os.fdopen(file, "rb") as stream:
        state = os.fstat(stream.fileno())
        if state.st_uid not in {os.geteuid(), 0} and os.geteuid() != 0:
            raise NotAllowedError(
                mark("{path} belongs to user {owner}, not to {user}."),
                mark("Run as that user; a secret someone else wrote is not used."),
                path=path,
                owner=state.st_uid,
                user=os.geteuid(),
            )
        if stat.S_IMODE(state.st_mode) & 0o177:
            mend_mode(path, state, mode=FILE, tell=tell)
        return stream.read()


def write_private(path: Path, content: bytes) -> None:
    """Put the whole content in place at once, on the disk itself, readable by us only.

    A reader sees the old content or the new one, also after a crash.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in the folder survive a power cut."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
