# SPDX-License-Identifier: EUPL-1.2
"""The one process that starts the server, keeps it alive and stops it."""

import os
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress

import psycopg

from gemensam.formats.issues import mark
from gemensam.installation.cluster import postmaster
from gemensam.installation.cluster.data_folder import SUPERUSER, ensure_data
from gemensam.installation.cluster.liveness import State, state_of
from gemensam.installation.cluster.placing import Place
from gemensam.installation.cluster.postmaster import Postmaster
from gemensam.installation.cluster.roles import password_statement
from gemensam.installation.cluster.server import Server
from gemensam.installation.cluster.socket_folder import (
    make_socket_folder,
    remove_socket_folder,
    socket_folder,
)
from gemensam.installation.cluster.stale import (
    StillRunningError,
    clear_stale_lock,
    clear_stale_pid,
)
from gemensam.installation.errors import InstallationError
from gemensam.installation.locks import PAUSE, BusyError, try_lock, wait_for_lock
from gemensam.installation.private import private_folder
from gemensam.installation.tell import Tell

SERVER_LOCK = "server.lock"
LAST_WORDS = 10.0  # seconds for what a stopped server leaves behind to end
RETRY = 5.0  # seconds between attempts to bring a dead server back


class Starter:
    """Whoever makes one holds `starter.lock`."""

    def __init__(
        self,
        place: Place,
        passwords: Mapping[str, str],
        *,
        environ: Mapping[str, str],
        tell: Tell,
    ) -> None:
        self._place = place
        self._passwords = passwords
        self._environ = environ
        self._tell = tell
        self._running: Postmaster | None = None
        self._tried_at = float("-inf")

    def start(self) -> Server:
        """A server that answers, with roles and database in place. Raises
        InstallationError in all its kinds.
        """
        try:
            running = self._start()
            if not self._provisioned(running):
                running = self._start_with_new_password()
            return self._server(running)
        except BaseException:
            self.stop()
            raise

    def keep_alive(self) -> bool:
        """Start a server that has died; True when it lives again. Trouble is told, and
        the next call tries again: a full disk may have room by then.
        """
        if self._running is None or self._running.alive:
            return False
        if time.monotonic() - self._tried_at < RETRY:
            return False
        self._tried_at = time.monotonic()
        self._tell(mark("The database has died; it is started again."))
        try:
            return self._provisioned(self._start())
        except InstallationError as error:
            error.tell(self._tell)
            return False

    def stop(self) -> None:
        if self._running is not None:
            if self._running.alive:
                postmaster.stop(self._running, tell=self._tell)
            self._wait_for_the_rest()
            remove_socket_folder(self._place.folder)
            self._running = None

    def _wait_for_the_rest(self) -> None:
        """The server does not wait for the child that writes its log, which ends a moment
        later; what has not ended by then, the next start waits for.
        """
        path = self._place.folder / SERVER_LOCK
        with suppress(BusyError):
            os.close(wait_for_lock(path, seconds=LAST_WORDS))

    def _server(self, running: Postmaster) -> Server:
        return Server(
            socket=running.socket,
            passwords=self._passwords,
            started_here=True,
            keep_alive=self.keep_alive,
        )

    def _provisioned(self, running: Postmaster) -> bool:
        """Roles and database in place; False when our password is not the server's."""
        try:
            self._server(running).provision()
        except psycopg.Error as error:
            if "password authentication failed" in str(error):
                return False
            raise postmaster.failure(running, str(error)) from error
        return True

    def _start(self) -> Postmaster:
        place = self._place
        lock = self._server_lock()
        try:
            self._make_log_folder()
            ensure_data(
                place,
                password=self._passwords["superuser"],
                lock=lock,
                tell=self._tell,
            )
            clear_stale_pid(place.data, tell=self._tell)
            socket = make_socket_folder(place.folder, place.account)
            clear_stale_lock(socket)
            running = postmaster.start(
                place, socket=socket, lock=lock, environ=self._environ
            )
            self._running = running
        finally:
            os.close(lock)
        postmaster.wait_until_ready(running, tell=self._tell)
        return running

    def _make_log_folder(self) -> None:
        log, account = self._place.log, self._place.account
        private_folder(log)
        if account is not None:
            os.chown(log, account.uid, account.gid, follow_symlinks=False)

    def _server_lock(self) -> int:
        """Wait until nothing is left of a former server; stop one left behind."""
        path = self._place.folder / SERVER_LOCK
        give_up = time.monotonic() + 2 * postmaster.PATIENCE
        while (lock := try_lock(path)) is None:
            if state_of(socket_folder(self._place.folder)) is State.READY:
                self._stop_orphan()
            if time.monotonic() > give_up:
                raise StillRunningError(
                    mark("Something of a former database server in {path} still runs."),
                    mark("Look for processes named postgres, end them, and try again."),
                    path=self._place.folder,
                )
            time.sleep(PAUSE)
        return lock

    def _stop_orphan(self) -> None:
        """A server that answers though its starter is dead. It just answered, so the
        process named in its folder is really it.
        """
        self._run("pg_ctl", "stop", f"--pgdata={self._place.data}", "--mode=fast")

    def _start_with_new_password(self) -> Postmaster:
        """The key file was lost and made anew: the data's owner may say so, in the
        mode where the server talks to nobody else.
        """
        self._tell(mark("The database's passwords were lost; it gets new ones."))
        self.stop()
        statement = password_statement(SUPERUSER, self._passwords["superuser"])
        lock = self._server_lock()
        try:
            self._run(
                "postgres",
                "--single",
                "-D",
                str(self._place.data),
                "postgres",
                said=statement.as_string() + "\n",
                lock=lock,
            )
        finally:
            os.close(lock)
        running = self._start()
        if not self._provisioned(running):
            raise postmaster.failure(running, mark("its password cannot be changed"))
        return running

    def _run(
        self, program: str, *arguments: str, said: str = "", lock: int | None = None
    ) -> None:
        subprocess.run(  # noqa: S603
            [self._place.programs.program(program), *arguments],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            input=said.encode(),
            capture_output=True,
            check=False,
            pass_fds=() if lock is None else (lock,),
            **self._place.identity,
        )
