# SPDX-License-Identifier: EUPL-1.2
"""Everything else a municipality and its companies post: schools buy food, care sends
bills, buildings wear, taxes come in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.costs import Kind, Rows, price_level
from gemensam.demo.kinds import PROFILES
from gemensam.demo.ledger.accounts import chart_of
from gemensam.demo.ledger.draft import Draft, grouped, lines
from gemensam.demo.ledger.support import MONTH_NAMES, add_invoices, add_pay, days_in
from gemensam.demo.lists.suppliers import COMPANY_TRADES, TRADES, Trade, firms
from gemensam.demo.months import plus
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]

_INVOICES = {0: 2_650, 1: 190}  # a month at scale 1, of the municipality and a company
_BILLS = {0: 620, 1: 60}
_WORN = (0.02, 0.3)  # depreciation in proportion to pay
_SEASON = np.array(
    [1.1, 0.95, 1.02, 1.0, 1.03, 1.08, 0.62, 0.88, 1.05, 1.04, 1.05, 1.18]
)
_UNSOCIAL = ("care_home", "home_care", "lss", "nursing", "leisure", "kitchen")
_INCOME = {
    "preschool": (3132, 0.16),
    "school": (3132, 0.03),
    "care_home": (3131, 0.09),
    "home_care": (3131, 0.05),
    "lss": (3131, 0.02),
    "technical": (3111, 0.45),
    "leisure": (3134, 0.3),
    "library": (3010, 0.04),
    "arts": (3134, 0.12),
    "social": (3561, 0.14),
    "upper": (3621, 0.1),
    "adult_ed": (3511, 0.5),
    "kitchen": (3010, 0.05),
    "office": (3010, 0.06),
}
_TAXED = {0: 3010, 2: 3040}  # rents are outside VAT
_COMPANY_INCOME = {1: 3010, 2: 3040, 3: 3020}


def add_background(draft: Draft, scene: Scene, rows: Rows) -> None:
    """All other vouchers of the entity but those that only move money."""
    rng = stream(scene.settings.seed, "background", draft.entity)
    own = rows.where(rows.entity == draft.entity)
    _purchases(draft, scene, rng)
    _unsocial_hours(draft, scene, own)
    _bills(draft, scene, own, rng)
    _depreciation(draft, scene, own)
    if draft.entity == MUNICIPALITY:
        _elected(draft, scene)
        _benefits(draft, scene, rng)


# ------------------------------------------------------------------------- purchases


@dataclass(frozen=True, slots=True)
class _Invoices:
    """A trade's invoices: who may send them, when, and in which month's prices."""

    trade: Trade
    firms: list[str]
    day: Ints
    month: Ints


def _purchases(draft: Draft, scene: Scene, rng: np.random.Generator) -> None:
    trades = TRADES if draft.entity == MUNICIPALITY else COMPANY_TRADES
    usual = _INVOICES[min(draft.entity, 1)] * scene.settings.scale
    months = np.arange(scene.timeline.count)
    count = rng.poisson(usual * _SEASON[months % 12])
    month = np.repeat(months, count)
    weight = np.array([trade.weight for trade in trades])
    drawn = rng.choice(len(trades), size=len(month), p=weight / weight.sum())
    day = days_in(scene, month, rng)
    for number, (trade, names) in enumerate(zip(trades, firms(trades), strict=True)):
        chosen = drawn == number
        if chosen.any():
            batch = _Invoices(trade, names, day[chosen], month[chosen])
            _of_trade(draft, scene, batch, rng)


def _of_trade(
    draft: Draft, scene: Scene, batch: _Invoices, rng: np.random.Generator
) -> None:
    trade, count = batch.trade, len(batch.day)
    units = _buyers(scene, draft.entity, trade)
    size = np.array([_appetite(scene, unit) for unit in units])
    unit = rng.choice(units, size=count, p=size / size.sum())
    rows = 1.7 if trade.median < 20_000 else 0.2
    often = np.clip(1 + rng.poisson(rows, count), 1, 8)
    voucher = np.repeat(np.arange(count), often)
    amount = _amounts(scene, batch, voucher, rng)
    net = np.zeros(count, dtype=np.int64)
    np.add.at(net, voucher, amount)
    accounts = np.array([account for account, _ in trade.accounts])
    odds = np.array([part for _, part in trade.accounts])
    pick = rng.integers(0, len(batch.firms), count).tolist()
    invoice = rng.integers(1000, 9_999_999, count).tolist()
    add_invoices(
        draft,
        scene,
        batch.day,
        [f"{batch.firms[p]}, faktura {n}" for p, n in zip(pick, invoice, strict=True)],
        cost=lines(
            voucher,
            rng.choice(accounts, size=len(voucher), p=odds / odds.sum()),
            amount,
            centre=_centre_of(scene, unit, rng)[voucher],
            project=_projects(scene, unit, rng)[voucher],
            counterpart=int(trade.counterpart),
        ),
        vat=(net * trade.vat + 50) // 100,
    )


def _amounts(
    scene: Scene, batch: _Invoices, voucher: Ints, rng: np.random.Generator
) -> Ints:
    """Öre of each row, a krona at least, in the prices of the month."""
    level = np.array([price_level(scene, m) for m in range(scene.timeline.count)])
    spread = rng.lognormal(0.0, 0.75, len(voucher))
    kronor = batch.trade.median * spread * level[batch.month[voucher]]
    ore: Ints = np.maximum(100, np.rint(kronor * 100)).astype(np.int64)
    return ore


def _buyers(scene: Scene, entity: int, trade: Trade) -> Ints:
    own = [
        unit
        for unit, receiver in enumerate(scene.organisation.receivers)
        if scene.organisation.entity_of(receiver.owner) == entity
    ]
    wanted = [
        unit
        for unit in own
        if not trade.kinds or scene.organisation.receivers[unit].kind in trade.kinds
    ]
    return np.array(wanted or own)


def _appetite(scene: Scene, unit: int) -> float:
    receiver = scene.organisation.receivers[unit]
    return receiver.employees * PROFILES[receiver.kind].purchases


def _centre_of(scene: Scene, unit: Ints, rng: np.random.Generator) -> Ints:
    """The main cost centre, and now and then the unit's other one."""
    centres = [scene.organisation.centres_of(u) for u in range(unit.max(initial=0) + 1)]
    first = np.array([own[0] for own in centres])
    last = np.array([own[-1] for own in centres])
    return np.where(rng.random(len(unit)) < 0.25, last[unit], first[unit])


