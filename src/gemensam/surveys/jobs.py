# SPDX-License-Identifier: EUPL-1.2
"""Mail goes out beside the pages, so that no page waits for a mail server; and addresses
are forgotten when nobody closes a round."""

from procrastinate.contrib.django import app

from gemensam.core import clock
from gemensam.core.by import JOB
from gemensam.core.jobs import RETRY
from gemensam.core.post import has_post
from gemensam.surveys.actions import mailing, running


@app.task(name="surveys.send", retry=RETRY)
def send() -> None:
    """Send the mails that wait."""
    if has_post():
        mailing.send_waiting(at=clock.now())


@app.periodic(cron="31 3 * * *")
@app.task(name="surveys.forget", queueing_lock="surveys.forget")
def forget(timestamp: int) -> None:
    """Forget the addresses of rounds that are over and that nobody has closed."""
    del timestamp
    running.forget_addresses(by=JOB, at=clock.now(), today=clock.today())
