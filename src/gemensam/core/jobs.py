# SPDX-License-Identifier: EUPL-1.2
"""Background work of the foundation. A job may run twice; its effect happens once."""

import asyncio
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gemensam.core import anchors, audit, clock
from gemensam.core.by import JOB, By
from gemensam.core.enums import ImportState
from gemensam.core.imports import actions, disposal, later, pickup
from gemensam.core.models import Import

GIVE_UP_AFTER = 5
STALLED_AFTER = 120  # seconds without a heartbeat
RETRY = RetryStrategy(max_attempts=GIVE_UP_AFTER, exponential_wait=5)


@app.task(name="core.read_import", retry=RETRY)
def read_import(number: int) -> None:
    """Read a received file and make its report; what was read already is left alone."""
    record = Import.objects.get(pk=number)
    if record.state == ImportState.RECEIVED:
        actions.read(record, at=clock.now())


@app.task(
    name="core.commit_import", lock="core.imports", retry=RETRY, pass_context=True
)
def commit_import(context: JobContext, number: int) -> None:
    """Import a large file that was asked for; what is imported already is left alone."""
    tries = context.job.attempts
    later.carry_out(number, at=clock.now(), is_last_try=tries >= GIVE_UP_AFTER)


@app.periodic(cron="*/2 * * * *")
@app.task(
    name="core.retry_stalled", queueing_lock="core.retry_stalled", pass_context=False
)
async def retry_stalled(timestamp: int) -> None:
    """Jobs whose worker died are put back; without this they would stay for ever."""
    del timestamp
    manager = app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER)
    await asyncio.gather(*(manager.retry_job(job) for job in stalled))


@app.periodic(cron="*/2 * * * *")
@app.task(name="core.pick_up", queueing_lock="core.pick_up", lock="core.imports")
def pick_up(timestamp: int) -> None:
    """Look into the folder; what broke off at the last look is gone on with."""
    del timestamp
    pickup.look(now=clock.now, by=JOB)


def look_now(*, by: By, at: datetime) -> None:
    """Have the folder looked into; a look that waits for its turn already is enough."""
    with transaction.atomic():
        audit.record("core.pickup", "pickup.asked", by=by, at=at)
    with suppress(AlreadyEnqueued), transaction.atomic():
        pick_up.configure().defer(timestamp=int(at.timestamp()))


@app.periodic(cron="41 3 * * *")
@app.task(name="core.dispose_files", queueing_lock="core.dispose_files")
def dispose_files(timestamp: int) -> None:
    """Remove what was kept of files that nobody imported, when its time has come."""
    del timestamp
    disposal.dispose(by=JOB, at=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="core.seal_chains", queueing_lock="core.seal_chains")
def seal_chains(timestamp: int) -> None:
    """Seal what was added to the trails since the last time."""
    del timestamp
    anchors.seal_tables(at=clock.now())
