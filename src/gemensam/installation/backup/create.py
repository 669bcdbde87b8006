# SPDX-License-Identifier: EUPL-1.2
"""Make a backup: under a temporary name until every byte is on the disk."""

import hashlib
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from gemensam.formats.issues import mark
from gemensam.installation.backup.dump import dump
from gemensam.installation.backup.manifest import (
    CHUNK,
    DATABASE,
    FILES,
    MANIFEST,
    SEAL,
    Entry,
    Manifest,
    entry_of,
    written,
)
from gemensam.installation.backup.shape import Shape, snapshot
from gemensam.installation.cluster.binaries import Binaries
from gemensam.installation.disk import (
    MEGABYTE,
    folder_bytes,
    plain_disk_errors,
    require_room,
)
from gemensam.installation.errors import InstallationError
from gemensam.installation.locks import locked
from gemensam.installation.private import private_folder, sync_folder, write_private
from gemensam.installation.tell import Tell, silent

DRAFT = ".unfinished-"
LOCK = ".lock"


class ExistsError(InstallationError):
    """There is a backup of that moment already."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is saved: the database as its owner sees it, and the folder of files."""

    url: str = field(repr=False)
    files: Path


def make_backup(
    source: Source,
    *,
    into: Path,
    at: datetime,
    product: str,
    programs: Binaries,
    progress: Tell = silent,
) -> Path:
    """The finished backup's folder, `into/gemensam-<time in UTC>`.

    `at` is aware. The database is that of one moment; files come after it, so every
    file it speaks of is there unless it was deleted meanwhile. Raises DiskFullError,
    NotAllowedError, DumpError, ExistsError, BusyError.
    """
    final = into / f"gemensam-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    with plain_disk_errors(into):
        private_folder(into)
        with locked(into / LOCK, seconds=1):
            draft = _new_draft(final, source)
            try:
                database, shape = _save_database(source, draft, programs, progress)
                progress(mark("Saving the files …"))
                manifest = Manifest(
                    product=product,
                    made_at=at,
                    postgresql=programs.version,
                    database=database,
                    files=copy_files(source.files, draft / FILES),
                    shape=shape,
                )
                _seal(draft, manifest)
                draft.replace(final)
            except BaseException:
                shutil.rmtree(draft, ignore_errors=True)
                raise
            sync_folder(into)
    return final


def _new_draft(final: Path, source: Source) -> Path:
    if final.exists():
        raise ExistsError(
            mark("{path} exists already."), mark("Wait a second."), path=final
        )
    for left in final.parent.glob(DRAFT + "*"):  # of a backup that was killed
        shutil.rmtree(left)
    require_room(final.parent, _needed(source), purpose="The backup")
    return private_folder(final.with_name(DRAFT + final.name))


def _save_database(
    source: Source, draft: Path, programs: Binaries, progress: Tell
) -> tuple[Entry, Shape]:
    progress(mark("Saving the database …"))
    with snapshot(source.url) as (name, shape):
        dump(source.url, draft / DATABASE, snapshot=name, programs=programs)
    return entry_of(draft / DATABASE), shape


def _seal(draft: Path, manifest: Manifest) -> None:
    content = written(manifest)
    write_private(draft / MANIFEST, content)
    write_private(draft / SEAL, hashlib.sha256(content).hexdigest().encode() + b"\n")
    os.sync()  # one for all: an fsync for each of many thousand files takes hours


def copy_files(source: Path, target: Path) -> dict[str, Entry]:
    """Copy a tree, hashing on the way; what is deleted meanwhile is left out, and links
    are not followed.
    """
    private_folder(target)
    copied = {}
    for place, folders, names in os.walk(source):
        there = target / Path(place).relative_to(source)
        for folder in folders:
            private_folder(there / folder)
        for name in names:
            path = Path(place) / name
            if path.is_symlink():
                continue
            try:
                entry = _copied(path, there / name)
            except FileNotFoundError:
                continue
            copied[path.relative_to(source).as_posix()] = entry
    return copied


def _copied(source: Path, target: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("xb") as writing:
        target.chmod(0o600)
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
            size += writing.write(chunk)
    return Entry(bytes=size, sha256=digest.hexdigest())


def _needed(source: Source) -> int:
    """At most: the dump is compressed to a fraction of the database."""
    with psycopg.connect(source.url) as connection:
        row = connection.execute(
            "SELECT pg_database_size(current_database())"
        ).fetchone()
    database = int(row[0]) if row else 0
    return database + folder_bytes(source.files) + 10 * MEGABYTE
