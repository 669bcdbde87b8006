# SPDX-License-Identifier: EUPL-1.2
"""Secrets: made once, private, never guessed anew."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rig.heard import Heard

from gemensam.installation.errors import NotAllowedError
from gemensam.installation.keys import (
    DamagedKeyError,
    database_passwords,
    pseudonym_keys,
    rotate_pseudonym_key,
    secret_key,
)
from gemensam.installation.paths import Paths
from gemensam.installation.private import write_private
from gemensam.installation.tell import silent


@pytest.fixture(autouse=True)
def made(paths: Paths) -> None:
    paths.make(tell=silent)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_made_once_and_private(paths: Paths) -> None:
    key = secret_key(paths)
    assert len(key) == 64
    assert secret_key(paths) == key
    assert mode(paths.keys / "secret-key") == 0o600
    assert mode(paths.keys) == 0o700


def test_the_umask_has_no_say(paths: Paths) -> None:
    before = os.umask(0o000)
    try:
        secret_key(paths)
        pseudonym_keys(paths)
    finally:
        os.umask(before)
    assert {mode(path) for path in paths.keys.iterdir()} == {0o600}


def test_two_at_once_agree(paths: Paths, environ: dict[str, str]) -> None:
    code = (
        "from gemensam.installation import keys, paths\n"
        "input(); print(keys.secret_key(paths.paths_of()))"
    )
    src = str(Path(__file__).parents[2] / "src")
    made = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env=environ | {"PYTHONPATH": src},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for one in made:  # all are loaded by now, or nearly
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    keys = {one.communicate()[0].strip() for one in made}
    assert keys == {secret_key(paths)}


def test_passwords_are_long_and_differ(paths: Paths) -> None:
    passwords = database_passwords(paths)
    assert list(passwords) == ["superuser", "owner", "app", "reader"]
    assert len(set(passwords.values())) == 4
    assert min(map(len, passwords.values())) == 43
    assert database_passwords(paths) == passwords


def test_a_new_version_keeps_the_old_ones(paths: Paths) -> None:
    first = pseudonym_keys(paths)
    assert (first.current, list(first.versions)) == (1, [1])
    second = rotate_pseudonym_key(paths)
    assert second == pseudonym_keys(paths)
    assert (second.current, list(second.versions)) == (2, [1, 2])
    assert second.versions[1] == first.versions[1] != second.versions[2]
    assert second.fingerprint(1) == first.fingerprint(1) != second.fingerprint(2)
    assert len(first.fingerprint(1)) == 16
    assert first.versions[1].hex()[:16] != first.fingerprint(1)


@pytest.mark.parametrize("open_to", [0o644, 0o640, 0o660])
def test_an_open_key_is_closed_with_a_word(
    paths: Paths, told: Heard, open_to: int
) -> None:
    key = secret_key(paths)
    path = paths.keys / "secret-key"
    path.chmod(open_to)
    assert secret_key(paths, tell=told.tell) == key
    assert mode(path) == 0o600
    assert told == [f"{path} was open to others (mode {open_to:o}); it is now 600."]
    assert secret_key(paths, tell=told.tell) == key
    assert len(told) == 1


def test_a_link_is_not_followed(paths: Paths, spot: Path) -> None:
    (spot / "elsewhere").write_text("x" * 64)
    (paths.keys / "secret-key").symlink_to(spot / "elsewhere")
    with pytest.raises(NotAllowedError, match="is a link"):
        secret_key(paths)


def test_someone_elses_key_is_refused(
    paths: Paths, other_user: Callable[..., str]
) -> None:
    secret_key(paths)
    path = paths.keys / "secret-key"
    os.chown(path, 4711, 4711)
    path.chmod(0o644)
    paths.var.chmod(0o755)
    paths.keys.chmod(0o755)
    said = other_user("key")
    assert said.startswith("NotAllowedError: ")
    assert "belongs to user 4711, not to 65534" in said


@pytest.mark.parametrize(
    ("name", "read", "content"),
    [
        ("secret-key", secret_key, b""),
        ("secret-key", secret_key, b"short"),
        ("secret-key", secret_key, b"\xff" * 20),
        ("pseudonym.json", pseudonym_keys, b""),
        ("pseudonym.json", pseudonym_keys, b"[]"),
        ("pseudonym.json", pseudonym_keys, b'{"current": 1, "keys": {}}'),
        ("pseudonym.json", pseudonym_keys, b'{"current": 1, "keys": {"1": "00"}}'),
        (
            "pseudonym.json",
            pseudonym_keys,
            json.dumps({"current": 2, "keys": {"1": "00" * 32}}).encode(),
        ),
        ("postgres.json", database_passwords, b"{}"),
        ("postgres.json", database_passwords, b"nonsense"),
    ],
)
def test_a_damaged_key_is_never_replaced(
    paths: Paths, name: str, read: Callable[[Paths], object], content: bytes
) -> None:
    write_private(paths.keys / name, content)
    with pytest.raises(DamagedKeyError, match=name):
        read(paths)
    assert (paths.keys / name).read_bytes() == content
