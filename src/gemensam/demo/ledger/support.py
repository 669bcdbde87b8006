# SPDX-License-Identifier: EUPL-1.2
"""Vouchers of the rows that costing is about: pay, and the purchases of support."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import pay_day
from gemensam.demo.cases.hours import bank_days
from gemensam.demo.costs import PROJECT, Kind, Rows
from gemensam.demo.ledger.accounts import chart_of, has_vat
from gemensam.demo.ledger.draft import NONE, Draft, Lines, grouped, lines
from gemensam.demo.lists.accounts import (
    BAS_HOURLY,
    BAS_PAY,
    DIRECT_BAS,
    DIRECT_KOMMUN,
    KOMMUN_HOURLY,
    KOMMUN_PAY,
)
from gemensam.demo.lists.suppliers import SUPPORT_SUPPLIERS
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]

# The charts use the same numbers for different things.
_PAY = (
    np.array([*KOMMUN_PAY, *KOMMUN_HOURLY]),
    np.array([*BAS_PAY, *BAS_HOURLY]),
)
_AREA = tuple(
    {number: code[0] for code, (number, _) in chart.items()}
    for chart in (DIRECT_KOMMUN, DIRECT_BAS)
)
SUPPLIER = 870  # counterpart of an invoice
MONTH_NAMES = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
    "september", "oktober", "november", "december",
)  # fmt: skip


def add_support(draft: Draft, scene: Scene, posted: Rows) -> None:
    """All rows of the entity among `posted`, with what balances them."""
    own = posted.where(posted.entity == draft.entity)
    paid = is_pay(own)
    add_pay(draft, scene, own.where(paid))
    _add_purchases(draft, scene, own.where(~paid))


def is_pay(rows: Rows) -> NDArray[np.bool_]:
    """Rows that come with the pay and not with an invoice, which has a counterpart."""
    accounts = np.where(
        rows.entity == MUNICIPALITY,
        np.isin(rows.account, _PAY[0]),
        np.isin(rows.account, _PAY[1]),
    )
    found: NDArray[np.bool_] = accounts | (rows.kind == Kind.PEOPLE)
    return found


def add_pay(draft: Draft, scene: Scene, rows: Rows) -> None:
    """One voucher per cost centre and pay day: tax, contributions and net pay owed."""
    if not len(rows):
        return
    chart = chart_of(draft.entity)
    voucher, first = grouped(rows.month, rows.centre, rows.project)
    count = len(first)
    social = np.isin(rows.account, chart.contributions)
    pension = np.isin(rows.account, chart.pensions)
    owed = [_sum(voucher, rows.amount, which, count) for which in (social, pension)]
    gross = _sum(voucher, rows.amount, ~social & ~pension, count)
    tax = gross * 30 // 100
    every = np.arange(count)
    months = [scene.timeline.months[m] for m in rows.month[first].tolist()]
    names = [
        scene.organisation.cost_centres[c].name for c in rows.centre[first].tolist()
    ]
    draft.add(
        "LON",
        np.array([pay_day(m.year, m.month).toordinal() for m in months]),
        [
            f"Lön {MONTH_NAMES[month.month - 1]}, {name}"
            for month, name in zip(months, names, strict=True)
        ],
        [
            lines(
                voucher,
                rows.account,
                rows.amount,
                centre=rows.centre,
                project=np.where(rows.project > 0, rows.project, NONE),
            ),
            lines(every, chart.social, -owed[0]),
            lines(every, chart.pension, -owed[1]),
            lines(every, chart.tax, -tax),
            lines(every, chart.net_pay, tax - gross),
        ],
    )


def _sum(voucher: Ints, amount: Ints, which: NDArray[np.bool_], count: int) -> Ints:
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, voucher[which], amount[which])
    return total


def _add_purchases(draft: Draft, scene: Scene, rows: Rows) -> None:
    """An invoice each; a company cannot deduct all of the VAT."""
    if not len(rows):
        return
    rng = stream(scene.settings.seed, "support invoices", draft.entity)
    day = days_in(scene, rows.month, rng)
    vat = np.where(has_vat(rows.account), (rows.amount * 25 + 50) // 100, 0)
    every = np.arange(len(rows))
    add_invoices(
        draft,
        scene,
        day,
        [
            f"{_supplier(draft.entity, account, int(pick))}, faktura {number}"
            for account, pick, number in zip(
                rows.account.tolist(),
                rng.integers(0, 60, len(rows)),
                rng.integers(10_000, 999_999, len(rows)).tolist(),
                strict=True,
            )
        ],
        cost=lines(
            every,
            rows.account,
            rows.amount,
            centre=rows.centre,
            project=np.where(rows.project > 0, PROJECT, NONE),
            counterpart=SUPPLIER,
        ),
        vat=vat,
    )


def add_invoices(
    draft: Draft,
    scene: Scene,
    day: Ints,
    texts: list[str],
    *,
    cost: Lines,
    vat: Ints,
) -> None:
    """Invoices whose cost rows are given; VAT that may not be deducted is cost on the
    account of its own, on the cost centre of the invoice's first row."""
    chart = chart_of(draft.entity)
    share = scene.organisation.entities[draft.entity].deduction
    deducted = vat * share // 100
    every = np.arange(len(day))
    net = np.zeros(len(day), dtype=np.int64)
    np.add.at(net, cost.voucher, cost.amount)
    first = np.zeros(len(day), dtype=np.int64)
    first[cost.voucher[::-1]] = cost.centre[::-1]
    parts = [
        cost,
        lines(every, chart.input_vat, deducted),
        lines(every, chart.payable, -(net + vat), counterpart=SUPPLIER),
    ]
    if share < 100:
        parts.append(lines(every, chart.lost_vat, vat - deducted, centre=first))
    draft.add("LEV", day, texts, parts)


def days_in(scene: Scene, month: Ints, rng: np.random.Generator) -> Ints:
    """An ordinal bank day in each month."""
    found = np.zeros(len(month), dtype=np.int64)
    chance = rng.random(len(month))
    for number in np.unique(month).tolist():
        days = np.array([day.toordinal() for day in bank_days(_month(scene, number))])
        rows = month == number
        found[rows] = days[(chance[rows] * len(days)).astype(np.int64)]
    return found


def _month(scene: Scene, number: int) -> date:
    return scene.timeline.months[number]


def _supplier(entity: int, account: int, pick: int) -> str:
    area = _AREA[min(entity, 1)].get(account, "")
    firms = SUPPORT_SUPPLIERS[area]
    # The same account is mostly bought from the same firm.
    return firms[(account + (pick >= 45) * pick) % len(firms)]
