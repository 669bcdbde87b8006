# SPDX-License-Identifier: EUPL-1.2
"""A folder of ours that is a link leads to what may be another's.

Standard library only: runs before anything is installed.
"""

from contextlib import suppress
from pathlib import Path

from gemensam.installation.words import say


def take_away_link(folder: Path) -> None:
    """Remove `folder` if it is a link, and say so; what it points to is left alone."""
    if not folder.is_symlink():
        return
    target = folder.readlink()
    say(
        f"{folder} är en länk till {target}. Länken tas bort och en egen mapp görs;"
        " det den pekar på rörs inte.",
        f"{folder} is a link to {target}. The link is removed and a folder of its own"
        " is made; what it points to is left alone.",
    )
    with suppress(FileNotFoundError, IsADirectoryError):  # another start was quicker
        folder.unlink()
