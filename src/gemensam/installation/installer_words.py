# SPDX-License-Identifier: EUPL-1.2
"""What pip and npm say, followed while they work and explained when they fail."""

import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from gemensam.installation.errors import ExitCode
from gemensam.installation.words import TroubleError, say

KEPT = 200
EVERY = 10

# Told apart by words that do not change with versions; the first that is found counts.
CAUSES: tuple[tuple[tuple[str, ...], str, str, ExitCode], ...] = (
    (
        ("No space left on device", "Disk quota exceeded", "ENOSPC"),
        "Disken blev full under installationen. Frigör plats och starta igen.",
        "The disk became full while installing. Free some space and start again.",
        ExitCode.DISK_FULL,
    ),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        (
            "Ett hämtat paket är inte det som det ska vara och används inte. Kontrollera"
            " paketkällan (pip config list, npm config list) och försök igen."
        ),
        (
            "A downloaded package is not what it should be and is not used. Check where"
            " packages come from (pip config list, npm config list) and try again."
        ),
        ExitCode.SOFTWARE,
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SELF_SIGNED_CERT", "UNABLE_TO_GET_ISSUER_CERT"),
        (
            "Paketkällans certifikat godtas inte. Ange er egen utfärdare i PIP_CERT och"
            " NODE_EXTRA_CA_CERTS."
        ),
        (
            "The certificate of the package index is not accepted. Name your own issuer in"
            " PIP_CERT and NODE_EXTRA_CA_CERTS."
        ),
        ExitCode.UNAVAILABLE,
    ),
    (
        (
            "NewConnectionError",
            "ConnectTimeoutError",
            "ReadTimeoutError",
            "NameResolutionError",
            "Failed to establish a new connection",
            "Temporary failure in name resolution",
            "Connection refused",
            "Network is unreachable",
            "ProxyError",
            "ECONNREFUSED",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ETIMEDOUT",
            "ENETUNREACH",
        ),
        (
            "Paketkällan nås inte. Kontrollera nätet, eller ange er egen källa eller proxy"
            " (PIP_INDEX_URL, HTTPS_PROXY, npm config). Starta sedan igen."
        ),
        (
            "The package index cannot be reached. Check the network, or name your own index"
            " or proxy (PIP_INDEX_URL, HTTPS_PROXY, npm config). Then start again."
        ),
        ExitCode.UNAVAILABLE,
    ),
    (
        ("Permission denied", "Read-only file system", "EACCES", "EROFS"),
        "Rättigheter saknas att skriva i mappen. Kör som den som äger den.",
        "The folder may not be written. Run as the user who owns it.",
        ExitCode.NOT_ALLOWED,
    ),
    (
        ("No matching distribution found", "ETARGET", "E404"),
        (
            "Paketkällan visar inte det denna Python behöver på denna dator. Kontrollera"
            " nätet, eller försök med en annan: PYTHON=python3.12 ./gemensam"
        ),
        (
            "The package index does not show what this Python needs on this machine."
            " Check the network, or try another: PYTHON=python3.12 ./gemensam"
        ),
        ExitCode.UNAVAILABLE,
    ),
)


def show_progress(lines: Iterable[str] | None, *, log: TextIO, total: int) -> str:
    """Count packages on the terminal while pip works; its last words."""
    kept: deque[str] = deque(maxlen=KEPT)
    count = 0
    for line in lines or ():
        log.write(line)
        kept.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            count += 1
            _show(min(count, total), total)
        elif line.startswith("Installing collected packages"):
            _end_line()
            say("Packar upp …", "Unpacking …")
    return "".join(kept)


def _show(count: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  {count}/{total} ")
        sys.stderr.flush()
    elif count % EVERY == 0:
        say(f"  {count} av {total} paket", f"  {count} of {total} packages")


def _end_line() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def explained(said: str, *, log: Path) -> TroubleError:
    """Why an installer failed, and the cure; the log holds every word."""
    for words, swedish, english, code in CAUSES:
        if any(word in said for word in words):
            return TroubleError(
                f"{swedish} Detaljer: {log}", f"{english} Details: {log}", code
            )
    last = [line.strip() for line in said.splitlines() if line.strip()][-3:]
    return TroubleError(
        f"Installationen misslyckades. Detaljer: {log}",
        f"The installation failed. Details: {log}\n" + "\n".join(last),
        ExitCode.SOFTWARE,
    )
