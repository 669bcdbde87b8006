# SPDX-License-Identifier: EUPL-1.2
"""What is lacking beside the sources themselves, and who is to see to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.queries.months import compared, same_months
from gemensam.benefits.queries.routine.awaited import Awaited
from gemensam.benefits.queries.routine.sources import first_with
from gemensam.benefits.queries.routine.unknown import Codes, UnknownUnit
from gemensam.costing.queries.stated import Disagreement
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person


class Lacks(StrEnum):
    """What a month can lack beside its sources."""

    MAPPING = "mapping"
    UNITS = "units"
    BASELINE = "baseline"
    BASELINE_MONTH = "baseline_month"


# Codes and the baseline are the controller's; the tree, and what registers call its
# units, are kept by the administrator.
FALLS_TO: Mapping[Lacks, tuple[RoleKind, ...]] = {
    Lacks.MAPPING: (RoleKind.CONTROLLER,),
    Lacks.UNITS: (RoleKind.ADMINISTRATOR, RoleKind.CONTROLLER),
    Lacks.BASELINE: (RoleKind.CONTROLLER,),
    Lacks.BASELINE_MONTH: (RoleKind.CONTROLLER,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """`count` codes or units, with their öre without sign where they have any."""

    lacks: Lacks
    owner: Person | None
    count: int = 0
    ore: int = 0


def gaps(month: date, *, codes: Codes, unknown: list[UnknownUnit]) -> list[Gap]:
    return [*_gaps(month, codes, unknown)]


def _gaps(month: date, codes: Codes, unknown: list[UnknownUnit]) -> Iterator[Gap]:
    if codes.found:
        yield _gap(Lacks.MAPPING, len(codes.found), codes.ore)
    if unknown:
        ore = sum(one.ore or 0 for one in unknown)
        yield _gap(Lacks.UNITS, len(unknown), ore)
    if lacks := _baseline(month):
        yield _gap(lacks)


def _gap(lacks: Lacks, count: int = 0, ore: int = 0) -> Gap:
    owner = first_with(*FALLS_TO[lacks])
    return Gap(lacks=lacks, owner=owner, count=count, ore=ore)


def _baseline(month: date) -> Lacks | None:
    held = compared()
    if held.baseline is None or held.baseline.frozen_at is None:
        return Lacks.BASELINE
    if not same_months([month], held.baseline_months):
        return Lacks.BASELINE_MONTH
    return None


def answerable(one: Disagreement, lines: Iterable[Awaited]) -> Person | None:
    """Who sees to the ledger that disagrees with its file."""
    entity = str(one.ledger.legal_entity_id)
    of = (line for line in lines if line.source.kind is SourceKind.LEDGER)
    return next((line.duty.owner for line in of if line.source.of == entity), None)
