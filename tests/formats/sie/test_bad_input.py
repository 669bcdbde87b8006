# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of bad input, S2 and S4–S15 (S1, S3: recognition; S16: blocks)."""

import datetime as dt

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

from gemensam.formats.sie import Account, ChecksumState, Object, register
from gemensam.formats.sie.checksum import Checksum, summed


def test_s2_two_decodings_are_never_chosen_between_in_silence():
    data = transfer(head=HEAD.replace("Kassa", "Löner"), encoding="utf-8")
    assert load(data).of(Account)[0].name == "Löner"
    assert load(data, encoding="cp437").of(Account)[0].name == "L├╢ner"
    mixed = transfer(encoding="cp1252").replace(b"Kassa", b"L\x94ner \x84r l\x86ga")
    assert "sie.encoding-ambiguous" in [code for _, code in errors(load(mixed))]


def test_s4_unknown_labels_are_skipped_and_counted():
    rows = "#XX 1 2\n#TRANS 1910 {} 1\n#XX\n#TRANS 3010 {} -1\n#YY {"
    found = voucher_of(rows)
    assert len(found.vouchers[0].rows) == 2
    assert [(issue.line, issue.message()) for issue in found.issues] == [
        (VER + 2, "#XX is not a record of SIE 4; 2 lines of it were skipped."),
        (VER + 6, "#YY is not a record of SIE 4; 1 lines of it were skipped."),
    ]
    assert not found.log.has_errors()


def test_s4_labels_in_other_letters_are_the_labels():
    data = export().replace(b"#TRANS", b"#Trans").replace(b"#KONTO", b"#konto")
    found = load(data.replace(b"#UB", b'#OBJECT 1 "7" "x"\n#UB'))
    assert found.counts == load(export()).counts | {"objekt": 1}
    assert found.of(Object)[0].number == "7"
    assert [issue.message() for issue in found.issues] == [
        "“#konto” was read as #KONTO, 3 times.",
        "“#OBJECT” was read as #OBJEKT, once.",
        "“#Trans” was read as #TRANS, 2 times.",
    ]


def test_s5_all_missing_records_are_listed_at_once():
    found = load(b"#UB 0 1910 1\n#RES 0 3010 -1\n#VER A 1 20260131\n{\n}\n#SIETYP 4\n")
    assert [
        issue.values["label"] for issue in found.issues if "missing" in issue.code
    ] == ["#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#FNAMN", "#RAR", "#KONTO"]
    assert [code for _, code in errors(found)] == ["sie.missing-record"] * 2


@pytest.mark.parametrize(
    ("label", "severe"),
    [
        ("FLAGGA", False),
        ("PROGRAM", False),
        ("FORMAT", False),
        ("GEN", False),
        ("FNAMN", True),
        ("RAR", True),
        ("KONTO", False),
    ],
)
def test_s5_each_missing_record(label: str, severe: bool):
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"#{label} ")]
    found = load(export(head="\n".join(lines) + "\n"))
    code = "sie.missing-record" if severe else "sie.missing-formality"
    assert issue_of(found, code).values["label"] == f"#{label}"


def test_s5_a_record_that_says_nothing_is_missing():
    for before, after in (
        ('"Övningskommunen"', '""'),
        ("#RAR 0 20260101", "#RAR 0 2026"),
    ):
        found = load(export(head=HEAD.replace(before, after)))
        assert "sie.missing-record" in codes(found)


def test_s5_types_2_and_3_need_their_extent():
    for number in ("2", "3"):
        found = load(export("", head=HEAD.replace("#SIETYP 4", f"#SIETYP {number}")))
        issue = issue_of(found, "sie.missing-formality")
        assert issue.values == {"label": "#OMFATTN", "type": number}


def test_s5_records_that_a_type_must_not_have():
    head = HEAD.replace("#SIETYP 4", "#SIETYP 1")
    body = "#PSALDO 0 202601 1910 {} 1\n#PSALDO 0 202602 1910 {} 1\n" + VOUCHER
    found = load(export(body, head=head))
    assert [
        issue.values for issue in found.issues if issue.code == "sie.record-not-allowed"
    ] == [
        {"label": "#PSALDO", "type": "1", "count": 2},
        {"label": "#VER", "type": "1", "count": 1},
    ]


