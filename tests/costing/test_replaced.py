# SPDX-License-Identifier: EUPL-1.2
"""Vouchers of a SIE file that differ from what was imported before."""

import io

from django.db.models import Sum

import pytest

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions
from gemensam.core.models import Import
from gemensam.costing.importers.ledger.write import ChangedSinceRead, LedgerWriter
from gemensam.costing.invariants import turnover_is_the_rows, vouchers_balance
from gemensam.costing.models import LedgerTurnover, Voucher

pytestmark = pytest.mark.usefixtures("own_empty")
HEAD = (
    '#FLAGGA 0\n#PROGRAM "x" 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n'
    '#FNAMN "Exempel AB"\n#ORGNR 556036-0793\n#RAR 0 20250101 20251231\n'
    '#KONTO 5010 "Hyra"\n#KONTO 1930 "Bank"\n'
)
FIRST = {1: ("20250110", 100), 2: ("20250210", 200), 3: ("20250310", 300)}


def read(vouchers: dict[int, tuple[str, int]], **options: str) -> Import:
    rows = "".join(
        f'#VER A {number} {day} "Hyra"\n{{\n#TRANS 5010 {{}} {kronor}.00\n'
        f"#TRANS 1930 {{}} -{kronor}.00\n}}\n"
        for number, (day, kronor) in vouchers.items()
    )
    record = actions.receive(
        io.BytesIO((HEAD + rows).encode("cp437")), kind="ledger", name="bok.se",
        by=CONSOLE, at=clock.now(), options=options,
    )  # fmt: skip
    return actions.read(record, at=clock.now())


def taken(vouchers: dict[int, tuple[str, int]], **options: str) -> Import:
    record = read(vouchers, **options)
    assert record.state == "read", record.report["issues"]
    return actions.commit(record, by=CONSOLE, at=clock.now())


def by_month() -> dict[str, int]:
    rows = (
        LedgerTurnover.objects.filter(account="5010")
        .values_list("month")
        .annotate(Sum("amount_ore"))
        .order_by("month")
    )
    return {f"{month:%m}": int(ore) for month, ore in rows if ore}


def test_one_that_differs_is_refused_until_it_is_accepted() -> None:
    taken(FIRST)
    changed = FIRST | {1: ("20250110", 150)}
    refused = read(changed)
    assert refused.state == "refused"
    assert refused.report["issues"][0]["code"] == "ledger.voucher-differs"
    assert by_month() == {"01": 100_00, "02": 200_00, "03": 300_00}


def test_accepted_they_take_the_place_of_the_earlier_ones_which_are_kept() -> None:
    """One changes its amount, one its month; what is the same is left alone."""
    taken(FIRST)
    same = Voucher.objects.get(number="2").pk
    changed = {1: ("20250110", 150), 2: FIRST[2], 3: ("20250505", 300)}
    taken(changed, accept_changed="yes")
    assert by_month() == {"01": 150_00, "02": 200_00, "05": 300_00}
    held = Voucher.objects.filter(superseded_at=None)
    assert held.count() == 3
    assert held.get(number="2").pk == same
    gone = Voucher.objects.exclude(superseded_at=None)
    assert sorted(gone.values_list("number", flat=True)) == ["1", "3"]
    assert not list(turnover_is_the_rows())
    assert not list(vouchers_balance())


def test_another_import_in_between_stops_it_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if it replaced the voucher while this one reads the file a last time."""
    taken(FIRST)
    record = read(FIRST | {1: ("20250110", 150)}, accept_changed="yes")
    assert record.state == "read"
    flush = LedgerWriter._flush

    def meanwhile(self: LedgerWriter) -> None:
        Voucher.objects.filter(number="1").update(superseded_at=clock.now())
        flush(self)

    monkeypatch.setattr(LedgerWriter, "_flush", meanwhile)
    with pytest.raises(ChangedSinceRead):
        actions.commit(record, by=CONSOLE, at=clock.now())
    assert Import.objects.get(pk=record.pk).state == "read"
    assert Voucher.objects.filter(superseded_at=None).count() == 3
