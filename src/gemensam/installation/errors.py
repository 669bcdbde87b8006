# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with this machine, said so that a person can put it right."""

from collections.abc import Callable
from enum import IntEnum

from gemensam.formats.issues import filled
from gemensam.installation.tell import Tell


class ExitCode(IntEnum):
    """How a command ends; the numbers are those of BSD's sysexits.h."""

    UNAVAILABLE = 69  # no network, no usable Python, a port in use
    SOFTWARE = 70
    CANNOT_CREATE = 73
    DISK_FULL = 74
    TRY_LATER = 75  # someone else is at it
    NOT_ALLOWED = 77
    CONFIGURATION = 78


class InstallationError(Exception):
    """Expected trouble with the machine. `message` and `cure` are English templates
    with {placeholders}; whoever shows them may translate before filling them in.
    """

    exit_code = ExitCode.SOFTWARE

    def __init__(self, message: str, cure: str, **values: object) -> None:
        super().__init__(message, cure)
        self.values = values
        self._message = message
        self._cure = cure

    def message(self, translate: Callable[[str], str] = str) -> str:
        return filled(self._message, self.values, translate)

    def cure(self, translate: Callable[[str], str] = str) -> str:
        return filled(self._cure, self.values, translate)

    def tell(self, tell: Tell) -> None:
        """Say what is wrong and the cure, where nobody catches it."""
        tell(self._message, **self.values)
        tell(self._cure, **self.values)

    def __str__(self) -> str:
        return f"{self.message()} {self.cure()}".rstrip()


class NotAllowedError(InstallationError):
    """The operating system refuses; nothing was changed."""

    exit_code = ExitCode.NOT_ALLOWED


class WrongSettingError(InstallationError):
    """A setting in the environment cannot be followed."""

    exit_code = ExitCode.CONFIGURATION