def test_s6_every_unbalanced_voucher_is_listed_to_the_ore():
    body = VOUCHER + VOUCHER.replace("100.00", "100.01", 1).replace('"1"', '"2"')
    body += VOUCHER.replace("-100.00", "-1100.00").replace('"1"', '"3"')
    found = load(transfer(body))
    assert errors(found) == [
        (VER + 5, "sie.unbalanced-voucher"),
        (VER + 10, "sie.unbalanced-voucher"),
    ]
    assert [issue.message() for issue in found.issues] == [
        "The voucher A 2 of 2026-01-31 does not balance: its rows make 0.01 kr, not 0.",
        "The voucher A 3 of 2026-01-31 does not balance: its rows make -1000.00 kr, not 0.",
    ]
    assert found.counts["unbalanced_ver"] == 2


def test_s7_an_added_row_counts_once_and_a_removed_row_not_at_all():
    """The standard's own examples of #RTRANS and #BTRANS, in one voucher."""
    found = voucher_of(
        "#TRANS 1910 {} -1200.00\n"
        "#TRANS 5011 {} 960.00\n"
        "#BTRANS 3010 {} 800.00\n"
        "#RTRANS 3010 {} 240.00\n"
        "#TRANS 3010 {} 240.00"
    )
    assert codes(found) == []
    assert found.counts["trans"] == 3
    assert found.facts.changed_rows == 2
    assert [(row.account, row.amount) for row in found.vouchers[0].rows] == [
        ("1910", -120000),
        ("5011", 96000),
        ("3010", 24000),
    ]


AMOUNTS = {
    "1,50": "sie.amount-unusual",
    "1 000.00": "sie.amount-unusual",
    "1.234": "sie.amount-broken",
    "1e5": "sie.amount-broken",
    "--5": "sie.amount-broken",
    "+5": "sie.amount-unusual",
    ".5": "sie.amount-unusual",
    "9" * 40: "sie.amount-too-large",
    "NaN": "sie.amount-broken",
    "Infinity": "sie.amount-broken",
    "１２": "sie.amount-broken",
    "1.2300": "sie.amount-unusual",
}


@pytest.mark.parametrize("amount", AMOUNTS)
def test_s8_amounts(amount: str):
    """In a row the broken one is left out; in a balance, too."""
    found = load(
        transfer(
            f'#VER "A" "1" 20260131\n{{\n#TRANS 5011 {{}} "{amount}"\n}}\n',
            encoding="utf-8",
        ),
        encoding="utf-8",
    )
    assert AMOUNTS[amount] in codes(found)
    kept = AMOUNTS[amount] == "sie.amount-unusual"
    assert len(found.vouchers[0].rows) == kept
    balance = transfer(f'#IB 0 1910 "{amount}"\n{VOUCHER}', encoding="utf-8")
    found = load(balance, encoding="utf-8")
    assert AMOUNTS[amount] in codes(found)
    assert found.counts["ib"] == 1


def test_s8_too_many_digits_are_counted():
    found = voucher_of(f"#TRANS 5011 {{}} {'9' * 40}.00")
    assert issue_of(found, "sie.amount-too-large").message() == (
        "The amount on account 5011 has 40 digits before the decimal point."
    )


def test_s8_an_amount_that_may_be_split_by_a_space():
    found = load(transfer("#IB 0 1910 123 456.78\n" + VOUCHER))
    assert issue_of(found, "sie.amount-split").values == {
        "found": "123 456.78",
        "account": "1910",
    }
    for sound in ("#IB 0 1910 123 500", "#IB 0 1910 1234 456.78", "#IB 0 1910 5"):
        assert "sie.amount-split" not in codes(load(transfer(f"{sound}\n{VOUCHER}")))


