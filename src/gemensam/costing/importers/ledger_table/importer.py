# SPDX-License-Identifier: EUPL-1.2
"""A table of postings becomes vouchers and rows of a fiscal year of a legal entity."""

from collections.abc import Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gemensam.core.by import By
from gemensam.core.database import allow_long_statements
from gemensam.core.imports.importer import Asked, Reading
from gemensam.core.imports.untidy import UntidyImporter
from gemensam.costing.importers.ledger_table import columns, place as places, staging
from gemensam.costing.importers.ledger_table.compare import compare
from gemensam.costing.importers.ledger_table.place import Place
from gemensam.costing.importers.ledger_table.rows import Postings
from gemensam.costing.importers.ledger_table.write import write
from gemensam.formats.untidy import Guess, Untidy, Wanted
from gemensam.group.models import LegalEntity

Names = dict[tuple[int, str], str]


def entities() -> list[tuple[str, str]]:
    """Those that can be chosen; nothing chosen is what the file says, or the municipality."""
    known = LegalEntity.objects.exclude(orgnr=None).order_by("name")
    return [
        ("", str(_("As the file says, else the municipality"))),
        *((str(one.orgnr), one.name) for one in known),
    ]


class LedgerTableImporter(UntidyImporter):
    kind = "ledger_table"
    unattended = True
    label = _("Ledger as a table (Excel, CSV)")
    describes = _(
        "Postings exported from Raindance, Unit4, Visma or another finance system, also "
        "in several files. Columns are found, shown and remembered."
    )
    wanted = columns.WANTED
    asks = (
        Asked(name="orgnr", label=_("Legal entity"), choices=entities),
        Asked(
            name="year",
            label=_("Fiscal year"),
            help=_("The year it begins in. Left empty, the dates in the file decide."),
        ),
        Asked(
            name="accept_changed",
            label=_("May the file change what was imported before?"),
            choices=lambda: [
                ("", str(_("No: show me what differs first"))),
                ("yes", str(_("Yes: its vouchers replace earlier ones"))),
            ],
        ),
    )

    def missing(self, found: Guess) -> Sequence[Wanted]:
        return columns.missing(found)

    def read(self, source: BinaryIO, reading: Reading) -> None:
        with transaction.atomic():
            allow_long_statements()
            self._staged(source, reading)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        place, names = self._staged(source, reading)
        if place.entity is not None and place.year_from is not None:
            write(place, reading, names, by=by)

    def _staged(self, source: BinaryIO, reading: Reading) -> tuple[Place, Names]:
        """The rows beside the ledger's; all that is to be said is in the log then."""
        place = Place()

        def copied(table: Untidy, found: Guess) -> Names:
            return self._copied(table, found, place, reading)

        names = self.worked(source, reading, copied)
        if names is None or place.year_from is None:
            return Place(), Names()
        places.find_ledger(place, reading)
        staging.compared(place.ledger.pk if place.ledger else None)
        compare(place, reading, names)
        return place, names

    @staticmethod
    def _copied(table: Untidy, found: Guess, place: Place, reading: Reading) -> Names:
        given = str(reading.options.get("year") or "")
        year = int(given) if given.isdigit() else None
        place.entity = places.entity_of(reading, table.titles)
        postings = Postings(table, found.layout, reading, year)
        staging.copied(postings)
        places.check_companies(place, postings.companies, reading)
        places.find_year(place, reading, year)
        return postings.names
