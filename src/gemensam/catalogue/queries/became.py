# SPDX-License-Identifier: EUPL-1.2
"""What the name of a service means in a month in which that service is not there."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from gemensam.catalogue.queries.lineage import WHOLE, Lineage

Became = Mapping[int, Mapping[int, Decimal]]


def became(along: Lineage, month: date) -> Became:
    """Of a service that has gone over to others their shares, and of one that is still
    part of another that one. Of those that are there nothing is said."""
    known, found = along.until(month), {}
    for service in known.steps:
        if known.gone(service, month):
            parts = known.shares(service, month)
            found[service] = {new: part for new, part in parts.items() if new}
    return found | dict(_not_yet(along, month))


def as_named(along: Lineage, services: Collection[int], month: date) -> Became:
    """As services were when `services` were named in `month`: who names one that had
    ended, speaks of the time before it did."""
    at = month
    while ended := [
        step.since
        for service in became(along, at).keys() & set(services)
        for step in along.steps.get(service, ())
        if step.since <= at
    ]:
        at = max(ended) - date.resolution
    return became(along, at)


def whole(became: Became) -> Mapping[int, int]:
    """Service → the one that it is, where it is one alone."""
    return {old: next(iter(parts)) for old, parts in became.items() if len(parts) == 1}


def _not_yet(along: Lineage, month: date) -> Iterator[tuple[int, dict[int, Decimal]]]:
    """Where a service comes of several nobody knows which of them is meant."""
    came: dict[int, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    for old, steps in along.steps.items():
        for step in steps:
            for new in step.shares:
                came[new][step.since].add(old)
    before = {
        new: next(iter(by_day[min(by_day)]))
        for new, by_day in came.items()
        if month < min(along.begins.get(new, date.min), *by_day)
        and len(by_day[min(by_day)]) == 1
    }
    for new, old in before.items():
        was = old
        while was in before:
            was = before[was]
        yield new, {was: WHOLE}
