# SPDX-License-Identifier: EUPL-1.2
"""What costing does by night."""

from procrastinate.contrib.django import app

from gemensam.core import clock
from gemensam.core.by import JOB
from gemensam.costing.actions import disposal


@app.periodic(cron="51 3 * * *")
@app.task(name="costing.dispose_answers", queueing_lock="costing.dispose_answers")
def dispose_answers(timestamp: int) -> None:
    """Dispose of answers to time surveys whose time has come, if so was decided."""
    del timestamp
    disposal.dispose(by=JOB, at=clock.now())
