# SPDX-License-Identifier: EUPL-1.2
"""Importers of tables as they really come: columns guessed, shown, corrected, remembered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from gemensam.core.imports import columns
from gemensam.core.imports.importer import Asked, Reading
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import UnreadableTable
from gemensam.formats.untidy import (
    Guess,
    Untidy,
    Wanted,
    guess,
    opened_untidy,
    remember,
)


class UntidyImporter:
    """A subclass gives `kind`, texts, `wanted`, and `read` and `commit` with `opened`."""

    kind: str
    label: Any
    describes: Any
    personal = False
    wanted: tuple[Wanted, ...]
    asks: tuple[Asked, ...] = ()

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source") or self.kind)

    def missing(self, found: Guess) -> Sequence[Wanted]:
        """What must be there and is not."""
        return found.missing

    @contextmanager
    def opened(
        self, source: BinaryIO, reading: Reading
    ) -> Iterator[tuple[Untidy, Guess] | None]:
        """The table and what its columns are; None when it cannot be read for lack of
        columns. All that is wrong with the file goes to the log of the reading."""
        try:
            with opened_untidy(source, reading.log, wanted=self.wanted) as table:
                found = guess(
                    table.headers, table.sample, self.wanted, mapping=reading.mapping
                )
                if table.header_line is None:
                    yield None
                    return
                missing = self.missing(found)
                reading.columns = columns.told(table, found, missing)
                columns.tell(found, missing, reading.log)
                if missing:
                    yield None
                    return
                reading.mapping_used = remember(
                    table.headers, found.layout, reading.mapping
                )
                yield table, found
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            reading.log.add(issue.kind, issue.line, issue.column, **issue.values)
