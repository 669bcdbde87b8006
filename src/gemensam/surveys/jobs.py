# SPDX-License-Identifier: EUPL-1.2
"""Mail goes out beside the pages, so that no page waits for a mail server."""

from procrastinate.contrib.django import app

from gemensam.core import clock
from gemensam.core.jobs import RETRY
from gemensam.surveys.actions import mailing


@app.task(name="surveys.send", retry=RETRY)
def send() -> None:
    """Send the mails that wait."""
    if mailing.has_post():
        mailing.send_waiting(at=clock.now())
