# SPDX-License-Identifier: EUPL-1.2
"""Where the standard leaves room: one test for each decision of the package's docstring."""

import datetime as dt
import io

import pytest
from tests.formats.sie.samples import (
    HEAD,
    VER,
    VOUCHER,
    codes,
    errors,
    export,
    issue_of,
    load,
    transfer,
    voucher_of,
)

from gemensam.formats.sie import (
    Account,
    CompanyName,
    FileKind,
    PeriodBalance,
    PeriodKind,
    PeriodTotal,
    Program,
    Prose,
    Record,
    Voucher,
    Writer,
    period_totals,
)

BALANCED = "#TRANS 1910 {} 100.00\n#TRANS 3010 {} -100.00"


def texts(line: str) -> tuple[str, list[str]]:
    """The text a #PROSA line is read as, and the remarks on it."""
    found = load(transfer(head=HEAD.replace("#RAR 0", f"{line}\n#RAR 0")))
    (prose,) = found.of(Prose)
    return prose.text, codes(found)


def test_decision_1_only_a_backslash_before_a_quotation_mark_is_an_escape():
    assert texts(r'#PROSA "C:\data\bok"') == (r"C:\data\bok", [])
    assert texts(r'#PROSA "C:\\data"') == (r"C:\\data", [])
    assert texts(r'#PROSA "rör 5\" grovt"') == ('rör 5" grovt', [])
    assert texts('#PROSA "C:\\data\\"') == (
        "C:\\data\\",
        ["sie.backslash-before-quote"],
    )


def test_decision_1_a_text_that_ends_in_a_backslash_is_written_without_it():
    target = io.BytesIO()
    with Writer(target, kind=FileKind.IMPORT) as writer:
        writer.write(Program("C:\\data\\", "\\"))
        writer.write_all(load(transfer()).records[1:])
    (program,) = load(target.getvalue()).of(Program)
    assert (program.name, program.version) == ("C:\\data", "")


@pytest.mark.parametrize(
    "block",
    [
        f'#VER "A" "1" 20260131 "Prov" {{\n{BALANCED}\n}}\n',
        f'#VER "A" "1" 20260131 "Prov"\n{{\n{BALANCED} }}\n',
        f'#VER "A" "1" 20260131 "Prov"\n{{\n{BALANCED}}}\n',
        f'#VER "A" "1" 20260131 "Prov"\n{{ {BALANCED}\n}}\n',
        f'#VER "A" "1" 20260131 "Prov"\n{{\n{BALANCED}\n}} #KONTO 2 x\n',
    ],
)
def test_decision_2_braces_beside_a_record(block: str):
    found = load(transfer(block))
    (voucher,) = found.vouchers
    assert [(row.account, row.amount) for row in voucher.rows] == [
        ("1910", 10000),
        ("3010", -10000),
    ]
    assert [code for code in codes(found) if code != "sie.order"] == [
        "sie.brace-placement"
    ]


@pytest.mark.parametrize(
    ("row", "objects", "remarks"),
    [
        ('#TRANS 1910 {1 "100"} 0', (("1", "100"),), []),
        ("#TRANS 1910 {1 100} 0", (("1", "100"),), []),
        ('#TRANS 1910 {"1" "100" "6" "P 1"} 0', (("1", "100"), ("6", "P 1")), []),
        ("#TRANS 1910 {} 0", (), []),
        ("#TRANS 1910 { } 0", (), []),
        ("#TRANS 1910 0", (), ["sie.object-list-missing"]),
        ('#TRANS 1910 {1 "100" 6} 0', (("1", "100"),), ["sie.odd-object-list"]),
    ],
)
def test_decision_3_object_lists(
    row: str, objects: tuple[tuple[str, str], ...], remarks: list[str]
):
    found = voucher_of(row)
    assert found.vouchers[0].rows[0].objects == objects
    assert codes(found) == remarks


def period(amount: int, *objects: tuple[str, str], month: int = 1) -> PeriodBalance:
    return PeriodBalance(
        PeriodKind.ACTUAL, 0, dt.date(2026, month, 1), "5011", objects, amount
    )


def total(amount: int, *dimensions: str, month: int = 1) -> PeriodTotal:
    return PeriodTotal(
        PeriodKind.ACTUAL, 0, dt.date(2026, month, 1), "5011", amount, dimensions
    )


def test_decision_4_totals_hold_and_parts_are_never_added_to_them():
    assert period_totals(
        [period(300), period(100, ("1", "a")), period(200, ("1", "b"))]
    ) == [total(300)]


