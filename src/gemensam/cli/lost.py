# SPDX-License-Identifier: EUPL-1.2
"""A database that stops answering in the middle of a command, said plainly."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from gemensam.formats.issues import mark
from gemensam.installation.errors import ExitCode, InstallationError

# PostgreSQL's class 08 (connection) and 57P (it stops, crashed, or is starting).
GONE = ("08", "57P")


class DatabaseLostError(InstallationError):
    """The database went away; what was not confirmed was rolled back."""

    exit_code = ExitCode.TRY_LATER


def is_lost(error: Exception) -> bool:
    """Whether it is the connection that failed, not what was asked over it.

    The driver knows no state when the other end vanishes without a word.
    """
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, InterfaceError) or state is None or state.startswith(GONE)


@contextmanager
def plain_when_lost() -> Iterator[None]:
    """Turns a lost connection into DatabaseLostError; other trouble goes through."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if not is_lost(error):
            raise
        raise DatabaseLostError(
            mark("The database stopped answering. Nothing is half done."),
            mark("Run the command again; what was confirmed before is kept."),
        ) from error
