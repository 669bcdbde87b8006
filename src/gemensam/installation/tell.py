# SPDX-License-Identifier: EUPL-1.2
"""Words to whoever sits at the terminal while long work goes on."""

import sys
from collections.abc import Callable

Tell = Callable[[str], None]


def silent(_: str) -> None:
    """For those who do not want to hear."""


def to_terminal(text: str) -> None:
    """One line on standard error, at once; a closed terminal is no reason to stop."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
