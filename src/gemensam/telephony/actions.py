# SPDX-License-Identifier: EUPL-1.2
"""Tying queues to areas."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gemensam.catalogue.models import Area
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.telephony.models import Calls, Queue
from gemensam.telephony.queries import area_by_name


def tie_queue(queue: Queue, area: Area | None, *, by: By, at: datetime) -> Queue:
    """The queue's calls, those at hand and those to come, are the area's; of none, they
    are told apart."""
    with transaction.atomic():
        now = Queue.objects.select_for_update().get(pk=queue.pk)
        if now.area_id != (area.pk if area else None):
            before, now.area = now.area_id, area
            now.save(update_fields=["area"])
            audit.record(
                now,
                "queue.tied",
                by=by,
                at=at,
                changes={"area": (before, now.area_id)},
            )
    return now


def make_queues(names: Iterable[str], *, by: By, at: datetime) -> dict[str, Queue]:
    """The queues of these names; a new one is tied where its name says one area only."""
    with transaction.atomic():
        chain.lock_aggregate("telephony.queues")
        wanted = set(names)
        known = {one.name: one for one in Queue.objects.filter(name__in=wanted)}
        areas = list(Area.objects.all())
        for name in sorted(wanted - known.keys()):
            area = area_by_name(name, areas)
            known[name] = Queue.objects.create(name=name, area=area)
            facts = {"area": area.pk if area else None}
            audit.record(known[name], "queue.made", by=by, at=at, facts=facts)
    return known


def write_calls(rows: Sequence[Calls], *, at: datetime) -> None:
    """These take the place of what was told before of the same queues and days; a period
    told as before stays as it is. In the transaction of an import."""
    wanted: dict[int, list[Calls]] = defaultdict(list)
    for one in rows:
        wanted[one.queue_id].append(one)
    fresh: list[Calls] = []
    for queue, told in wanted.items():
        fresh += _fresh(queue, told, at)
    Calls.objects.bulk_create(fresh, batch_size=2000)


def _fresh(queue: int, told: Sequence[Calls], at: datetime) -> list[Calls]:
    first = min(one.begins for one in told)
    last = max(one.ends for one in told)
    held = Calls.objects.filter(
        queue=queue, superseded_at=None, begins__lt=last, ends__gt=first
    )
    before = {(one.begins, one.ends): one for one in held}
    same = {
        (one.begins, one.ends)
        for one in told
        if (known := before.get((one.begins, one.ends)))
        and known.figures() == one.figures()
    }
    fresh = [one for one in told if (one.begins, one.ends) not in same]
    gone = [
        known.pk
        for known in before.values()
        if any(one.begins < known.ends and known.begins < one.ends for one in fresh)
    ]
    Calls.objects.filter(pk__in=gone).update(superseded_at=at)
    return fresh
