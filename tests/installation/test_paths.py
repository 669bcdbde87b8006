# SPDX-License-Identifier: EUPL-1.2
"""Where things lie, who may open them, and what is left alone."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rig.heard import Heard

from gemensam.installation import private
from gemensam.installation.disk import (
    DiskFullError,
    folder_bytes,
    free_bytes,
    plain_disk_errors,
    require_room,
)
from gemensam.installation.errors import NotAllowedError
from gemensam.installation.paths import ROOT, Paths, paths_of
from gemensam.installation.private import write_private

AS_ROOT = os.geteuid() == 0


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_lies_below_var(spot: Path) -> None:
    paths = paths_of(spot, environ={})
    assert paths.var == spot / "var"
    names = ("postgres", "files", "keys", "demo", "log", "backup", "cache")
    assert [getattr(paths, name) for name in names] == [paths.var / n for n in names]
    assert paths_of(environ={}).root == ROOT == Path(__file__).parents[2]


def test_var_and_keys_may_lie_elsewhere(spot: Path) -> None:
    environ = {"GEMENSAM_VAR": str(spot / "v"), "GEMENSAM_KEYS": str(spot / "k" / "k")}
    paths = paths_of(spot, environ=environ).make()
    assert sorted(one.name for one in (spot / "v").iterdir()) == [
        "backup",
        "cache",
        "demo",
        "files",
        "log",
        "postgres",
    ]
    assert mode(paths.keys) == 0o700


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folders_are_private_whatever_the_umask(
    paths: Paths, told: Heard, umask: int
) -> None:
    before = os.umask(umask)
    try:
        paths.make(tell=told.tell)
    finally:
        os.umask(before)
    passage = 0o711 if AS_ROOT else 0o700
    assert mode(paths.var) == mode(paths.postgres) == passage
    others = [one for one in paths.var.iterdir() if one != paths.postgres]
    assert {mode(one) for one in others} == {0o700}
    assert told == []


def test_folders_above_are_left_alone(spot: Path) -> None:
    spot.chmod(0o755)
    (spot / "shared").mkdir(mode=0o750)
    before = mode(spot), mode(spot / "shared")
    paths_of(environ={"GEMENSAM_VAR": str(spot / "shared" / "var")}).make()
    assert (mode(spot), mode(spot / "shared")) == before


def test_an_open_folder_is_closed_with_a_word(paths: Paths, told: Heard) -> None:
    paths.make()
    paths.files.chmod(0o755)
    paths.make(tell=told.tell)
    assert mode(paths.files) == 0o700
    assert told == [f"{paths.files} was open to others (mode 755); it is now 700."]


@pytest.mark.parametrize("lay", [Path.touch, lambda path: path.symlink_to("/tmp")])
def test_what_is_no_folder_is_refused(
    paths: Paths, lay: Callable[[Path], None]
) -> None:
    paths.make()
    paths.files.rmdir()
    lay(paths.files)
    with pytest.raises(NotAllowedError, match="not a folder"):
        paths.make()


def test_someone_elses_folder_is_refused(
    spot: Path, other_user: Callable[..., str]
) -> None:
    (spot / "theirs").mkdir()
    (spot / "theirs").chmod(0o777)
    said = other_user("folder", str(spot / "theirs"))
    assert said.startswith("NotAllowedError: ")
    assert "belongs to user 0, not to 65534" in said


def test_a_var_that_may_not_be_made_is_told(
    paths: Paths, other_user: Callable[..., str]
) -> None:
    said = other_user("make")
    assert said.startswith("NotAllowedError: ")
    assert f"does not let user 65534 write {paths.var}" in said


def test_a_file_is_written_whole_or_not_at_all(
    spot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spot / "file"
    write_private(path, b"old")

    def broken(_: int) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(private.os, "fsync", broken)  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="power cut"):
        write_private(path, b"new")
    assert (path.read_bytes(), list(spot.iterdir())) == (b"old", [path])


def test_room_is_asked_where_the_folder_will_lie(spot: Path) -> None:
    free = free_bytes(spot / "not" / "yet")
    require_room(spot / "not" / "yet", free // 2, purpose="A test")
    with pytest.raises(
        DiskFullError, match=r"A test needs \d+ MB in .*, but only \d+ MB"
    ):
        require_room(spot / "not" / "yet", free * 2, purpose="A test")


def test_figures_are_never_equal_when_room_is_lacking(
    spot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gemensam.installation.disk.free_bytes", lambda _: 1_999_999)
    with pytest.raises(DiskFullError, match=r"needs 2 MB in .* but only 1 MB"):
        require_room(spot, 2_000_000, purpose="A test")


def test_the_size_of_a_tree_does_not_follow_links(spot: Path) -> None:
    (spot / "a").mkdir()
    (spot / "a" / "b").write_bytes(b"12345")
    (spot / "link").symlink_to("/")
    assert folder_bytes(spot) == 5


def test_other_errors_pass(spot: Path) -> None:
    with pytest.raises(FileNotFoundError), plain_disk_errors(spot):
        (spot / "missing").read_bytes()


def test_a_full_disk_is_named(small_disk: Callable[[str, int], Path]) -> None:
    disk = small_disk("disk", 1)
    with (
        pytest.raises(DiskFullError, match=r"The disk is full: .*disk"),
        plain_disk_errors(disk),
    ):
        (disk / "file").write_bytes(bytes(2_000_000))
