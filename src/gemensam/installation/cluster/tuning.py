# SPDX-License-Identifier: EUPL-1.2
"""The server's settings, given on its command line at every start.

So a new version of the product brings its own, and no file in the data folder needs
editing. An operator's own come from GEMENSAM_POSTGRES_OPTIONS ("work_mem=64MB
shared_buffers=2GB"); what keeps the server private is said last and always holds.
"""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.cluster.socket_folder import PORT
from gemensam.installation.errors import WrongSettingError

VARIABLE = "GEMENSAM_POSTGRES_OPTIONS"
MEBIBYTE = 1 << 20
CGROUP_LIMITS = (
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
)


def server_options(
    *, socket: Path, log: Path, durable: bool, environ: Mapping[str, str]
) -> list[str]:
    """Command-line options of `postgres`; raises WrongSettingError.

    `durable=False` may lose everything in a power cut, never in a crash of the server
    alone: for tests only.
    """
    chosen = {
        **_sizes(memory_bytes()),
        **_logging(log),
        **({} if durable else _for_tests()),
        **_operators(environ),
        **_private(socket),
    }
    return [
        part for name, value in chosen.items() for part in ("-c", f"{name}={value}")
    ]


def memory_bytes() -> int:
    """This machine's memory, or what the container may use of it."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in CGROUP_LIMITS:
        try:
            limit = Path(name).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if limit.isdigit():
            memory = min(memory, int(limit))
    return memory


def _sizes(memory: int) -> dict[str, str]:
    """For 2 to 8 cores shared with the web server and the worker."""
    megabytes = memory // MEBIBYTE
    return {
        "max_connections": "80",
        "shared_buffers": f"{min(max(megabytes // 8, 64), 2048)}MB",
        "effective_cache_size": f"{max(megabytes // 2, 128)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(megabytes // 16, 32), 512)}MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",  # our queries are short: compiling them costs more than it saves
        **_shared_memory(),
    }


def _shared_memory() -> dict[str, str]:
    """Containers often give /dev/shm 64 MB, too little for parallel queries."""
    try:
        state = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return {}
    if state.f_blocks * state.f_frsize < 256 * MEBIBYTE:
        return {"dynamic_shared_memory_type": "mmap"}
    return {}


def _logging(log: Path) -> dict[str, str]:
    """A week of logs, a file a day; no statement and no value of a row in them.

    Failing statements are the application's to log, scrubbed: here a personal number
    in an error text would end up in clear. An operator who asks for errors all the same
    gets them without the details, which are where PostgreSQL repeats values.
    """
    return {
        "logging_collector": "on",
        "log_destination": "stderr",
        "log_directory": str(log),
        "log_filename": "postgres-%a.log",
        "log_file_mode": "0600",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_timezone": "UTC",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
        "lc_messages": "C",
    }


def _for_tests() -> dict[str, str]:
    return {
        "fsync": "off",
        "full_page_writes": "off",
        # Each copy of a template would be analysed anew; what is taken in is analysed
        # by whoever takes it in (`core/bulk.py`).
        "autovacuum": "off",
        "shared_buffers": "64MB",
        "max_wal_size": "512MB",
    }


def _private(socket: Path) -> dict[str, str]:
    return {
        "listen_addresses": "",
        "unix_socket_directories": _quoted(socket),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "password_encryption": "scram-sha-256",
        "restart_after_crash": "on",
    }


def _operators(environ: Mapping[str, str]) -> dict[str, str]:
    chosen = {}
    for part in shlex.split(environ.get(VARIABLE, "")):
        name, separator, value = part.partition("=")
        if not separator or not name.isidentifier():
            raise WrongSettingError(
                mark("{variable} holds {part}, which is not a name=value."),
                mark("Write for example: work_mem=64MB shared_buffers=2GB"),
                variable=VARIABLE,
                part=part,
            )
        chosen[name.lower()] = value
    return chosen


def _quoted(path: Path) -> str:
    """One entry of a list of folders: a comma in a name must not divide it."""
    return '"' + str(path).replace('"', '""') + '"'
