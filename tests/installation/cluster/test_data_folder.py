# SPDX-License-Identifier: EUPL-1.2
"""What lies where the data should be decides: made, used, or left alone."""

from pathlib import Path

import psycopg
import pytest

from gemensam.installation.cluster import Cluster
from gemensam.installation.cluster.binaries import PROGRAMS, binaries
from gemensam.installation.cluster.data_folder import (
    InitFailedError,
    NotAClusterError,
    OtherVersionError,
)
from gemensam.installation.paths import Paths
from gemensam.installation.tell import silent


def lay(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    "files",
    [
        {"something.txt": b"else"},
        {"PG_VERSION": b"18\n"},
        {"PG_VERSION": b"\xff\n", "global/pg_control": b""},
        {"base/1/1259": b"rows", "global/pg_control": b"x"},
    ],
)
def test_what_is_no_whole_database_is_left_alone(
    new_cluster: Cluster, paths: Paths, files: dict[str, bytes]
) -> None:
    paths.make(tell=silent)
    data = paths.postgres / "data"
    data.mkdir()
    lay(data, files)
    with pytest.raises(NotAClusterError, match="not a complete"), new_cluster.running():
        pass
    assert {name: (data / name).read_bytes() for name in files} == files


def test_a_file_in_its_place_is_left_alone(new_cluster: Cluster, paths: Paths) -> None:
    paths.make(tell=silent)
    (paths.postgres / "data").write_text("mine")
    with pytest.raises(NotAClusterError), new_cluster.running():
        pass
    assert (paths.postgres / "data").read_text() == "mine"


def test_an_empty_folder_is_no_database(new_cluster: Cluster, paths: Paths) -> None:
    paths.make(tell=silent)
    (paths.postgres / "data").mkdir()
    with new_cluster.running() as server:
        psycopg.connect(server.url()).close()


def test_another_versions_data_are_left_alone(cluster: Cluster, paths: Paths) -> None:
    version = paths.postgres / "data" / "PG_VERSION"
    version.write_text("15\n")
    told = pytest.raises(OtherVersionError, match=r"PostgreSQL 15; this is \d")
    with told, cluster.running():
        pass
    assert version.read_text() == "15\n"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "echo 'initdb: error: strange thing' >&2; exit 1",
            "initdb: error: strange thing",
        ),
        ("kill -9 $$", "it was ended"),
    ],
)
def test_a_failed_making_is_told_and_leaves_nothing(
    new_cluster: Cluster,
    paths: Paths,
    environ: dict[str, str],
    spot: Path,
    script: str,
    reason: str,
) -> None:
    programs = spot / "bin"
    programs.mkdir()
    real = binaries(environ).folder
    for name in PROGRAMS:
        (programs / name).symlink_to(real / name)
    (programs / "initdb").unlink()
    (programs / "initdb").write_text(f"#!/bin/sh\n{script}\n")
    (programs / "initdb").chmod(0o755)
    environ["GEMENSAM_POSTGRES_BIN"] = str(programs)
    with pytest.raises(InitFailedError) as found, new_cluster.running():
        pass
    assert found.value.values["reason"] == reason
    assert not list(paths.postgres.glob("setup-*"))
