# SPDX-License-Identifier: EUPL-1.2
"""Backups of an installation: database and files of one moment, never its keys.

A backup is a folder: `database.dump` (pg_dump's custom format), `files/`, and
`manifest.json` with the hash of every file, the rows of every table and who may do
what with it, all of one snapshot. It gets its name when it is complete. Nothing is
replaced at a restore before the new database and files are proved equal to that.
"""

from gemensam.installation.backup.create import Source, make_backup
from gemensam.installation.backup.manifest import Manifest, check_backup
from gemensam.installation.backup.move import move_database
from gemensam.installation.backup.restore import Restored, Target, restore

__all__ = [
    "Manifest",
    "Restored",
    "Source",
    "Target",
    "check_backup",
    "make_backup",
    "move_database",
    "restore",
]
