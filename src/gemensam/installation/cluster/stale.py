# SPDX-License-Identifier: EUPL-1.2
"""What a server that was killed left: `postmaster.pid`, and the lock of its socket.

PostgreSQL clears them away itself unless a process with their number exists; after a
reboot or a long run that may be anybody's, or the dead server itself that nobody has
reaped yet, and the server would refuse to start for good. Whoever holds `server.lock`
knows that the server of those files is gone.
"""

import os
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.socket_folder import NAME
from gemensam.installation.errors import ExitCode, InstallationError
from gemensam.installation.tell import Tell


class StillRunningError(InstallationError):
    """A server that we did not start has these data open."""

    exit_code = ExitCode.TRY_LATER


def clear_stale_pid(data: Path, *, tell: Tell) -> None:
    """Remove the file if its number now belongs to another program.

    Raises StillRunningError when that process works in the data folder after all, as one
    started by hand would.
    """
    file = data / "postmaster.pid"
    try:
        pid = int(file.read_text(encoding="utf-8", errors="replace").split("\n")[0])
    except FileNotFoundError:
        return
    except ValueError:  # cut short when the disk was full
        pid = 0
    if _works_in(pid, data):
        raise StillRunningError(
            mark("Process {pid} has the database in {path} open."),
            mark(
                "It was not started by ./gemensam: stop it with pg_ctl, and try again."
            ),
            pid=pid,
            path=data,
        )
    tell(mark("The database was not stopped in order last time; it mends itself now."))
    file.unlink()


def clear_stale_lock(socket: Path) -> None:
    """Remove the socket's lock and the socket from their folder, which only our server
    uses; called when `clear_stale_pid` has found that none has the data open."""
    for name in (f"{NAME}.lock", NAME):
        (socket / name).unlink(missing_ok=True)


def _works_in(pid: int, data: Path) -> bool:
    """A server's working folder is its data folder. Only Linux tells."""
    if pid <= 0:
        return False
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data) and pid != os.getpid()
    except OSError:
        return False
