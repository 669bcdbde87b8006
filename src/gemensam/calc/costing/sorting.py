# SPDX-License-Identifier: EUPL-1.2
"""A month's ledger rows become pools; where every öre went is written down on the way."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from gemensam.calc.costing.evidence import Employment, Posted, Treated
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.mapping import Coding

PoolKey = tuple[int, int]  # unit, ledger
Like = Callable[[Employment], Sequence[str]]  # whose shares a job's are, if anybody's

UNLIKE = 0.4  # squared coefficient of variation of the rows of one coding string


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
    UNPLACED = "unplaced"  # without mapping, on a support unit's own cost centre
    UNMAPPED = "unmapped"


@dataclass(slots=True)
class Pool:
    """What one unit's support cost in the month, in öre, and whose work it was."""

    people: int = 0
    overhead: int = 0
    unmapped: int = 0  # support, as all else on the cost centre; of what, nobody knows
    direct: Counter[int] = field(default_factory=Counter)  # service → öre
    weights: dict[str, float] = field(default_factory=dict)  # pseudonym → pay
    fte: float = 0.0
    people_square: float = 0.0  # sums of the rows' squared öre, and how many rows
    overhead_square: float = 0.0
    overhead_rows: int = 0
    direct_square: Counter[int] = field(default_factory=Counter)
    direct_rows: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class Pools:
    """All pools of a month, and the categories every ledger's öre fell into."""

    pools: dict[PoolKey, Pool] = field(default_factory=lambda: defaultdict(Pool))
    categories: dict[int, Counter[Category]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    unmapped: Counter[Coding] = field(default_factory=Counter)
    beyond: int = 0  # öre that a rule leaves outside on cost centres nobody knows


_Where = tuple[int, int, str]  # ledger, entity, cost centre


@dataclass(slots=True)
class _Personnel:
    """Öre on a cost centre, and the sum of the rows' squares."""

    ore: int = 0
    square: float = 0.0


def pools_of(
    rows: Iterable[Posted],
    *,
    treat: Callable[[Coding], Treated],
    frame: Frame,
    employed: Iterable[Employment],
    like: Like,
) -> Pools:
    """Sort the rows into pools.

    Σ of the categories of a ledger is the ledger's result of the month, to the öre;
    category SUPPORT holds what went into pools, other work of their people included
    (costing moves that to OUTSIDE once the shares are known).
    """
    found = Pools()
    staff = _staff(employed)
    personnel: dict[_Where, _Personnel] = defaultdict(_Personnel)
    for row in rows:
        treated = treat(row.coding)
        if treated.treatment == Treatment.PEOPLE:
            entity = row.coding.entity
            assert isinstance(entity, int)
            of = personnel[row.ledger, entity, row.coding.cost_centre]
            of.ore += row.ore
            of.square += _square(row)
        else:
            _sort(found, row, treated, frame)
    for where, paid in personnel.items():
        _people(found, where, paid, frame, staff, like)
    return found


def _sort(found: Pools, row: Posted, treated: Treated, frame: Frame) -> None:
    category = found.categories[row.ledger]
    match treated.treatment:
        case None:
            _without_rule(found, row, frame)
        case Treatment.ONE_OFF:
            category[Category.ONE_OFF] += row.ore
        case Treatment.INTERNAL:
            category[Category.INTERNAL] += row.ore
        case Treatment.OUTSIDE:
            category[Category.OUTSIDE] += row.ore
            if frame.unit_of(row.coding.entity, row.coding.cost_centre) is None:
                found.beyond += row.ore
        case _:
            _pooled(found, row, treated, frame)


def _without_rule(found: Pools, row: Posted, frame: Frame) -> None:
    """On a support unit's own cost centre it is support, as all else there."""
    unit = frame.unit_of(row.coding.entity, row.coding.cost_centre)
    found.unmapped[row.coding] += row.ore
    if unit is not None and frame.supports(unit):
        found.pools[unit, row.ledger].unmapped += row.ore
        found.categories[row.ledger][Category.UNPLACED] += row.ore
    else:
        found.categories[row.ledger][Category.UNMAPPED] += row.ore


def _pooled(found: Pools, row: Posted, treated: Treated, frame: Frame) -> None:
    """Direct cost and overhead belong to the unit of their cost centre."""
    category = found.categories[row.ledger]
    unit = frame.unit_of(row.coding.entity, row.coding.cost_centre)
    if unit is None:
        category[Category.UNMAPPED] += row.ore
        found.unmapped[row.coding] += row.ore
    elif treated.treatment == Treatment.DIRECT:
        assert treated.service is not None
        pool = found.pools[unit, row.ledger]
        pool.direct[treated.service] += row.ore
        pool.direct_square[treated.service] += round(_square(row))
        pool.direct_rows[treated.service] += row.rows
        category[Category.SUPPORT] += row.ore
    elif frame.supports(unit):
        pool = found.pools[unit, row.ledger]
        pool.overhead += row.ore
        pool.overhead_square += _square(row)
        pool.overhead_rows += row.rows
        category[Category.SUPPORT] += row.ore
    else:
        category[Category.OUTSIDE] += row.ore


def _square(row: Posted) -> float:
    """About the sum of the rows' squared öre, if they differ as `UNLIKE` says."""
    rows = max(row.rows, 1)
    return row.ore**2 / rows * (1 + UNLIKE * (1 - 1 / rows))


Staff = Mapping[tuple[int, str], list[Employment]]


def _staff(employed: Iterable[Employment]) -> Staff:
    staff: dict[tuple[int, str], list[Employment]] = defaultdict(list)
    for job in employed:
        staff[job.entity, job.cost_centre].append(job)
    return staff


def _people(
    found: Pools,
    where: _Where,
    paid: _Personnel,
    frame: Frame,
    staff: Staff,
    like: Like,
) -> None:
    """Personnel cost of a cost centre: all of it in a support unit; elsewhere the part,
    by pay, of those of whom it is known what they do."""
    ledger, entity, centre = where
    ore = paid.ore
    category = found.categories[ledger]
    unit = frame.unit_of(entity, centre)
    if unit is None:
        category[Category.UNMAPPED] += ore
        found.unmapped[Coding(entity, "", centre, "", "")] += ore
        return
    jobs = staff.get((entity, centre), [])
    known = [(job, who) for job in jobs if (who := like(job))]
    if frame.supports(unit):
        inside = ore
    else:
        pay = sum(job.weight for job in jobs)
        share = sum(job.weight for job, _who in known) / pay if pay else 0.0
        inside = round(ore * share)
    category[Category.OUTSIDE] += ore - inside
    if not inside and not known:
        return
    category[Category.SUPPORT] += inside
    pool = found.pools[unit, ledger]
    pool.people += inside
    pool.people_square += paid.square * (inside / ore) ** 2 if ore else 0.0
    for job, who in known:
        pool.fte += job.fte
        for person in who:
            part = job.weight / len(who)
            pool.weights[person] = pool.weights.get(person, 0.0) + part
