# SPDX-License-Identifier: EUPL-1.2
"""The counter accounts of each chart, by what they are for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers of the accounts that vouchers of a kind always need."""

    bank: int
    receivable: int
    payable: int
    input_vat: int
    output_vat: int
    lost_vat: int
    tax: int
    social: int
    pension: int
    net_pay: int
    contributions: tuple[int, ...]
    pensions: tuple[int, ...]
    equity: int
    assets: int
    depreciated: int
    depreciation: int
    loans: int
    interest: int


CHARTS = (
    Chart(
        bank=1941,
        receivable=1510,
        payable=2510,
        input_vat=1651,
        output_vat=2611,
        lost_vat=0,
        tax=2710,
        social=2731,
        pension=2741,
        net_pay=2790,
        contributions=(5610, 5612, 5613),
        pensions=(5620, 5710, 5730),
        equity=2010,
        assets=1220,
        depreciated=1229,
        depreciation=7911,
        loans=2350,
        interest=8511,
    ),
    Chart(
        bank=1930,
        receivable=1510,
        payable=2440,
        input_vat=2641,
        output_vat=2611,
        lost_vat=6993,
        tax=2710,
        social=2731,
        pension=2940,
        net_pay=2910,
        contributions=(7510, 7511),
        pensions=(7570, 7412, 7533),
        equity=2091,
        assets=1210,
        depreciated=1219,
        depreciation=7830,
        loans=2350,
        interest=8410,
    ),
)


def chart_of(entity: int) -> Chart:
    return CHARTS[min(entity, 1)]


_VAT_FREE = np.array([6011, 5010, 7331, 6310])  # rents and insurances of support


def has_vat(account: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a purchase of support carries 25 % VAT."""
    return ~np.isin(account, _VAT_FREE)