def _projects(scene: Scene, unit: Ints, rng: np.random.Generator) -> Ints:
    """A few purchases belong to a project that the state or the council pays for."""
    of_owner = {1: (4110, 4120), 2: (5210, 5220), 3: (2310,), 5: (6110,)}
    owner = scene.organisation.owner_of[unit]
    project = np.full(len(unit), -1)
    rare = rng.random(len(unit)) < 0.05
    for number, codes in of_owner.items():
        rows = rare & (owner == number)
        project[rows] = rng.choice(codes, int(rows.sum()))
    return project


# -------------------------------------------------------------------- pay and income


def _unsocial_hours(draft: Draft, scene: Scene, own: Rows) -> None:
    """Evenings, nights and stand-by, on accounts that support has no part in."""
    receivers = scene.organisation.receivers
    kinds = np.array(
        [
            place.pool < len(receivers) and receivers[place.pool].kind in _UNSOCIAL
            for place in scene.organisation.cost_centres
        ]
    )
    if draft.entity != MUNICIPALITY:
        return
    chosen = (own.kind == Kind.PEOPLE) & kinds[own.centre]
    part = own.where(chosen)
    group, first = grouped(part.month, part.centre)
    total = np.zeros(len(first), dtype=np.int64)
    np.add.at(total, group, part.amount)
    extra = total * 6 // 100
    some = part.where(np.repeat(first, 2))
    amounts = np.stack([extra, extra * 3142 // 10000], axis=1).ravel()
    account = np.tile(np.array([5031, 5613]), len(first))
    add_pay(draft, scene, some.with_(account=account, amount=amounts))


def _elected(draft: Draft, scene: Scene) -> None:
    """Fees of the elected, on the municipal office."""
    months = np.arange(scene.timeline.count)
    fixed = round(46_000_000 * scene.settings.scale)
    base = np.array([fixed, fixed * 45 // 100, fixed * 45 // 100])
    chart = chart_of(draft.entity)
    voucher = np.repeat(months, 3)
    amount = np.tile(base, len(months))
    draft.add(
        "LON",
        _last_days(scene, months),
        [f"Arvoden {MONTH_NAMES[m % 12]}" for m in months.tolist()],
        [
            lines(
                voucher,
                np.tile(np.array([5010, 5011, 5613]), len(months)),
                amount,
                centre=scene.organisation.centres_of(0)[0],
            ),
            lines(months, chart.social, np.full(len(months), -base[2])),
            lines(months, chart.net_pay, np.full(len(months), -base[0] - base[1])),
        ],
    )


def _benefits(draft: Draft, scene: Scene, rng: np.random.Generator) -> None:
    """Economic assistance, paid out from the unit that decides it."""
    chart = chart_of(draft.entity)
    units = [
        unit
        for unit, receiver in enumerate(scene.organisation.receivers)
        if receiver.kind == "social"
    ]
    months = np.arange(scene.timeline.count)
    centre = scene.organisation.centres_of(units[-1])[0]
    kronor = 2_900_000 * scene.settings.scale * rng.lognormal(0, 0.06, len(months))
    amount = np.rint(kronor * 100).astype(np.int64)
    draft.add(
        "BOK",
        _last_days(scene, months),
        [f"Ekonomiskt bistånd {MONTH_NAMES[m % 12]}" for m in months.tolist()],
        [
            lines(months, 4511, amount, centre=centre, counterpart=890),
            lines(months, chart.bank, -amount),
        ],
    )


def _bills(draft: Draft, scene: Scene, own: Rows, rng: np.random.Generator) -> None:
    """Fees and rents: part of what each unit costs comes back from those who use it."""
    chart = chart_of(draft.entity)
    cost = _monthly_pay(scene, own)
    needed = _cost_so_far(draft) / cost.sum() + _WORN[min(draft.entity, 1)]
    usual = _BILLS[min(draft.entity, 1)] * scene.settings.scale
    for unit, receiver in enumerate(scene.organisation.receivers):
        if scene.organisation.entity_of(receiver.owner) != draft.entity:
            continue
        account, share = _income(draft.entity, receiver.kind, needed)
        runs = max(1, round(usual / 60))
        month = np.repeat(np.arange(scene.timeline.count), runs)
        total = cost[unit][month] * share / runs * rng.lognormal(0, 0.1, len(month))
        amount = np.rint(total).astype(np.int64)
        kept = np.flatnonzero(amount > 0)
        every = np.arange(len(kept))
        taxed = account == _TAXED.get(draft.entity)
        vat = np.where(taxed, (amount[kept] * 25 + 50) // 100, 0)
        names = [
            f"{receiver.name}, debitering {MONTH_NAMES[m % 12]}" for m in month[kept]
        ]
        draft.add(
            "KUN",
            days_in(scene, month[kept], rng),
            names,
            [
                lines(every, chart.receivable, amount[kept] + vat, counterpart=890),
                lines(
                    every,
                    account,
                    -amount[kept],
                    centre=scene.organisation.centres_of(unit)[0],
                    counterpart=890,
                ),
                lines(every, chart.output_vat, -vat),
            ],
        )


def _cost_so_far(draft: Draft) -> float:
    rows = [part.amount[part.account >= 3000].sum() for part in draft.parts]
    return float(sum(rows))


def _income(entity: int, kind: str, needed: float) -> tuple[int, float]:
    """Account and amount in proportion to pay; a company's bills cover its cost."""
    if entity != MUNICIPALITY:
        return _COMPANY_INCOME[entity], needed * 1.04
    return _INCOME.get(kind, (3010, 0.02))


def _monthly_pay(scene: Scene, own: Rows) -> NDArray[np.float64]:
    """(u, m) personnel cost, which everything else of a unit is measured by."""
    table = np.zeros((len(scene.organisation.receivers), scene.timeline.count))
    chosen = (own.kind == Kind.PEOPLE) & (own.pool < len(table))
    np.add.at(table, (own.pool[chosen], own.month[chosen]), own.amount[chosen])
    return table


def _depreciation(draft: Draft, scene: Scene, own: Rows) -> None:
    chart = chart_of(draft.entity)
    table = _monthly_pay(scene, own) * _WORN[min(draft.entity, 1)]
    unit, month = np.nonzero(table)
    amount = np.rint(table[unit, month] / 100).astype(np.int64) * 100
    every = np.arange(len(unit))
    centres = np.array([scene.organisation.centres_of(u)[0] for u in unit.tolist()])
    draft.add(
        "BOK",
        _last_days(scene, month),
        [f"Avskrivningar {MONTH_NAMES[m % 12]}" for m in month.tolist()],
        [
            lines(every, chart.depreciation, amount, centre=centres),
            lines(every, chart.depreciated, -amount),
        ],
    )


def _last_days(scene: Scene, month: Ints) -> Ints:
    ends = np.array(
        [plus(first, 1).toordinal() - 1 for first in scene.timeline.months],
        dtype=np.int64,
    )
    last: Ints = ends[month]
    return last
