# SPDX-License-Identifier: EUPL-1.2
"""The head of an administration or company says whether its figures are right."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.enums import Verdict
from gemensam.costing.models import Confirmation
from gemensam.costing.queries.confirmations import Part, leads, parts_of
from gemensam.formats.issues import mark
from gemensam.group.models import Person, Unit
from gemensam.outcomes.actions import FrozenScenario
from gemensam.outcomes.models import ScenarioVersion


class NotTheirs(ExpectedFailure):
    """Someone speaks for what they do not lead."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(
            mark("Only the head of {unit} can say whether its figures are right."),
            unit=str(unit),
        )


class FiguresMoved(ExpectedFailure):
    """The baseline was computed anew while the page was read."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "The baseline was computed again while you read it, and nothing was "
                "saved. These are the new figures: look at them and answer again."
            )
        )


class WordsNeeded(ExpectedFailure):
    """What is wrong has to be said."""

    def __init__(self) -> None:
        super().__init__(
            mark("Say what is wrong, so that it can be put right before freezing.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a head says; `seen` is the digest of the figures on the page they read."""

    person: Person
    verdict: Verdict
    words: str
    seen: bytes


def confirm(
    scenario: ScenarioVersion, unit: Unit, word: Word, *, by: By, at: datetime
) -> Confirmation:
    """Keep what a head says of their part; it takes the place of what they said before.

    Raises `NotTheirs`, `FiguresMoved`, `WordsNeeded`, `FrozenScenario`.
    """
    if not leads(word.person.standing, unit):
        raise NotTheirs(unit)
    if word.verdict == Verdict.WRONG and not word.words.strip():
        raise WordsNeeded
    with transaction.atomic():
        chain.lock_aggregate(f"costing.confirmation:{scenario.pk}:{unit.pk}")
        scenario.refresh_from_db(fields=["frozen_at"])
        if scenario.frozen_at:
            raise FrozenScenario(scenario)
        part = parts_of(scenario).get(unit.pk)
        if part is None or part.digest != word.seen:
            raise FiguresMoved
        made = _kept(scenario, part, word, at)
        facts = {
            "unit": unit,
            "verdict": word.verdict,
            "words": made.words,
            "cost_ore": part.cost,
            "figures": part.digest.hex(),
        }
        audit.record(scenario, "baseline.confirmed", by=by, at=at, facts=facts)
    return made


def _kept(
    scenario: ScenarioVersion, part: Part, word: Word, at: datetime
) -> Confirmation:
    before = Confirmation.objects.filter(
        scenario=scenario, unit=part.unit, superseded_at=None
    )
    before.update(superseded_at=at)
    return Confirmation.objects.create(
        scenario=scenario,
        unit=part.unit,
        verdict=word.verdict,
        words=word.words.strip(),
        cost_ore=part.cost,
        digest=part.digest,
        said_by=word.person,
        at=at,
    )
