# SPDX-License-Identifier: EUPL-1.2
"""From the wish (today, age, stage) to the dates of the story."""

from dataclasses import dataclass
from datetime import date

from gemensam.demo.months import between, month_of, plus
from gemensam.demo.settings import Settings, Stage

_AGE = {Stage.FILES: -12, Stage.PRESTUDY: -12, Stage.DESIGN: -5, Stage.PILOT: 0}
CLOSES_ON = 10  # a month's ledger closes on this day of the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """`closed` is the last month whose ledger is closed; months are first days.

    Month number 0 is January of the baseline year; `count` months are closed and
    `running` more have begun.
    """

    today: date
    stage: Stage
    baseline_year: int
    pilot: date
    start: date
    closed: date

    @property
    def first(self) -> date:
        return date(self.baseline_year, 1, 1)

    @property
    def count(self) -> int:
        return between(self.first, self.closed) + 1

    @property
    def running(self) -> int:
        return between(self.closed, self.today)

    @property
    def months(self) -> tuple[date, ...]:
        """All months that have begun, closed or not."""
        return tuple(
            plus(self.first, step) for step in range(self.count + self.running)
        )

    @property
    def years(self) -> range:
        return range(self.baseline_year, self.closed.year + 1)

    @property
    def programme(self) -> date:
        """When the programme's own project begins."""
        return plus(self.start, -6)

    def number(self, day: date) -> int:
        return between(self.first, day)

    def round_months(self) -> tuple[date, ...]:
        """The time surveys made so far: October of the baseline year, then the fourth
        and the ninth month of every year of the centre."""
        rounds = [date(self.baseline_year, 10, 1)]
        if self.stage is Stage.OPERATION:
            age = between(self.start, self.today) + 1
            rounds += [
                plus(self.start, 12 * year + step)
                for year in range(age // 12 + 1)
                for step in (3, 8)
            ]
        return tuple(day for day in rounds if day <= self.closed)

    def period_of(self, number: int) -> int:
        """Which time survey tells of the month: 0 before the start, then 1, 2 … for
        the half-years counted from it."""
        begun = number - self.number(self.start)
        return 0 if begun < 0 else begun // 6 + 1


def timeline_of(settings: Settings) -> Timeline:
    """The dates that follow from the wish.

    The baseline is the last calendar year before the start whose ledger is closed.
    """
    age = settings.months if settings.at is Stage.OPERATION else _AGE[settings.at]
    this_month = month_of(settings.today)
    start = plus(this_month, 1 - age)
    closed = plus(this_month, -1 if settings.today.day >= CLOSES_ON else -2)
    closed_year = closed.year if closed.month == 12 else closed.year - 1
    return Timeline(
        today=settings.today,
        stage=settings.at,
        baseline_year=min(start.year - 1, closed_year),
        pilot=plus(start, -2),
        start=start,
        closed=closed,
    )
