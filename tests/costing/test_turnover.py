# SPDX-License-Identifier: EUPL-1.2
"""The sums kept of a ledger are its rows', whatever is imported, replaced or left out."""

from datetime import date

from django.db import connection

import pytest

from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.models import LedgerRow, LedgerTurnover, Voucher
from gemensam.costing.queries.mapped import Gap, mapped_of
from gemensam.costing.queries.turnover import turnover
from gemensam.costing.queries.uncoded import uncoded
from gemensam.group.models import UnitAlias

pytestmark = pytest.mark.usefixtures("lindby")


def months() -> list[date]:
    dates = LedgerRow.objects.values_list("month", flat=True).distinct()
    return sorted(dates)


def test_what_is_mapped_and_what_is_not_are_the_ledger() -> None:
    """The oracle: a whole-table sum by PostgreSQL of strings and months without sign."""
    told = mapped_of(months()[:12])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(abs(ore)) FROM (SELECT sum(r.amount_ore) AS ore "
            "FROM costing_ledgerrow r JOIN costing_voucher v ON v.id = r.voucher_id "
            "WHERE v.superseded_at IS NULL AND left(account, 1) BETWEEN '3' AND '8' "
            "AND r.month = ANY(%s) GROUP BY r.ledger_id, r.month, account, cost_centre, "
            "activity, project, counterpart) x",
            [months()[:12]],
        )
        (whole,) = cursor.fetchone()
    assert told.total_ore == whole
    assert told.mapped_ore + told.unmapped_ore == whole
    assert told.no_rule_ore + told.no_unit_ore == told.unmapped_ore


def test_a_cost_centre_that_is_nobodys_is_found_with_its_months() -> None:
    year = months()[:12]
    before = mapped_of(year, most=10**6)
    taken = {left.coding.cost_centre for left in before.heaviest}
    row = next(
        one
        for one in turnover(year[5:6])
        if one.coding.account.startswith("502") and one.coding.cost_centre not in taken
    )
    entity, centre = row.coding.entity, row.coding.cost_centre
    assert isinstance(entity, int)
    alias = UnitAlias.objects.get(
        register="ledger", legal_entity=entity, code=centre, valid_to=None
    )
    alias.valid_to = year[6]
    alias.save(update_fields=["valid_to"])
    after = mapped_of(year, most=10**6)
    lost = [
        left
        for left in after.heaviest
        if left.coding.cost_centre == centre and left.coding.entity == entity
    ]
    assert lost
    assert {left.gap for left in lost} == {Gap.NO_UNIT}
    later = LedgerTurnover.objects.filter(
        ledger__legal_entity=entity, cost_centre=centre, month__in=year[6:]
    )
    wanted: dict[str, int] = {}
    for one in later:
        wanted[one.account] = wanted.get(one.account, 0) + abs(one.amount_ore)
    for left in lost:
        assert left.ore == wanted[left.coding.account]
    assert after.unmapped_ore - before.unmapped_ore == sum(left.ore for left in lost)


def test_superseded_vouchers_leave_the_sums() -> None:
    row = LedgerRow.objects.filter(account__startswith="5").order_by("pk")[0]
    same = LedgerTurnover.objects.filter(
        ledger=row.ledger, month=row.month, account=row.account
    )
    before = sum(one.amount_ore for one in same)
    gone = sum(
        one.amount_ore
        for one in LedgerRow.objects.filter(voucher=row.voucher, account=row.account)
    )
    Voucher.objects.filter(pk=row.voucher_id).update(superseded_at="2026-01-01T00:00Z")
    sum_turnover(row.ledger_id, [row.month])
    assert sum(one.amount_ore for one in same.all()) == before - gone


def test_uncoded_adds_up_to_what_is_unmapped() -> None:
    year = months()[-12:]
    told = mapped_of(year)
    assert sum(row.ore for row in uncoded(year, most=10**6)) == told.unmapped_ore
    assert told.unmapped_ore > 0, "Lindby has codes that were opened later"