def test_s9_a_block_that_is_never_closed_names_the_line_of_its_opening():
    found = load(transfer(VOUCHER.replace("}\n", "", 1).replace("{}", "{ }") + VOUCHER))
    cut = load(transfer(VOUCHER[:-2]))
    assert errors(cut) == [(VER + 1, "sie.unclosed-block")]
    assert cut.vouchers[0].rows[1].amount == -10000
    assert len(found.vouchers) == 2


def test_s9_a_record_inside_a_block_ends_it():
    body = VOUCHER.replace("#TRANS 3010", "#KONTO 2 x\n#TRANS 3010")
    assert errors(load(transfer(body))) == [
        (VER, "sie.unbalanced-voucher"),
        (VER + 1, "sie.unclosed-block"),
        (VER + 4, "sie.row-outside-voucher"),
        (VER + 5, "sie.stray-brace"),
    ]


def test_s9_a_voucher_without_a_block():
    body = (
        '#VER "A" "0" 20260131\n'
        + VOUCHER
        + '#VER "A" "2" 20260131\n#TRANS 1910 {} 0\n}\n'
    )
    assert errors(load(transfer(body))) == [
        (VER, "sie.missing-block"),
        (VER + 6, "sie.missing-block"),
        (VER + 8, "sie.stray-brace"),
    ]


def test_s9_braces_where_none_belong():
    assert errors(load(transfer("{\n}\n" + VOUCHER))) == [
        (VER, "sie.stray-brace"),
        (VER + 1, "sie.stray-brace"),
    ]
    assert errors(load(transfer(VOUCHER.replace("{\n", "{\n{\n")))) == [
        (VER + 2, "sie.stray-brace")
    ]
    assert errors(load(transfer(head=HEAD + "#KONTO 1 }\n#KONTO 2 {\n"))) == [
        (VER, "sie.stray-brace"),
        (VER + 1, "sie.unclosed-list"),
    ]


def test_s9_lists_that_nest_or_do_not_close():
    found = voucher_of("#TRANS 1910 {1 {100} 0\n#TRANS 1910 {1 100 0\n#TRANS 1910 {")
    assert errors(found) == [
        (VER + 2, "sie.nested-list"),
        (VER + 3, "sie.unclosed-list"),
        (VER + 3, "sie.odd-object-list"),
        (VER + 3, "sie.field-missing"),
        (VER + 4, "sie.unclosed-list"),
        (VER + 4, "sie.field-missing"),
    ]


def test_s9_a_line_break_in_a_text():
    found = load(transfer(VOUCHER.replace("Kontant", "Kon\ntant")))
    assert errors(found) == [(VER + 1, "sie.stray-line")]
    assert [(issue.line, issue.code) for issue in found.issues] == [
        (VER, "sie.unclosed-quote"),
        (VER + 1, "sie.stray-line"),
    ]


def test_s10_dimensions_and_objects_that_were_not_declared_are_listed():
    head = HEAD + '#DIM 20 "Verksamhet"\n#OBJEKT 1 "100" "Skola"\n#OBJEKT 20 "44" "x"\n'
    rows = (
        '#TRANS 1910 {1 "100" 6 "fritt" 20 "44"} 0\n'
        '#TRANS 1910 {1 "999" 33 "a"} 0\n'
        '#TRANS 1910 {1 "999" 33 "b"} 0\n'
        '#TRANS 1910 {33 "b" 4 "x"} 0'
    )
    found = load(transfer(f'#VER "A" "1" 20260131\n{{\n{rows}\n}}\n', head=head))
    assert [(issue.line, issue.message()) for issue in found.issues] == [
        (VER + 6, "Object “999” in dimension 1 is used but not declared."),
        (VER + 6, "Dimension 33 is used but not declared (2 objects)."),
        (VER + 8, "Dimension 4 is used but not declared (1 objects)."),
    ]
    assert not found.log.has_errors()


def test_s10_what_is_declared_later_was_declared():
    late = '#DIM 33 "Sent"\n#OBJEKT 1 "100" "x"\n#OBJEKT 1 "999" "y"\n'
    first = '#OBJEKT 1 "5" "z"\n'
    rows = VOUCHER.replace("{}", '{33 "a" 1 "999"}')
    found = load(transfer(first + rows + late))
    assert set(codes(found)) == {"sie.order"}


