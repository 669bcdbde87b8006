# SPDX-License-Identifier: EUPL-1.2
"""A month's ledger rows become pools; where every öre went is written down on the way."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gemensam.calc.costing.evidence import Employment, Posted, Treated
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.mapping import Coding

PoolKey = tuple[int, int]  # unit, ledger


class Treatment(StrEnum):
    """What a ledger row is to the cost of support."""

    PEOPLE = "people"
    DIRECT = "direct"
    OVERHEAD = "overhead"
    ONE_OFF = "one_off"
    INTERNAL = "internal"
    OUTSIDE = "outside"


class Category(StrEnum):
    """Where every öre of a ledger ends up; together they are the ledger."""

    SUPPORT = "support"
    ONE_OFF = "one_off"
    INTERNAL = "internal"
    OUTSIDE = "outside"
    UNMAPPED = "unmapped"


@dataclass(slots=True)
class Pool:
    """What one unit's support cost in the month, in öre, and whose work it was."""

    people: int = 0
    overhead: int = 0
    direct: Counter[int] = field(default_factory=Counter)  # service → öre
    weights: dict[str, float] = field(default_factory=dict)  # pseudonym → pay
    fte: float = 0.0


@dataclass(slots=True)
class Pools:
    """All pools of a month, and the categories every ledger's öre fell into."""

    pools: dict[PoolKey, Pool] = field(default_factory=lambda: defaultdict(Pool))
    categories: dict[int, Counter[Category]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    unmapped: Counter[Coding] = field(default_factory=Counter)


def pools_of(
    rows: Iterable[Posted],
    *,
    treat: Callable[[Coding], Treated],
    frame: Frame,
    employed: Iterable[Employment],
    asked: Mapping[str, int],
) -> Pools:
    """Sort the rows into pools. `asked` holds the pseudonyms of those surveyed.

    Σ of the categories of a ledger is the ledger's result of the month, to the öre;
    category SUPPORT holds what went into pools, other work of their people included
    (costing moves that to OUTSIDE once the shares are known).
    """
    found = Pools()
    staff = _staff(employed)
    personnel: Counter[tuple[int, int, str]] = Counter()  # ledger, entity, cost centre
    for row in rows:
        treated = treat(row.coding)
        if treated.treatment == Treatment.PEOPLE:
            entity = row.coding.entity
            assert isinstance(entity, int)
            personnel[row.ledger, entity, row.coding.cost_centre] += row.ore
        else:
            _sort(found, row, treated, frame)
    for (ledger, entity, centre), ore in personnel.items():
        _people(found, (ledger, entity, centre), ore, frame, staff, asked)
    return found


def _sort(found: Pools, row: Posted, treated: Treated, frame: Frame) -> None:
    category = found.categories[row.ledger]
    match treated.treatment:
        case None:
            category[Category.UNMAPPED] += row.ore
            found.unmapped[row.coding] += row.ore
        case Treatment.ONE_OFF:
            category[Category.ONE_OFF] += row.ore
        case Treatment.INTERNAL:
            category[Category.INTERNAL] += row.ore
        case Treatment.OUTSIDE:
            category[Category.OUTSIDE] += row.ore
        case _:
            _pooled(found, row, treated, frame)


def _pooled(found: Pools, row: Posted, treated: Treated, frame: Frame) -> None:
    """Direct cost and overhead belong to the unit of their cost centre."""
    category = found.categories[row.ledger]
    unit = frame.unit_of(row.coding.entity, row.coding.cost_centre)
    if unit is None:
        category[Category.UNMAPPED] += row.ore
        found.unmapped[row.coding] += row.ore
    elif treated.treatment == Treatment.DIRECT:
        assert treated.service is not None
        found.pools[unit, row.ledger].direct[treated.service] += row.ore
        category[Category.SUPPORT] += row.ore
    elif frame.supports(unit):
        found.pools[unit, row.ledger].overhead += row.ore
        category[Category.SUPPORT] += row.ore
    else:
        category[Category.OUTSIDE] += row.ore


Staff = Mapping[tuple[int, str], list[Employment]]


def _staff(employed: Iterable[Employment]) -> Staff:
    staff: dict[tuple[int, str], list[Employment]] = defaultdict(list)
    for job in employed:
        staff[job.entity, job.cost_centre].append(job)
    return staff


def _people(
    found: Pools,
    where: tuple[int, int, str],
    ore: int,
    frame: Frame,
    staff: Staff,
    asked: Mapping[str, int],
) -> None:
    """Personnel cost of a cost centre: all of it in a support unit; elsewhere the part,
    by pay, of those who were asked what they do."""
    ledger, entity, centre = where
    category = found.categories[ledger]
    unit = frame.unit_of(entity, centre)
    if unit is None:
        category[Category.UNMAPPED] += ore
        found.unmapped[Coding(entity, "", centre, "", "")] += ore
        return
    jobs = staff.get((entity, centre), [])
    surveyed = [job for job in jobs if job.pseudonym in asked]
    if frame.supports(unit):
        inside = ore
    else:
        pay = sum(job.weight for job in jobs)
        share = sum(job.weight for job in surveyed) / pay if pay else 0.0
        inside = round(ore * share)
    category[Category.OUTSIDE] += ore - inside
    if not inside and not surveyed:
        return
    category[Category.SUPPORT] += inside
    pool = found.pools[unit, ledger]
    pool.people += inside
    pool.fte += sum(job.fte for job in surveyed)
    for job in surveyed:
        pool.weights[job.pseudonym] = pool.weights.get(job.pseudonym, 0.0) + job.weight
