# SPDX-License-Identifier: EUPL-1.2
"""Background work of the benefits. A job may run twice; its effect happens once."""

from procrastinate.contrib.django import app

from gemensam.benefits.actions import compute_baseline, compute_months
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.models import Computation
from gemensam.core import clock
from gemensam.core.by import By
from gemensam.core.enums import Origin
from gemensam.core.jobs import RETRY


@app.task(name="benefits.compute_baseline", lock="benefits.baseline", retry=RETRY)
def compute_asked(number: int) -> None:
    """Compute a baseline that was asked for; what is done already is left alone."""
    asked = Computation.objects.get(pk=number)
    if asked.state in {ComputationState.WAITING, ComputationState.RUNNING}:
        by = By(origin=Origin.JOB, account=asked.asked_by_id)
        compute_baseline(asked, by=by, now=clock.now)


@app.task(name="benefits.compute_months", lock="benefits.months", retry=RETRY)
def compute_months_asked(number: int) -> None:
    """Compute months of the outcome that were asked for, from where it was broken off."""
    asked = Computation.objects.get(pk=number)
    if asked.state in {ComputationState.WAITING, ComputationState.RUNNING}:
        by = By(origin=Origin.JOB, account=asked.asked_by_id)
        compute_months(asked, by=by, now=clock.now)
