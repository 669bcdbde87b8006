# SPDX-License-Identifier: EUPL-1.2
"""The ledger as a table: what is new, what is the same, what differs, and never twice."""

import io
from collections.abc import Sequence

from django.db import connection

import pytest

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.enums import ImportState
from gemensam.core.imports import actions, report
from gemensam.core.models import Import
from gemensam.core.ports import invariants
from gemensam.costing.models import Ledger, LedgerName, LedgerTurnover, Voucher
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.models import LegalEntity

HEADERS = (
    "Konto", "Konto (T)", "Ansvar", "Verksamhet", "Aktivitet", "Verdatum", "Serie",
    "Vernr", "Text", "Belopp",
)  # fmt: skip
Line = Sequence[str]


def line(
    account: str,
    centre: str,
    day: str,
    number: str,
    amount: str,
    text: str = "Faktura",
) -> Line:
    return (account, f"K{account}", centre, "910", "", day, "A", number, text, amount)


JANUARY = (
    line("5010", "100", "2025-01-27", "1", "1 234,50"),
    line("5010", "200", "2025-01-27", "1", "2 000,00"),
    line("6540", "300", "2025-01-28", "2", "99,90"),
    line("6540", "300", "2025-01-28", "3", "10,10-"),
)
FEBRUARY = (
    line("5010", "100", "2025-02-27", "4", "1 300,00"),
    line("7690", "300", "2025-02-27", "5", "(50,00)"),
)


