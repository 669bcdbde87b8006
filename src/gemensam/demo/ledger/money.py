# SPDX-License-Identifier: EUPL-1.2
"""Vouchers that only move money: invoices paid, bills collected, taxes settled, income
from taxes and grants; and the balances a year begins with."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import bank_day_from, pay_day
from gemensam.demo.ledger.accounts import chart_of
from gemensam.demo.ledger.draft import Draft, lines
from gemensam.demo.ledger.support import MONTH_NAMES
from gemensam.demo.months import plus
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]

_PAID_AFTER = {"payable": 28, "receivable": 24}  # days
_RESULT = 1.012  # of the cost of a year, what comes in
_TAXES = ((8011, 80), (8211, 13), (8251, 4), (8281, 3))


def add_money(draft: Draft, scene: Scene) -> None:
    """After everything else of the entity has been posted."""
    _income(draft, scene)
    _settled(draft, scene, "payable", "BET", "Betalning leverantörer")
    _settled(draft, scene, "receivable", "INB", "Inbetalning kunder")
    _pay_day(draft, scene)
    _monthly(draft, scene)


def _rows(draft: Draft) -> tuple[Ints, Ints, Ints]:
    """Day, account and amount of every row so far."""
    day = np.concatenate(draft.day)
    voucher = np.concatenate([part.voucher for part in draft.parts])
    account = np.concatenate([part.account for part in draft.parts])
    amount = np.concatenate([part.amount for part in draft.parts])
    return day[voucher], account, amount


def _income(draft: Draft, scene: Scene) -> None:
    """Taxes and equalisation for the municipality: what the year's cost leaves open."""
    if draft.entity != MUNICIPALITY:
        return
    chart = chart_of(draft.entity)
    day, account, amount = _rows(draft)
    result = (account >= 3000) & (account < 9000)
    year = np.array([date.fromordinal(one).year for one in np.unique(day)])
    of_year = dict(zip(np.unique(day).tolist(), year.tolist(), strict=True))
    years = np.array([of_year[one] for one in day.tolist()])
    for number in range(scene.timeline.count):
        month = scene.timeline.months[number]
        closed = (
            12
            if month.year < scene.timeline.closed.year
            else scene.timeline.closed.month
        )
        cost = amount[result & (years == month.year)].sum()
        total = round(float(cost) * _RESULT / closed)
        parts = np.array([total * share // 100 for _, share in _TAXES])
        parts[0] += total - parts.sum()
        zero = np.zeros(len(parts), dtype=np.int64)
        paid = bank_day_from(month.replace(day=17)).toordinal()
        draft.add(
            "BOK",
            np.array([paid]),
            [f"Skatt och generella statsbidrag {MONTH_NAMES[month.month - 1]}"],
            [
                lines(zero[:1], chart.bank, np.array([total])),
                lines(
                    zero,
                    np.array([a for a, _ in _TAXES]),
                    -parts,
                    centre=scene.organisation.centres_of(0)[0],
                    counterpart=500,
                ),
            ],
        )


def _settled(draft: Draft, scene: Scene, what: str, series: str, text: str) -> None:
    """What was owed is paid some weeks later, all of a day in one voucher."""
    chart = chart_of(draft.entity)
    account = getattr(chart, what)
    day, accounts, amount = _rows(draft)
    chosen = accounts == account
    if what == "receivable" and draft.entity == MUNICIPALITY:
        chosen |= accounts == 1511
    due = _bank_days(day[chosen] + _PAID_AFTER[what])
    end = plus(scene.timeline.closed, 1).toordinal()
    kept = due < end
    days, place = np.unique(due[kept], return_inverse=True)
    for one in np.unique(accounts[chosen]).tolist():
        total = np.zeros(len(days), dtype=np.int64)
        mine = accounts[chosen][kept] == one
        np.add.at(total, place[mine], amount[chosen][kept][mine])
        some = np.flatnonzero(total)
        every = np.arange(len(some))
        draft.add(
            series,
            days[some],
            [f"{text} {date.fromordinal(int(d)).isoformat()}" for d in days[some]],
            [
                lines(every, one, -total[some]),
                lines(every, chart.bank, total[some]),
            ],
        )


def _bank_days(day: Ints) -> Ints:
    days, place = np.unique(day, return_inverse=True)
    moved = [bank_day_from(date.fromordinal(int(one))).toordinal() for one in days]
    return np.array(moved, dtype=np.int64)[place]


def _pay_day(draft: Draft, scene: Scene) -> None:
    """Net pay leaves the bank on pay day."""
    chart = chart_of(draft.entity)
    day, account, amount = _rows(draft)
    for month in scene.timeline.months[: scene.timeline.count]:
        first, last = month.toordinal(), plus(month, 1).toordinal()
        inside = (account == chart.net_pay) & (day >= first) & (day < last)
        total = amount[inside].sum(keepdims=True)
        if total[0]:
            zero = np.zeros(1, dtype=np.int64)
            draft.add(
                "BET",
                np.array([pay_day(month.year, month.month).toordinal()]),
                [f"Löneutbetalning {MONTH_NAMES[month.month - 1]}"],
                [lines(zero, chart.net_pay, -total), lines(zero, chart.bank, total)],
            )


def _monthly(draft: Draft, scene: Scene) -> None:
    """On the 12th: last month's taxes, contributions, pensions and VAT; and what was
    worn out is replaced."""
    chart = chart_of(draft.entity)
    accounts = (
        chart.tax,
        chart.social,
        chart.pension,
        chart.input_vat,
        chart.output_vat,
    )
    day, account, amount = _rows(draft)
    for month in scene.timeline.months[1 : scene.timeline.count]:
        before = plus(month, -1).toordinal()
        inside = (day >= before) & (day < month.toordinal())
        sums = np.array([amount[inside & (account == one)].sum() for one in accounts])
        zero = np.zeros(len(accounts), dtype=np.int64)
        draft.add(
            "BOK",
            np.array([bank_day_from(month.replace(day=12)).toordinal()]),
            [f"Skatter, avgifter och pensioner {MONTH_NAMES[month.month - 2]}"],
            [
                lines(zero, np.array(accounts), -sums),
                lines(zero[:1], chart.bank, sums.sum(keepdims=True)),
            ],
        )
        worn = amount[inside & (account == chart.depreciated)].sum(keepdims=True)
        draft.add(
            "BOK",
            np.array([bank_day_from(month.replace(day=20)).toordinal()]),
            [f"Investeringar {MONTH_NAMES[month.month - 1]}"],
            [
                lines(zero[:1], chart.assets, -worn),
                lines(zero[:1], chart.bank, worn),
            ],
        )


def opening(entity: int, scene: Scene) -> dict[int, int]:
    """Öre by balance account at the beginning of the baseline year; they sum to zero."""
    chart = chart_of(entity)
    unit = round(100_000_000 * scene.settings.scale)  # a million kronor at scale 1
    if entity == MUNICIPALITY:
        balances = {
            1120: 2_850 * unit,
            1129: -1_140 * unit,
            chart.assets: 410 * unit,
            chart.depreciated: -225 * unit,
            1310: 215 * unit,
            chart.bank: 385 * unit,
            2210: -640 * unit,
            chart.loans: -700 * unit,
        }
    else:
        size = (0, 900, 620, 510)[entity]
        balances = {
            1110: size * unit,
            1119: -size * unit * 3 // 10,
            chart.assets: size * unit // 5,
            chart.depreciated: -size * unit // 12,
            chart.bank: size * unit // 20,
            2081: -size * unit // 50,
            chart.loans: -size * unit * 6 // 10,
        }
    balances[chart.equity] = -sum(balances.values())
    return balances
