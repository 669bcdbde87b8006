# SPDX-License-Identifier: EUPL-1.2
"""Every kind of issue is made by some file, and its words can be told."""

import io
from string import Formatter

import pytest
from tests.formats.sie.samples import HEAD, VOUCHER, export, transfer, without_letters

from gemensam.formats.issues import Issue, IssueKind, IssueLog, Severity
from gemensam.formats.sie import (
    FileKind,
    Reader,
    all_kinds,
    balances,
    register,
    vouchers,
)
from gemensam.formats.sie.blocks import MAX_LINE

PLAIN = without_letters(HEAD + VOUCHER).encode()


def row(text: str) -> bytes:
    return transfer(f'#VER "A" "1" 20260131 "Prov"\n{{\n{text}\n}}\n', encoding="utf-8")


def head(line: str) -> bytes:
    return export(head=HEAD.replace("#RAR 0", f"{line}\n#RAR 0"))


EXAMPLES: dict[str, bytes] = {
    "sie.not-a-sie-file": b"<html>",
    "sie.sie-5": b"<Sie >",
    "sie.utf-16": export().decode("cp437").encode("utf-16"),
    "sie.only-flag": b"#FLAGGA 0\n",
    "sie.wrong-type": export("", head=HEAD.replace("#SIETYP 4", "#SIETYP 1")),
    "sie.type-invalid": export(head=HEAD.replace("#SIETYP 4", "#SIETYP 9")),
    "sie.flag-set": export(head=HEAD.replace("#FLAGGA 0", "#FLAGGA 1")),
    "sie.several-companies": head("#FNAMN Annan"),
    "sie.encoding-ambiguous": PLAIN.replace(b"Kassa", b"\xf8"),
    "sie.encoding-mixed": export(VOUCHER.replace("Kontantköp", "ö" * 9)).replace(
        b"Kassa", b"\xe5"
    ),
    "sie.encoding-broken": export(encoding="cp1252").replace(
        b"Kassa", b"\x81\xe5\xe4\xf6\xe5\xe4\xf6"
    ),
    "sie.encoding-not-pc8": export(encoding="utf-8"),
    "sie.text-damaged": export(encoding="utf-8").replace(b"Kassa", b"\xef\xbf\xbd"),
    "sie.line-too-long": export() + b"#" * (MAX_LINE + 1),
    "sie.voucher-too-large": row("#TRANS  1910 {} 0\n" * 30),
    "sie.too-many-accounts": row(
        "".join(f"#TRANS {n} {{}} 0\n" for n in range(1000, 1030))
    ),
    "sie.too-many-declared": export(
        "".join(f"#KONTO {n} x\n" for n in range(1000, 1030))
    ),
    "sie.checksum-wrong": head("#KSUMMA") + b"#KSUMMA 1\n",
    "sie.checksum-missing": head("#KSUMMA"),
    "sie.checksum-unannounced": export() + b"#KSUMMA 1\n",
    "sie.stray-line": row("hej"),
    "sie.unclosed-quote": row('#TRANS 1910 {} 0 "" "hej'),
    "sie.stray-quote": row('#TRANS 1910 {} 0 "" "h"ej"'),
    "sie.backslash-before-quote": row('#TRANS 1910 {} 0 "" "hej\\" 5'),
    "sie.control-character": row("#TRANS 1910 {} 0\x07"),
    "sie.nbsp-separator": row("#TRANS\u00a01910 {} 0"),
    "sie.unclosed-list": row("#TRANS 1910 {1 2"),
    "sie.nested-list": row("#TRANS 1910 {1 {2} 0"),
    "sie.odd-object-list": row("#TRANS 1910 {1} 0"),
    "sie.object-list-missing": row("#TRANS 1910 0"),
    "sie.object-list-unexpected": head("#PROSA {} x"),
    "sie.brace-placement": row("#TRANS 1910 {} 0 }"),
    "sie.stray-brace": row("}"),
    "sie.unclosed-block": export()[:-2],
    "sie.missing-block": export('#VER "A" "1" 20260131\n'),
    "sie.row-outside-voucher": export("#TRANS 1910 {} 0\n"),
    "sie.unknown-label": head("#XYZ"),
    "sie.label-form": head("#Prosa x"),
    "sie.surplus-fields": head('#PROSA "x" "y"'),
    "sie.unquoted-text": head("#PROSA x y"),
    "sie.empty-record": head("#PROSA"),
    "sie.field-missing": row("#TRANS 1910 {}"),
    "sie.number-invalid": head("#TAXAR x"),
    "sie.no-last-newline": export()[:-1],
    "sie.order": export("#PROSA x\n"),
    "sie.record-repeated": head("#GEN 20260101"),
    "sie.amount-broken": row("#TRANS 1910 {} x"),
    "sie.amount-too-large": row(f"#TRANS 1910 {{}} {'9' * 40}"),
    "sie.amount-unusual": row("#TRANS 1910 {} 0,00"),
    "sie.amount-split": export("#IB 0 1910 1 000.00\n"),
    "sie.quantity-broken": row('#TRANS 1910 {} 0 "" "" x'),
    "sie.date-invalid": row("#TRANS 1910 {} 0 20260230"),
    "sie.date-missing": export('#VER "A" "1"\n{\n}\n'),
    "sie.date-unusual": row("#TRANS 1910 {} 0 2026-02-03"),
    "sie.date-outside-year": export(VOUCHER.replace("2026", "2020")),
    "sie.row-date-outside-year": row("#TRANS 1910 {} 0 20200101"),
    "sie.fiscal-year-invalid": head("#RAR -2 20241231 20240101"),
    "sie.fiscal-year-long": head("#RAR -2 20200101 20241231"),
    "sie.fiscal-year-conflict": head("#RAR 0 20200101 20201231"),
    "sie.fiscal-year-unknown": export("#IB -7 1910 0\n"),
    "sie.period-outside-year": export("#PSALDO 0 202001 1910 {} 0\n"),
    "sie.period-invalid": export("#PSALDO 0 202013 1910 {} 0\n"),
    "sie.other-currency": head("#VALUTA EUR"),
    "sie.other-format": export(head=HEAD.replace("PC8", "ANSI")),
    "sie.organisation-number": head("#ORGNR 2120000001"),
    "sie.account-type": head("#KTYP 1910 X"),
    "sie.account-not-numeric": row("#TRANS X {} 0"),
    "sie.account-renamed": head("#KONTO 1910 x"),
    "sie.account-undeclared": export("#IB 0 1999 0\n"),
    "sie.account-undeclared-in-import": row("#TRANS 1999 {} 0"),
    "sie.dimension-unknown": row("#TRANS 1910 {99 x} 0"),
    "sie.object-undeclared": export(
        '#OBJEKT 1 "a" "b"\n#OIB 0 1910 {1 "x"} 0\n' + VOUCHER
    ).replace(b"{}", b'{1 "x"}'),
    "sie.unbalanced-voucher": row("#TRANS 1910 {} 1"),
    "sie.empty-voucher": export('#VER "A" "1" 20260131\n{\n}\n'),
    "sie.added-row-alone": row("#RTRANS 1910 {} 0"),
    "sie.voucher-repeated": export(VOUCHER * 2),
    "sie.voucher-order": export(VOUCHER.replace('"1"', '"2"') + VOUCHER),
    "sie.balance-repeated": export("#UB 0 1910 0\n"),
    "sie.missing-record": export(head=HEAD.replace("#FNAMN", "#PROSA")),
    "sie.missing-formality": export(head=HEAD.replace("#GEN", "#PROSA")),
    "sie.no-vouchers": export(""),
    "sie.nothing-to-import": transfer(""),
    "sie.record-not-allowed": export(head=HEAD.replace("#SIETYP 4", "#SIETYP 1")),
    "sie.control-balance": export("#IB 0 1910 1\n" + VOUCHER),
    "sie.control-result": export("#IB 0 1910 1\n" + VOUCHER),
}


