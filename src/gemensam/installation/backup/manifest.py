# SPDX-License-Identifier: EUPL-1.2
"""What a backup says about itself, and whether that is still true."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from gemensam.formats.issues import mark
from gemensam.installation.backup.shape import Shape
from gemensam.installation.errors import InstallationError
from gemensam.installation.tell import Tell, silent

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
DATABASE = "database.dump"
FILES = "files"
CHUNK = 1 << 20
SHOWN = 5


class DamagedError(InstallationError):
    """The backup is not what it was when it was made; it is not restored."""


class UnknownFormatError(InstallationError):
    """The backup was made by a newer version of the product."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file's length in bytes and SHA-256, hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` by path below `files/`, parts divided by "/"."""

    product: str
    made_at: datetime
    postgresql: str
    database: Entry
    files: Mapping[str, Entry]
    shape: Shape


def entry_of(path: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Entry(bytes=size, sha256=digest.hexdigest())


def written(manifest: Manifest) -> bytes:
    text = {
        "format": FORMAT,
        "product": manifest.product,
        "made_at": manifest.made_at.isoformat(),
        "postgresql": manifest.postgresql,
        "database": _plain(manifest.database),
        "files": {name: _plain(one) for name, one in manifest.files.items()},
        "tables": dict(manifest.shape.tables),
        "rights": {name: list(one) for name, one in manifest.shape.rights.items()},
    }
    return json.dumps(text, indent=1, sort_keys=True).encode("ascii")


def read_manifest(backup: Path) -> Manifest:
    """Raises DamagedError and UnknownFormatError."""
    try:
        content = (backup / MANIFEST).read_bytes()
        seal = (backup / SEAL).read_text(encoding="ascii").strip()
        if hashlib.sha256(content).hexdigest() != seal:
            raise _damaged(backup, [MANIFEST])
        text = json.loads(content)
        if text["format"] != FORMAT:
            raise UnknownFormatError(
                mark("{path} has format {format}; this version reads {ours}."),
                mark(
                    "Restore it with the version of the product that made it, or newer."
                ),
                path=backup,
                format=text["format"],
                ours=FORMAT,
            )
        return _parsed(text)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(backup, [MANIFEST]) from error


def check_backup(backup: Path, *, progress: Tell = silent) -> Manifest:
    """Read every byte and compare; raises DamagedError, which names the first files."""
    manifest = read_manifest(backup)
    progress(
        mark("Checking {count} files of the backup …"), count=len(manifest.files) + 1
    )
    wanted = {DATABASE: manifest.database} | {
        f"{FILES}/{name}": entry for name, entry in manifest.files.items()
    }
    wrong = [name for name, entry in wanted.items() if not _holds(backup, name, entry)]
    if wrong:
        raise _damaged(backup, wrong)
    return manifest


def _holds(backup: Path, name: str, entry: Entry) -> bool:
    if ".." in PurePosixPath(name).parts:
        return False
    try:
        return entry_of(backup / name) == entry
    except OSError:
        return False


def _damaged(backup: Path, names: list[str]) -> DamagedError:
    return DamagedError(
        mark("The backup {path} is damaged: {names}."),
        mark(
            "Use another backup. This one is left as it is, and nothing was restored."
        ),
        path=backup,
        names=", ".join(names[:SHOWN]) + (", …" if names[SHOWN:] else ""),
    )


def _plain(entry: Entry) -> dict[str, Any]:
    return {"bytes": entry.bytes, "sha256": entry.sha256}


def _parsed(text: Mapping[str, Any]) -> Manifest:
    return Manifest(
        product=str(text["product"]),
        made_at=datetime.fromisoformat(text["made_at"]),
        postgresql=str(text["postgresql"]),
        database=Entry(**text["database"]),
        files={name: Entry(**entry) for name, entry in text["files"].items()},
        shape=Shape(
            tables={name: int(count) for name, count in text["tables"].items()},
            rights={name: tuple(one) for name, one in text["rights"].items()},
        ),
    )
