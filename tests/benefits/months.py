# SPDX-License-Identifier: EUPL-1.2
"""Small files of a month, as a legal entity's finance system would export them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from tests.site.people import someone

from gemensam.core import clock
from gemensam.costing.models import CostRun, Ledger, LedgerRow, Voucher
from gemensam.group.models import LegalEntity
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.models import Cell, CostDraws, ScenarioVersion

HEAD = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Ekonomi" 1
#GEN {day:%Y%m%d}
#ORGNR {orgnr}
#FNAMN "{name}"
#RAR 0 {day:%Y}0101 {day:%Y}1231
#KONTO 5010 "Lokalhyra"
#KONTO 1930 "Bank"
"""
Posted = tuple[str, str, date, str, int]  # series, number, day, cost centre, kronor


def ledger_file(
    entity: LegalEntity, vouchers: Sequence[Posted], *, account: str = "5010"
) -> bytes:
    """Each voucher is so many kronor of rent, or on another account, paid from the bank."""
    orgnr = f"{entity.orgnr[:6]}-{entity.orgnr[6:]}" if entity.orgnr else ""
    text = HEAD.format(day=vouchers[0][2], orgnr=orgnr, name=entity.name)
    if account not in text:
        text += f'#KONTO {account} "Konto {account}"\n'
    for series, number, day, centre, kronor in vouchers:
        text += f'#VER "{series}" "{number}" {day:%Y%m%d} "Hyra"\n{{\n'
        text += f'#TRANS {account} {{"1" "{centre}"}} {kronor}.00\n'
        text += f"#TRANS 1930 {{}} -{kronor}.00\n}}\n"
    return text.encode("cp437")


def budget_file(
    entity: LegalEntity, centre: str, kronor: int, number: int, *, late: int = 0
) -> bytes:
    """A year's budget of a cost centre: so many kronor in each month, and so many fewer in
    each of the last two. A project's part of it, another in each file, is told besides."""
    orgnr = f"{entity.orgnr[:6]}-{entity.orgnr[6:]}" if entity.orgnr else ""
    text = HEAD.format(day=date(2026, 7, 1), orgnr=orgnr, name=entity.name)
    for month in range(1, 13):
        text += f"#PBUDGET 0 2026{month:02} 5010 {{}} {10 * kronor}.00\n"
        told = f'{{"1" "{centre}"}}'
        text += f"#PBUDGET 0 2026{month:02} 5010 {told} {kronor - (late if month > 10 else 0)}.00\n"
        told = f'{{"1" "{centre}" "6" "P1"}}'
        text += f"#PBUDGET 0 2026{month:02} 5010 {told} {7 * number}.00\n"
    text += f'#VER "Q" "{number}" 20260702 "Budget"\n{{\n'
    text += "#TRANS 5010 {} 1.00\n#TRANS 1930 {} -1.00\n}\n"
    return text.encode("cp437")


def company() -> LegalEntity:
    return LegalEntity.objects.filter(kind="company").order_by("pk")[0]


def centre_of(entity: LegalEntity) -> str:
    """A cost centre that the entity posts on."""
    rows = LedgerRow.objects.filter(ledger__legal_entity=entity).exclude(cost_centre="")
    return rows.order_by("-pk")[0].cost_centre


def a_voucher(entity: LegalEntity, month: date) -> Voucher:
    """One of the month that is there now, with cost in it."""
    ledger = Ledger.objects.get(legal_entity=entity, year_from=date(month.year, 1, 1))
    rows = LedgerRow.objects.filter(
        ledger=ledger, month=month, account__startswith="5",
        voucher__superseded_at=None, voucher__occurrence=1, amount_ore__gt=0,
    )  # fmt: skip
    return rows.order_by("pk")[0].voucher


def no_longer_held(scenario: ScenarioVersion, month: date, *, at: datetime) -> None:
    """From `at` on the outcome is as if the month had never been computed."""
    said: dict[str, Any] = {"scenario": scenario, "month": month, "superseded_at": None}
    sources = set(Cell.objects.filter(**said).values_list("source", flat=True))
    for rows in (Cell, CostDraws, CostRun):
        rows.objects.filter(**said).update(superseded_at=at)
    sum_month(scenario.pk, month, sources)


def morning(day: date) -> datetime:
    return clock.start_of_day(day) + timedelta(hours=8)


def signed_in(role: str) -> Client:
    client, account = Client(SERVER_NAME="localhost"), someone(role).account
    assert account is not None
    client.force_login(account)
    return client
