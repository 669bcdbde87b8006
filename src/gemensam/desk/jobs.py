# SPDX-License-Identifier: EUPL-1.2
"""Background work of the desk. A job may run twice; its effect happens once."""

from contextlib import suppress

from django.db import transaction

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gemensam.core import clock
from gemensam.core.jobs import RETRY
from gemensam.desk.importers.again import tell_again


@app.task(
    name="desk.tell_again",
    queueing_lock="desk.tell_again",
    lock="core.imports",
    retry=RETRY,
)
def tell_cases_again() -> None:
    """Give cases that were tied after they came what they were promised."""
    tell_again(at=clock.now())


def ask_to_tell_again() -> None:
    """One that waits for its turn already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        tell_cases_again.defer()
