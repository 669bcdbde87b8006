# SPDX-License-Identifier: EUPL-1.2
"""Whether a job has an import in hand. The queue itself is asked: a job that was removed
from it, or failed so that it could not even say so, works on nothing."""

from collections.abc import Iterable

from procrastinate.contrib.django.models import ProcrastinateJob

from gemensam.core.models import Import

TASKS = ("core.read_import", "core.commit_import")
ALIVE = ("todo", "doing")  # a job whose worker died is "doing" until it is put back


def at_work(records: Iterable[Import]) -> frozenset[int]:
    """Which of the imports a job is to read or to import, or is at."""
    waiting = [one.pk for one in records if one.waits_for_a_job]
    if not waiting:
        return frozenset()
    jobs = ProcrastinateJob.objects.filter(
        task_name__in=TASKS, status__in=ALIVE, args__number__in=waiting
    )
    return frozenset(jobs.values_list("args__number", flat=True))


def has_job(record: Import) -> bool:
    return record.pk in at_work([record])
