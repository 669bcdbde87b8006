# SPDX-License-Identifier: EUPL-1.2
"""A ledger is held against the result that its newest file states by itself."""

from collections.abc import Callable
from datetime import date

from django.db.models import Sum
from django.test import Client

import pytest

from gemensam.core import clock
from gemensam.core.models import Import
from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.enums import BalanceKind
from gemensam.costing.models import Ledger, LedgerBalance, LedgerRow, Voucher
from gemensam.costing.queries.stated import disagreements, stated_of
from gemensam.costing.queries.turnover import result_accounts
from gemensam.ui.templatetags.figures import kr

SignIn = Callable[..., Client]


def of_year() -> Ledger:
    return Ledger.objects.filter(year_from=date(2025, 1, 1)).order_by("pk")[0]


@pytest.mark.usefixtures("lindby")
def test_every_ledger_of_lindby_is_what_its_files_say() -> None:
    told = {one.pk: stated_of(one) for one in Ledger.objects.all()}
    assert told
    for one in told.values():
        assert one is not None
        assert one.accounts > 5
        assert list(one.differing) == []
        assert not one.is_older


def test_what_was_removed_at_the_source_is_told_by_account(as_someone: SignIn) -> None:
    ledger = of_year()
    client = as_someone("CONTROLLER")
    page = f"/ekonomi/huvudbok/{ledger.pk}/"
    assert "stämmer till öret" in client.get(page).text
    row = LedgerRow.objects.filter(
        ledger=ledger, account__startswith="5", voucher__superseded_at=None
    ).order_by("-amount_ore")[0]
    gone = dict(
        row.voucher.rows.filter(result_accounts())
        .values_list("account")
        .annotate(Sum("amount_ore"))
    )
    Voucher.objects.filter(pk=row.voucher_id).update(superseded_at=clock.now())
    sum_turnover(ledger.pk, [row.month])
    told = stated_of(ledger)
    assert told is not None
    assert {one.account: one.more for one in told.differing} == {
        account: -ore for account, ore in gone.items() if ore
    }
    shown = client.get(page).text
    assert "stämmer till öret" not in shown.split("Mot vad filen")[1][:300]
    assert kr(-row.amount_ore) in shown or kr(-gone[row.account]) in shown


@pytest.mark.usefixtures("lindby")
def test_the_newest_file_counts_and_one_without_balances_says_nothing() -> None:
    ledger = of_year()
    newest = Import.objects.filter(kind="ledger").order_by("-pk")[0]
    LedgerBalance.objects.create(
        ledger=ledger, from_import=newest, kind=BalanceKind.RESULT, year=0,
        account="5010", amount_ore=1,
    )  # fmt: skip
    told = stated_of(ledger)
    assert told is not None
    assert told.file == newest.original_name
    assert told.accounts == 1
    bare = Ledger.objects.create(
        legal_entity=ledger.legal_entity,
        year_from=date(2019, 1, 1),
        year_to=date(2020, 1, 1),
    )
    assert stated_of(bare) is None


@pytest.mark.usefixtures("lindby")
def test_a_ledger_that_was_told_to_agree_is_asked_again_when_it_changed() -> None:
    month = date(2025, 3, 1)
    assert disagreements(month) == []
    assert disagreements(month) == []
    ledger = of_year()
    row = LedgerRow.objects.filter(
        ledger=ledger, account__startswith="5", voucher__superseded_at=None
    ).order_by("-amount_ore")[0]
    Voucher.objects.filter(pk=row.voucher_id).update(superseded_at=clock.now())
    sum_turnover(ledger.pk, [row.month])
    (found,) = disagreements(month)
    told = stated_of(ledger)
    assert told is not None
    assert found.ledger == ledger
    assert found.accounts == len(told.differing)
    assert found.ore == sum(abs(one.more) for one in told.differing)
    assert found.more == sum(one.more for one in told.differing)
    assert found.file.original_name == told.file
