# SPDX-License-Identifier: EUPL-1.2
"""The server's settings: by machine, by operator, and never against privacy."""

import os
from pathlib import Path

import psycopg
import pytest

from gemensam.installation.cluster import Cluster, Server, tuning
from gemensam.installation.cluster.postmaster import StartFailedError
from gemensam.installation.cluster.tuning import memory_bytes, server_options
from gemensam.installation.errors import WrongSettingError

GIGABYTE = 1 << 30


def options(*, durable: bool = True, **environ: str) -> dict[str, str]:
    listed = server_options(
        socket=Path("/s"), log=Path("/l"), durable=durable, environ=environ
    )
    assert listed[::2] == ["-c"] * (len(listed) // 2)
    return dict(part.split("=", 1) for part in listed[1::2])


@pytest.mark.parametrize(
    ("gigabytes", "shared", "cache", "maintenance"),
    [
        (0.25, "64MB", "128MB", "32MB"),
        (4, "512MB", "2048MB", "256MB"),
        (64, "2048MB", "32768MB", "512MB"),
    ],
)
def test_sizes_follow_the_machine(
    monkeypatch: pytest.MonkeyPatch,
    gigabytes: float,
    shared: str,
    cache: str,
    maintenance: str,
) -> None:
    monkeypatch.setattr(tuning, "memory_bytes", lambda: int(gigabytes * GIGABYTE))
    chosen = options()
    assert chosen["shared_buffers"] == shared
    assert chosen["effective_cache_size"] == cache
    assert chosen["maintenance_work_mem"] == maintenance


def test_a_containers_limit_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(tuning, "CGROUP_LIMITS", (str(tmp_path / "none"), str(limit)))
    limit.write_text("max\n")
    whole = memory_bytes()
    assert whole == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit.write_text("123456789\n")
    assert memory_bytes() == 123456789
    limit.write_text(str(whole * 2))
    assert memory_bytes() == whole


@pytest.mark.parametrize(
    ("megabytes", "kind"), [(64, "mmap"), (255, "mmap"), (256, None)]
)
def test_little_shared_memory_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, megabytes: int, kind: str | None
) -> None:
    state = os.statvfs_result((4096, 4096, megabytes * 256, 0, 0, 0, 0, 0, 0, 255))
    monkeypatch.setattr(tuning.os, "statvfs", lambda _: state)  # type: ignore[attr-defined]
    assert options().get("dynamic_shared_memory_type") == kind


def test_data_are_safe_unless_it_is_a_test() -> None:
    unsafe = {"fsync", "full_page_writes", "synchronous_commit"}
    assert unsafe.isdisjoint(options())
    assert unsafe & set(options(durable=False)) == {"fsync", "full_page_writes"}


def test_an_operators_settings_count_but_never_against_privacy() -> None:
    chosen = options(
        GEMENSAM_POSTGRES_OPTIONS="work_mem=64MB Shared_Buffers='3GB' port=1"
        " listen_addresses='*' unix_socket_permissions=0777"
    )
    assert chosen["work_mem"] == "64MB"
    assert chosen["shared_buffers"] == "3GB"
    assert chosen["listen_addresses"] == ""
    assert chosen["unix_socket_permissions"] == "0700"
    assert chosen["port"] == "5432"


@pytest.mark.parametrize("text", ["work_mem", "=1", "-c x=1", "a-b=1"])
def test_what_is_no_setting_is_refused(text: str) -> None:
    with pytest.raises(WrongSettingError, match="not a name=value"):
        options(GEMENSAM_POSTGRES_OPTIONS=text)


def test_a_comma_in_a_path_divides_nothing() -> None:
    listed = server_options(
        socket=Path('/a,b "c"'), log=Path("/l"), durable=True, environ={}
    )
    assert 'unix_socket_directories="/a,b ""c"""' in listed


def test_the_server_follows_the_operator(
    cluster: Cluster, environ: dict[str, str]
) -> None:
    environ["GEMENSAM_POSTGRES_OPTIONS"] = "work_mem=33MB"
    with cluster.running() as server, psycopg.connect(server.url()) as app:
        assert app.execute("SHOW work_mem").fetchone() == ("33MB",)


def test_a_throwaway_server_follows_who_asks_for_it(server: Server) -> None:
    with psycopg.connect(server.url()) as app:
        assert app.execute("SHOW work_mem").fetchone() == ("7MB",)


def test_a_setting_the_server_refuses_is_told(
    cluster: Cluster, environ: dict[str, str]
) -> None:
    environ["GEMENSAM_POSTGRES_OPTIONS"] = "work_mem=lots"
    with (
        pytest.raises(StartFailedError, match='invalid value for parameter "work_mem"'),
        cluster.running(),
    ):
        pass
