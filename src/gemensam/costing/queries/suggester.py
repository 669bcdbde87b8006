# SPDX-License-Identifier: EUPL-1.2
"""What suggestions need to know of this group: its services, its charges that cancel."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum

from gemensam.calc.costing.suggest import Offered, Posting, Suggester, cancelling
from gemensam.catalogue.models import Service
from gemensam.costing.models import LedgerTurnover
from gemensam.costing.queries.turnover import result_accounts
from gemensam.group.models import LegalEntity


def suggester(months: Sequence[date]) -> Suggester:
    services = [
        Offered(key=pk, area=area, name=f"{name} {everyday}")
        for pk, area, name, everyday in Service.objects.values_list(
            "pk", "area_id", "name_sv", "everyday_words"
        )
    ]
    group = LegalEntity.objects.values_list("name", flat=True)
    return Suggester(services, cancelling(_postings(months)), group=group)


def _postings(months: Sequence[date]) -> list[Posting]:
    sums = (
        LedgerTurnover.objects.filter(result_accounts(), month__in=months)
        .values_list("ledger__legal_entity_id", "account", "month")
        .annotate(ore=Sum("amount_ore"))
        .order_by()
    )
    return [
        Posting(entity=entity, account=account, month=month, ore=int(ore))
        for entity, account, month, ore in sums
    ]
