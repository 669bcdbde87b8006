# SPDX-License-Identifier: EUPL-1.2
"""Where this installation keeps what it owns."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gemensam.installation.disk import plain_disk_errors
from gemensam.installation.private import PASSAGE, private_folder
from gemensam.installation.tell import Tell, to_terminal

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Paths:
    """`root` is the checkout, `var` everything the installation writes.

    Keys may lie elsewhere, so that no copy of `var` holds the data and their key.
    """

    root: Path
    var: Path
    keys: Path

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def files(self) -> Path:
        return self.var / "files"

    @property
    def demo(self) -> Path:
        return self.var / "demo"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def backup(self) -> Path:
        return self.var / "backup"

    @property
    def cache(self) -> Path:
        return self.var / "cache"

    def make(self, *, tell: Tell = to_terminal) -> "Paths":
        """Make the folders that are missing; only their owner may open them.

        As root `var` and `var/postgres` can be walked through (not listed), because
        the database server runs as another account. Raises DiskFullError and NotAllowedError.
        """
        passage = PASSAGE if os.geteuid() == 0 else 0o700
        with plain_disk_errors(self.var):
            self.var.parent.mkdir(parents=True, exist_ok=True)
            private_folder(self.var, mode=passage, tell=tell)
            self.keys.parent.mkdir(parents=True, exist_ok=True)
            private_folder(self.postgres, mode=passage, tell=tell)
            for folder in (
                self.keys,
                self.files,
                self.demo,
                self.log,
                self.backup,
                self.cache,
            ):
                private_folder(folder, tell=tell)
        return self


def paths_of(root: Path = ROOT, *, environ: Mapping[str, str] | None = None) -> Paths:
    """`<root>/var`, or what GEMENSAM_VAR and GEMENSAM_KEYS say."""
    environ = os.environ if environ is None else environ
    var = Path(environ.get("GEMENSAM_VAR") or root / "var").absolute()
    keys = Path(environ.get("GEMENSAM_KEYS") or var / "keys").absolute()
    return Paths(root=root, var=var, keys=keys)
