# SPDX-License-Identifier: EUPL-1.2
"""Importers of tables as they really come: columns guessed, shown, corrected, remembered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, TypeVar

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

Result = TypeVar("Result")


class UntidyImporter:
    """A subclass gives `kind`, texts, `wanted`, and `read` and `commit` with `worked`."""

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

    def worked(
        self,
        source: BinaryIO,
        reading: Reading,
        work: Callable[[Untidy, Guess], Result],
    ) -> Result | None:
        """What `work` makes of the table and of what its columns are. None when it was
        not read to its end, or columns are lacking; the log of the reading says why."""
        try:
            with opened_untidy(source, reading.log, wanted=self.wanted) as table:
                if table.header_line is None:
                    return None
                found = guess(
                    table.headers, table.sample, self.wanted, mapping=reading.mapping
                )
                missing = self.missing(found)
                reading.columns = columns.told(table, found, missing)
                columns.tell(found, missing, reading.log)
                if missing:
                    return None
                reading.mapping_used = remember(
                    table.headers, found.layout, reading.mapping
                )
                return work(table, found)
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            reading.log.add(issue.kind, issue.line, issue.column, **issue.values)
            return None
