# SPDX-License-Identifier: EUPL-1.2
"""What the centre charges: internally a twelfth of the budget that was transferred, to
companies by invoice. Together it is what the units' support cost before they moved."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import bank_day_until
from gemensam.demo.costs import price_level
from gemensam.demo.ledger.draft import Draft, lines
from gemensam.demo.ledger.support import MONTH_NAMES, add_invoices
from gemensam.demo.months import plus
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.scene import Scene
from gemensam.demo.truth import Truth

Ints = NDArray[np.int64]

_INTERNAL_COST, _INTERNAL_INCOME, _COMPANY_INCOME = 7981, 3981, 3982
_COMPANY_RECEIVABLE, _COMPANY_COST = 1511, 6891
_OWN_GROUP, _GROUP_COMPANY, _THE_MUNICIPALITY = 100, 210, 220


def charges(scene: Scene, facts: Truth) -> Ints:
    """(u, areas, m) öre: for months that begin with the area already moved."""
    count = scene.timeline.count
    before = facts.unit_cost[:, :-1, :, :12].sum(axis=(0, 3))
    yearly = np.zeros((len(before), 3), dtype=np.int64)
    for area in range(3):
        yearly[:, area] = before[:, scene.services.area == area].sum(axis=1)
    months = np.arange(count)[None, None, :]
    served = (months > scene.since[:, :, None]) & (months >= scene.start)
    level = np.array([price_level(scene, month) for month in range(count)])
    monthly = np.rint(yearly[:, :, None] / 12 * level).astype(np.int64)
    return np.where(served, monthly, 0)


def add_internal(draft: Draft, scene: Scene, charged: Ints) -> None:
    """The municipality's side: postings between units, invoices to companies."""
    organisation = scene.organisation
    centre = organisation.centres_of(organisation.first_centre)[0]
    for number in range(scene.timeline.count):
        month = scene.timeline.months[number]
        day = bank_day_until(plus(month, 1) - timedelta(days=1)).toordinal()
        period = f"{MONTH_NAMES[month.month - 1]} {month.year}"
        for unit, receiver in enumerate(organisation.receivers):
            amounts = charged[unit, :, number]
            company = organisation.entity_of(receiver.owner)
            if not amounts.any() or company != MUNICIPALITY:
                continue
            rows = np.zeros(3, dtype=np.int64)
            own = organisation.centres_of(unit)[0]
            part = {"counterpart": _OWN_GROUP}
            draft.add(
                "INT",
                np.array([day]),
                [f"Servicecenter {period}, {receiver.name}"],
                [
                    lines(rows, _INTERNAL_COST, amounts, centre=own, **part),
                    lines(rows, _INTERNAL_INCOME, -amounts, centre=centre, **part),
                ],
            )
        for company in range(1, len(organisation.entities)):
            amounts = _of_company(scene, charged, company)[:, number]
            _invoice_company(
                draft, day, period, amounts, company=company, centre=centre
            )


def _of_company(scene: Scene, charged: Ints, company: int) -> Ints:
    own = [
        unit
        for unit, receiver in enumerate(scene.organisation.receivers)
        if scene.organisation.entity_of(receiver.owner) == company
    ]
    total: Ints = charged[own].sum(axis=0)
    return total


def _invoice_company(
    draft: Draft, day: int, period: str, amounts: Ints, *, company: int, centre: int
) -> None:
    if not amounts.any():
        return
    rows, one = np.zeros(3, dtype=np.int64), np.zeros(1, dtype=np.int64)
    vat = (amounts.sum(keepdims=True) * 25 + 50) // 100
    part = {"counterpart": _GROUP_COMPANY + company}
    owed = amounts.sum(keepdims=True) + vat
    draft.add(
        "KUN",
        np.array([day]),
        [f"Servicecenter {period}, faktura till koncernbolag"],
        [
            lines(one, _COMPANY_RECEIVABLE, owed, **part),
            lines(rows, _COMPANY_INCOME, -amounts, centre=centre, **part),
            lines(one, 2611, -vat),
        ],
    )


def add_bought(draft: Draft, scene: Scene, charged: Ints) -> None:
    """A company's side: the invoice from the municipality, on its administration."""
    organisation = scene.organisation
    support = next(
        place
        for place, part in enumerate(organisation.support)
        if organisation.entity_of(part.owner) == draft.entity
    )
    centre = organisation.centres_of(organisation.first_support + support)[0]
    amounts = _of_company(scene, charged, draft.entity)
    for number in np.flatnonzero(amounts.any(axis=0)).tolist():
        month = scene.timeline.months[number]
        day = bank_day_until(plus(month, 1) - timedelta(days=1)).toordinal()
        one = amounts[:, number]
        add_invoices(
            draft,
            scene,
            np.array([day]),
            [
                f"Lindby kommun, servicecenter {MONTH_NAMES[month.month - 1]} {month.year}"
            ],
            cost=lines(
                np.zeros(3, dtype=np.int64),
                _COMPANY_COST,
                one,
                centre=centre,
                counterpart=_THE_MUNICIPALITY,
            ),
            vat=(one.sum(keepdims=True) * 25 + 50) // 100,
        )
