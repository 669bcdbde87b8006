# SPDX-License-Identifier: EUPL-1.2
"""A ledger file (SIE 4) becomes vouchers and rows of a fiscal year of a legal entity."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.costing.importers.ledger.book import Book
from gemensam.costing.importers.ledger.write import LedgerWriter
from gemensam.formats.sie.reader import Reader
from gemensam.formats.sie.records import Record, Voucher

TELL_EVERY = 2000  # vouchers


class LedgerImporter:
    kind = "ledger"
    unattended = True
    label = _("Ledger (SIE 4)")
    describes = _(
        "A fiscal year of one legal entity, exported from its finance system."
    )
    personal = False
    steps = ("vouchers_new", "vouchers_same", "vouchers_other")

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", "sie"))

    def read(self, source: BinaryIO, reading: Reading) -> None:
        book = Book(reading)
        for record in self._records(source, reading, book):
            book.take(record)
        book.close()

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        book = Book(reading)
        records = self._records(source, reading, book)
        writer = LedgerWriter(book, by=by)
        for record in records:
            book.take(record)
            writer.take(record)
        book.close()
        writer.close()
        reading.mapping_used = book.mapping()

    def _records(
        self, source: BinaryIO, reading: Reading, book: Book
    ) -> Iterator[Record]:
        reader = Reader(
            source, log=reading.log, encoding=reading.options.get("encoding")
        )
        book.facts = reader.facts
        vouchers = 0
        for record in reader:
            if isinstance(record, Voucher):
                vouchers += 1
                if vouchers % TELL_EVERY == 0:
                    reading.progress(vouchers)
            yield record
