# SPDX-License-Identifier: EUPL-1.2
"""Words before there are translations: everything in Swedish and in English."""

import sys
from collections.abc import Mapping

from gemensam.installation.disk import DiskFullError
from gemensam.installation.errors import ExitCode, InstallationError, NotAllowedError
from gemensam.installation.locks import BusyError

SWEDISH: Mapping[type[InstallationError], str] = {
    DiskFullError: "Disken är full eller för liten vid {path}. Frigör plats och försök igen.",
    NotAllowedError: "Rättigheter saknas till {path}. Kör som ägaren, eller ge rättigheten.",
    BusyError: "En annan start håller på sedan länge ({path}). Vänta, eller avsluta den.",
}


class TroubleError(Exception):
    """Why nothing can start, and the cure, in both languages."""

    def __init__(self, swedish: str, english: str, code: ExitCode) -> None:
        super().__init__(english)
        self.swedish = swedish
        self.english = english
        self.code = code


def in_both(error: InstallationError) -> TroubleError:
    swedish = next(
        (text for kind, text in SWEDISH.items() if isinstance(error, kind)),
        "Det gick inte att starta.",
    )
    return TroubleError(
        swedish.format_map({"path": "?", **error.values}), str(error), error.exit_code
    )


def say(swedish: str, english: str) -> None:
    """Two lines on standard error; what the terminal cannot show is spelled out."""
    for text in (swedish, english):
        shown = text.encode(sys.stderr.encoding or "ascii", "replace")
        sys.stderr.write(shown.decode(sys.stderr.encoding or "ascii") + "\n")
    sys.stderr.flush()