DATES = ["20250229", "20251301", "250131", "00000000", "2026013", "hej"]


@pytest.mark.parametrize("date", DATES)
def test_s11_impossible_dates_are_refused_with_their_line(date: str):
    found = load(transfer(VOUCHER.replace("20260131", date)))
    assert errors(found) == [(VER, "sie.date-invalid")]
    assert found.vouchers[0].date is None
    found = voucher_of(f"#TRANS 1910 {{}} 0 {date}")
    assert errors(found) == [(VER + 2, "sie.date-invalid")]
    assert found.vouchers[0].rows[0].date is None


def test_s11_no_date():
    assert errors(load(transfer(VOUCHER.replace("20260131", '""')))) == [
        (VER, "sie.date-missing")
    ]


@pytest.mark.parametrize("date", ["20241231", "20270101"])
def test_s11_a_voucher_outside_the_fiscal_years_is_refused(date: str):
    found = load(transfer(VOUCHER.replace("20260131", date)))
    assert errors(found) == [(VER, "sie.date-outside-year")]
    assert issue_of(found, "sie.date-outside-year").values["date"] == (
        f"{date[:4]}-{date[4:6]}-{date[6:]}"
    )


@pytest.mark.parametrize("date", ["20250101", "20251231", "20260101", "20261231"])
def test_s11_both_ends_of_a_declared_year_are_inside_it(date: str):
    assert codes(load(transfer(VOUCHER.replace("20260131", date)))) == []


def test_s11_a_row_dated_outside_the_year_is_mentioned():
    found = voucher_of("#TRANS 1910 {} 0 20301231")
    assert codes(found) == ["sie.row-date-outside-year"]
    assert found.vouchers[0].rows[0].date == dt.date(2030, 12, 31)


def test_s11_without_fiscal_years_every_date_is_inside():
    head = "".join(line for line in HEAD.splitlines(True) if "#RAR" not in line)
    assert (
        codes(load(transfer(VOUCHER.replace("20260131", "19991231"), head=head))) == []
    )


def test_s11_fiscal_years_that_make_no_sense():
    for before, after, code in (
        ("20260101 20261231", "20261231 20260101", "sie.fiscal-year-invalid"),
        (
            "#RAR -1 20250101 20251231",
            "#RAR 0 20250101 20251231",
            "sie.fiscal-year-conflict",
        ),
        ("#RAR -1 20250101 20251231", "#RAR x 20250101 20251231", "sie.number-invalid"),
        ("#RAR -1 20250101", "#RAR -1 20230101", "sie.fiscal-year-long"),
    ):
        assert code in codes(load(export(head=HEAD.replace(before, after))))
    again = HEAD.replace("#RAR -1 20250101 20251231", "#RAR 0 20260101 20261231")
    assert codes(load(export(head=again))) == []


def test_s11_periods():
    body = (
        "#PSALDO 0 202513 1910 {} 1\n#PSALDO 0 2026 1910 {} 1\n"
        "#PSALDO 0 202512 1910 {} 1\n#PSALDO 0 202701 1910 {} 1\n"
        "#PSALDO -7 202001 1910 {} 1\n#IB -7 1910 1\n#PSALDO 0 202612 1910 {} 1\n"
    )
    found = load(export(body + VOUCHER))
    assert [(issue.line, issue.code) for issue in found.issues] == [
        (VER + 2, "sie.period-invalid"),
        (VER + 3, "sie.period-invalid"),
        (VER + 4, "sie.period-outside-year"),
        (VER + 6, "sie.fiscal-year-unknown"),
        (VER + 7, "sie.fiscal-year-unknown"),
    ]
    assert issue_of(found, "sie.period-outside-year").values["count"] == 2


def test_s11_a_year_may_begin_and_end_within_a_month():
    head = HEAD.replace("20260101 20261231", "20260115 20261215")
    for month, inside in (("202512", 0), ("202601", 1), ("202612", 1), ("202701", 0)):
        found = load(export(f"#PSALDO 0 {month} 1910 {{}} 1\n{VOUCHER}", head=head))
        assert ("sie.period-outside-year" not in codes(found)) == inside


