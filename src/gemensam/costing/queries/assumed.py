# SPDX-License-Identifier: EUPL-1.2
"""What is assumed of each employee: their manager's correction, else the standard share
of their title."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.assumed import corrected
from gemensam.calc.costing.titles import Match
from gemensam.catalogue.models import Area
from gemensam.costing.enums import Activity
from gemensam.costing.models import Correction
from gemensam.costing.queries.standards import standard_of
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit

SUPPORTING = (UnitKind.SUPPORT, UnitKind.CENTRE)
Three = tuple[float, float, float]
NOTHING: Three = (0.0, 0.0, 0.0)
# Whoever works in a support department under a title that is no support title (a team
# leader, a title no line knows) does common work of it [own].
COMMON_WORK: Three = (0.5, 0.9, 1.0)


class Basis(StrEnum):
    """What is known of a person's time, the best first."""

    SURVEYED = "surveyed"
    SILENT = "silent"
    CORRECTED = "corrected"
    STANDARD = "standard"
    NO_SUPPORT = "no_support"
    UNKNOWN = "unknown"


class Job(Protocol):
    """An employment, of a month or of a year."""

    @property
    def pseudonym(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def aid(self) -> str: ...
    @property
    def entity(self) -> int: ...
    @property
    def cost_centre(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Guess:
    """A person's ranges per target (areas in order, leadership), from what, and the line
    of the list that speaks for them. `line` is an id that lasts from month to month; −1
    where the error is the person's own."""

    ranges: NDArray[np.float64]  # (t, 3)
    basis: Basis
    match: Match | None
    line: int

    @property
    def is_support(self) -> bool:
        return bool(self.ranges[:, 2].any())


class Guesses:
    """Read once, asked for many: corrections and the current list."""

    def __init__(self) -> None:
        areas = list(Area.objects.order_by("order").values_list("code", flat=True))
        self.targets = [*areas, Activity.LEADERSHIP.value]
        self._find: Callable[[str, str], Match | None] = standard_of()
        self._ranges: dict[int, NDArray[np.float64]] = {}
        self._common = np.array([*(NOTHING for _ in areas), COMMON_WORK])
        self._supporting = frozenset(
            Unit.objects.filter(kind__in=SUPPORTING).values_list("pk", flat=True)
        )
        rows = Correction.objects.filter(superseded_at=None)
        self.corrections: dict[str, Mapping[str, int]] = dict(
            rows.values_list("pseudonym", "percent")
        )

    def of(
        self, jobs: Sequence[Job], weights: Sequence[float], *, inside: bool = False
    ) -> Guess:
        """What is assumed of one person, who may have several jobs: the standards are
        weighed by pay, a correction is of the person. `inside`: the heaviest job is in a
        support department."""
        matches = [self._find(job.title, job.aid) for job in jobs]
        heaviest = max(range(len(jobs)), key=lambda n: weights[n])
        match = matches[heaviest] or next((one for one in matches if one), None)
        line = _lasting((match.line.title, match.line.code)) if match else 0
        said = self.corrections.get(jobs[0].pseudonym)
        if said is not None:
            ranges = [corrected(said.get(one, 0) / 100) for one in self.targets]
            return Guess(np.array(ranges), Basis.CORRECTED, match, -1)
        parts = [self._standard(one) for one in matches]
        weighed = parts[0] if len(parts) == 1 else _weighed(parts, weights)
        if inside and weighed[:, 1].sum() < 0.5:
            weighed = self._common
        if match is None and not inside:
            basis = Basis.UNKNOWN
        else:
            basis = Basis.STANDARD if weighed[:, 2].any() else Basis.NO_SUPPORT
        return Guess(weighed, basis, match, line)

    def supports(self, unit: int | None) -> bool:
        return unit in self._supporting

    def _standard(self, match: Match | None) -> NDArray[np.float64]:
        """Of a line; thousands of people have the same."""
        key = match.line.key if match else -1
        if key not in self._ranges:
            shares = match.line.shares if match else {}
            self._ranges[key] = np.array(
                [
                    (one.low, one.likely, one.high)
                    if (one := shares.get(target)) is not None
                    else NOTHING
                    for target in self.targets
                ]
            )
        return self._ranges[key]


def _weighed(
    parts: Sequence[NDArray[np.float64]], weights: Sequence[float]
) -> NDArray[np.float64]:
    """By pay; evenly where nobody is paid."""
    total = sum(weights)
    share = [w / total if total else 1 / len(parts) for w in weights]
    return np.asarray(sum(p * w for p, w in zip(parts, share, strict=True)))


@cache
def _lasting(line: tuple[str, str]) -> int:
    """An id of a line that does not change when others are added."""
    return crc32("|".join(line).encode())


def by_person(jobs: Iterable[Job]) -> Mapping[str, list[Job]]:
    found: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        found[job.pseudonym].append(job)
    return found


def lasting_ids(jobs: Sequence[Job]) -> NDArray[np.int64]:
    """Ids of people by where they work, as what, and which of those alike they are: the
    same in every installation, whatever the key of its pseudonyms."""
    seen: Counter[str] = Counter()
    ids = []
    for job in jobs:
        place = f"{job.entity}|{job.cost_centre}|{job.title}"
        seen[place] += 1
        ids.append(crc32(f"{place}|{seen[place]}".encode()))
    return np.array(ids, dtype=np.int64)
