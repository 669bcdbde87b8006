# SPDX-License-Identifier: EUPL-1.2
"""What cost and volume are made of: services at their providers, and the files behind."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.costing.models import VolumeRow, Voucher
from gemensam.group.models import Person
from gemensam.group.rules import sees_ledger
from gemensam.outcomes.ports import Evidence, Figure, Piece
from gemensam.outcomes.queries.told import parts_of

MONEY = frozenset({"cost_ore", "labour_ore"})


class CostEvidence:
    """Cost opens to the page that takes a service down to cost centres and vouchers."""

    key = "costing"

    def evidence(self, figure: Figure, person: Person) -> Evidence:
        rows, total = parts_of(figure, person, self.key, by=("service", "provider"))
        services = Service.objects.in_bulk([row.key[0] for row in rows if row.key[0]])
        opens = sees_ledger(person.standing)
        pieces = []
        for row in rows:
            service = services.get(row.key[0])
            name = service.name if service else _("Not placed on a service")
            pieces.append(
                Piece(
                    text=f"{name} – {Provider(row.key[1]).label}",
                    amount=row[figure.measure],
                    url=reverse("costing:parts", args=[service.code])
                    if service and opens
                    else "",
                )
            )
        money = figure.measure in MONEY
        return Evidence(
            formula=_("Support cost of the ledgers, by who does what and who uses it")
            if money
            else _(
                "Counted by registers and cases, by days where the provider changed"
            ),
            pieces=pieces,
            total=total,
            sources=_files(figure, money=money),
        )


def _files(figure: Figure, *, money: bool) -> list[str]:
    """Names of the files that the months came in with."""
    if not money:
        rows = VolumeRow.objects.filter(month__in=figure.months)
        names = rows.values_list("from_import__original_name", flat=True)
        return sorted(set(names.distinct()))
    vouchers = Voucher.objects.filter(
        ledger__year_from__lte=max(figure.months),
        ledger__year_to__gt=min(figure.months),
        superseded_at=None,
    )
    kept = vouchers.values_list("first_import__original_name", flat=True)
    return sorted(set(kept.distinct()))
