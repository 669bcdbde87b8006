# SPDX-License-Identifier: EUPL-1.2
"""Who does what for those nobody asked, month by month, beside the round that asked
the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.assumed import Assumed, assumed_shares
from gemensam.calc.costing.evidence import Became, Catalogue, Employment
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.known import DRAWS, Known
from gemensam.calc.costing.shares import Shares
from gemensam.catalogue.queries.became import became as became_in
from gemensam.catalogue.queries.lineage import AS_THEN, Lineage
from gemensam.costing.actions.whodoeswhat import known_in, uses_in
from gemensam.costing.models import SurveyRound
from gemensam.costing.queries.assumed import Guess, Guesses, by_person, lasting_ids
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments
from gemensam.costing.queries.standards import current_version

ALONE = 1 << 40  # ids of people whose error is nobody else's


@dataclass(slots=True)
class Evidence:
    """What the months of one computation know of people's time, each thing read once."""

    catalogue: Catalogue
    along: Lineage = AS_THEN
    _rounds: dict[int, Known] = field(default_factory=dict)
    _minutes: list[tuple[int, Became, Mapping[int, NDArray[np.float64]]]] = field(
        default_factory=list
    )
    _guesses: Guesses | None = None

    def known(self, month: date, asked: SurveyRound | None) -> Known | None:
        """The round's people; and where it asked only some, or there is none, the others
        by correction or standard. None if nothing is known of anybody."""
        of_round = self._of_round(asked)
        if asked is not None and not asked.partial:
            return of_round
        if current_version() is None:
            return of_round
        assumed = self._assumed(month, of_round.people if of_round else {})
        if assumed is None or of_round is None:
            return assumed or of_round
        return _joined(of_round, assumed)

    def _of_round(self, asked: SurveyRound | None) -> Known | None:
        if asked is None:
            return None
        if asked.pk not in self._rounds:
            self._rounds[asked.pk] = known_in(asked, self.catalogue, self.along)
        return self._rounds[asked.pk]

    def _assumed(self, month: date, asked: Mapping[str, int]) -> Known | None:
        self._guesses = self._guesses or Guesses()
        frame = frame_of(month)
        jobs = sorted(
            (job for job in employments(month) if job.pseudonym not in asked),
            key=lambda job: (job.entity, job.cost_centre, job.title, job.weight),
        )
        people: dict[str, Guess] = {}
        homes: list[Employment] = []
        for pseudonym, theirs in by_person(jobs).items():
            mine = [job for job in theirs if isinstance(job, Employment)]
            home = max(mine, key=lambda job: job.weight)
            guess = self._guesses.of(
                mine,
                [job.weight for job in mine],
                inside=self._guesses.supports(
                    frame.unit_of(home.entity, home.cost_centre)
                ),
            )
            if guess.is_support:
                people[pseudonym] = guess
                homes.append(home)
        if not people:
            return None
        shares = self._shares(month, frame, list(people.values()), homes)
        return Known({one: row for row, one in enumerate(people)}, shares)

    def _shares(
        self,
        month: date,
        frame: Frame,
        guesses: Sequence[Guess],
        homes: Sequence[Employment],
    ) -> Shares:
        areas = list(dict.fromkeys(self.catalogue.areas))
        assert self._guesses is not None
        order = [self._guesses.targets.index(one) for one in areas]
        order.append(len(self._guesses.targets) - 1)
        provider = [_provider(job, frame) for job in homes]
        of = sorted(set(provider))
        at = {one: row for row, one in enumerate(of)}
        worked = self._worked(month)
        nothing = np.zeros(len(self.catalogue.services))
        own = lasting_ids(homes)
        line = np.array([one.line for one in guesses])
        assumed = Assumed(
            ranges=np.array([one.ranges[order] for one in guesses]),
            line=np.where(line < 0, own | ALONE, line),
            own=own,
            provider=np.array([at[one] for one in provider]),
            minutes=np.array([worked.get(one, nothing) for one in of]),
            of=np.array(of),
        )
        area = np.array([areas.index(one) for one in self.catalogue.areas])
        return assumed_shares(assumed, area=area, draws=DRAWS)

    def _worked(self, month: date) -> Mapping[int, NDArray[np.float64]]:
        """Standard minutes of the year's volumes, by services as they are in `month` and
        by unit: what a provider delivered; of a unit that delivers nothing, what it used
        itself."""
        year, became = month.year, became_in(self.along, month)
        for of, services, minutes in self._minutes:
            if (of, services) == (year, became):
                return minutes
        delivered: dict[int, NDArray[np.float64]] = {}
        taken: dict[int, NDArray[np.float64]] = {}
        for number in range(1, 13):
            one = uses_in(date(year, number, 1), self.catalogue, became)
            worth = one.volume * self.catalogue.minutes[one.service]
            _add(delivered, one.by, one.service, worth, len(self.catalogue.services))
            _add(taken, one.unit, one.service, worth, len(self.catalogue.services))
        found = taken | delivered
        self._minutes.append((year, became, found))
        return found


def _provider(job: Employment, frame: Frame) -> int:
    """The unit whose services the job works with; −1 where the cost centre is tied to
    no unit."""
    unit = frame.unit_of(job.entity, job.cost_centre)
    return -1 if unit is None else frame.provider_of(unit)


def _add(
    found: dict[int, NDArray[np.float64]],
    units: NDArray[np.int64],
    services: NDArray[np.int64],
    minutes: NDArray[np.float64],
    count: int,
) -> None:
    for unit in np.unique(units[units >= 0]).tolist():
        mine = units == unit
        sums = np.bincount(services[mine], weights=minutes[mine], minlength=count)
        found[unit] = found.get(unit, np.zeros(count)) + sums


def _joined(asked: Known, assumed: Known) -> Known:
    first = len(asked.people)
    return Known(
        {**asked.people, **{one: first + row for one, row in assumed.people.items()}},
        Shares(
            point=np.concatenate([asked.shares.point, assumed.shares.point]),
            draws=np.concatenate([asked.shares.draws, assumed.shares.draws], axis=1),
            answered=np.concatenate([asked.shares.answered, assumed.shares.answered]),
            guessed=asked.shares.guessed,
        ),
        posts=asked.posts,
        there=asked.there,
    )
