# SPDX-License-Identifier: EUPL-1.2
"""Bring a backup back: beside what is there, proved equal, and only then in its place."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from gemensam.formats.issues import mark
from gemensam.installation.backup.create import copy_files
from gemensam.installation.backup.dump import load
from gemensam.installation.backup.manifest import (
    DATABASE,
    FILES,
    DamagedError,
    Manifest,
    check_backup,
)
from gemensam.installation.backup.shape import require_equal, shape_of
from gemensam.installation.cluster.binaries import Binaries
from gemensam.installation.cluster.roles import Role
from gemensam.installation.disk import plain_disk_errors, require_room
from gemensam.installation.tell import Tell, silent

GROWTH = 4  # a database with its indexes, against its compressed dump


class Databases(Protocol):
    """A server where databases can be made; `cluster.Server` is one."""

    def url(self, role: Role = ..., database: str = ...) -> str: ...

    def create_database(self, name: str, template: str | None = None) -> None: ...

    def drop_database(self, name: str) -> None: ...

    def swap_in(self, new: str, *, name: str, keep_as: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Target:
    """Where a backup goes: the name of the database, and the folder of files."""

    databases: Databases
    database: str
    files: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now, and where what was there before is kept."""

    manifest: Manifest
    kept_database: str
    kept_files: Path


def restore(
    backup: Path,
    target: Target,
    *,
    at: datetime,
    programs: Binaries,
    progress: Tell = silent,
) -> Restored:
    """Replace database and files by those of the backup. Stop web and worker first.

    What was there is kept under names with the time `at` until someone removes it.
    Raises DamagedError, NotEqualError, DumpError, DiskFullError; then all is as before.
    """
    manifest = check_backup(backup, progress=progress)
    files = target.files
    stamp = f"{at.astimezone(UTC):%Y%m%dt%H%M%Sz}"
    new_database = f"{target.database}_new_{secrets.token_hex(4)}"
    new_files = files.with_name(f"{files.name}.new-{secrets.token_hex(4)}")
    result = Restored(
        manifest=manifest,
        kept_database=f"{target.database}_before_{stamp}",
        kept_files=files.with_name(f"{files.name}.before-{stamp}"),
    )
    with plain_disk_errors(files), ExitStack() as undo:
        _require_room_for(manifest, files)
        progress(mark("Restoring the database beside the present one …"))
        undo.callback(target.databases.drop_database, new_database)
        _fill(target.databases, new_database, backup, manifest, programs)
        progress(mark("Restoring the files beside the present ones …"))
        undo.callback(shutil.rmtree, new_files, ignore_errors=True)
        _copy_equal(backup, new_files, manifest)
        progress(mark("Putting the restored in place …"))
        _swap_files(files, new_files, result.kept_files, undo.callback)
        target.databases.swap_in(
            new_database, name=target.database, keep_as=result.kept_database
        )
        undo.pop_all()
    return result


def _fill(
    databases: Databases,
    name: str,
    backup: Path,
    manifest: Manifest,
    programs: Binaries,
) -> None:
    databases.create_database(name)
    url = databases.url("owner", name)
    load(backup / DATABASE, url, programs=programs)
    require_equal(shape_of(url), manifest.shape)


def _copy_equal(backup: Path, to: Path, manifest: Manifest) -> None:
    """What was right a moment ago is compared again as it is read."""
    if copy_files(backup / FILES, to) != manifest.files:
        raise DamagedError(
            mark("The files of the backup {path} changed while they were read."),
            mark("Look at the disk it lies on, or use another backup."),
            path=backup,
        )


def _swap_files(
    present: Path, new: Path, keep_as: Path, undo: Callable[..., object]
) -> None:
    present.replace(keep_as)
    undo(keep_as.replace, present)
    new.replace(present)
    undo(present.replace, new)


def _require_room_for(manifest: Manifest, files: Path) -> None:
    size = GROWTH * manifest.database.bytes
    size += sum(entry.bytes for entry in manifest.files.values())
    require_room(files, size, purpose="Restoring beside what is there")
