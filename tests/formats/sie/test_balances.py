# SPDX-License-Identifier: EUPL-1.2
"""S15: controls of the sums of a file."""

import datetime as dt
from decimal import Decimal

import pytest
from tests.formats.sie.samples import (
    HEAD,
    VER,
    VOUCHER,
    codes,
    issue_of,
    load,
    transfer,
)

from gemensam.formats.sie import (
    Balance,
    BalanceKind,
    PeriodBalance,
    PeriodKind,
    balances as module,
)


def controls(balances: str, vouchers: str = VOUCHER) -> list[dict[str, object]]:
    """The values of the control failures."""
    found = load(transfer(balances + vouchers))
    return [dict(issue.values) for issue in found.issues if "control" in issue.code]


SOUND = "#IB 0 1910 50.00\n#UB 0 1910 150.00\n#RES 0 3010 -100.00\n"


def test_opening_plus_vouchers_is_closing():
    assert controls(SOUND) == []


def test_each_account_that_differs_is_listed():
    assert controls(SOUND.replace("150.00", "150.01")) == [
        {
            "account": "1910",
            "year": 0,
            "opening": "50.00",
            "moved": "100.00",
            "computed": "150.00",
            "label": "#UB",
            "stated": "150.01",
        }
    ]


def test_a_result_opens_at_nothing():
    (failure,) = controls(SOUND + "#IB 0 3010 7.00\n")
    assert failure == {
        "year": 0,
        "results": "-100.00",
        "change": "93.00",
        "difference": "-7.00",
    }


def test_an_account_without_a_balance_has_none():
    """Balances of zero may be left out (§5.17), so one that is left out is zero."""
    assert [
        failure["account"] for failure in controls("#IB 0 1910 50\n#UB 0 1910 150\n")
    ] == ["3010"]
    moves = '#VER "A" "1" 20260131\n{\n#TRANS 5011 {} 5\n#TRANS 5011 {} -5\n}\n'
    assert controls("#IB 0 1910 50\n#UB 0 1910 50\n", moves) == []


def test_without_opening_balances_the_closing_ones_of_last_year_open():
    assert controls(SOUND.replace("#IB 0", "#UB -1")) == []


def test_last_years_vouchers_are_controlled_against_last_years_balances():
    last = VOUCHER.replace("20260131", "20250131")
    assert controls("#UB -1 1910 100\n#RES -1 3010 -100\n#UB 0 1910 100\n", last) == []
    (failure,) = controls("#UB -1 1910 99.99\n#RES -1 3010 -100\n", last)
    assert (failure["year"], failure["stated"]) == (-1, "99.99")


def test_without_vouchers_of_a_year_only_its_result_is_controlled():
    lopsided = "#UB -1 1910 70\n#RES -1 3010 -50\n"
    assert controls(
        lopsided + SOUND.replace("#IB 0 1910 50.00\n", "#IB 0 1910 50\n")
    ) == [{"year": -1, "results": "-50.00", "change": "70.00", "difference": "20.00"}]


def test_balances_of_objects_are_parts_and_not_controlled():
    assert controls(SOUND + '#OIB 0 1910 {1 "a"} 7\n#OUB 0 1910 {1 "a"} 8\n') == []


def test_a_balance_given_twice_is_an_error_and_the_first_holds():
    found = load(transfer(SOUND + "#UB 0 1910 7\n" + VOUCHER))
    issue = issue_of(found, "sie.balance-repeated")
    assert (issue.line, issue.values) == (
        VER + 3,
        {"label": "#UB", "year": 0, "account": "1910"},
    )
    assert codes(found) == ["sie.balance-repeated"]


def test_accounts_past_the_limit_end_the_controls(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_SUMS", 6)
    rows = "".join(f"#TRANS {account} {{}} 0\n" for account in range(1000, 1004))
    block = f'#VER "A" "1" 20260131\n{{\n{rows}}}\n'
    found = load(transfer(SOUND.replace("150", "151") + block + "#UB 0 1910 7\n"))
    issue = issue_of(found, "sie.too-many-accounts")
    assert (issue.line, issue.values) == (VER + 9, {"limit": 6})
    assert not {"sie.control-balance", "sie.balance-repeated"} & set(codes(found))
    sums = SOUND + "#IB 0 1000 0\n#IB -1 1000 0\n#UB -1 1000 0\n#UB 0 1000 0\n"
    found = load(transfer(sums + VOUCHER.replace("-100.00", "-99.00")))
    assert issue_of(found, "sie.too-many-accounts").line == VER + 6
    assert found.counts["unbalanced_ver"] == 1


def test_every_kind_of_balance():
    text = (
        "#IB 0 1910 1.00 2.5\n#UB -1 1910 -1\n#RES 0 3010 5\n"
        '#OIB 0 1910 {1 "a"} 3 4\n#OUB 0 1910 {1 "a"} 4\n'
        '#PSALDO 0 202601 1910 {} 5 6\n#PBUDGET -1 202512 3010 {1 "a" 6 "p"} -7\n'
    )
    found = load(transfer(text))
    assert found.of(Balance) == (
        Balance(BalanceKind.OPENING, 0, "1910", (), 100, Decimal("2.5"), VER),
        Balance(BalanceKind.CLOSING, -1, "1910", (), -100, None, VER + 1),
        Balance(BalanceKind.RESULT, 0, "3010", (), 500, None, VER + 2),
        Balance(
            BalanceKind.OBJECT_OPENING,
            0,
            "1910",
            (("1", "a"),),
            300,
            Decimal(4),
            VER + 3,
        ),
        Balance(
            BalanceKind.OBJECT_CLOSING, 0, "1910", (("1", "a"),), 400, None, VER + 4
        ),
    )
    assert found.of(PeriodBalance) == (
        PeriodBalance(
            PeriodKind.ACTUAL,
            0,
            dt.date(2026, 1, 1),
            "1910",
            (),
            500,
            Decimal(6),
            VER + 5,
        ),
        PeriodBalance(
            PeriodKind.BUDGET,
            -1,
            dt.date(2025, 12, 1),
            "3010",
            (("1", "a"), ("6", "p")),
            -700,
            None,
            VER + 6,
        ),
    )
    assert found.counts["objekt"] == 2
    assert HEAD.count("#KONTO") == found.counts["konto"]
