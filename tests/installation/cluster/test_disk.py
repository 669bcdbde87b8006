# SPDX-License-Identifier: EUPL-1.2
"""A disk that is full: before, while and after the database is there."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from gemensam.installation.cluster import Cluster
from gemensam.installation.disk import DiskFullError
from gemensam.installation.paths import paths_of
from gemensam.installation.tell import silent

Disk = Callable[[str, int], Path]


@pytest.fixture
def anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were room enough when it was asked."""
    for name in ("ROOM_FOR_NEW", "ROOM_FOR_START"):
        monkeypatch.setattr(f"gemensam.installation.cluster.data_folder.{name}", 0)


def cluster_on(disk: Path, environ: dict[str, str]) -> Cluster:
    environ["GEMENSAM_VAR"] = str(disk / "var")
    return Cluster(
        paths_of(disk, environ=environ), durable=False, environ=environ, tell=silent
    )


def test_too_little_room_is_told_before_anything_is_made(
    small_disk: Disk, environ: dict[str, str]
) -> None:
    disk = small_disk("disk", 100)
    with (
        pytest.raises(DiskFullError, match=r"needs 300 MB in .*, but only 10\d MB"),
        cluster_on(disk, environ).running(),
    ):
        pass
    assert sorted(path.name for path in (disk / "var" / "postgres").iterdir()) == [
        "log",
        "server.lock",
        "starter.lock",
    ]


@pytest.mark.usefixtures("anyway")
@pytest.mark.parametrize("megabytes", [20, 40])
def test_a_disk_that_fills_while_the_database_is_made(
    small_disk: Disk, environ: dict[str, str], megabytes: int
) -> None:
    disk = small_disk("disk", megabytes)
    with (
        pytest.raises(DiskFullError, match="Free some space"),
        cluster_on(disk, environ).running(),
    ):
        pass
    assert list((disk / "var" / "postgres").glob("setup-*")) == []
    bigger = ["mount", "-o", "remount,size=200m", str(disk)]
    subprocess.run(bigger, check=True)
    with cluster_on(disk, environ).running() as server:
        psycopg.connect(server.url()).close()


@pytest.mark.usefixtures("anyway")
def test_it_lives_through_a_full_disk_and_goes_on_when_there_is_room(
    small_disk: Disk, environ: dict[str, str]
) -> None:
    disk = small_disk("disk", 110)
    cluster = cluster_on(disk, environ)
    with cluster.running() as server, psycopg.connect(server.url("owner")) as owner:
        owner.execute("CREATE TABLE big (text text STORAGE PLAIN)")
        owner.execute("INSERT INTO big VALUES ('kept')")
        owner.commit()
        fill = disk / "var" / "files" / "fill"
        left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        fill.write_bytes(bytes(left - 1_000_000))
        with pytest.raises(errors.DiskFull):
            owner.execute(
                "INSERT INTO big SELECT repeat('x', 7000) FROM generate_series(1, 900)"
            )
        owner.rollback()
        assert owner.execute("SELECT * FROM big").fetchall() == [("kept",)]
        fill.unlink()
        owner.execute("INSERT INTO big VALUES ('more')")
        owner.commit()
    with cluster.running() as server, psycopg.connect(server.url()) as app:
        assert app.execute("SELECT count(*) FROM big").fetchone() == (2,)


@pytest.mark.usefixtures("anyway")
def test_a_start_on_a_full_disk_says_so(
    small_disk: Disk, environ: dict[str, str]
) -> None:
    disk = small_disk("disk", 110)
    cluster = cluster_on(disk, environ)
    with cluster.running():
        pass
    left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    fill = disk / "fill"
    fill.write_bytes(bytes(left))
    with pytest.raises(DiskFullError, match="Free some space"), cluster.running():
        pass
    fill.unlink()
    with cluster.running() as server:
        psycopg.connect(server.url()).close()
