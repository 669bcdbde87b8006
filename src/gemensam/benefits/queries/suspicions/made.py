# SPDX-License-Identifier: EUPL-1.2
"""Everything that is suspected of the closed months, computed from what is there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gemensam.agreements.models import Terms
from gemensam.benefits.models import BudgetBooking, BudgetMove, Judgement, MonthClose
from gemensam.benefits.queries.changes import Source, asked, question
from gemensam.benefits.queries.months import (
    closed_through,
    compared,
    reaching_back,
    year_to_date,
)
from gemensam.benefits.queries.suspicions.claims import claimed_twice, lower_prices
from gemensam.benefits.queries.suspicions.found import Suspicion
from gemensam.benefits.queries.suspicions.hours import hours_left
from gemensam.benefits.queries.suspicions.kept import (
    Found,
    Looked,
    keep,
    last_looked,
    program,
)
from gemensam.benefits.queries.suspicions.left import cost_left
from gemensam.benefits.queries.suspicions.moved import cost_moved
from gemensam.benefits.queries.suspicions.quality import quality_fell
from gemensam.benefits.queries.suspicions.roles import posts_grown
from gemensam.calc.suspicion.total import still_holds, together
from gemensam.catalogue.models import Delivery
from gemensam.core.canonical import digest_of
from gemensam.core.models import Import
from gemensam.costing.models import (
    CostRun,
    LedgerTurnover,
    MappingVersion,
    PriceIndex,
    StaffRow,
    StandardShareVersion,
    SurveyRound,
)
from gemensam.group.models import (
    Authority,
    Placement,
    Unit,
    UnitAlias,
    UnitSuccession,
)
from gemensam.group.rules import Standing, sees_ledger
from gemensam.outcomes.models import Cell, ScenarioVersion

WINDOW = 12  # months

# What suspicions are made of: a new row, or one that ended, makes them anew.
SOURCES: tuple[Source, ...] = (
    (BudgetMove, ""),
    (BudgetBooking, ""),
    (MonthClose, "reopened_at"),
    (Terms, "valid_to"),
    (Delivery, "valid_to"),
    (Import, "committed_at"),
    (LedgerTurnover, ""),
    (CostRun, "superseded_at"),
    (MappingVersion, ""),
    (StaffRow, ""),
    (PriceIndex, "superseded_at"),
    (StandardShareVersion, ""),
    (SurveyRound, "superseded_at"),
    (SurveyRound, "disposed_at"),
    (Cell, ""),
    (ScenarioVersion, "frozen_at"),
    (Placement, "valid_to"),
    (UnitAlias, "valid_to"),
    (UnitSuccession, ""),
    (Unit, ""),
    (Authority, ""),
)


# In one question, since every page that tells of suspicions asks it.
CHANGED = question(SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A suspicion with what was found of it: `judgement` that holds, or one that was
    `outgrown`, since it weighs another sum than it did; and when it was found."""

    suspicion: Suspicion
    looked: Looked
    judgement: Judgement | None
    outgrown: Judgement | None

    @property
    def is_open(self) -> bool:
        return self.judgement is None


def suspicions() -> list[Judged]:
    """All of them, the heaviest first, with what was found of each."""
    return judged(look_now())


def judged(looked: Looked) -> list[Judged]:
    """With what a human said of each."""
    standing = {
        one.key: one
        for one in Judgement.objects.filter(withdraws=None, withdrawn_by=None)
        .select_related("made_by")
        .order_by("pk")
    }
    return [_judged(one, looked, standing.get(one.key)) for one in looked.found]


def _judged(one: Suspicion, looked: Looked, said: Judgement | None) -> Judged:
    holds = said is not None and still_holds(said.monthly_ore, one.monthly)
    return Judged(
        suspicion=one,
        looked=looked,
        judgement=said if holds else None,
        outgrown=None if holds else said,
    )


def suspicion(key: str) -> Judged | None:
    """One of those found last."""
    found = judged(look_last())
    return next((one for one in found if one.suspicion.key == key), None)


def seen_by(standing: Standing, each: Sequence[Judged]) -> list[Judged]:
    """What concerns fewer than five persons is told to those who see the ledgers, where
    it stands as posted; no one else."""
    if sees_ledger(standing):
        return list(each)
    return [one for one in each if not one.suspicion.is_small]


def weight(each: Sequence[Judged]) -> int:
    """Öre of some together, no krona twice."""
    return together(one.suspicion.plain for one in each)


def suspicions_as_json() -> dict[str, Any]:
    """Those nobody has judged, as `report --json` prints them: how many, and öre."""
    waiting = [one for one in suspicions() if one.is_open]
    return {"suspicions": len(waiting), "suspected_ore": weight(waiting)}


def found_now() -> Found:
    """What the rules find in what is there now; kept as long as nothing of it changes."""
    return look_now().found


def look_now() -> Looked:
    evidence = _evidence()
    held = last_looked(evidence, program())
    if held and held.is_current:
        return held
    return keep(evidence, program(), _looked_for())


def look_last() -> Looked:
    """What was found when it was last looked for, which a job does when anything has
    changed: nobody waits for it, who opens a page, unless nobody has looked yet."""
    evidence = _evidence()
    held = last_looked(evidence, program())
    return held or keep(evidence, program(), _looked_for())


def found_last() -> list[Judged]:
    """What was found last, whether or not anything has changed since; nothing while nobody
    has looked. For who tells of it in passing: a job looks soon enough."""
    held = last_looked("", program())
    return judged(held) if held else []


def looked_at() -> list[date]:
    """Those of the last twelve months that are compared, fewer of a young centre: what
    runs on from December is still there in January. No more, since each is held against
    its own in a baseline of twelve, and what ended a year ago is nobody's to mend. What a
    suspicion is `about` names no month but that in which something began, so that it is
    the same, and what was said of it holds, when they move on."""
    months = reaching_back(year_to_date(), WINDOW)
    return [one for one in months if one.replace(year=one.year + 1) > months[-1]]


def _looked_for() -> Found:
    months, of = looked_at(), compared()
    if not months:
        return ()
    each = [
        *claimed_twice(months, of),
        *lower_prices(months, of),
        *cost_left(months, of),
        *posts_grown(months, of),
        *hours_left(months, of),
        *cost_moved(months, of),
        *quality_fell(months, of),
    ]
    return tuple(sorted(each, key=lambda one: (-one.total, one.key)))


def _evidence() -> str:
    """A digest of what tells that something of what suspicions are made of has changed."""
    return digest_of({"program": program(), "rows": asked(CHANGED)})


def judgements_of(key: str) -> list[Judgement]:
    """Everything ever said of a suspicion, the last first."""
    rows = Judgement.objects.filter(key=key).select_related("made_by", "withdraws")
    return list(rows.order_by("-pk"))


def through() -> date | None:
    return closed_through()
