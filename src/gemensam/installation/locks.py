# SPDX-License-Identifier: EUPL-1.2
"""Locks between processes that vanish with their last holder, also after kill -9.

flock(2) belongs to the open file: a child that inherits the descriptor keeps the lock
after its parent has died, and nothing is left to clean up. The lock file stays; its
content means nothing.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.errors import ExitCode, InstallationError

PAUSE = 0.05


class BusyError(InstallationError):
    """Another process has held the lock for longer than we are willing to wait."""

    exit_code = ExitCode.TRY_LATER


def try_lock(path: Path) -> int | None:
    """An open file descriptor that holds the lock, or None when someone else does."""
    # O_NOFOLLOW: a lock is never a way to open somebody else's file.
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    except BaseException:
        os.close(file)
        raise
    return file


def wait_for_lock(
    path: Path, *, seconds: float, on_wait: Callable[[], None] = lambda: None
) -> int:
    """The descriptor that holds the lock; `on_wait` is called once if we must wait.

    Raises BusyError after `seconds`.
    """
    file = try_lock(path)
    if file is None:
        on_wait()
    give_up = time.monotonic() + seconds
    while file is None:
        if time.monotonic() > give_up:
            raise BusyError(
                mark("Another process has held {path} for {seconds:.0f} seconds."),
                mark("Wait for it to finish, or end it, and try again."),
                path=path,
                seconds=seconds,
            )
        time.sleep(PAUSE)
        file = try_lock(path)
    return file


@contextmanager
def locked(
    path: Path, *, seconds: float = 60, on_wait: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the lock for the length of a block; raises BusyError."""
    file = wait_for_lock(path, seconds=seconds, on_wait=on_wait)
    try:
        yield
    finally:
        os.close(file)