@pytest.fixture(autouse=True)
def _municipality(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # All is undone after the test, so commits are no commits, as in Django's TestCase.
    for block in connection.atomic_blocks:
        monkeypatch.setattr(block, "_from_testcase", True)
    LegalEntity.objects.create(
        orgnr="2120001355",
        name="Lindby kommun",
        kind=EntityKind.MUNICIPALITY,
        chart=Chart.KOMMUN_BAS,
    )
    LegalEntity.objects.create(
        orgnr="5560360793", name="Bolag AB", kind=EntityKind.COMPANY, chart=Chart.BAS
    )


def as_file(
    *rows: Line,
    headers: Line = HEADERS,
    titles: Sequence[str] = ("Lindby kommun", "Utskrift 2025-03-01"),
) -> bytes:
    lines = [f"{title};;;" for title in titles] + [""]
    lines += [";".join(row) for row in (headers, *rows)]
    return "\r\n".join(lines).encode("cp1252")


def received(content: bytes, name: str = "huvudbok.csv", **options: str) -> Import:
    record = actions.receive(
        io.BytesIO(content),
        kind="ledger_table",
        name=name,
        by=CONSOLE,
        at=clock.now(),
        options=options,
    )
    if record.state == ImportState.RECEIVED:
        record = actions.read(record, at=clock.now())
    return record


def taken(content: bytes, name: str = "huvudbok.csv", **options: str) -> Import:
    record = received(content, name, **options)
    if record.state == ImportState.READ:
        record = actions.commit(record, by=CONSOLE, at=clock.now())
    return record


def codes(record: Import) -> dict[str, int | None]:
    return {issue.code: issue.line for issue in report.issues_of(record.report)}


def counts(record: Import) -> tuple[int, int, int]:
    said = record.report["counts"]
    return said["vouchers_new"], said["vouchers_same"], said["vouchers_other"]


def turnover() -> dict[str, int]:
    """Öre by account, as kept; the invariants hold it against the rows."""
    found: dict[str, int] = {}
    for row in LedgerTurnover.objects.all():
        found[row.account] = found.get(row.account, 0) + row.amount_ore
    wrong = [
        finding
        for one in invariants()
        if one.key in {"vouchers", "rows", "turnover"}
        for finding in one.check()
    ]
    assert not wrong
    return found


def test_a_table_becomes_vouchers_with_the_same_total_to_the_ore() -> None:
    record = taken(as_file(*JANUARY))
    assert record.state == ImportState.COMMITTED
    assert turnover() == {"5010": 323450, "6540": 8980}
    ledger = Ledger.objects.get()
    assert (ledger.legal_entity.name, str(ledger.year_from), str(ledger.through)) == (
        "Lindby kommun",
        "2025-01-01",
        "2025-01-28",
    )
    assert sorted(
        Voucher.objects.values_list("series", "number", "occurrence", "text")
    ) == [("A", "1", 1, "Faktura"), ("A", "2", 1, "Faktura"), ("A", "3", 1, "Faktura")]
    assert LedgerName.objects.get(dimension=0, code="5010").name == "K5010"


def test_the_same_file_twice_changes_nothing() -> None:
    taken(as_file(*JANUARY))
    before = turnover()
    assert taken(as_file(*JANUARY)).state == ImportState.UNCHANGED
    again = taken(as_file(*JANUARY, titles=("Utskrift senare",)))
    assert counts(again) == (0, 3, 0)
    assert turnover() == before
    assert Voucher.objects.count() == 3


def test_an_overlapping_export_adds_only_what_is_new_and_names_it() -> None:
    taken(as_file(*JANUARY), "januari.csv")
    record = taken(as_file(*JANUARY, *FEBRUARY))
    assert counts(record) == (2, 3, 0)
    assert turnover() == {"5010": 453450, "6540": 8980, "7690": -5000}
    assert [(one["what"], one["code"], one["ore"]) for one in record.report["new"]] == [
        ("account", "7690", 5000)
    ]


def test_next_months_file_needs_no_question_about_columns() -> None:
    first = taken(as_file(*JANUARY))
    assert first.report["columns"]["remembered"] is False
    second = taken(as_file(*FEBRUARY, titles=("Annan titel", "x", "y")))
    assert second.report["columns"]["remembered"] is True
    assert "untidy.unsure" not in codes(second)
    assert turnover() == {"5010": 453450, "6540": 8980, "7690": -5000}


def test_a_changed_voucher_is_a_conflict_until_it_is_accepted() -> None:
    taken(as_file(*JANUARY))
    changed = (line("5010", "100", "2025-01-27", "1", "9 999,00"), *JANUARY[1:])
    refused = taken(as_file(*changed))
    assert refused.state == ImportState.REFUSED
    assert codes(refused)["ledger.voucher-differs"] == 5
    accepted = taken(as_file(*changed), accept_changed="yes")
    assert counts(accepted) == (0, 2, 1)
    assert turnover() == {"5010": 1199900, "6540": 8980}
    assert Voucher.objects.filter(superseded_at=None).count() == 3


def test_a_voucher_moved_to_another_day_is_the_same_voucher_changed() -> None:
    taken(as_file(*JANUARY))
    moved = (*JANUARY[:2], line("6540", "300", "2025-02-03", "2", "99,90"), JANUARY[3])
    assert codes(taken(as_file(*moved)))["ledger.voucher-differs"] == 7
    taken(as_file(*moved), accept_changed="yes")
    assert turnover() == {"5010": 323450, "6540": 8980}


def test_a_number_used_again_on_another_day_with_other_rows_is_another_voucher() -> (
    None
):
    taken(as_file(*JANUARY))
    record = taken(as_file(line("6540", "300", "2025-02-03", "2", "5,00")))
    assert counts(record) == (1, 0, 0)
    assert turnover()["6540"] == 9480


def test_a_voucher_cut_between_two_files_goes_on_in_the_second() -> None:
    taken(as_file(*JANUARY[:1]), "del 1.csv")
    second = taken(as_file(*JANUARY[1:]), "del 2.csv")
    assert second.report["counts"]["vouchers_grown"] == 1
    assert turnover() == {"5010": 323450, "6540": 8980}
    assert counts(taken(as_file(*JANUARY)))[1] == 3  # both halves are met


def test_files_split_by_cost_centre_add_up() -> None:
    rows = [
        line("5010", centre, "2025-01-27", number, f"{centre},00")
        for centre in ("100", "200", "300", "400", "500", "600")
        for number in ("1", "2")
    ]
    taken(as_file(*(row for row in rows if row[2] <= "300")))
    taken(as_file(*(row for row in rows if row[2] > "300")))
    assert turnover() == {"5010": 2 * 2100 * 100}


def test_rows_without_number_are_known_by_day_and_content() -> None:
    bare = [
        (*row[:6], "", "", *row[8:])
        for row in (*JANUARY, JANUARY[0])  # one of them twice, as two postings
    ]
    first = taken(as_file(*bare))
    assert "ledger-table.numberless" in codes(first)
    assert turnover()["5010"] == 446900
    later = [*bare, (*FEBRUARY[0][:6], "", "", *FEBRUARY[0][8:])]
    more = [
        *later,
        ("6540", "K6540", "300", "910", "", "2025-01-28", "", "", "x", "1,00"),
    ]
    record = taken(as_file(*more))
    assert record.state == ImportState.COMMITTED
    assert turnover() == {"5010": 576900, "6540": 9080}


def test_a_period_is_followed_when_the_date_is_outside_it() -> None:
    headers = ("Konto", "Ansvar", "Period", "Verdatum", "Vernr", "Belopp")
    rows = (
        ("5010", "1", "202412", "2025-01-03", "1", "5,00"),
        ("5010", "1", "202411", "2024-11-30", "2", "7,00"),
    )
    record = taken(as_file(*rows, headers=headers))
    assert "ledger-table.period-rules" in codes(record)
    assert sorted(map(str, Voucher.objects.values_list("date", flat=True))) == [
        "2024-11-30",
        "2024-12-31",
    ]


def test_the_number_of_a_month_needs_the_year() -> None:
    headers = ("Konto", "Ansvar", "Period", "Belopp")
    rows = (("5010", "1", "3", "5,00"), ("5010", "1", "13", "7,00"))
    assert "ledger-table.no-day" in codes(taken(as_file(*rows, headers=headers)))
    taken(as_file(*rows, headers=headers), year="2025")
    assert sorted(map(str, Voucher.objects.values_list("date", flat=True))) == [
        "2025-03-31",
        "2025-12-31",
    ]


def test_debit_and_credit_become_one_amount() -> None:
    headers = ("Konto", "Ansvar", "Datum", "Vernr", "Debet", "Kredit")
    rows = (
        ("5010", "1", "2025-01-03", "1", "5,00", ""),
        ("1930", "1", "2025-01-03", "1", "", "5,00"),
        ("Summa", "", "", "", "5,00", "5,00"),
    )
    record = taken(as_file(*rows, headers=headers))
    assert turnover() == {"5010": 500, "1930": -500}
    assert "untidy.total-differs" not in codes(record)
    assert "ledger-table.partial" not in codes(record)


# ------------------------------------------------------------------ bad input


def test_the_wrong_year_is_told() -> None:
    record = taken(as_file(*JANUARY), year="2024")
    assert record.state == ImportState.REFUSED
    assert codes(record)["ledger-table.wrong-year"] == 5
    mixed = (*JANUARY, line("5010", "100", "2024-12-30", "9", "1,00"))
    assert codes(taken(as_file(*mixed)))["ledger-table.wrong-year"] == 9


def test_the_wrong_company_is_told() -> None:
    titles = ("Lindby kommun 212000-1355",)
    record = taken(as_file(*JANUARY, titles=titles), orgnr="5560360793")
    assert "ledger-table.wrong-company" in codes(record)
    assert record.state == ImportState.REFUSED
    fits = taken(as_file(*JANUARY, titles=("Bolag AB 556036-0793",)))
    assert fits.state == ImportState.COMMITTED
    assert Ledger.objects.get().legal_entity.name == "Bolag AB"
    assert "ledger-table.unknown-company" in codes(
        taken(as_file(*FEBRUARY), orgnr="2120000142")
    )


def test_two_exports_of_the_same_period_are_not_counted_twice() -> None:
    taken(as_file(*JANUARY), "rapport A.csv")
    other = [(*row[:6], "B", f"9{row[7]}", *row[8:]) for row in JANUARY]
    record = taken(as_file(*other), "rapport B.csv")
    assert record.state == ImportState.REFUSED
    (issue,) = [
        one
        for one in report.issues_of(record.report)
        if one.code == "ledger-table.same-period"
    ]
    assert issue.values["file"] == "rapport A.csv"
    assert turnover() == {"5010": 323450, "6540": 8980}


def test_a_row_without_account_and_one_without_a_clear_amount_are_told() -> None:
    rows = (
        *JANUARY,
        ("", "", "100", "", "", "2025-01-02", "A", "7", "Text", "5,00"),
        line("5010", "100", "2025-01-02", "8", "1.234"),
        line("5010", "100", "2025-13-02", "9", "5,00"),
    )
    found = codes(taken(as_file(*rows)))
    assert found["ledger-table.no-account"] == 9
    assert found["ledger-table.no-day"] == 11
    assert "ledger-table.bad-amount" not in found  # the column shows its decimal mark


def test_a_table_that_is_no_ledger_asks_for_its_columns() -> None:
    record = taken(as_file(("a", "b", "c"), headers=("Rubrik", "Plats", "Namn")))
    assert record.state == ImportState.REFUSED
    assert record.report["columns"]["missing"] == [
        "Account",
        "Amount",
        "Date of the voucher",
    ]


def test_columns_chosen_by_hand_are_read_again_and_remembered() -> None:
    headers = ("X1", "X2", "X3", "X4")
    rows = (
        ("5010", "100", "2025-01-27", "12,00"),
        ("6540", "100", "2025-01-28", "1,00"),
    )
    record = received(as_file(*rows, headers=headers))
    assert record.state == ImportState.REFUSED
    chosen = {0: "account", 1: "cost_centre", 2: "day", 3: "amount"}
    record = actions.correct(record, chosen, by=CONSOLE, at=clock.now())
    record = actions.read(record, at=clock.now())
    assert record.state == ImportState.READ
    actions.commit(record, by=CONSOLE, at=clock.now())
    assert turnover() == {"5010": 1200, "6540": 100}
    again = (("6540", "100", "2025-02-28", "3,00"),)
    assert taken(as_file(*again, headers=headers)).state == ImportState.COMMITTED


def test_sie_and_tables_do_not_mix_within_a_year() -> None:
    sie = (
        '#FLAGGA 0\n#PROGRAM "x" 1\n#FORMAT PC8\n#GEN 20250301\n#SIETYP 4\n'
        '#ORGNR 212000-1355\n#FNAMN "Lindby kommun"\n#RAR 0 20250101 20251231\n'
        '#KONTO 5010 "Lön"\n#KONTO 1930 "Bank"\n'
        '#VER A 1 20250127 "x"\n{\n#TRANS 5010 {} 5.00\n#TRANS 1930 {} -5.00\n}\n'
    )
    taken(as_file(*JANUARY))
    at = clock.now()
    record = actions.receive(
        io.BytesIO(sie.encode()), kind="ledger", name="x.se", by=CONSOLE, at=at
    )
    assert "ledger.from-table" in codes(actions.read(record, at=at))


def test_a_table_into_a_year_from_sie_is_refused() -> None:
    entity = LegalEntity.objects.get(orgnr="2120001355")
    taken(as_file(*JANUARY))
    Import.objects.update(kind="ledger")
    assert Ledger.objects.get().legal_entity == entity
    record = taken(as_file(*FEBRUARY))
    assert "ledger-table.from-sie" in codes(record)
    assert record.state == ImportState.REFUSED
