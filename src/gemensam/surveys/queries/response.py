# SPDX-License-Identifier: EUPL-1.2
"""How many answered, and who of those asked is not where they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from gemensam.calc.survey import Rate, rates
from gemensam.group.models import Unit
from gemensam.surveys.enums import RoundState
from gemensam.surveys.models import Round, Subject
from gemensam.surveys.ports import use_of

NO_UNIT = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the response rate, with the unit's name (None: merged units)."""

    rate: Rate
    name: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """How many are asked and answered in all, and per unit, small ones merged."""

    asked: int
    answered: int
    units: Sequence[Told]

    @property
    def share(self) -> float:
        return self.answered / self.asked if self.asked else 0.0


def answered_in(round_: Round) -> Answered:
    rows = (
        Subject.objects.filter(round=round_, withdrawn_at=None)
        .values_list("unit_id")
        .annotate(
            asked=Count("pk", distinct=True),
            done=Count("pk", distinct=True, filter=Q(responses__isnull=False)),
        )
        .order_by()
    )
    found = {unit or NO_UNIT: (asked, done) for unit, asked, done in rows}
    names = dict(Unit.objects.filter(pk__in=found).values_list("pk", "name"))
    return Answered(
        asked=sum(asked for asked, _done in found.values()),
        answered=sum(done for _asked, done in found.values()),
        units=[
            Told(one, None if one.unit is None else names.get(one.unit, "–"))
            for one in rates(found)
        ],
    )


@dataclass(frozen=True, slots=True)
class Astray:
    """Those asked who have left, and units that are no more, by name."""

    gone: int
    units: Sequence[str]


def astray_in(round_: Round, day: date) -> Astray:
    """What changed since the round was made; of one that has ended, nothing."""
    if round_.state not in {RoundState.DRAFT, RoundState.OPEN}:
        return Astray(0, [])
    use = use_of(round_.kind)
    keys = use.gone(round_.pk) if use else frozenset()
    gone = Subject.objects.filter(
        round=round_, withdrawn_at=None, key__in=keys, responses=None
    )
    closed = Unit.objects.filter(
        pk__in=Subject.objects.filter(round=round_, withdrawn_at=None).values("unit"),
        valid_to__lte=day,
    )
    names = closed.order_by("name_key").values_list("name", flat=True)
    return Astray(gone.count(), list(names))
