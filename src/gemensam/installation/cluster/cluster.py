# SPDX-License-Identifier: EUPL-1.2
"""From "is there a server?" to one that answers, and back again."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from gemensam.formats.issues import mark
from gemensam.installation.cluster.liveness import State, state_of
from gemensam.installation.cluster.placing import (
    VARIABLE as STATE_VARIABLE,
    Place,
    place,
)
from gemensam.installation.cluster.postmaster import PATIENCE
from gemensam.installation.cluster.server import Server
from gemensam.installation.cluster.signals import ending_in_order
from gemensam.installation.cluster.socket_folder import socket_folder
from gemensam.installation.cluster.starter import SERVER_LOCK, Starter
from gemensam.installation.cluster.tuning import VARIABLE as OPTIONS_VARIABLE
from gemensam.installation.keys import database_passwords
from gemensam.installation.locks import PAUSE, BusyError, try_lock
from gemensam.installation.paths import Paths, paths_of
from gemensam.installation.private import PASSAGE
from gemensam.installation.tell import Tell, silent, to_terminal

STARTER_LOCK = "starter.lock"
THROWAWAY = "gemensam-test-"


class Cluster:
    """The embedded database of one installation.

    `durable=False` is for tests: fast, and lost in a power cut.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        durable: bool = True,
        environ: Mapping[str, str] | None = None,
        tell: Tell = to_terminal,
    ) -> None:
        self._paths = paths
        self._durable = durable
        self._environ = os.environ if environ is None else environ
        self._tell = tell

    @contextmanager
    def running(self) -> Iterator[Server]:
        """A server that answers. Found running, it is used and left running; started
        here, it is stopped when the block ends, also by SIGTERM, SIGHUP or Ctrl-C.

        Start it from the main thread: the server falls when that thread ends. Raises
        InstallationError in all its kinds.
        """
        self._paths.make(tell=self._tell)
        where = place(self._paths, environ=self._environ, tell=self._tell)
        where = replace(where, durable=self._durable)
        passwords = database_passwords(self._paths, tell=self._tell)
        found = self._found_or_lock(where, passwords)
        if isinstance(found, Server):
            yield found
            return
        try:
            _require_main_thread()
            starter = Starter(where, passwords, environ=self._environ, tell=self._tell)
            with ending_in_order():
                try:
                    yield starter.start()
                finally:
                    starter.stop()
        finally:
            os.close(found)

    def _found_or_lock(
        self, where: Place, passwords: Mapping[str, str]
    ) -> Server | int:
        """Someone else's server once it answers, or `starter.lock`; raises BusyError."""
        give_up = time.monotonic() + PATIENCE
        while (lock := try_lock(where.folder / STARTER_LOCK)) is None:
            socket = socket_folder(where.folder)
            state = state_of(socket)
            server = Server(socket=socket, passwords=passwords, started_here=False)
            if state is State.READY and _lets_us_in(server):
                return server
            if state is State.BUSY:  # recovery takes as long as it takes
                give_up = time.monotonic() + PATIENCE
            if time.monotonic() > give_up:
                raise BusyError(
                    mark(
                        "Another process starts the database in {path}, but it does not"
                        " answer us."
                    ),
                    mark("End that process and try again."),
                    path=where.folder,
                )
            time.sleep(PAUSE)
        return lock


def _lets_us_in(server: Server) -> bool:
    """Not yet while its starter is making roles and database."""
    try:
        psycopg.connect(server.url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _require_main_thread() -> None:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("start the database from the main thread")


@contextmanager
def throwaway(
    *, base: Path | None = None, options: str = "", tell: Tell = silent
) -> Iterator[Server]:
    """A cluster of its own in a temporary folder, gone with the block: for tests.

    `base` is where that folder is made, a place that everyone may pass through. What a
    killed test run left behind there is removed first. `options` of the server are given
    as an operator would give them.
    """
    if base is None:
        base = Path(tempfile.gettempdir() if os.geteuid() else "/tmp")  # noqa: S108
    _remove_abandoned(base)
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY, dir=base))
    if os.geteuid() == 0:
        folder.chmod(PASSAGE)
    environ = {
        **os.environ,
        "GEMENSAM_VAR": str(folder / "var"),
        "GEMENSAM_KEYS": "",
        STATE_VARIABLE: str(folder / "state"),
        **({OPTIONS_VARIABLE: options} if options else {}),
    }
    try:
        paths = paths_of(environ=environ)
        cluster = Cluster(paths, durable=False, environ=environ, tell=tell)
        with cluster.running() as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(base: Path) -> None:
    for folder in base.glob(THROWAWAY + "*"):
        locks = [folder / "var/postgres" / name for name in (STARTER_LOCK, SERVER_LOCK)]
        if folder.is_symlink() or not all(lock.exists() for lock in locks):
            continue
        try:
            held = [try_lock(lock) for lock in locks]
        except OSError:  # another user's
            continue
        if None not in held:
            shutil.rmtree(folder, ignore_errors=True)
        for lock in held:
            if lock is not None:
                os.close(lock)
