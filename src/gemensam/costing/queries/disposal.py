# SPDX-License-Identifier: EUPL-1.2
"""How long answers to time surveys are kept, and what still needs them.

A baseline that was frozen is never computed again: its cells, draws and shares per
support unit are kept, so the answers behind them may go. An outcome, or a version not
yet frozen, is computed anew when its evidence changes, and needs them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from gemensam.core import clock
from gemensam.costing.models import AnswerRetention, CostRun, SurveyAnswer, SurveyRound
from gemensam.outcomes.models import ScenarioVersion
from gemensam.surveys.enums import RoundKind, RoundState
from gemensam.surveys.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """One survey. `since`: when the time began to run (None: it has not). `original`:
    the file's copy or the answers as given are still there. `needed_by`: versions not
    frozen that are computed with it; `newest`: what is computed next takes it."""

    round: SurveyRound
    since: datetime | None
    original: bool
    needed_by: Sequence[ScenarioVersion]
    newest: bool

    @property
    def answers(self) -> bool:
        return self.round.disposed_at is None

    @property
    def is_free(self) -> bool:
        """Nothing that can be computed again rests on its answers."""
        return not self.needed_by and not self.newest

    def due(self, days: int) -> datetime | None:
        return self.since + timedelta(days=days) if self.since else None

    def due_day(self, days: int) -> date | None:
        due = self.due(days)
        return clock.local(due).date() if due else None


def retention() -> AnswerRetention | None:
    """The decision in force."""
    return AnswerRetention.objects.filter(superseded_at=None).first()


def keepings(rounds: Collection[int] = ()) -> list[Keeping]:
    """Every survey taken in (or those of `rounds`), the newest first."""
    found = SurveyRound.objects.select_related("from_import__file", "asked")
    if rounds:
        found = found.filter(pk__in=rounds)
    frozen, needed = _frozen(), _needed()
    last = SurveyRound.objects.filter(superseded_at=None).aggregate(m=Max("month"))["m"]
    return [
        Keeping(
            round=one,
            since=frozen.get(one.pk) or one.superseded_at,
            original=_has_original(one),
            needed_by=needed.get(one.pk, ()),
            newest=one.superseded_at is None and one.month == last,
        )
        for one in found.order_by("-month", "-pk")
    ]


def _has_original(one: SurveyRound) -> bool:
    if one.asked is not None:
        return one.asked.disposed_at is None
    file = one.from_import.file if one.from_import else None
    return file is not None and file.kept


def _frozen() -> Mapping[int, datetime]:
    """Survey → when a baseline that rests on it was last frozen."""
    runs = CostRun.objects.filter(
        superseded_at=None, survey__isnull=False, scenario__frozen_at__isnull=False
    )
    return dict(
        runs.values_list("survey_id").annotate(Max("scenario__frozen_at")).order_by()
    )


def _needed() -> Mapping[int, Sequence[ScenarioVersion]]:
    """Survey → the versions that are not frozen and are computed with it."""
    runs = CostRun.objects.filter(
        superseded_at=None, survey__isnull=False, scenario__frozen_at=None
    )
    pairs = runs.values_list("survey_id", "scenario_id").distinct()
    found: dict[int, list[ScenarioVersion]] = {}
    versions = ScenarioVersion.objects.in_bulk([scenario for _one, scenario in pairs])
    for survey, scenario in pairs:
        found.setdefault(survey, []).append(versions[scenario])
    return found


def cancelled(before: datetime) -> Iterator[Round]:
    """Rounds that ended without being taken in, before an instant: nobody uses them."""
    rows = Round.objects.filter(
        kind=RoundKind.WHO_DOES_WHAT,
        state=RoundState.CANCELLED,
        closed_at__lt=before,
        disposed_at=None,
    )
    yield from rows.order_by("pk")


def persons_in(one: SurveyRound) -> tuple[int, int]:
    """How many were asked, and how many of them answered."""
    people = SurveyAnswer.objects.filter(round=one).values("pseudonym")
    gave = people.exclude(share=None)
    return people.distinct().count(), gave.distinct().count()
