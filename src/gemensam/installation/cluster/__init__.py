# SPDX-License-Identifier: EUPL-1.2
"""The embedded PostgreSQL: our own small supervisor around initdb, postgres and pg_ctl.

Who stops it: **the process that started the server stops it**; every other process
that finds it running just connects, and loses its connections when the starter ends.
Two flocks say who is who, and no process id is ever believed:

- `starter.lock` is held by the process that started the server, until it has stopped;
- `server.lock` is inherited by the server and all its children, so whoever gets it
  knows that nothing is left of the former server.
"""

from gemensam.installation.cluster.binaries import Binaries, binaries
from gemensam.installation.cluster.cluster import Cluster, throwaway
from gemensam.installation.cluster.roles import ROLE_NAMES, Role
from gemensam.installation.cluster.server import Server

__all__ = [
    "ROLE_NAMES",
    "Binaries",
    "Cluster",
    "Role",
    "Server",
    "binaries",
    "throwaway",
]
