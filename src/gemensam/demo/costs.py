# SPDX-License-Identifier: EUPL-1.2
"""What support really costs, as the rows a faultless ledger would hold.

Personnel of everybody (ordinary units hold their helpers among all others), direct cost
of services, overhead of support departments and the centre, and the programme's one-off
cost. Whole öre from the beginning: the truth and the ledger are the same kronor.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.money import split_groups, split_rows
from gemensam.demo.lists.accounts import (
    BAS_HOURLY,
    BAS_PAY,
    DIRECT_BAS,
    DIRECT_KOMMUN,
    KOMMUN_HOURLY,
    KOMMUN_PAY,
    ONE_OFF,
    OVERHEAD,
)
from gemensam.demo.months import plus
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.people import Hourly, Spells
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ON_COST = 0.45  # employer's contributions 31.42 %, pensions and insurances the rest
PRICE_DRIFT = 0.02
LOCAL_DIRECT = 1.10
PROJECT = 9000
_RENEGOTIATED = 4  # months after the start until the centre's contracts are its own
FULL_HOURS = 165  # a month; what hourly pay is compared with monthly by
_BY_HOUR = np.array(
    [0.92, 0.92, 0.96, 0.95, 0.95, 1.1, 1.35, 1.25, 0.95, 0.92, 0.92, 0.81]
)
_OWN_PARTS = np.array([31420, 1310, 9840, 2430])  # of pay, in hundred-thousandths


class Kind(IntEnum):
    """What a row is, as the truth knows it."""

    PEOPLE = 0
    DIRECT = 1
    OVERHEAD = 2
    ONE_OFF = 3
    HOURLY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Ledger rows in parallel arrays; `amount` öre, `service` −1 where none is meant."""

    month: Ints
    entity: Ints
    centre: Ints
    account: Ints
    project: Ints
    amount: Ints
    pool: Ints
    kind: Ints
    service: Ints

    def __len__(self) -> int:
        return len(self.amount)

    def where(self, chosen: NDArray[np.bool_] | Ints) -> "Rows":
        return Rows(**{name: getattr(self, name)[chosen] for name in COLUMNS})

    def with_(self, **columns: Ints) -> "Rows":
        return replace(self, **columns)


COLUMNS = (
    "month",
    "entity",
    "centre",
    "account",
    "project",
    "amount",
    "pool",
    "kind",
    "service",
)


def joined(parts: list[Rows]) -> Rows:
    return Rows(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in COLUMNS
        }
    )


def wage_level(scene: Scene, month: int) -> float:
    """Pay compared with the baseline year after its review; reviews are on 1 April."""
    day = plus(scene.timeline.first, month)
    steps = day.year - scene.timeline.baseline_year - (day.month < 4)
    return float((1 + scene.settings.disturbances.wage_drift) ** steps)


def price_level(scene: Scene, month: int) -> float:
    years = plus(scene.timeline.first, month).year - scene.timeline.baseline_year
    return float((1 + PRICE_DRIFT) ** years)


def true_rows(scene: Scene, spells: Spells, hourly: Hourly, *, prices: Floats) -> Rows:
    """Every row of the closed months. `prices` (s, m): see `work.price_factors`."""
    rng = stream(scene.settings.seed, "costs")
    fte = full_time(scene, spells)
    parts = [
        personnel(scene, spells),
        _by_the_hour(scene, hourly),
        _direct(scene, prices, rng),
        _overhead(scene, fte, rng),
        _one_off(scene, rng),
    ]
    rows = joined(parts)
    return rows.where(rows.amount != 0)


def pay(scene: Scene, spells: Spells) -> tuple[Floats, NDArray[np.bool_]]:
    """(n, m) öre of monthly pay without on-cost, and where the project pays it."""
    count = scene.timeline.count
    wages = np.array([wage_level(scene, month) for month in range(count)])
    monthly = spells.salary * spells.degree * 1.0  # kronor × percent = öre
    amounts = monthly[:, None] * wages[None, :] * spells.present(count)
    by_project = np.arange(count)[None, :] < spells.paid[:, None]
    return amounts, by_project


def full_time(scene: Scene, spells: Spells) -> Floats:
    """(pools, m) full-time equivalents that the line itself pays."""
    count = scene.timeline.count
    degree = spells.degree[:, None] / 100 * spells.present(count)
    degree[np.arange(count)[None, :] < spells.paid[:, None]] = 0.0
    fte = np.zeros((scene.organisation.pools, count))
    np.add.at(fte, spells.pool, degree)
    return fte


def personnel(scene: Scene, spells: Spells) -> Rows:
    """One row for each cost centre, account and month, split without losing an öre."""
    amounts, by_project = pay(scene, spells)
    parts = []
    for project in (0, PROJECT):
        chosen = by_project if project else ~by_project
        base = np.zeros((len(scene.organisation.cost_centres), scene.timeline.count))
        np.add.at(base, spells.centre, np.where(chosen, amounts, 0.0))
        parts.append(_pay_rows(scene, np.rint(base).astype(np.int64), project))
    return joined(parts)


