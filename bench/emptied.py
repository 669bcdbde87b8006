# SPDX-License-Identifier: EUPL-1.2
"""An empty installation of the bench's own, gone when the measuring is over."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from bench.harness import ROOT
from gemensam.installation.cluster import throwaway

DATABASE = "bench"
MEMORY = "shared_buffers=1GB"  # as an installation gives it on a machine of 8 GB


@contextmanager
def installation(*, migrated: bool = True) -> Iterator[Mapping[str, str]]:
    """The environment in which a process of ours works on it."""
    with (
        throwaway(options=MEMORY) as server,
        tempfile.TemporaryDirectory(prefix="gb-") as var,
    ):
        server.create_database(DATABASE)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GEMENSAM_")}
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "gemensam.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "GEMENSAM_SECRET_KEY": "only for measuring " * 4,
            "GEMENSAM_VAR": var,
            "GEMENSAM_STATE": f"{var}/state",
            "GEMENSAM_DATABASE_URL": server.url("app", DATABASE),
            "GEMENSAM_DATABASE_OWNER_URL": server.url("owner", DATABASE),
        }
        if migrated:
            run(environment, "-P", "-m", "gemensam", "manage", "migrate", "-v0")
        yield environment


def tidied(environment: Mapping[str, str]) -> None:
    """As a server in use is by its autovacuum, which a throwaway one is without: pages
    then need not look up in tables what an index has told."""
    url = environment["GEMENSAM_DATABASE_OWNER_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def run(environment: Mapping[str, str], *arguments: str) -> str:
    """Python with these arguments; what it printed. Raises RuntimeError."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments[:4])}:\n{done.stderr[-2000:]}")
    return done.stdout
