# SPDX-License-Identifier: EUPL-1.2
"""A database that goes away under a command is told in words; other faults are not hidden."""

from django.db import InterfaceError, OperationalError

import psycopg
import pytest

from gemensam.cli.lost import DatabaseLostError, plain_when_lost
from gemensam.installation.errors import ExitCode


def raised_by(cause: Exception) -> OperationalError:
    """As Django passes on what the driver raised."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        raised_by(psycopg.OperationalError("connection failed: Connection refused")),
        raised_by(psycopg.errors.AdminShutdown("terminating connection")),
        raised_by(psycopg.errors.CannotConnectNow("is starting up")),
        raised_by(psycopg.errors.ConnectionFailure("gone")),
        InterfaceError("connection already closed"),
    ],
    ids=["refused", "shut down", "starting", "failure", "closed"],
)
def test_a_lost_connection_is_told_with_its_cure(error: Exception) -> None:
    with pytest.raises(DatabaseLostError) as told, plain_when_lost():
        raise error
    assert told.value.exit_code == ExitCode.TRY_LATER
    assert "Run the command again" in str(told.value)


def test_what_the_server_answers_is_no_lost_connection() -> None:
    full = raised_by(psycopg.errors.DiskFull("no space left"))
    with pytest.raises(OperationalError), plain_when_lost():
        raise full
