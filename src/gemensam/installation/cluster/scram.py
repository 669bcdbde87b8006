# SPDX-License-Identifier: EUPL-1.2
"""SCRAM-SHA-256 verifiers (RFC 5803), so that no password ever travels or is logged."""

import base64
import hashlib
import hmac
import secrets

ITERATIONS = 4096  # PostgreSQL's own; our passwords are 256 random bits


def verifier(password: str, *, salt: bytes | None = None) -> str:
    """What PostgreSQL stores for an ASCII password."""
    salt = secrets.token_bytes(16) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = _text(hashlib.sha256(client).digest())
    server = _text(hmac.digest(salted, b"Server Key", "sha256"))
    return f"SCRAM-SHA-256${ITERATIONS}:{_text(salt)}${stored}:{server}"


def matches(password: str, known: str | None) -> bool:
    """Does a stored verifier belong to the password?"""
    try:
        salt = base64.b64decode((known or "").split("$")[1].split(":")[1])
    except (IndexError, ValueError):
        return False
    return hmac.compare_digest(verifier(password, salt=salt), known or "")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