def test_codes_are_stable_and_their_own():
    kinds = list(all_kinds())
    assert sorted(EXAMPLES) == sorted(kind.code for kind in kinds)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.code.startswith("sie.") for kind in kinds)


@pytest.mark.parametrize("kind", list(all_kinds()), ids=lambda kind: kind.code)
def test_every_kind_is_made_and_can_be_told(
    kind: IssueKind, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(balances, "MAX_SUMS", 10)
    monkeypatch.setattr(register, "MAX_DECLARED", 10)
    monkeypatch.setattr(vouchers, "MAX_ROWS", 20)
    log = IssueLog()
    source = io.BytesIO(EXAMPLES[kind.code])
    needed = (FileKind.EXPORT, FileKind.IMPORT)
    list(Reader(source, log=log, needed=needed))
    made = [issue for issue in log if issue.kind is kind]
    assert made
    for issue in log:
        for text in (issue.message(), issue.cure()):
            assert text.endswith((".", "”.")) or "“" in text
            assert "{" not in text.replace("“{”", "")


def test_once_is_not_told_as_one_times():
    def said(count: int) -> str:
        return Issue(empty, values={"label": "#X", "count": count}).message()

    (empty,) = [kind for kind in all_kinds() if kind.code == "sie.empty-record"]
    assert said(1) == "#X says nothing, once; it was skipped."
    assert said(2) == "#X says nothing, 2 times; it was skipped."
    told = [kind for kind in all_kinds() if "{count} times" in kind.message]
    assert len(told) == 6
    assert all(kind.once and "{count}" not in kind.once for kind in told)


@pytest.mark.parametrize("kind", list(all_kinds()), ids=lambda kind: kind.code)
def test_words_are_plain(kind: IssueKind):
    for text in (kind.message, kind.cure):
        assert text == text.strip()
        assert text.endswith(".")
        assert len(text) <= 160
        assert all(
            name != "" for _, name, _, _ in Formatter().parse(text) if name is not None
        )


def test_what_needs_nothing_is_never_an_error():
    for kind in all_kinds():
        assert not (kind.severity is Severity.ERROR and kind.cure.startswith("Nothing"))
