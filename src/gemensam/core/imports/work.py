# SPDX-License-Identifier: EUPL-1.2
"""Whether a job has an import in hand. The queue itself is asked: a job that was removed
from it, or failed so that it could not even say so, works on nothing.

The import and the queue are asked in one statement, and answer for one moment. Asked one
after the other, an import would wait for a job that ended in between: it would seem lost.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from procrastinate.contrib.django.models import ProcrastinateJob

from gemensam.core.models import Import

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

TASKS = ("core.read_import", "core.commit_import")
ALIVE = ("todo", "doing")  # a job whose worker died is "doing" until it is put back


class InHand(TypedDict):
    in_hand: bool


def with_jobs(
    imports: QuerySet[Import],
) -> "QuerySet[WithAnnotations[Import, InHand]]":
    """The imports as they are, and whether a job has each in hand as they are so."""
    jobs = ProcrastinateJob.objects.filter(task_name__in=TASKS, status__in=ALIVE)
    named = jobs.annotate(of=KT("args__number"))
    mine = named.filter(of=Cast(OuterRef("pk"), TextField()))
    return imports.annotate(in_hand=Exists(mine))


def at_work(asked: "Iterable[WithAnnotations[Import, InHand]]") -> frozenset[int]:
    """Which of the imports a job is to read or to import, or is at; asked `with_jobs`."""
    return frozenset(one.pk for one in asked if one.waits_for_a_job and one.in_hand)


def has_job(record: Import) -> bool:
    return bool(at_work(with_jobs(Import.objects.filter(pk=record.pk))))
