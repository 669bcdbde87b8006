# SPDX-License-Identifier: EUPL-1.2
"""Background work of the benefits. A job may run twice; its effect happens once."""

from procrastinate.contrib.django import app

from gemensam.benefits.actions import compute_baseline, compute_months
from gemensam.benefits.actions.packs import file_all, make_packs
from gemensam.benefits.actions.sending import ask_to_send, send_waiting
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.models import Computation, MonthClose
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.core import clock
from gemensam.core.by import JOB, By
from gemensam.core.enums import Origin
from gemensam.core.jobs import RETRY
from gemensam.core.post import has_post


@app.task(name="benefits.compute_baseline", lock="benefits.baseline", retry=RETRY)
def compute_asked(number: int) -> None:
    """Compute a baseline that was asked for; what is done already is left alone."""
    asked = Computation.objects.get(pk=number)
    if asked.state in {ComputationState.WAITING, ComputationState.RUNNING}:
        by = By(origin=Origin.JOB, account=asked.asked_by_id)
        compute_baseline(asked, by=by, now=clock.now)


@app.task(name="benefits.compute_months", lock="benefits.months", retry=RETRY)
def compute_months_asked(number: int) -> None:
    """Compute months of the outcome that were asked for, from where it was broken off, and
    look for what is suspicious, so that no page has to."""
    asked = Computation.objects.get(pk=number)
    if asked.state in {ComputationState.WAITING, ComputationState.RUNNING}:
        by = By(origin=Origin.JOB, account=asked.asked_by_id)
        compute_months(asked, by=by, now=clock.now)
        found_now()


@app.periodic(cron="*/2 * * * *")
@app.task(
    name="benefits.look_for_suspicions",
    lock="benefits.months",  # nothing is looked for in months that are half computed
    queueing_lock="benefits.look_for_suspicions",
)
def look_for_suspicions(timestamp: int) -> None:
    """Look again when anything changed of what suspicions are found in, also by an import
    or a new version of the product, so that no page has to."""
    del timestamp
    found_now()


@app.task(name="benefits.make_packs", lock="benefits.packs", retry=RETRY)
def make_packs_of(number: int) -> None:
    """Make the packs of a closed month, file them, look for what is suspicious, and tell
    those the packs are for; goes on where it was broken off."""
    close = MonthClose.objects.get(pk=number)
    make_packs(close, by=JOB, at=clock.now())
    file_all(close, by=JOB, at=clock.now())
    found_now()
    if has_post() and close.reopened_at is None:
        ask_to_send(close, by=JOB, at=clock.now())
        send_waiting(at=clock.now())


@app.task(name="benefits.send_packs", lock="benefits.packs", retry=RETRY)
def send_packs() -> None:
    """Send the mails that wait."""
    if has_post():
        send_waiting(at=clock.now())