def test_what_is_declared_past_the_limit_is_not_checked(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(register, "MAX_DECLARED", 4)
    objects = '#OBJEKT 1 "a" "x"\n#OBJEKT 1 "b" "y"\n#KONTO 1999 z\n'
    rows = VOUCHER.replace("{}", '{1 "c" 99 "d"}').replace("3010", "3011")
    found = load(transfer(objects + rows))
    assert [(issue.line, issue.code) for issue in found.issues] == [
        (VER + 1, "sie.too-many-declared")
    ]


def test_s12_accounts_declared_twice_or_not_numeric():
    head = (
        HEAD + '#KONTO 1910 "Kassa"\n#KONTO 1910 "Bank"\n#KONTO 19A0 "x"\n#KONTO "" x\n'
    )
    found = load(transfer(VOUCHER.replace("3010", "19A0"), head=head))
    assert [(issue.line, issue.message()) for issue in found.issues] == [
        (VER + 1, "Account 1910 is declared as “Kassa” and again as “Bank”."),
        (VER + 2, "The account “19A0” is not a number (2 times)."),
        (VER + 3, "#KONTO says nothing, once; it was skipped."),
    ]


def test_s12_a_row_without_an_account():
    found = voucher_of('#TRANS "" {} 1\n#TRANS " " {} 1\n#TRANS {} 1\n#RTRANS')
    assert errors(found) == [
        (VER + 2, "sie.field-missing"),
        (VER + 3, "sie.field-missing"),
        (VER + 4, "sie.field-missing"),
        (VER + 5, "sie.field-missing"),
    ]


def test_s12_types_of_account():
    head = HEAD + "#KTYP 1910 T\n#KTYP 3010 I\n#KTYP 5011 O\n"
    issue = issue_of(load(transfer(head=head)), "sie.account-type")
    assert (issue.line, issue.values) == (VER + 2, {"account": "5011", "found": "O"})


def test_s13_the_same_file_twice_reads_the_same():
    assert load(export()).records == load(export()).records


def with_checksum(
    data: bytes, stated: object = None, *, encoding: str = "cp437"
) -> bytes:
    """The file with its checksum announced after the flag and given at the end."""
    flag, _, rest = data.decode(encoding).partition("\n")
    checksum = Checksum()
    checksum.add(rest)
    value = checksum.value if stated is None else stated
    return f"{flag}\n#KSUMMA\n{rest}#KSUMMA {value}\n".encode(encoding)


def test_s14_the_checksum_of_a_sound_file():
    found = load(with_checksum(export()))
    assert (codes(found), found.facts.checksum) == ([], ChecksumState.MATCHES)


def test_s14_the_example_of_the_standard():
    """§10.15: what is underlined of #KONTO 1915 "Kassa \\"special\\""."""
    assert summed('#KONTO 1915 "Kassa \\"special\\""\n') == '#KONTO1915Kassa "special"'
    assert summed('#TRANS\t1910 { "1" "a {b}" }  5.00\r\n}\n') == "#TRANS19101a {b}5.00"


def test_s14_a_wrong_checksum_is_refused():
    found = load(with_checksum(export(), 1234567890))
    assert found.facts.checksum is ChecksumState.WRONG
    (error,) = errors(found)
    assert error == (export().count(b"\n") + 2, "sie.checksum-wrong")


def test_s14_any_letter_that_changes_is_noticed():
    data = with_checksum(export())
    for before, after in (
        (b"Kassa", b"Kasse"),
        (b"100.00 \n", b"100.01\n"),
        (b"2026", b"2025"),
    ):
        changed = data.replace(before, after, 1)
        assert changed == data or "sie.checksum-wrong" in codes(load(changed))


def test_s14_blanks_and_line_ends_may_change():
    data = with_checksum(export()).replace(b"\n", b"\r\n").replace(b"{} ", b"{}   ")
    assert load(data).facts.checksum is ChecksumState.MATCHES


def test_s14_an_announced_checksum_that_never_comes():
    data = with_checksum(export()).rpartition(b"#KSUMMA")[0]
    for end in (b"", b"#KSUMMA\n", b"#KSUMMA \n"):
        found = load(data + end)
        assert errors(found) == [(2, "sie.checksum-missing")]
        assert found.facts.checksum is ChecksumState.MISSING


def test_s14_a_checksum_that_was_not_announced():
    found = load(export() + b"#KSUMMA 17\n")
    assert codes(found) == ["sie.checksum-unannounced"]
    assert found.facts.checksum is ChecksumState.NONE


def test_s14_a_file_in_other_letters_may_be_summed_in_either():
    in_cp437 = with_checksum(export().decode("cp437").encode(), encoding="utf-8")
    assert load(in_cp437).facts.checksum is ChecksumState.MATCHES
    text = export().decode("cp437").partition("\n")[2]
    own = Checksum("utf-8")
    own.add(text)
    values = set(own._sums.values())
    assert len(values) == 2
    for value in values:
        data = with_checksum(
            text.join(["#FLAGGA 0\n", ""]).encode(), value, encoding="utf-8"
        )
        assert load(data).facts.checksum is ChecksumState.MATCHES


def test_s15_balances_that_do_not_agree_with_the_vouchers():
    found = load(export(VOUCHER.replace("100.00", "90.00")))
    assert not found.log.has_errors()
    assert [(issue.line, issue.message()) for issue in found.issues] == [
        (
            VER,
            (
                "Account 1910, year 0: opening balance 0.00 and vouchers 90.00 give"
                " 90.00, but #UB says 100.00."
            ),
        ),
        (
            VER + 1,
            (
                "Account 3010, year 0: opening balance 0.00 and vouchers -90.00 give"
                " -90.00, but #RES says -100.00."
            ),
        ),
    ]


def test_flag_currency_and_format():
    for before, after, code in (
        ("#FLAGGA 0", "#FLAGGA 1", "sie.flag-set"),
        ("#FLAGGA 0", "#FLAGGA", "sie.flag-set"),
        ("#FLAGGA 0", "#FLAGGA 2", "sie.flag-set"),
        ("#FORMAT PC8", "#FORMAT UTF-8", "sie.other-format"),
        ("#RAR 0", "#VALUTA EUR\n#RAR 0", "sie.other-currency"),
        ("#RAR 0", "#VALUTA SEK\n#VALUTA EUR\n#RAR 0", "sie.other-currency"),
        ("#RAR 0", "#GEN 20260101\n#RAR 0", "sie.record-repeated"),
        ("#RAR 0", "#FLAGGA 0\n#RAR 0", "sie.order"),
        ("#RAR 0", "#ORGNR 2120000001\n#RAR 0", "sie.organisation-number"),
        ("#RAR 0", "#ORGNR 21\n#RAR 0", "sie.organisation-number"),
    ):
        assert code in codes(load(transfer(head=HEAD.replace(before, after))))
    assert (
        codes(load(transfer(head=HEAD.replace("#RAR 0", "#VALUTA sek\n#RAR 0")))) == []
    )


def test_the_first_of_a_repeated_record_holds():
    head = HEAD.replace("#FORMAT PC8", "#FLAGGA 1\n#FORMAT PC8\n#FORMAT X").replace(
        "#SIETYP 4", "#SIETYP 4\n#SIETYP 2\n#PROGRAM Ett\n#PROGRAM Två"
    )
    facts = load(transfer(head=head)).facts
    assert (facts.flag, facts.format, facts.declared_type) == ("0", "PC8", 4)
    assert facts.program is not None
    assert facts.program.name == "Ett"


def test_a_file_with_nothing_to_import():
    assert errors(load(HEAD.encode("cp437"))) == [(None, "sie.nothing-to-import")]
    assert codes(load(export(""))) == ["sie.no-vouchers"]


def test_a_last_line_that_does_not_end():
    data = transfer()
    assert load(data[:-1]).records == load(data).records
    assert codes(load(data[:-1])) == ["sie.no-last-newline"]
    assert codes(load(data + b"\x1a")) == []
