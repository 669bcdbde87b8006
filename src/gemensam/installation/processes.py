# SPDX-License-Identifier: EUPL-1.2
"""Several programs under one parent: all run, or none.

- Before everything is ready, a program that ends stops the rest: its setting is wrong.
- Afterwards it is started again, after 1, 2, 4 … seconds. One that dies more than
  `LIMIT` times within `WITHIN` seconds stops the rest with its exit code.
- Ctrl-C, SIGTERM or SIGHUP stop them in the order they were named, each within its
  patience; the same again ends them at once.
- Killed with -9, the parent takes them with it: the kernel sends each SIGTERM.
"""

import errno
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from gemensam.formats.issues import Marked, mark
from gemensam.installation.errors import ExitCode
from gemensam.installation.lifeline import tied
from gemensam.installation.tell import Tell, to_terminal

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LIMIT = 5
WITHIN = 300.0
READY_WITHIN = 120.0
TICK = 0.1
WATCH_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run; `patience` is the time from "please stop" to "die"."""

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str]
    folder: Path = Path("/")
    patience: float = 10.0


@dataclass(slots=True)
class _Child:
    command: Command
    process: subprocess.Popen[bytes] | None = None
    start_at: float = 0.0
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        program = self.command.argv[0]
        if shutil.which(program, path=self.command.environ.get("PATH")) is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), program)
        self.process = subprocess.Popen(  # noqa: S603
            tied(self.command.argv, signal.SIGTERM),
            env=self.command.environ,
            cwd=self.command.folder,
            stdin=subprocess.DEVNULL,
            # Ctrl-C is for the parent, which stops them in order.
            start_new_session=True,
        )

    def ended(self) -> int | None:
        """Its exit code once, when it has ended; its own children end with it."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self._kill_group()
        self.process = None
        return code

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        if self.process is not None:
            self._kill_group()
            self.process.wait()
            self.process = None

    def _kill_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def nothing() -> None:
    """Where there is nothing to do."""


def supervise(
    commands: Sequence[Command],
    *,
    is_ready: Callable[[], bool],
    on_ready: Callable[[], None] = nothing,
    watch: Callable[[], object] = nothing,
    tell: Tell = to_terminal,
) -> int:
    """Run the programs until told to stop (0) or until one will not run (its code).

    `is_ready` is asked until it says yes; `on_ready` is called once; `watch` about
    every second. Main thread only: signals, and the children's lifeline, are its own.
    """
    with _heard_signals() as signals:
        family = _Family([_Child(one) for one in commands], signals, tell)
        try:
            code = family.start() or family.wait_until(is_ready)
            if code is None:
                on_ready()
                code = family.keep_running(watch)
        finally:
            family.stop()
    return code


class _Signals:
    """Signals as something to wait for."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self.count = 0

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or as soon as a signal comes."""
        if select.select([self._pipe], [], [], seconds)[0]:
            came = os.read(self._pipe, 64)
            self.count += sum(byte in ENDING for byte in came)


@contextmanager
def _heard_signals() -> Iterator[_Signals]:
    def noted(signum: int, frame: FrameType | None) -> None:
        """The byte in the pipe says it all."""

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = {signum: signal.getsignal(signum) for signum in ENDING}
    pipe_before = signal.set_wakeup_fd(writing)
    for signum, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup means it
            signal.signal(signum, noted)
    try:
        yield _Signals(reading)
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler or signal.SIG_DFL)
        signal.set_wakeup_fd(pipe_before)
        os.close(reading)
        os.close(writing)


class Ends(NamedTuple):
    """How it is told that a program ended, by a signal or with an exit code."""

    killed: Marked
    ended: Marked


BEFORE_READY = Ends(
    mark("{program} was killed by signal {code} before it was ready."),
    mark("{program} ended with exit code {code} before it was ready."),
)
REPEATEDLY = Ends(
    mark("{program} was killed by signal {code} again and again."),
    mark("{program} ended with exit code {code} again and again."),
)
STARTED_AGAIN = Ends(
    mark("{program} was killed by signal {code}; it is started again."),
    mark("{program} ended with exit code {code}; it is started again."),
)


class _Family:
    """The children, in the order in which they stop."""

    def __init__(
        self, children: Sequence[_Child], signals: _Signals, tell: Tell
    ) -> None:
        self._children = children
        self._signals = signals
        self._tell = tell

    def start(self) -> int | None:
        """An exit code when a program cannot even be started."""
        for child in self._children:
            try:
                child.start()
            except OSError as error:
                self._tell_unstartable(child, error)
                return ExitCode.SOFTWARE
        return None

    def wait_until(self, is_ready: Callable[[], bool]) -> int | None:
        """None when everything is ready, else the code to leave with."""
        give_up = time.monotonic() + READY_WITHIN
        while not is_ready():
            self._signals.wait(TICK)
            if self._signals.count:
                return 0
            for child in self._children:
                if (code := child.ended()) is not None:
                    self._tell_ended(BEFORE_READY, child, code)
                    return _code(code)
            if time.monotonic() > give_up:
                self._tell(
                    mark("Nothing answered within {seconds} seconds."),
                    seconds=round(READY_WITHIN),
                )
                return ExitCode.UNAVAILABLE
        return None

    def keep_running(self, watch: Callable[[], object]) -> int:
        watched = 0.0
        while not self._signals.count:
            now = time.monotonic()
            for child in self._children:
                if (code := self._look_after(child, now)) is not None:
                    return code
            if now - watched >= WATCH_EVERY:
                watch()
                watched = now
            self._signals.wait(TICK)
        return 0

    def _look_after(self, child: _Child, now: float) -> int | None:
        """Start it again if it is down; its exit code when that is no use any more."""
        code = child.ended()
        if code is not None:
            child.deaths = [at for at in child.deaths if now - at < WITHIN] + [now]
            if len(child.deaths) > LIMIT:
                self._tell_ended(REPEATEDLY, child, code)
                return _code(code)
            child.start_at = now + 2 ** (len(child.deaths) - 1)
            self._tell_ended(STARTED_AGAIN, child, code)
        if child.process is None and now >= child.start_at:
            try:
                child.start()
            except OSError as error:
                self._tell_unstartable(child, error)
                return ExitCode.SOFTWARE
        return None

    def _tell_ended(self, ends: Ends, child: _Child, code: int) -> None:
        text = ends.killed if code < 0 else ends.ended
        self._tell(text, program=child.command.name, code=abs(code))

    def _tell_unstartable(self, child: _Child, error: OSError) -> None:
        self._tell(
            mark("{program} cannot be started: {reason}."),
            program=child.command.name,
            reason=error,
        )

    def stop(self) -> None:
        """One after the other, in order; whatever happens, none is left."""
        try:
            for child in self._children:
                self._stop_one(child)
        finally:
            for child in self._children:
                child.kill()

    def _stop_one(self, child: _Child) -> None:
        child.ask_to_stop()
        heard = self._signals.count
        give_up = time.monotonic() + child.command.patience
        while child.process is not None and child.ended() is None:
            if self._signals.count > heard or time.monotonic() > give_up:
                self._tell(
                    mark("{program} does not stop; it is killed."),
                    program=child.command.name,
                )
                child.kill()
                return
            self._signals.wait(TICK)


def _code(code: int) -> int:
    """As a shell would say it; an end that was not asked for is never a success."""
    return 128 - code if code < 0 else code or ExitCode.SOFTWARE
