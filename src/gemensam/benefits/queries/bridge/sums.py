# SPDX-License-Identifier: EUPL-1.2
"""Sums of many cells by service, administration and month, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gemensam.outcomes.columns import Flags, Ints, grouped, summed

ON_NONE = 0  # the service of cost that lies on none


class Key(NamedTuple):
    """`month` is a place among the months of a period, from 0."""

    service: int
    node: int
    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """(n,) each."""

    service: Ints
    node: Ints
    month: Ints

    def __len__(self) -> int:
        return len(self.service)

    def only(self, wanted: Flags | Ints) -> "Keys":
        return Keys(
            service=self.service[wanted],
            node=self.node[wanted],
            month=self.month[wanted],
        )

    def told(self) -> list[Key]:
        columns = (self.service.tolist(), self.node.tolist(), self.month.tolist())
        return [Key(*key) for key in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """`measures` (3, n): öre, öre of personnel, hundredths of units."""

    keys: Keys
    measures: Ints

    def only(self, wanted: Flags) -> "Sums":
        return Sums(keys=self.keys.only(wanted), measures=self.measures[:, wanted])


def keys_of(each: Sequence[Key]) -> Keys:
    """As they come, maybe several times."""
    service, node, month = np.array(each, dtype=np.int64).reshape(-1, 3).T
    return Keys(service=service, node=node, month=month)


def united(each: Sequence[Keys]) -> tuple[Keys, list[Ints]]:
    """The keys of all of them, each once and in order: by service, those on none last,
    then by node and month; and where each of each is."""
    service, node, month = (
        np.concatenate([getattr(one, name) for one in each])
        for name in ("service", "node", "month")
    )
    last = int(service.max(initial=0)) + 1
    found, place = grouped(np.where(service == ON_NONE, last, service), node, month)
    of = found[:, 0]
    keys = Keys(
        service=np.where(of == last, ON_NONE, of), node=found[:, 1], month=found[:, 2]
    )
    ends = np.cumsum([len(one) for one in each])[:-1]
    return keys, np.split(place, ends)


def added(each: Sequence[Sums]) -> Sums:
    """What has the same key is added up, exactly below 2⁵³; keys as of `united`."""
    keys, places = united([one.keys for one in each])
    place = np.concatenate(places)
    measures = np.concatenate([one.measures for one in each], axis=1)
    return Sums(
        keys=keys,
        measures=np.stack([summed(one, place, len(keys)) for one in measures]),
    )
