# SPDX-License-Identifier: EUPL-1.2
"""A scenario is made with what the field suggests, or as a copy of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme.actions.computing import changing, recompute
from gemensam.programme.actions.waves import Part, waves_by, write_waves
from gemensam.programme.enums import Strategy
from gemensam.programme.models import (
    Assumption,
    CostRow,
    SavingsCase,
    Tie,
    WavePart,
)
from gemensam.programme.queries.base import Base, base_of
from gemensam.programme.suggested import (
    MARK,
    SUGGESTED,
    TIES,
    suggested_costs,
)


class NoBaseline(ExpectedFailure):
    """A savings case saves from something."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "There is no baseline to save from. Import ledgers, staff and mapping, "
                "and compute the baseline first."
            )
        )


class NameTaken(ExpectedFailure):
    """Two scenarios of one name cannot be told apart."""

    def __init__(self, name: str) -> None:
        super().__init__(
            mark("There is a savings case named {name} already. Choose another name."),
            name=name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`first_month`: the centre's first. `written_off`: years for IT and premises."""

    first_month: date
    interest: Decimal = Decimal("0.03")
    years: int = 5
    written_off: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`waves`: none means that everything moves in the centre's first month."""

    name: str
    terms: Terms
    waves: Sequence[Part] = ()
    seed: int = 2026


def make_case(draft: Draft, *, by: By, at: datetime) -> SavingsCase:
    """A case on the baseline in force with suggested assumptions and costs.

    Raises `NoBaseline`, `NameTaken`, `NotPossible`.
    """
    baseline = in_force(ScenarioKind.BASELINE)
    base = base_of(baseline) if baseline else None
    if baseline is None or base is None or not base.months:
        raise NoBaseline
    with transaction.atomic():
        case = _new(draft.name, baseline, draft.terms, draft.seed, by, at)
        _suggest(case, base)
        write_waves(case, draft.waves or waves_by(case, Strategy.BIG_BANG))
        recompute(case, at=at)
        audit.record(
            case,
            "case.made",
            by=by,
            at=at,
            facts={"name": case.name, "baseline": baseline, **_told(draft.terms)},
        )
    return case


def copy_case(
    case: SavingsCase,
    name: str,
    *,
    by: By,
    at: datetime,
    waves: Sequence[Part] = (),
) -> SavingsCase:
    """The same case under another name, to be changed as a scenario beside it; with
    other `waves` when given.

    Raises `NameTaken`, `NotPossible`.
    """
    terms = Terms(
        first_month=case.first_month,
        interest=case.interest,
        years=case.years,
        written_off=case.written_off,
    )
    with transaction.atomic():
        made = _new(name, case.baseline, terms, case.seed, by, at)
        _copy_parts(case, made)
        if waves:
            write_waves(made, waves)
        recompute(made, at=at)
        audit.record(made, "case.copied", by=by, at=at, facts={"from": case})
    return made


def renew(case: SavingsCase, *, by: By, at: datetime) -> SavingsCase:
    """Stand on the baseline in force, as it is now. Raises `NotPossible`."""
    with changing(case):
        before, now = case.baseline, in_force(ScenarioKind.BASELINE)
        if now and now != before:
            case.baseline = now
            case.save(update_fields=["baseline"])
        recompute(case, at=at)
        audit.record(
            case, "case.renewed", by=by, at=at, changes={"baseline": (before, now)}
        )
    return case


def set_terms(case: SavingsCase, terms: Terms, *, by: By, at: datetime) -> SavingsCase:
    """Start, interest, horizon and capital cost. Raises `NotPossible`."""
    with changing(case):
        before = Terms(
            first_month=case.first_month,
            interest=case.interest,
            years=case.years,
            written_off=case.written_off,
        )
        if before == terms:
            return case
        case.first_month = terms.first_month.replace(day=1)
        case.interest, case.years = terms.interest, terms.years
        case.written_off = terms.written_off
        case.save(update_fields=["first_month", "interest", "years", "written_off"])
        recompute(case, at=at)
        old, new = _told(before), _told(terms)
        changes = {key: (old[key], new[key]) for key in new if old[key] != new[key]}
        audit.record(case, "case.terms", by=by, at=at, changes=changes)
    return case


def _new(
    name: str, baseline: ScenarioVersion, terms: Terms, seed: int, by: By, at: datetime
) -> SavingsCase:  # fmt: skip
    chain.lock_aggregate("programme.cases")
    if SavingsCase.objects.filter(name=name).exists():
        raise NameTaken(name)
    return SavingsCase.objects.create(
        name=name,
        baseline=baseline,
        first_month=terms.first_month.replace(day=1),
        interest=terms.interest,
        years=terms.years,
        written_off=terms.written_off,
        seed=seed,
        made_at=at,
        made_by_id=by.account,
    )


def _told(terms: Terms) -> dict[str, object]:
    return {
        "first_month": terms.first_month,
        "interest": terms.interest,
        "years": terms.years,
        "written_off": terms.written_off,
    }


def _suggest(case: SavingsCase, base: Base) -> None:
    made = {}
    for kind, one in SUGGESTED.items():
        made[kind] = Assumption.objects.create(
            case=case,
            kind=kind,
            base=one.base,
            low=Decimal(one.low),
            likely=Decimal(one.likely),
            high=Decimal(one.high),
            source=f"{MARK}{kind}",
        )
    Tie.objects.bulk_create(
        Tie(case=case, one=made[one], other=made[other], rank=Decimal(rank))
        for one, other, rank in TIES
    )
    lines = suggested_costs(
        ore=base.ore, labour=base.labour, first_month=case.first_month
    )
    CostRow.objects.bulk_create(
        CostRow(
            case=case,
            stream=line.stream,
            kind=line.kind,
            quarter=line.quarter,
            low_ore=line.ore[0],
            likely_ore=line.ore[1],
            high_ore=line.ore[2],
            source=f"{MARK}cost:{line.kind}",
        )
        for line in lines
    )


def _copy_parts(case: SavingsCase, made: SavingsCase) -> None:
    new: dict[int, Assumption] = {}
    for one in case.assumptions.order_by("pk"):
        held = one.pk
        one.pk = None
        one.case = made
        one.save(force_insert=True)
        new[held] = one
    Tie.objects.bulk_create(
        Tie(case=made, one=new[tie.one_id], other=new[tie.other_id], rank=tie.rank)
        for tie in case.ties.order_by("pk")
    )
    waves, costs = list(case.waves.order_by("pk")), list(case.costs.order_by("pk"))
    for wave in waves:
        wave.pk = None
        wave.case = made
    for cost in costs:
        cost.pk = None
        cost.case = made
    WavePart.objects.bulk_create(waves)
    CostRow.objects.bulk_create(costs)
