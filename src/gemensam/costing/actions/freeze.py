# SPDX-License-Identifier: EUPL-1.2
"""Freezing a baseline: signed, counted, sealed – and never written again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gemensam.catalogue.models import Area
from gemensam.core import audit, chain, clock
from gemensam.core.by import By
from gemensam.core.database import allow_long_statements
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.enums import Heard
from gemensam.costing.models import FrozenBaseline
from gemensam.costing.queries.confirmations import as_sealed, said_of
from gemensam.costing.queries.obstacles import Obstacle, months_told, obstacles
from gemensam.costing.queries.sealed import digest_of, totals_of
from gemensam.formats.issues import mark
from gemensam.group.models import LegalEntity, Person
from gemensam.outcomes.actions import FrozenScenario
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import months_of


class CannotFreeze(ExpectedFailure):
    """Something stands in the way; all of it is in `obstacles`, told with its cure."""

    def __init__(self, found: Sequence[Obstacle]) -> None:
        super().__init__(
            mark("The baseline is not frozen. {reasons}"),
            reasons=" ".join(one.message() for one in found),
        )
        self.obstacles = tuple(found)


class NotABaseline(ExpectedFailure):
    """Plans and outcomes are not frozen by this road."""

    def __init__(self, scenario: ScenarioVersion) -> None:
        super().__init__(
            mark("{scenario} is no baseline. Choose a version of the baseline."),
            scenario=str(scenario),
        )


class ScopeNotSaid(ExpectedFailure):
    """A legal entity has no ledger at all, and nobody says that it is left out."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            mark(
                "The baseline is not frozen: {names} have no ledger here. Import "
                "theirs, or say under “Not in the baseline” that they are left out."
            ),
            names=", ".join(names),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is signed: by whom, for whom, in their words, and what the figures are."""

    signed_by: Person
    on_behalf_of: str
    words: str
    method: str
    price_level: int
    out_of_scope: str = ""


def freeze(
    scenario: ScenarioVersion, statement: Statement, *, by: By, at: datetime
) -> FrozenBaseline:
    """Freeze a baseline. Raises `CannotFreeze`, `ScopeNotSaid`, `NotABaseline`,
    `FrozenScenario`."""
    if scenario.kind != ScenarioKind.BASELINE:
        raise NotABaseline(scenario)
    with transaction.atomic():
        allow_long_statements()
        chain.lock_aggregate(f"outcomes.scenario.{scenario.kind}")
        # Whoever writes cells holds a share of this row: they are waited for.
        locked = ScenarioVersion.objects.select_for_update().get(pk=scenario.pk)
        if locked.frozen_at:
            raise FrozenScenario(locked)
        if found := obstacles(locked):
            raise CannotFreeze(found)
        frozen = _sealed(locked, statement, at)
        locked.frozen_at = at
        locked.save(update_fields=["frozen_at"])
        frozen.save(force_insert=True)
        audit.record(locked, "baseline.frozen", by=by, at=at, facts=_facts(frozen))
    return frozen


def _sealed(
    scenario: ScenarioVersion, statement: Statement, at: datetime
) -> FrozenBaseline:
    told = months_told(scenario)
    left_out = LegalEntity.objects.exclude(pk__in=told).order_by("pk")
    if left_out and not statement.out_of_scope.strip():
        raise ScopeNotSaid([entity.name for entity in left_out])
    totals = totals_of(scenario.pk)
    frozen = FrozenBaseline(
        scenario=scenario,
        frozen_at=at,
        price_level=statement.price_level,
        months=months_of(scenario),
        areas=list(Area.objects.values_list("code", flat=True)),
        entities=sorted(told),
        left_out=[entity.pk for entity in left_out],
        out_of_scope=statement.out_of_scope.strip(),
        method=statement.method.strip(),
        signed_by=statement.signed_by,
        on_behalf_of=statement.on_behalf_of.strip(),
        words=statement.words.strip(),
        confirmations=as_sealed(said_of(scenario, clock.local(at).date())),
        cost_ore=totals.cost,
        labour_ore=totals.labour,
        cells=totals.cells,
    )
    frozen.digest = digest_of(frozen)
    return frozen


def _facts(frozen: FrozenBaseline) -> dict[str, object]:
    heads = frozen.confirmations or []
    return {
        "signed_by": frozen.signed_by,
        "on_behalf_of": frozen.on_behalf_of,
        "words": frozen.words,
        "confirmed": sum(one["heard"] == Heard.RIGHT for one in heads),
        "not_confirmed": [one["name"] for one in heads if one["heard"] != Heard.RIGHT],
        "price_level": frozen.price_level,
        "months": frozen.months,
        "cost_ore": frozen.cost_ore,
        "cells": frozen.cells,
        "digest": bytes(frozen.digest).hex(),
    }
