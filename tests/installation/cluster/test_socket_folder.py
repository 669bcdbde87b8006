# SPDX-License-Identifier: EUPL-1.2
"""The socket's folder: private, and short enough for the kernel."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gemensam.installation.cluster import Cluster
from gemensam.installation.cluster.socket_folder import (
    NoSocketError,
    fits,
    make_socket_folder,
    remove_socket_folder,
    socket_folder,
)
from gemensam.installation.paths import paths_of
from gemensam.installation.tell import silent


@pytest.fixture
def long(spot: Path) -> Path:
    folder = spot / ("å" * 50)
    folder.mkdir()
    return folder


@pytest.fixture
def made(long: Path) -> Iterator[Path]:
    yield make_socket_folder(long, None)
    remove_socket_folder(long)


def test_the_kernels_limit_is_in_bytes_of_the_whole_path() -> None:
    room = 100 - len("/.s.PGSQL.5432")
    assert fits(Path("/" + "x" * (room - 1)))
    assert not fits(Path("/" + "x" * room))
    assert not fits(Path("/" + "å" * (room // 2 + 1)))


def test_a_short_path_keeps_it_in_the_cluster(spot: Path) -> None:
    folder = make_socket_folder(spot, None)
    assert folder == spot / "socket" == socket_folder(spot)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    remove_socket_folder(spot)
    assert folder.exists()


def test_a_long_path_puts_it_in_a_folder_of_its_own(long: Path, made: Path) -> None:
    assert fits(made)
    assert made.parent == Path("/tmp")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert socket_folder(long) == made
    assert make_socket_folder(long, None) == made
    remove_socket_folder(long)
    assert not made.exists()
    assert socket_folder(long) == long / "socket"


def test_one_that_others_could_have_laid_there_is_not_used(
    long: Path, made: Path
) -> None:
    made.chmod(0o777)
    second = make_socket_folder(long, None)
    assert second != made
    made.chmod(0o700)
    made.rmdir()
    second.rmdir()
    second.symlink_to("/tmp")
    third = make_socket_folder(long, None)
    assert third not in {made, second}
    second.unlink()
    if os.geteuid() == 0:
        os.chown(third, 4711, 4711)
        assert make_socket_folder(long, None) != third
        third.rmdir()


def test_no_place_at_all_is_told(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> str:
        raise OSError

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(NoSocketError, match="GEMENSAM_VAR"):
        make_socket_folder(long, None)


def test_a_server_in_a_long_path(long: Path, environ: dict[str, str]) -> None:
    environ["GEMENSAM_VAR"] = str(long / "var med, komma \" och 'citat'")
    paths = paths_of(long, environ=environ)
    os.chmod(long, 0o711)  # noqa: PTH101
    cluster = Cluster(paths, durable=False, environ=environ, tell=silent)
    with cluster.running() as server:
        socket = server.socket
        assert fits(socket)
        with cluster.running() as theirs:
            psycopg.connect(theirs.url()).close()
    assert not socket.exists()
