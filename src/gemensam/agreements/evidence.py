# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext as _

from gemensam.catalogue.models import Service
from gemensam.group.models import Person
from gemensam.outcomes.ports import Evidence, Figure, Piece
from gemensam.outcomes.queries.told import parts_of


class ChargeEvidence:
    """Charges by service: the month's volume times the price in force."""

    key = "agreements"

    def evidence(self, figure: Figure, person: Person) -> Evidence:
        rows, total = parts_of(figure, person, self.key, by=("service",))
        services = Service.objects.in_bulk([row.key[0] for row in rows if row.key[0]])
        return Evidence(
            formula=_("Volume of each month × the price in force"),
            pieces=[
                Piece(
                    text=str(services.get(row.key[0]) or _("Services not told apart")),
                    amount=row[figure.measure],
                )
                for row in rows
            ],
            total=total,
        )
