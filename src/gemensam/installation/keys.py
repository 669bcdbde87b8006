# SPDX-License-Identifier: EUPL-1.2
"""The installation's secrets: made once, outside the database and its backups.

A lost secret key signs everybody out; a lost pseudonym key means that personal numbers
already imported can never be recognised again. Hence the copy in escrow (`docs/operate`)
and the fingerprints, by which a copy can be checked without showing the key.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.disk import plain_disk_errors
from gemensam.installation.errors import InstallationError
from gemensam.installation.locks import locked
from gemensam.installation.paths import Paths
from gemensam.installation.private import read_private, write_private
from gemensam.installation.tell import Tell, to_terminal

KEY_BYTES = 32


class DamagedKeyError(InstallationError):
    """A key file does not hold what it should; guessing a new key would lose data."""


@dataclass(frozen=True, slots=True)
class PseudonymKeys:
    """`current` makes new pseudonyms; the older versions recognise the old ones."""

    current: int
    versions: Mapping[int, bytes]

    def fingerprint(self, version: int) -> str:
        """Tells whether two copies of a key are the same; says nothing about it."""
        mine = b"gemensam pseudonym key\0" + self.versions[version]
        return hashlib.sha256(mine).hexdigest()[:16]


def secret_key(paths: Paths, *, tell: Tell = to_terminal) -> str:
    """The key that signs sessions and links, made at the first call.

    Raises DamagedKeyError, NotAllowedError, DiskFullError.
    """
    content = _kept(
        paths.keys / "secret-key",
        lambda: secrets.token_urlsafe(48).encode(),
        tell=tell,
    )
    key = content.decode("ascii", errors="replace").strip()
    if len(key) < 50:
        raise _damaged(paths.keys / "secret-key")
    return key


def pseudonym_keys(paths: Paths, *, tell: Tell = to_terminal) -> PseudonymKeys:
    """All versions of the pseudonym key, the first made at the first call.

    Raises DamagedKeyError, NotAllowedError, DiskFullError.
    """
    path = _pseudonym_path(paths)
    return _parsed(path, _kept(path, lambda: _text({}, new=1), tell=tell))


def rotate_pseudonym_key(paths: Paths, *, tell: Tell = to_terminal) -> PseudonymKeys:
    """Add a version and make it the current one; the old ones are kept."""
    pseudonym_keys(paths, tell=tell)
    path = _pseudonym_path(paths)
    with plain_disk_errors(paths.keys), locked(paths.keys / ".lock"):
        old = _parsed(path, read_private(path, tell=tell))
        content = _text(old.versions, new=max(old.versions) + 1)
        write_private(path, content)
    return _parsed(path, content)


def database_passwords(paths: Paths, *, tell: Tell = to_terminal) -> Mapping[str, str]:
    """Passwords of the embedded database's roles, by role name.

    Raises DamagedKeyError, NotAllowedError, DiskFullError.
    """
    path = paths.keys / "postgres.json"
    names = ("superuser", "owner", "app", "reader")

    def fresh() -> bytes:
        passwords = {name: secrets.token_urlsafe(KEY_BYTES) for name in names}
        return json.dumps(passwords, indent=1).encode()

    try:
        passwords = json.loads(_kept(path, fresh, tell=tell))
        return {name: str(passwords[name]) for name in names}
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _pseudonym_path(paths: Paths) -> Path:
    return paths.keys / "pseudonym.json"


def _kept(path: Path, fresh: Callable[[], bytes], *, tell: Tell) -> bytes:
    """The file's content; two processes that find none agree on one new content."""
    with plain_disk_errors(path):
        try:
            return read_private(path, tell=tell)
        except FileNotFoundError:
            pass
        with locked(path.parent / ".lock"):
            if not os.path.lexists(path):
                write_private(path, fresh())
            return read_private(path, tell=tell)


def _text(versions: Mapping[int, bytes], *, new: int) -> bytes:
    keys = {**versions, new: secrets.token_bytes(KEY_BYTES)}
    text = {"current": new, "keys": {str(n): key.hex() for n, key in keys.items()}}
    return json.dumps(text, indent=1).encode()


def _parsed(path: Path, content: bytes) -> PseudonymKeys:
    try:
        text = json.loads(content)
        versions = {int(n): bytes.fromhex(key) for n, key in text["keys"].items()}
        keys = PseudonymKeys(current=int(text["current"]), versions=versions)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path) from error
    if {len(key) for key in versions.values()} != {KEY_BYTES}:
        raise _damaged(path)
    if keys.current not in versions:
        raise _damaged(path)
    return keys


def _damaged(path: Path) -> DamagedKeyError:
    return DamagedKeyError(
        mark("{path} is damaged or empty, and a new key would not open the old data."),
        mark(
            "Put back the copy from escrow. Only where no data exist: delete the file."
        ),
        path=path,
    )
