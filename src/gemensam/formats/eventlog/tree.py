# SPDX-License-Identifier: EUPL-1.2
"""The full road through XES: from parsed elements to events, with every fault told."""

from collections.abc import Iterable, Mapping

from gemensam.formats.eventlog.faults import (
    BAD_ATTRIBUTE,
    BAD_VALUE,
    NESTED_TOO_DEEP,
    NESTING_DROPPED,
    REPEATED_ATTRIBUTE,
    TOO_LARGE,
    UNKNOWN_ELEMENT,
    UnreadableLog,
)
from gemensam.formats.eventlog.limits import Limits
from gemensam.formats.eventlog.model import (
    ACTIVITY,
    CASE,
    INSTANT,
    LIFECYCLE,
    RESOURCE,
    Container,
    Listed,
    Nested,
    Value,
)
from gemensam.formats.eventlog.scalars import Scalars
from gemensam.formats.issues import Issue, IssueLog, mark
from gemensam.formats.safe_xml import Element, line_of

EVENT_FIELDS = {
    ACTIVITY: "activity",
    INSTANT: "instant",
    RESOURCE: "resource",
    LIFECYCLE: "lifecycle",
}
TRACE_FIELDS = {CASE: "case"}


def local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


class Attributes:
    """Reads the attributes under an element; `skipped` lines stood before its text."""

    def __init__(self, log: IssueLog, scalars: Scalars, limits: Limits) -> None:
        self._log = log
        self._types = scalars.by_type
        self._limits = limits
        self.skipped = 0

    def line_of(self, element: Element) -> int:
        return (line_of(element) or 0) + self.skipped

    def read(
        self, elements: Iterable[Element], fields: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, Value]]:
        """The texts of the standard `fields` by their names, and all other values."""
        standard: dict[str, str] = {}
        others: dict[str, Value] = {}
        for element in elements:
            key = element.get("key")
            field = fields.get(key or "")
            if field is None:
                for key, value in self._values([element], level=1):
                    self._once(key, others, element)
                    others[key] = value
            else:
                self._once(field, standard, element)
                standard[field] = element.get("value", "")
                if len(element):
                    self._log.add(NESTING_DROPPED, self.line_of(element), key=key)
        if len(others) > self._limits.attributes:
            values: dict[str, object] = {
                "limit": self._limits.attributes,
                "unit": mark("attributes in one place"),
            }
            raise UnreadableLog(Issue(TOO_LARGE, values=values))
        return standard, others

    def _once(self, key: str, seen: Mapping[str, object], element: Element) -> None:
        if key in seen:
            line = self.line_of(element)
            self._log.add(REPEATED_ATTRIBUTE, line, key=element.get("key"))

    def _values(
        self, elements: Iterable[Element], *, level: int
    ) -> list[tuple[str, Value]]:
        found = []
        for element in elements:
            value = self._value(element, level)
            if value is not None:
                found.append((element.get("key", ""), value))
        return found

    def _value(self, element: Element, level: int) -> Value | None:
        line, kind = self.line_of(element), local_name(element)
        if kind not in self._types and kind not in {"list", "container"}:
            self._log.add(UNKNOWN_ELEMENT, line, name=kind[:60])
            return None
        inner = self._inner(element, level)
        if kind == "list":
            return Listed(tuple(inner))
        if kind == "container":
            return Container(tuple(inner))
        text = element.get("value")
        if text is None or not element.get("key"):
            self._log.add(BAD_ATTRIBUTE, line, type=kind)
            return None
        try:
            value = self._types[kind](text)
        except ValueError:
            self._log.add(BAD_VALUE, line, text=text[:60], type=kind)
            value = text
        return Nested(value, dict(inner)) if inner else value

    def _inner(self, element: Element, level: int) -> list[tuple[str, Value]]:
        """What stands inside: of a list, the content of its <values>."""
        if not len(element):
            return []
        if level >= self._limits.levels:
            line = self.line_of(element)
            self._log.add(NESTED_TOO_DEEP, line, levels=self._limits.levels)
            return []
        children: Iterable[Element] = element
        if local_name(element) == "list":
            wrapped = [child for child in element if local_name(child) == "values"]
            children = [inner for child in wrapped for inner in child]
        return self._values(children, level=level + 1)
