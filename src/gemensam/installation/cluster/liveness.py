# SPDX-License-Identifier: EUPL-1.2
"""Is the server there? Asked by connecting; a process id proves nothing."""

from enum import Enum
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from gemensam.installation.cluster.socket_folder import PORT


class State(Enum):
    """READY takes connections; BUSY is starting, recovering or stopping."""

    READY = "ready"
    BUSY = "busy"
    ABSENT = "absent"


def state_of(socket: Path) -> State:
    """Needs no password: libpq's PQping only knocks."""
    knock = make_conninfo(
        host=str(socket), port=PORT, dbname="postgres", user="x", connect_timeout=5
    )
    answer = pq.PGconn.ping(knock.encode())
    if answer == pq.Ping.OK:
        return State.READY
    return State.BUSY if answer == pq.Ping.REJECT else State.ABSENT
