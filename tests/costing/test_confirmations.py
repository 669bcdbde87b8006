# SPDX-License-Identifier: EUPL-1.2
"""Heads answer for their parts before a baseline is frozen, and what they said is frozen
with it."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Sum

import pytest
from tests.costing.test_freeze import second, statement
from tests.site.people import someone

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.actions.confirm import (
    FiguresMoved,
    NotTheirs,
    Word,
    WordsNeeded,
    confirm,
)
from gemensam.costing.actions.freeze import freeze
from gemensam.costing.enums import Heard, Verdict
from gemensam.costing.invariants import frozen_is_unchanged
from gemensam.costing.models import Confirmation, CostRun, FrozenBaseline, PoolCost
from gemensam.costing.queries.confirmations import (
    Said,
    heads_of,
    parts_of,
    said_of,
    sealed_of,
)
from gemensam.costing.queries.done_in import done_in
from gemensam.costing.queries.sealed import digest_of, totals_of
from gemensam.group.enums import UnitKind
from gemensam.group.models import Person, tree_at
from gemensam.outcomes.actions import FrozenScenario
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.models import Cell, ScenarioVersion

pytestmark = pytest.mark.usefixtures("lindby")


def told(scenario: ScenarioVersion) -> list[Said]:
    return said_of(scenario, clock.today())


def said(
    scenario: ScenarioVersion,
    one: Said,
    verdict: Verdict = Verdict.RIGHT,
    *,
    words: str = "",
    head: Person | None = None,
) -> Confirmation:
    word = Word(
        person=head or one.heads[0],
        verdict=verdict,
        words=words,
        seen=one.part.digest,
    )
    return confirm(scenario, one.part.unit, word, by=CONSOLE, at=clock.now())


def test_the_parts_are_the_whole_and_each_has_a_head() -> None:
    made = second()
    parts = parts_of(made)
    assert sum(one.cost for one in parts.values()) == totals_of(made.pk).cost > 0
    assert sum(one.labour for one in parts.values()) == totals_of(made.pk).labour
    heads = heads_of(parts, clock.today())
    for unit, part in parts.items():
        wanted = "COMPANY_CEO" if part.unit.kind == UnitKind.COMPANY else "UNIT_MANAGER"
        for head in heads[unit]:
            assert wanted in {kind.name for kind in head.standing.roles}
    assert {one.part.unit.kind for one in told(made) if one.heads} == {
        UnitKind.ADMINISTRATION,
        UnitKind.COMPANY,
    }
    assert {one.heard for one in told(made)} == {Heard.SILENT}


def test_what_a_head_says_counts_until_the_figures_move() -> None:
    made = second()
    one = next(one for one in told(made) if one.heads)
    kept = said(made, one)
    assert kept.cost_ore == one.part.cost
    again = next(two for two in told(made) if two.part.unit == one.part.unit)
    assert again.heard is Heard.RIGHT
    cell = Cell.objects.filter(
        scenario=made,
        source="costing",
        superseded_at=None,
        unit__in=tree_at(date(2025, 1, 1)).below(one.part.unit.pk),
        cost_ore__gt=0,
    ).order_by("pk")[0]
    Cell.objects.filter(pk=cell.pk).update(superseded_at=clock.now())
    sum_month(made.pk, cell.month, ["costing"])
    moved = next(two for two in told(made) if two.part.unit == one.part.unit)
    assert moved.heard is Heard.OUTDATED
    with pytest.raises(FiguresMoved):
        said(made, one)
    said(made, moved, Verdict.WRONG, words="En tjänst saknas.")
    last = next(two for two in told(made) if two.part.unit == one.part.unit)
    assert last.heard is Heard.WRONG
    assert Confirmation.objects.filter(scenario=made, superseded_at=None).count() == 1
    assert Confirmation.objects.filter(scenario=made).count() == 2
    trail = AuditEvent.objects.filter(action="baseline.confirmed").order_by("-pk")[0]
    assert trail.payload is not None
    assert trail.payload["facts"]["words"] == "En tjänst saknas."


def test_nobody_speaks_for_what_they_do_not_lead() -> None:
    made = second()
    first, other = [one for one in told(made) if one.heads][:2]
    with pytest.raises(NotTheirs):
        said(made, first, head=other.heads[0])
    with pytest.raises(NotTheirs):
        said(made, first, head=someone("CONTROLLER"))
    with pytest.raises(WordsNeeded):
        said(made, first, Verdict.WRONG, words="  ")
    assert not Confirmation.objects.filter(scenario=made).exists()


def test_what_was_said_and_who_was_silent_is_frozen_with_it() -> None:
    made = second()
    first, other, *rest = [one for one in told(made) if one.heads]
    said(made, first)
    said(made, other, Verdict.WRONG, words="Hyran är fel.")
    held = freeze(made, statement(), by=CONSOLE, at=clock.now())
    kept = sealed_of(held.confirmations)
    assert kept is not None
    heard = {one.name: (one.heard, one.words) for one in kept}
    assert heard[first.part.unit.name] == (Heard.RIGHT, "")
    assert heard[other.part.unit.name] == (Heard.WRONG, "Hyran är fel.")
    assert heard[rest[0].part.unit.name] == (Heard.SILENT, "")
    assert sum(one.cost_ore for one in kept) == held.cost_ore
    trail = AuditEvent.objects.filter(action="baseline.frozen").order_by("-pk")[0]
    assert trail.payload is not None
    assert first.part.unit.name not in trail.payload["facts"]["not_confirmed"]
    assert other.part.unit.name in trail.payload["facts"]["not_confirmed"]
    assert not list(frozen_is_unchanged())
    with pytest.raises(FrozenScenario):
        said(made, rest[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(scenario=made).update(superseded_at=clock.now())


def test_the_seal_covers_what_was_said_and_older_seals_still_hold() -> None:
    held = FrozenBaseline.objects.get()
    assert held.confirmations
    assert digest_of(held) == bytes(held.digest)
    held.confirmations[0]["heard"] = "wrong"
    assert digest_of(held) != bytes(held.digest)
    held.confirmations = None
    before = digest_of(held)
    held.confirmations = []
    assert digest_of(held) != before, "asked of nobody is not the same as not asked"


def test_the_demo_asked_its_heads() -> None:
    kept = sealed_of(FrozenBaseline.objects.get().confirmations)
    assert kept is not None
    heard = [one.heard for one in kept]
    assert heard.count(Heard.SILENT) >= 1
    assert heard.count(Heard.RIGHT) >= len(kept) - 2


def test_who_does_support_in_a_part_is_what_its_pools_cost() -> None:
    made = second()
    runs = CostRun.objects.filter(scenario=made, superseded_at=None)
    for unit in parts_of(made):
        below = tree_at(date(2025, 1, 1)).below(unit)
        whole = PoolCost.objects.filter(run__in=runs, pool__in=below).aggregate(
            ore=Sum("amount_ore")
        )["ore"]
        found = done_in(made, below)
        assert sum(one.personnel + one.other for one in found) == (whole or 0)
        assert all(one.people >= 5 for one in found if one.unit)
        assert all(one.unit for one in found[:-1])
        merged = [one.people for one in found if not one.unit]
        assert not any(0 < people < 5 for people in merged) or len(found) == 1


def test_a_head_who_left_is_not_asked() -> None:
    made = second()
    one = next(one for one in told(made) if one.heads)
    unit = one.part.unit.pk
    head = one.heads[0]
    later = head.roles.filter(unit=unit).order_by("pk")[0]
    later.valid_to = later.valid_from + timedelta(days=1)
    later.save(update_fields=["valid_to"])
    assert head not in heads_of([unit], clock.today()).get(unit, ())
