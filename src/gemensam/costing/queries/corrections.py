# SPDX-License-Identifier: EUPL-1.2
"""A manager's own employees with what is assumed of each; and, for the controller, how
many of them each manager has gone through."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gemensam.calc.survey import Rate, rates
from gemensam.costing.models import Correction
from gemensam.costing.queries.assumed import Basis, Guess, Guesses
from gemensam.costing.queries.pay import Paid, paid_in
from gemensam.costing.queries.standards import newest_year
from gemensam.group.models import Unit


@dataclass(frozen=True, slots=True)
class Mine:
    """An employee of a unit: no name is known, the title and extent tell them apart."""

    pseudonym: str
    row: int
    title: str
    extent: float
    guess: Guess
    percent: dict[str, int]  # as shown in the form

    @property
    def is_corrected(self) -> bool:
        return self.guess.basis is Basis.CORRECTED


def rows_of(unit: Unit) -> list[Mine]:
    """The unit's own employees of the newest register; support by title first."""
    year = newest_year()
    if year is None:
        return []
    jobs: dict[str, list[Paid]] = defaultdict(list)
    for one in paid_in(year):
        if one.unit == unit.pk:
            jobs[one.pseudonym].append(one)
    guesses = Guesses()
    found = [_mine(guesses, theirs) for theirs in jobs.values()]
    return sorted(found, key=lambda one: (not one.guess.is_support, one.title, one.row))


def _mine(guesses: Guesses, jobs: Sequence[Paid]) -> Mine:
    main = max(jobs, key=lambda job: job.pay_ore)
    inside = guesses.supports(main.unit)
    guess = guesses.of(jobs, [job.pay_ore for job in jobs], inside=inside)
    said = guesses.corrections.get(main.pseudonym)
    shown = (
        {target: said.get(target, 0) for target in guesses.targets}
        if said is not None
        else {
            target: round(likely * 100)
            for target, likely in zip(
                guesses.targets, guess.ranges[:, 1].tolist(), strict=True
            )
        }
    )
    extent = min(sum(job.extent for job in jobs), 1.0)
    return Mine(main.pseudonym, main.row, main.title, extent, guess, shown)


@dataclass(frozen=True, slots=True)
class Gone:
    """How many of a unit's employees with support by title their manager has gone
    through."""

    rate: Rate
    unit: Unit | None


def gone_through() -> list[Gone]:
    """Per unit, the fewest first; units of fewer than five are merged."""
    year = newest_year()
    if year is None:
        return []
    guesses = Guesses()
    done = set(
        Correction.objects.filter(superseded_at=None).values_list(
            "pseudonym", flat=True
        )
    )
    asked: dict[int, set[str]] = defaultdict(set)
    for one in paid_in(year):
        if one.unit is not None and (
            one.pseudonym in done
            or guesses.of([one], [1.0], inside=guesses.supports(one.unit)).is_support
        ):
            asked[one.unit].add(one.pseudonym)
    answered = Counter({unit: len(people & done) for unit, people in asked.items()})
    counts = {unit: (len(people), answered[unit]) for unit, people in asked.items()}
    units = Unit.objects.in_bulk(list(counts))
    return [
        Gone(one, units.get(one.unit) if one.unit is not None else None)
        for one in rates(counts)
    ]