def _pay_rows(scene: Scene, base: Ints, project: int) -> Rows:
    centre, month = np.nonzero(base)
    total = np.rint(base[centre, month] * (1 + ON_COST)).astype(np.int64)
    calendar = (month % 12).astype(np.int64)
    weights = np.concatenate(
        [_absence()[calendar], np.tile(_OWN_PARTS, (len(month), 1))], axis=1
    )
    amounts = split_rows(total, weights)
    entities = np.array([place.entity for place in scene.organisation.cost_centres])
    accounts = np.array([list(KOMMUN_PAY), list(BAS_PAY)])
    chart = np.minimum(entities[centre], 1)
    width = amounts.shape[1]
    pools = np.array([place.pool for place in scene.organisation.cost_centres])
    return Rows(
        month=np.repeat(month, width),
        entity=np.repeat(entities[centre], width),
        centre=np.repeat(centre, width),
        account=accounts[chart].ravel(),
        project=np.full(amounts.size, project),
        amount=amounts.ravel(),
        pool=np.repeat(pools[centre], width),
        kind=np.full(amounts.size, Kind.ONE_OFF if project else Kind.PEOPLE),
        service=np.full(amounts.size, -1),
    )


def _by_the_hour(scene: Scene, hourly: Hourly) -> Rows:
    """Substitutes' pay and contributions, by cost centre and month."""
    count = scene.timeline.count
    level = [wage_level(scene, m) * _BY_HOUR[m % 12] for m in range(count)]
    usual = hourly.wage * FULL_HOURS * hourly.extent / 10  # öre a month
    base = np.zeros((len(scene.organisation.cost_centres), count))
    np.add.at(base, hourly.centre, usual[:, None] * hourly.present(count))
    base *= np.array(level)
    centre, month = np.nonzero(base)
    total = np.rint(base[centre, month] * (1 + ON_COST)).astype(np.int64)
    amounts = split_rows(total, np.array([100, round(100 * ON_COST)]))
    entity = _centre_entities(scene)[centre]
    accounts = np.array([list(KOMMUN_HOURLY), list(BAS_HOURLY)])
    pools = np.array([place.pool for place in scene.organisation.cost_centres])
    return Rows(
        month=np.repeat(month, 2),
        entity=np.repeat(entity, 2),
        centre=np.repeat(centre, 2),
        account=accounts[np.minimum(entity, 1)].ravel(),
        project=np.zeros(amounts.size, dtype=np.int64),
        amount=amounts.ravel(),
        pool=np.repeat(pools[centre], 2),
        kind=np.full(amounts.size, Kind.HOURLY),
        service=np.full(amounts.size, -1),
    )


def _absence() -> Ints:
    """(12, 5) how pay divides over work, temporary posts, holiday, sickness, other."""
    holiday = np.array([4, 3, 4, 5, 4, 12, 44, 22, 3, 3, 3, 11]) * 1000
    sick = np.array(
        [3900, 4200, 3700, 3100, 2800, 2300, 1500, 2200, 3000, 3400, 3600, 3300]
    )
    other = np.full(12, 1400)
    temporary = np.full(12, 6200)
    return np.stack(
        [100_000 - holiday - sick - other - temporary, temporary, holiday, sick, other],
        axis=1,
    )


def _direct(scene: Scene, prices: Floats, rng: np.random.Generator) -> Rows:
    """Ordered volume × the catalogue's direct cost × what the provider pays for it."""
    count, services = scene.timeline.count, scene.services
    ordered = scene.demand.ordered[:, :, :count]
    moved = scene.moved[:, services.area, :count]
    by_centre = np.rint(ordered * moved)
    price = np.array([price_level(scene, month) for month in range(count)])
    unit_cost = services.direct[:, None] * price[None, :]
    places = len(scene.organisation.support)
    local = np.zeros((places, len(services), count))
    for area in range(3):
        own = np.flatnonzero(services.area == area)
        part = np.zeros((places, len(own), count))
        np.add.at(
            part, scene.organisation.support_of[:, area], (ordered - by_centre)[:, own]
        )
        local[:, own] += part
    dearer = LOCAL_DIRECT * rng.lognormal(0.0, 0.05, (places, len(services)))
    local_cost = np.rint(local * dearer[:, :, None] * unit_cost[None])
    age = np.arange(count) - scene.start
    terms = np.where(age < _RENEGOTIATED, 1.04, 1.0)
    centre_cost = np.rint(by_centre.sum(axis=0) * terms * unit_cost * prices[:, :count])
    team = scene.organisation.first_centre + 2 + services.team
    pools = np.arange(places) + scene.organisation.first_support
    # The pilot's costs are the project's until the centre has begun.
    early = np.where(age < 0, PROJECT, 0)
    return joined(
        [
            _service_rows(
                scene, local_cost, pools, np.zeros(count, dtype=np.int64), rng
            ),
            _service_rows(scene, centre_cost[None], team, early, rng),
        ]
    )


