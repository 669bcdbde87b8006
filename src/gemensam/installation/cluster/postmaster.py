# SPDX-License-Identifier: EUPL-1.2
"""The server process: started as our child, waited for, stopped in steps."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.liveness import State, state_of
from gemensam.installation.cluster.placing import Place
from gemensam.installation.cluster.tuning import server_options
from gemensam.installation.disk import FULL, MEGABYTE, DiskFullError, free_bytes
from gemensam.installation.errors import InstallationError
from gemensam.installation.tell import Tell

PAUSE = 0.02
PATIENCE = 60.0  # seconds until a server that does not even refuse us is given up
START_LOG = "start.log"
LEAST_FREE = MEGABYTE


class StartFailedError(InstallationError):
    """The server ended, or never answered."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server that this process started."""

    process: subprocess.Popen[bytes]
    place: Place
    socket: Path
    said_before: Mapping[Path, int]  # bytes in its logs from former lives

    @property
    def alive(self) -> bool:
        return self.process.poll() is None


def start(
    place: Place, *, socket: Path, lock: int, environ: Mapping[str, str]
) -> Postmaster:
    """Start the server; it inherits the lock and falls when this process does."""
    options = server_options(
        socket=socket, log=place.log, durable=place.durable, environ=environ
    )
    said_before = {log: log.lstat().st_size for log in place.log.glob("*.log")}
    said = os.open(
        place.folder / START_LOG,
        os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW,
        0o600,
    )
    try:
        process = subprocess.Popen(  # noqa: S603
            # SIGINT is a fast, orderly stop.
            place.tied(signal.SIGINT, "postgres", "-D", str(place.data), *options),
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            # Ctrl-C in the terminal is for us alone: the web server stops first.
            start_new_session=True,
            umask=0o077,
            pass_fds=(lock,),
        )
    finally:
        os.close(said)
    return Postmaster(
        process=process, place=place, socket=socket, said_before=said_before
    )


def wait_until_ready(server: Postmaster, *, tell: Tell) -> None:
    """Until it takes connections. Recovery after a crash takes as long as it takes.

    Raises StartFailedError or DiskFullError when the server ends or stays silent.
    """
    silent_since = heard = time.monotonic()
    while (state := state_of(server.socket)) is not State.READY:
        if not server.alive:
            raise failure(server)
        now = time.monotonic()
        if state is State.BUSY:
            silent_since = now
            if now - heard > 5:
                tell(mark("The database is being put in order after a crash …"))
                heard = now
        elif now - silent_since > PATIENCE:
            why = failure(server)
            stop(server, tell=tell)
            raise why
        time.sleep(PAUSE)


def stop(server: Postmaster, *, tell: Tell, patience: float = PATIENCE) -> None:
    """Stop it: in order, else at once (it recovers at the next start), else by force."""
    steps = (
        (
            signal.SIGINT,
            patience,
            mark("The database does not stop; it is ended at once."),
        ),
        (
            signal.SIGQUIT,
            min(patience, 10.0),
            mark("The database does not end; it is killed."),
        ),
        (
            signal.SIGKILL,
            min(patience, 10.0),
            mark("The database cannot be killed; the system holds it."),
        ),
    )
    for signum, seconds, word in steps:
        server.process.send_signal(signum)
        try:
            server.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            tell(word)
        else:
            return


def failure(server: Postmaster, error: str = "") -> InstallationError:
    """Why it did not start: a full disk, or what it said last."""
    place = server.place
    said = "\n".join([_last_words(server), error])
    told = any(os.strerror(code) in said for code in FULL) or "Check free disk" in error
    # On a disk without any room it cannot even write down why.
    if told or free_bytes(place.folder) < LEAST_FREE:
        return DiskFullError(
            mark("The disk of {path} is full: the database cannot start."),
            mark("Free some space and start again; nothing that was saved is lost."),
            path=place.folder,
        )
    return StartFailedError(
        mark("The database in {path} did not start: {reason}"),
        mark("Put right what it says; more is in {log}."),
        path=place.folder,
        reason=error or _reason(said),
        log=place.log,
    )


def _last_words(server: Postmaster) -> str:
    """The end of what it said in this life, before and after it opened its own log."""
    texts = []
    for path in (server.place.folder / START_LOG, *server.place.log.glob("*.log")):
        try:
            with path.open("rb") as stream:
                size = path.lstat().st_size
                before = server.said_before.get(path, 0)
                stream.seek(max(size - 4000, before if before <= size else 0))
                texts.append(stream.read().decode("utf-8", errors="replace"))
        except OSError:
            continue
    return "\n".join(texts)


def _reason(said: str) -> str:
    """The last fatal line without its time stamp."""
    for line in reversed(said.splitlines()):
        for grade in ("FATAL:", "PANIC:"):
            if grade in line:
                return line.split(grade, 1)[1].strip()
    return mark("it said nothing")
