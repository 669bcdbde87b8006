# SPDX-License-Identifier: EUPL-1.2
"""What a room says about a kind of file it can take in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from gemensam.core.by import By
from gemensam.core.models import Import
from gemensam.core.pseudonym import PseudonymKey
from gemensam.formats.issues import IssueLog, Marked

Progress = Callable[[int], None]  # how many rows so far


def silent(_rows: int) -> None:
    """For who does not want to be told."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """Something the product has not seen before, or that differs, and what it weighs."""

    what: Marked  # "account", "dimension {number}"; `values` fill its placeholders
    code: str
    text: str = ""
    ore: int | None = None
    values: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a page asks for beside the file; the answer goes to the options under `name`.

    `choices` gives value and text of each; without it the answer is a year.
    """

    name: str
    label: Any  # a lazily translated text
    help: Any = ""
    choices: Callable[[], list[tuple[str, str]]] | None = None


@dataclass(slots=True)
class Reading:
    """What an importer is given while it reads, and where it tells what it found.

    Reading changes nothing in the database. `source` is the name under which the
    mapping is remembered; `mapping` is what was remembered, or nothing.
    """

    record: Import
    log: IssueLog
    mapping: Mapping[str, Any]
    at: datetime
    progress: Progress = silent
    counts: dict[str, int] = field(default_factory=dict)
    new: list[Novelty] = field(default_factory=list)
    differs: list[Novelty] = field(default_factory=list)
    mapping_used: Mapping[str, Any] | None = None
    nothing_new: bool = False
    columns: Mapping[str, Any] | None = None  # what was guessed, see `columns.told`

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    @property
    def options(self) -> Mapping[str, Any]:
        options: dict[str, Any] = self.record.options
        return options


class Importer(Protocol):
    """One kind of file. `read` and `commit` are given the same bytes.

    `progress` counts rows; an importer that counts something else names in `steps` the
    counts of the report that add up to it. `unattended`, if it has one: a file that comes
    by the folder may be imported without a question (`pickup`).
    """

    kind: str
    label: Any  # a lazily translated text
    describes: Any
    personal: bool  # the file holds personal numbers

    def source_of(self, options: Mapping[str, Any]) -> str:
        """The name under which this file's mapping is remembered."""
        ...

    def read(self, source: BinaryIO, reading: Reading) -> None:
        """Read all of it, add every issue to the log, count, compare; write nothing."""
        ...

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        """Write it; called inside one transaction, after a reading without errors."""
        ...


class PersonalImporter(Importer, Protocol):
    """A kind whose files hold personal numbers."""

    def pseudonymised(
        self, source: BinaryIO, key: PseudonymKey, *, log: IssueLog, at: datetime
    ) -> Iterator[bytes]:
        """The file without personal numbers and names, made while streaming: this,
        not the original, is what is kept, read and committed."""
        ...
