# SPDX-License-Identifier: EUPL-1.2
"""What providers delivered, and whose people worked on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.dispersion import dispersion
from gemensam.calc.costing.evidence import Catalogue, Employment, RoundEvidence
from gemensam.calc.costing.frame import Frame

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Jobs = Sequence[Employment | None]

OWN, SUPPORTED = "own", "supported"  # whose people; companies are kinds of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """n people, g providers, s services.

    `provider` (n,) whose people they are, −1 for those who are nobody's; `weight` (n,)
    what a person's time counts. `minutes` (g, s) of standard time delivered, and `chance`
    (g, s) the variance, on the log scale, of what happened to be ordered about what
    people are employed for: one over how many were, as counts of what comes by chance
    stray (Poisson), of what comes in turn less (see `dispersion`). `area` (s,) which
    services are alike; `kind` (g,) providers that stray alike, blended in their order.
    `beside` (g,) who else works on the same deliveries, −1 for nobody: what those do of a
    service, the provider need not. `whose` (g,) and `like` (g,): numbers of each provider
    and of its kind that are the same in every round.
    """

    provider: Ints
    weight: Floats
    minutes: Floats
    chance: Floats
    area: Ints
    kind: Ints
    beside: Ints
    whose: Ints
    like: Ints


def delivered_in(round_: RoundEvidence, jobs: Jobs, catalogue: Catalogue) -> Delivered:
    """What was delivered in the months asked about: by support units to those they
    serve, and by each administration's own people to their own units.

    Companies stray in ways of their own: they are other kinds than administrations.
    """
    frame = round_.frame
    homes = [_home(job, frame) for job in jobs]
    known = sorted({home for home in homes if home is not None})
    at = {home: number for number, home in enumerate(known)}
    volume = np.zeros((len(known), len(catalogue.services)))
    for one in round_.uses:
        many = np.maximum(one.volume, 0.0)
        by = [at.get((SUPPORTED, unit), -1) for unit in one.by.tolist()]
        own = [at.get((OWN, frame.top(unit)), -1) for unit in one.unit.tolist()]
        for rows in (np.array(by, dtype=np.int64), np.array(own, dtype=np.int64)):
            mine = rows >= 0
            np.add.at(volume, (rows[mine], one.service[mine]), many[mine])
    kinds = [(kind, frame.kinds.get(frame.top(unit), "")) for kind, unit in known]
    names = sorted(set(kinds))
    beside = np.array(
        [
            at.get((OWN, frame.top(unit)), -1) if kind == SUPPORTED else -1
            for kind, unit in known
        ],
        dtype=np.int64,
    )
    return Delivered(
        provider=np.array([-1 if home is None else at[home] for home in homes]),
        weight=np.array([job.weight if job else 0.0 for job in jobs]),
        minutes=volume * catalogue.minutes,
        chance=dispersion(round_.uses, catalogue) / np.maximum(volume, 1.0),
        area=catalogue.area,
        kind=np.array([names.index(kind) for kind in kinds]),
        beside=beside,
        whose=np.array([_number(home, frame) for home in known], dtype=np.int64),
        like=np.array(
            [crc32("\n".join(one).encode()) for one in kinds], dtype=np.int64
        ),
    )


def _number(home: tuple[str, int], frame: Frame) -> int:
    """Of all units, those that come later have higher ids: they move no place."""
    kind, unit = home
    return 2 * sum(one < unit for one in frame.kinds) + (kind == SUPPORTED)


def _home(job: Employment | None, frame: Frame) -> tuple[str, int] | None:
    """The provider somebody works for; in an ordinary unit all of its administration's
    own people together."""
    unit = unit_of(job, frame)
    if unit is None:
        return None
    if frame.supports(unit):
        return SUPPORTED, frame.provider_of(unit)
    return OWN, frame.top(unit)


def unit_of(job: Employment | None, frame: Frame) -> int | None:
    return frame.unit_of(job.entity, job.cost_centre) if job else None
