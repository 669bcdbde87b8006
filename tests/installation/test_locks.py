# SPDX-License-Identifier: EUPL-1.2
"""Locks that vanish with their last holder."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gemensam.installation.locks import BusyError, locked, try_lock, wait_for_lock


def test_only_one_holds_it(spot: Path) -> None:
    path = spot / "lock"
    with locked(path):
        assert try_lock(path) is None
        waited: list[str] = []
        with pytest.raises(BusyError, match=r"held .* for 0 seconds"):
            wait_for_lock(path, seconds=0.1, on_wait=lambda: waited.append("waited"))
        assert waited == ["waited"]
    again = try_lock(path)
    assert again is not None
    os.close(again)


def test_a_child_that_inherits_it_holds_on(
    spot: Path, eventually: Callable[..., None]
) -> None:
    path = spot / "lock"
    lock = try_lock(path)
    assert lock is not None
    with subprocess.Popen(["sleep", "60"], pass_fds=(lock,)) as child:
        os.close(lock)
        assert try_lock(path) is None
        child.send_signal(signal.SIGKILL)

    def free() -> bool:
        again = try_lock(path)
        if again is not None:
            os.close(again)
        return again is not None

    eventually(free)


def test_a_link_is_not_opened(spot: Path) -> None:
    (spot / "lock").symlink_to(spot / "other")
    with pytest.raises(OSError, match="symbolic"):
        try_lock(spot / "lock")
    assert not (spot / "other").exists()
