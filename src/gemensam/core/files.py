# SPDX-License-Identifier: EUPL-1.2
"""Files are kept under the SHA-256 of their bytes; what is read is checked against it."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.db import transaction

from gemensam.core import chain
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import StoredFile
from gemensam.formats.issues import mark

CHUNK = 1 << 20

GONE = mark("{name} is gone from the file store. Put it back from a backup.")
DISPOSED = mark(
    "{name} was never imported, and what was kept of it has been disposed of. "
    "Upload it again."
)
CHANGED = mark(
    "{name} is not the file that was stored. Put it back from a backup; what it holds "
    "now is not used."
)


class DamagedFile(ExpectedFailure):
    """A file is no longer kept, or gone, or its bytes are not those that were stored."""


def folder() -> Path:
    return Path(settings.VAR) / "files"


def path_of(digest: str) -> Path:
    return folder() / digest[:2] / digest


def chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def digest_of(parts: Iterable[bytes]) -> tuple[str, int]:
    """SHA-256 and size of the parts together."""
    running, size = sha256(), 0
    for part in parts:
        running.update(part)
        size += len(part)
    return running.hexdigest(), size


def keep(parts: Iterable[bytes], *, name: str, at: datetime) -> StoredFile:
    """Store bytes once; the same bytes again give the same file, come in anew.

    The file is whole on disk before the row that tells of it.
    """
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with _temporary() as target:
        running, size = sha256(), 0
        for part in parts:
            target.write(part)
            running.update(part)
            size += len(part)
        target.flush()
        os.fsync(target.fileno())
        digest = running.hexdigest()
        final = path_of(digest)
        final.parent.mkdir(exist_ok=True, mode=0o700)
        with transaction.atomic():
            lock(digest)
            Path(target.name).replace(final)
            stored, new = StoredFile.objects.get_or_create(
                sha256=digest,
                defaults={"size": size, "name": name[:255], "received_at": at},
            )
            if not new:
                stored.kept, stored.received_at = True, at
                stored.save(update_fields=["kept", "received_at"])
    return stored


def lock(digest: str) -> None:
    """Nobody else keeps or removes these bytes until the transaction ends."""
    chain.lock_aggregate(f"core.file:{digest}")


@contextmanager
def _temporary() -> Iterator[IO[bytes]]:
    with tempfile.NamedTemporaryFile(
        dir=folder(), prefix="incoming-", delete=False
    ) as target:
        try:
            yield target
        finally:
            Path(target.name).unlink(missing_ok=True)


@contextmanager
def opened(stored: StoredFile) -> Iterator[BinaryIO]:
    """The bytes of a kept file, checked before they are handed out.

    Raises `DamagedFile` rather than serving other bytes than were stored.
    """
    if not stored.kept:
        raise DamagedFile(DISPOSED, name=stored.name)
    try:
        source = path_of(stored.sha256).open("rb")
    except FileNotFoundError as missing:
        raise DamagedFile(GONE, name=stored.name) from missing
    with source:
        digest, _size = digest_of(chunks(source))
        if digest != stored.sha256:
            raise DamagedFile(CHANGED, name=stored.name)
        source.seek(0)
        yield source
