# SPDX-License-Identifier: EUPL-1.2
"""Words to whoever sits at the terminal while long work goes on."""

import sys
from typing import Protocol

from gemensam.formats.issues import filled


class Tell(Protocol):
    """Takes a marked English text and what its {placeholders} stand for; whoever shows
    it translates first and fills in afterwards."""

    def __call__(self, text: str, /, **values: object) -> None: ...


def silent(_text: str, /, **_values: object) -> None:
    """For those who do not want to hear."""


def to_terminal(text: str, /, **values: object) -> None:
    """One line on standard error, at once; a closed terminal is no reason to stop."""
    try:
        sys.stderr.write(filled(text, values) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
