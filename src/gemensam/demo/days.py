# SPDX-License-Identifier: EUPL-1.2
"""The days of the pre-study: nothing is signed before its evidence is there, and nothing
decided before it is signed.

A whole year's books are closed in January. Where the pilot begins before then, whether to
have a centre cannot wait for them: it was decided on a rough baseline, and what is left for
the steering group is to confirm what the centre will be judged by."""

from datetime import UTC, date, datetime, time, timedelta

from gemensam.core import clock
from gemensam.demo.calendar_rules import bank_day_from, bank_day_until
from gemensam.demo.manifest import Manifest
from gemensam.demo.timeline import CLOSES_ON

SETTLED = timedelta(days=60)  # from the programme's beginning to the decision
SIGNING = timedelta(days=2)  # from the closing of the books to the signature
READING = timedelta(days=4)  # from the signature to the report
NOTICE = timedelta(days=14)  # from the report to the meeting


def signed_on(manifest: Manifest) -> datetime:
    """When the baseline is computed from what has come in, and frozen: once the books of
    its year are closed, in time for the decision."""
    closed = date(manifest.baseline_year + 1, 1, CLOSES_ON)
    return _by_today(max(closed + SIGNING, manifest.programme + SETTLED), manifest)


def decided_on(manifest: Manifest) -> datetime:
    """When the savings case is locked and the report on it is made."""
    return _by_today(signed_on(manifest).date() + READING, manifest)


def meets_on(manifest: Manifest) -> date:
    """When the steering group meets on the report."""
    return bank_day_from(decided_on(manifest).date() + NOTICE)


def can_choose(manifest: Manifest) -> bool:
    """Whether the steering group meets before anything of the centre is tried."""
    return meets_on(manifest) < manifest.pilot


def _by_today(day: date, manifest: Manifest) -> datetime:
    day = bank_day_until(min(day, manifest.today))
    return min(datetime.combine(day, time(6, 0), tzinfo=UTC), clock.now())