def _service_rows(
    scene: Scene, cost: Floats, pools: Ints, project: Ints, rng: np.random.Generator
) -> Rows:
    """Cost (p, s, m) as invoices. `pools` are (p,), or (s,) for the centre's teams."""
    place, service, month = np.nonzero(cost)
    pool = pools[service] if len(pools) == len(scene.services) else pools[place]
    account = _direct_accounts(scene)
    totals = cost[place, service, month].astype(np.int64)
    centres = _main_centre(scene)[pool]
    entity = _centre_entities(scene)[centres]
    kind = np.where(project[month] > 0, Kind.ONE_OFF, Kind.DIRECT)
    rows = Rows(
        month=month,
        entity=entity,
        centre=centres,
        account=account[np.minimum(entity, 1), service],
        project=project[month],
        amount=totals,
        pool=pool,
        kind=kind,
        service=np.where(kind == Kind.DIRECT, service, -1),
    )
    return _as_invoices(rows, rng)


def _as_invoices(rows: Rows, rng: np.random.Generator) -> Rows:
    """Each row as one or several invoices that sum to it."""
    sizes = np.clip(1 + rng.poisson(np.abs(rows.amount) / 9_000_000), 1, 6)
    weights = rng.integers(600, 1400, int(sizes.sum()))
    amounts = split_groups(rows.amount, sizes, weights)
    place = np.repeat(np.arange(len(rows)), sizes)
    return rows.where(place).with_(amount=amounts)


def _overhead(scene: Scene, fte: Floats, rng: np.random.Generator) -> Rows:
    """Rent, furniture, courses … of the support departments and the centre."""
    organisation, count = scene.organisation, scene.timeline.count
    first, last = organisation.first_support, organisation.programme
    people = fte[first:last]
    premises = _lagging(people)
    price = np.array([price_level(scene, month) for month in range(count)])
    centre = np.arange(first, last) >= organisation.first_centre
    costs = []
    for number, item in enumerate(OVERHEAD):
        size = premises if number < 2 else people
        noise = rng.lognormal(0.0, 0.08 if number < 2 else 0.3, size.shape)
        less = np.where(centre, 0.86, 1.0)[:, None]
        costs.append(np.rint(size * item.kronor / 12 * 100 * price * noise * less))
    table = np.stack(costs, axis=1)
    place, what, month = np.nonzero(table)
    centres = _main_centre(scene)[place + first]
    entity = _centre_entities(scene)[centres]
    accounts = np.array(
        [[row.kommun for row in OVERHEAD], [row.bas for row in OVERHEAD]]
    )
    rows = Rows(
        month=month,
        entity=entity,
        centre=centres,
        account=accounts[np.minimum(entity, 1), what],
        project=np.zeros(len(month), dtype=np.int64),
        amount=table[place, what, month].astype(np.int64),
        pool=place + first,
        kind=np.full(len(month), Kind.OVERHEAD),
        service=np.full(len(month), -1),
    )
    return _as_invoices(rows, rng)


def _lagging(people: Floats) -> Floats:
    """Leases follow people down with four months' delay."""
    lagged = people.copy()
    for lag in range(1, 4):
        lagged[:, lag:] = np.maximum(lagged[:, lag:], people[:, :-lag])
    return np.where(people > 0, lagged, 0.0)


def _one_off(scene: Scene, rng: np.random.Generator) -> Rows:
    """The programme's purchases: most around the start, none after a year and a half."""
    count = scene.timeline.count
    age = np.arange(count) - scene.start
    wave = np.interp(age, [-7, -6, -2, 3, 10, 18, 19], [0, 0.5, 1.0, 1.0, 0.55, 0.2, 0])
    budget = 1_150_000 * 100 * scene.settings.scale
    table = np.array(
        [
            np.rint(budget * row.share * wave * rng.lognormal(0.0, 0.15, count))
            for row in ONE_OFF
        ]
    )
    item, month = np.nonzero(table)
    centre = _main_centre(scene)[scene.organisation.programme]
    same = np.ones(len(month), dtype=np.int64)
    rows = Rows(
        month=month,
        entity=same * MUNICIPALITY,
        centre=same * centre,
        account=np.array([row.account for row in ONE_OFF])[item],
        project=same * PROJECT,
        amount=table[item, month].astype(np.int64),
        pool=same * scene.organisation.programme,
        kind=same * Kind.ONE_OFF,
        service=-same,
    )
    return _as_invoices(rows, rng)


def _direct_accounts(scene: Scene) -> Ints:
    """(2, s) accounts of each chart; services without direct cost have none."""
    number: Callable[[dict[str, tuple[int, str]]], list[int]] = lambda chart: [  # noqa: E731
        chart.get(code, (0, ""))[0] for code in scene.services.codes
    ]
    return np.array([number(DIRECT_KOMMUN), number(DIRECT_BAS)])


def _main_centre(scene: Scene) -> Ints:
    """(pools,) the main cost centre of each pool."""
    organisation = scene.organisation
    return np.array([organisation.centres_of(p)[0] for p in range(organisation.pools)])


def _centre_entities(scene: Scene) -> Ints:
    return np.array([centre.entity for centre in scene.organisation.cost_centres])