def test_decision_4_without_totals_one_dimension_is_summed():
    parts = [
        period(100, ("6", "p")),
        period(200, ("6", "q")),
        period(150, ("1", "a")),
        period(150, ("1", "b")),
        period(300, ("10", "f")),
        period(300, ("1", "a"), ("6", "p")),
    ]
    assert period_totals(parts) == [total(300, "1")]
    assert period_totals(parts[:2] + parts[4:]) == [total(300, "6")]
    assert period_totals(parts[-1:]) == [total(300, "1", "6")]


def test_decision_4_each_month_is_decided_by_itself():
    assert period_totals(
        [period(1), period(2, ("1", "a"), month=2), period(3, ("1", "a"))]
    ) == [total(1), total(2, "1", month=2)]


@pytest.mark.parametrize(
    ("amount", "ore"),
    [
        ('"1 000,50"', 100050),
        ("1 000.50", 100050),
        ("1 234 567.00 20260131", 123456700),
        ("-1 000 20260131", -100000),
        ("1\u00a0000,50", 100050),
        ("100,00", 10000),
        ("+100", 10000),
        ("100.0000", 10000),
    ],
)
def test_decision_5_a_clear_amount_is_read_with_a_warning(amount: str, ore: int):
    rows = f"#TRANS 1910 {{}} {amount}\n#TRANS 3010 {{}} {-ore / 100:.2f}"
    found = voucher_of(rows)
    assert found.vouchers[0].rows[0].amount == ore
    assert codes(found) == ["sie.amount-unusual"]


def test_decision_5_decimals_end_an_amount_with_blanks():
    found = voucher_of("#TRANS 1910 {} 1 000.50 500\n#TRANS 3010 {} -1000.50")
    assert found.vouchers[0].rows[0].amount == 100050
    assert errors(found) == [(VER + 2, "sie.date-invalid")]


@pytest.mark.parametrize("amount", ["1,500", "1.234", "1e5", "--5", "NaN", "1.000,50"])
def test_decision_5_an_unclear_amount_is_an_error_and_in_no_sum(amount: str):
    found = voucher_of(f"{BALANCED}\n#TRANS 5011 {{}} {amount}")
    assert [row.account for row in found.vouchers[0].rows] == ["1910", "3010"]
    assert errors(found) == [(VER + 4, "sie.amount-broken")]
    assert issue_of(found, "sie.amount-broken").message() == (
        f"“{amount}” on account 5011 is not an amount in kronor with at most two decimals."
    )


def test_decision_6_dates_with_hyphens_are_read_with_a_warning():
    found = load(transfer(VOUCHER.replace("20260131", "2026-01-31")))
    assert found.vouchers[0].date == dt.date(2026, 1, 31)
    assert codes(found) == ["sie.date-unusual"]


def test_decision_6_a_voucher_needs_a_date_but_a_row_does_not():
    found = voucher_of('#TRANS 1910 {} 0 "" "text"', head='#VER "A" "1" "" "Prov" ""')
    assert (found.vouchers[0].date, found.vouchers[0].registered) == (None, None)
    assert found.vouchers[0].rows[0].date is None
    assert codes(found) == ["sie.date-missing"]


@pytest.mark.parametrize("number", ["", "12B", "LEV-7"])
def test_decision_7_voucher_numbers_of_any_kind(number: str):
    found = load(transfer(VOUCHER.replace('"1"', f'"{number}"')))
    assert (found.vouchers[0].number, codes(found)) == (number, [])


def test_decision_7_empty_numbers_are_not_the_same_number():
    assert codes(load(transfer(VOUCHER.replace('"1"', '""') * 2))) == []


def test_decision_7_the_same_number_again_is_a_warning():
    found = load(transfer(VOUCHER * 2))
    issue = issue_of(found, "sie.voucher-repeated")
    assert (len(found.vouchers), issue.line) == (2, VER + 5)
    assert issue.values == {"series": "A", "number": "1"}


def test_decision_7_numbers_start_over_in_each_year_and_series():
    last_year = VOUCHER.replace("20260131", "20250131").replace('"1"', '"9"')
    other = VOUCHER.replace('"A"', '"B"')
    assert codes(load(transfer(last_year + VOUCHER + other))) == []


def test_decision_7_numbers_that_fall_are_mentioned_once():
    blocks = [VOUCHER.replace('"1"', f'"{number}"') for number in (9, 10, 8, 7, 11)]
    issue = issue_of(load(transfer("".join(blocks))), "sie.voucher-order")
    assert issue.line == VER + 10
    assert issue.message() == (
        "The vouchers of series A are not in rising order (2 times)."
    )


