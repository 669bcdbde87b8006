# SPDX-License-Identifier: EUPL-1.2
"""Room on the disk: asked before long work, and named plainly when it runs out."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.errors import ExitCode, InstallationError, NotAllowedError

MEGABYTE = 1_000_000

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class DiskFullError(InstallationError):
    """There is not, or no longer, room for what was asked."""

    exit_code = ExitCode.DISK_FULL


def existing(path: Path) -> Path:
    """The path itself or its nearest folder that exists."""
    for place in (path, *path.parents):
        if place.exists():
            return place
    return Path("/")


def free_bytes(path: Path) -> int:
    """What an ordinary user may still write on the disk that `path` lies or will lie on."""
    return shutil.disk_usage(existing(path)).free


def require_room(path: Path, needed: int, *, purpose: str) -> None:
    """Raises DiskFullError, with both figures, when fewer than `needed` bytes are free."""
    free = free_bytes(path)
    if free < needed:
        raise DiskFullError(
            mark("{purpose} needs {needed} MB in {path}, but only {free} MB are free."),
            mark("Free some space, or choose another disk, and try again."),
            purpose=purpose,
            path=path,
            needed=-(-needed // MEGABYTE),
            free=free // MEGABYTE,
        )


def folder_bytes(folder: Path) -> int:
    """The sum of the sizes of all files below a folder; links are not followed."""
    return sum(
        (Path(place) / name).lstat().st_size
        for place, _, names in os.walk(folder)
        for name in names
    )


@contextmanager
def plain_disk_errors(path: Path) -> Iterator[None]:
    """Turns the system's refusals to write below `path` into DiskFullError or NotAllowedError."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        if error.errno in FULL:
            raise DiskFullError(
                mark("The disk is full: {path} could not be written."),
                mark("Free some space and try again; nothing half-written is used."),
                path=where,
            ) from error
        if error.errno in REFUSED:
            raise NotAllowedError(
                mark("The system does not let user {user} write {path}: {reason}."),
                mark("Give that user the right, or run as the user who owns it."),
                user=os.geteuid(),
                path=where,
                reason=error.strerror,
            ) from error
        raise
