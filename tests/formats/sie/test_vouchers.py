# SPDX-License-Identifier: EUPL-1.2
"""Vouchers, their rows, and the traces of changes."""

import datetime as dt
from decimal import Decimal

import pytest
from tests.formats.sie.samples import (
    HEAD,
    VER,
    VOUCHER,
    codes,
    errors,
    issue_of,
    load,
    transfer,
    voucher_of,
)

from gemensam.formats.sie import Change, ChangeKind, Row, Voucher, vouchers as module

DAY = dt.date(2026, 1, 31)


def test_every_field_of_a_voucher_and_its_rows():
    found = load(
        transfer(
            '#VER "LEV1" "17" 20260131 "Hyra" 20260203 "AN"\n{\n'
            '#TRANS 5011 {1 "100" 20 "44"} 18541.10 20260130 "jan" 12.5 "BO"\n'
            "#TRANS 1910 {} -18541.10\n}\n",
            head=HEAD + '#DIM 20 "Verksamhet"\n',
        )
    )
    assert codes(found) == []
    assert found.vouchers == (
        Voucher(
            series="LEV1",
            number="17",
            date=DAY,
            text="Hyra",
            registered=dt.date(2026, 2, 3),
            sign="AN",
            rows=(
                Row(
                    "5011",
                    (("1", "100"), ("20", "44")),
                    1854110,
                    dt.date(2026, 1, 30),
                    "jan",
                    Decimal("12.5"),
                    "BO",
                    VER + 3,
                ),
                Row("1910", (), -1854110, None, "", None, "", VER + 4),
            ),
            changes=(),
            line=VER + 1,
        ),
    )


def test_the_traces_of_changes_stand_beside_the_rows():
    found = voucher_of(
        '#BTRANS 1910 {} -5.00 20260130 "ut" 1 "AN"\n'
        "#TRANS 1910 {} 1.00\n"
        "#RTRANS 3010 {} -1.00\n"
        "#TRANS 3010 {} -1.00 20260131\n"
        "#BTRANS 5011 {} 9.00"
    )
    (voucher,) = found.vouchers
    assert [row.amount for row in voucher.rows] == [100, -100]
    assert voucher.changes == (
        Change(
            ChangeKind.REMOVED,
            0,
            Row(
                "1910", (), -500, dt.date(2026, 1, 30), "ut", Decimal(1), "AN", VER + 2
            ),
        ),
        Change(ChangeKind.ADDED, 1, Row("3010", (), -100, line=VER + 4)),
        Change(ChangeKind.REMOVED, 2, Row("5011", (), 900, line=VER + 6)),
    )
    assert codes(found) == []
    assert (found.counts["trans"], found.facts.changed_rows) == (2, 3)


@pytest.mark.parametrize(
    "rows",
    [
        "#RTRANS 1910 {} 5.00\n#TRANS 1910 {} 0",
        '#RTRANS 1910 {1 "a"} 0\n#TRANS 1910 {} 0',
        "#RTRANS 1910 {} 0\n#BTRANS 1910 {} 0\n#TRANS 1910 {} 0",
        "#RTRANS 1910 {} 0\n#RTRANS 1910 {} 0\n#TRANS 1910 {} 0",
        "#TRANS 1910 {} 0\n#RTRANS 1910 {} 0",
    ],
)
def test_an_added_row_without_its_twin_is_mentioned_and_only_trans_counts(rows: str):
    found = voucher_of(rows)
    assert codes(found) == ["sie.added-row-alone"]
    assert len(found.vouchers[0].rows) == rows.count("#TRANS")


def test_programs_give_the_added_row_another_date_and_sign():
    rows = '#RTRANS 1910 {} 0 20261007 "" "" "AN"\n#TRANS 1910 {} 0 20260131 "x"'
    assert codes(voucher_of(rows)) == []


def test_an_empty_voucher_is_kept_and_mentioned():
    found = load(transfer('#VER "A" "1" 20260131\n{\n}\n'))
    assert codes(found) == ["sie.empty-voucher"]
    assert found.vouchers[0].rows == ()
    assert found.facts.empty_vouchers == 1


def test_a_voucher_past_the_limit_of_rows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    found = voucher_of("#TRANS  1910 {} 1 x\n" * 9 + "#TRANS 1910 {} -9")
    issue = issue_of(found, "sie.voucher-too-large")
    assert (issue.line, issue.values["limit"]) == (VER, "3")
    assert len(found.vouchers[0].rows) == 3
    assert (VER, "sie.unbalanced-voucher") in errors(found)
    assert found.counts["trans"] == 10


def test_series_past_the_limit_are_not_followed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_SERIES", 1)
    other = VOUCHER.replace('"A"', '"B"')
    assert codes(load(transfer(VOUCHER + other + other))) == []
    assert codes(load(transfer(VOUCHER + VOUCHER + other))) == ["sie.voucher-repeated"]


def test_numbers_too_long_to_compare_are_compared_as_texts():
    long = VOUCHER.replace('"1"', f'"{"9" * 30}"')
    assert codes(load(transfer(long + VOUCHER.replace('"1"', f'"{"1" * 30}"')))) == []
    assert codes(load(transfer(long + long))) == ["sie.voucher-repeated"]


def test_a_quantity_that_is_none_costs_only_itself():
    found = voucher_of('#TRANS 1910 {} 0 "" "" "tre"\n#TRANS 1910 {} 0 "" "" "1,5"')
    assert [row.quantity for row in found.vouchers[0].rows] == [None, Decimal("1.5")]
    assert codes(found) == ["sie.quantity-broken", "sie.amount-unusual"]


def test_a_list_where_none_belongs_is_passed_over():
    found = load(transfer("#IB 0 1910 {} 5\n" + VOUCHER))
    assert "sie.object-list-unexpected" in codes(found)
    assert found.counts["ib"] == 1
