# SPDX-License-Identifier: EUPL-1.2
"""What became of units that are gone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from gemensam.group.models import UnitSuccession

Shares = Mapping[int, Decimal]  # of a unit, together 1
Heirs = Mapping[int, Sequence[tuple[date, int, Decimal]]]  # unit → day, heir, share
DEEPEST = 20  # successions after each other


def recorded_heirs(known_at: datetime | None = None) -> Heirs:
    """Every succession, in order; with `known_at` those that were recorded by then."""
    rows = UnitSuccession.objects.order_by("date", "pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found: dict[int, list[tuple[date, int, Decimal]]] = defaultdict(list)
    for old, day, new, share in rows.values_list(
        "predecessor_id", "date", "successor_id", "share"
    ):
        found[old].append((day, new, share))
    return found


def followed(
    gone: Iterable[int], of: Mapping[int, int], heirs: Heirs, *, day: date
) -> Mapping[int, Shares]:
    """What `of` says of those that each unit of `gone` became by `day`, by their shares;
    a unit that nobody in `of` succeeded is left out."""
    found: dict[int, Shares] = {}
    for unit in gone:
        held: dict[int, Decimal] = defaultdict(Decimal)
        waiting = [(unit, Decimal(1), 0)]
        while waiting:
            at, share, depth = waiting.pop()
            if at in of:
                held[of[at]] += share
            elif depth < DEEPEST:
                waiting += [
                    (new, share * part, depth + 1)
                    for since, new, part in heirs.get(at, ())
                    if since <= day
                ]
        if whole := sum(held.values()):
            found[unit] = {one: share / whole for one, share in held.items()}
    return found