def test_decision_8_undeclared_accounts_are_a_warning_and_in_4i_information():
    body = VOUCHER.replace("3010", "3999").replace("-100", "-100")
    head = HEAD.replace('#KONTO 1910 "Kassa"\n', "")
    found = load(transfer(body, head=head))
    assert codes(found) == ["sie.account-undeclared-in-import"] * 2
    assert [issue.values["account"] for issue in found.issues] == ["1910", "3999"]
    assert [issue.line for issue in found.issues] == [VER + 1, VER + 2]
    found = load(export(head=head))
    assert [(issue.line, issue.code) for issue in found.issues] == [
        (VER - 1, "sie.account-undeclared")
    ]


def test_decision_9_results_net_of_closing_entries_are_in_order():
    """8999 against 2099 closes the year: results become zero, and so do the balances."""
    head = HEAD + "#KONTO 2099 x\n#KONTO 8999 y\n"
    body = (
        "#UB 0 1910 100\n#UB 0 2099 -100\n#RES 0 3010 -100\n#RES 0 8999 100\n"
        + VOUCHER
        + '#VER "A" "2" 20261231\n{\n#TRANS 8999 {} 100\n#TRANS 2099 {} -100\n}\n'
    )
    assert codes(load(transfer(body, head=head))) == []


def test_decision_9_an_ore_is_tolerated_and_two_are_not():
    for off, expected in ((1, []), (2, ["sie.control-result"])):
        body = f"#UB 0 1910 100.0{off}\n#RES 0 3010 -100.00\n"
        found = load(transfer(body))
        assert [code for code in codes(found) if "control" in code] == expected


def test_decision_10_end_marks_are_passed_over():
    assert codes(load(transfer() + b"\x1a\x00\x00")) == []


def test_decision_10_a_hard_space_separates_fields_but_groups_digits():
    row = "#TRANS\u00a01910\u00a0{}\u00a0-1\u00a0000,50\n#TRANS 3010 {} 1000.50"
    found = load(transfer(f'#VER "A" "1" 20260131\n{{\n{row}\n}}\n', encoding="utf-8"))
    assert found.vouchers[0].rows[0][:3] == ("1910", (), -100050)
    assert [code for code in codes(found) if code != "sie.encoding-not-pc8"] == [
        "sie.nbsp-separator",
        "sie.amount-unusual",
    ]


def test_decision_11_unquoted_texts_are_joined_with_a_warning():
    head = (
        HEAD.replace('"Övningskommunen"', "Övningsbolaget i Norr AB")
        .replace('"Kassa"', "Kassa och  bank")
        .replace("#RAR 0", "#PROSA Kontoplan är BAS\n#RAR 0")
    )
    found = load(transfer(head=head))
    assert found.of(CompanyName)[0].name == "Övningsbolaget i Norr AB"
    assert found.of(Account)[0].name == "Kassa och bank"
    assert found.of(Prose)[0].text == "Kontoplan är BAS"
    assert codes(found) == ["sie.unquoted-text"] * 3


def test_decision_11_surplus_fields_of_other_records_are_left_out():
    head = HEAD.replace('"Provsystem" 1.0', '"Provsystem" 1.0 "x"').replace(
        '1910 "Kassa"', '1910 "Kassa" "x"'
    )
    found = load(
        transfer(VOUCHER.replace("100.00\n", '100.00 "" "" "" "" x\n'), head=head)
    )
    assert found.of(Program)[0].version == "1.0"
    assert found.of(Account)[0].name == "Kassa"
    assert [issue.values["label"] for issue in found.issues] == [
        "#PROGRAM",
        "#KONTO",
        "#TRANS",
    ]
    assert codes(found) == ["sie.surplus-fields"] * 3


def test_decision_12_a_second_company_is_an_error():
    found = load(transfer(head=HEAD + '#FNAMN "Grannkommunen"\n'))
    assert (VER, "sie.several-companies") in errors(found)
    assert found.facts.company == CompanyName("Övningskommunen", 6)


def test_decision_12_a_second_organisation_number_is_an_error_if_it_differs():
    head = HEAD.replace("#RAR 0", "#ORGNR 212000-0001\n#ORGNR {}\n#RAR 0")
    assert errors(load(transfer(head=head.format("212000-0002")))) == [
        (8, "sie.several-companies")
    ]
    assert codes(load(transfer(head=head.format("212000-0001")))) == [
        "sie.record-repeated"
    ]


def test_decision_13_what_sie_does_not_carry_is_not_guessed():
    """Unknown labels – of VAT, sub-ledgers, an ERP's own code parts – make no records."""
    head = HEAD.replace("#RAR 0", '#MOMSKOD 1910 "25"\n#KODDEL 7 "Objekt"\n#RAR 0')
    found = load(transfer(head=head))
    kinds: set[type[Record]] = {type(record) for record in found.records}
    assert found.records[-1] == found.vouchers[0]
    assert codes(found) == ["sie.unknown-label"] * 2
    assert len(found.records) == len(load(transfer()).records)
    assert Voucher in kinds
