# SPDX-License-Identifier: EUPL-1.2
"""What is wrong in a file, where, and what to do about it.

A reader never stops at the first problem: it adds issues to an `IssueLog` and goes on.
Texts are English templates; whoever shows them translates the template first and fills
it in afterwards, so a catalogue of translations can be complete.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """How bad: an error keeps the file from being imported, a warning does not."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Marked(str):
    """A text for people, in English; translated wherever it is shown."""

    __slots__ = ()


def mark(text: str) -> Marked:
    """Mark a text for the translation catalogue without translating it."""
    return Marked(text)


POINT = mark(".")  # before the decimals of a number


def filled(
    template: str,
    values: Mapping[str, object],
    translate: Callable[[str], str] = str,
) -> str:
    """A template with its {placeholders} filled: values that are marked are translated,
    decimal numbers written as the language does."""
    told = {name: _told(value, translate) for name, value in values.items()}
    return translate(template).format_map(told)


def _told(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Marked):
        return translate(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", translate(POINT))
    return value


def value_kept(value: object) -> str | int | bool | dict[str, str] | None:
    """A value as JSON, from which `value_restored` makes what is told alike."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Marked):
        return {"text": str(value)}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\0", "\ufffd")


def value_restored(kept: object) -> object:
    if not isinstance(kept, dict):
        return kept
    return Decimal(kept["number"]) if "number" in kept else Marked(kept["text"])


def values_kept(values: Mapping[str, object]) -> dict[str, object]:
    """What fills a template, as JSON."""
    return {name: value_kept(value) for name, value in values.items()}


def kept_told(
    text: str, kept: Mapping[str, object], translate: Callable[[str], str] = str
) -> str:
    """A template with values that were kept as JSON."""
    values = {name: value_restored(value) for name, value in kept.items()}
    return filled(text, values, translate)


@dataclass(frozen=True, slots=True)
class IssueKind:
    """One thing that can be wrong; `message` and `cure` may hold {placeholders}."""

    code: str
    severity: Severity
    message: str
    cure: str
    once: str = ""  # the message where `count` is 1, if it is worded otherwise


@dataclass(frozen=True, slots=True)
class Issue:
    """One occurrence. `line` counts from 1; `column` names a field or table column."""

    kind: IssueKind
    line: int | None = None
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    @property
    def template(self) -> str:
        """The message in English with its placeholders: what is translated and kept."""
        is_once = self.kind.once and self.values.get("count") == 1
        return self.kind.once if is_once else self.kind.message

    def message(self, translate: Callable[[str], str] = str) -> str:
        return filled(self.template, self.values, translate)

    def cure(self, translate: Callable[[str], str] = str) -> str:
        return filled(self.kind.cure, self.values, translate)


class IssueLog:
    """Collects issues with a bound per kind, so that a bad file cannot fill memory.

    Every occurrence is counted; the first `keep` of each kind are kept whole.
    """

    def __init__(self, keep: int = 1000) -> None:
        self._keep = keep
        self._kept: list[Issue] = []
        self._counts: Counter[IssueKind] = Counter()

    def add(
        self,
        kind: IssueKind,
        line: int | None = None,
        column: str | None = None,
        **values: object,
    ) -> None:
        self._counts[kind] += 1
        if self._counts[kind] <= self._keep:
            self._kept.append(Issue(kind, line, column, values))

    def __iter__(self) -> Iterator[Issue]:
        """The kept issues in the order of their lines; those without a line come first."""
        return iter(sorted(self._kept, key=lambda issue: issue.line or 0))

    def __len__(self) -> int:
        """How many there were, kept or not."""
        return self._counts.total()

    def count(self, kind: IssueKind) -> int:
        return self._counts[kind]

    @property
    def dropped(self) -> Mapping[IssueKind, int]:
        """How many of each kind were counted but not kept."""
        return {
            kind: number - self._keep
            for kind, number in self._counts.items()
            if number > self._keep
        }

    def has_errors(self) -> bool:
        return any(kind.severity is Severity.ERROR for kind in self._counts)
