# SPDX-License-Identifier: EUPL-1.2
"""Tries something as the user 65534 and says what it was told."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from gemensam.installation.errors import InstallationError
from gemensam.installation.keys import secret_key
from gemensam.installation.paths import paths_of
from gemensam.installation.private import private_folder

TRIED: dict[str, Callable[[], object]] = {
    "key": lambda: secret_key(paths_of()),
    "make": lambda: paths_of().make(),
    "folder": lambda: private_folder(Path(sys.argv[2])),
}

os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    TRIED[sys.argv[1]]()
    sys.stdout.write("nothing\n")
except InstallationError as error:
    sys.stdout.write(f"{type(error).__name__}: {error}\n")
