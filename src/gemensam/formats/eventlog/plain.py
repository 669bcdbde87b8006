# SPDX-License-Identifier: EUPL-1.2
"""The quick road through XES: traces written in the one plain way that programs write.

Nearly every log is a long row of `<string key="…" value="…"/>`, and its events come in a
few forms that differ only in what stands between the quotes. A text cut at its quotes
falls apart into markup, keys and values. Markup and keys are compared with forms that
have been checked once, character by character; values need only be free of markup. So
a plain trace is read without building a tree, and exactly as the tree would have it:
whatever is not plain, or has any fault, is left to the parser. A property test holds
the two roads against each other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from sys import intern

from gemensam.formats.eventlog.model import (
    ACTIVITY,
    CASE,
    INSTANT,
    LIFECYCLE,
    RESOURCE,
    Event,
    Scalar,
    Value,
)
from gemensam.formats.eventlog.scalars import Scalars

OPEN, CLOSE = "<trace>", "</trace>"
_EVENT = "<event>"
_EVENT_FIELDS = (ACTIVITY, INSTANT, RESOURCE, LIFECYCLE)
_W = "[ \t\r\n]*"
_ATTRIBUTE = "<(string|date|int|float|boolean|id) key="
_TRACE_BEGINS = re.compile(f"{OPEN}{_W}{_ATTRIBUTE}")
_FIRST_BEGINS = re.compile(f"{_W}/>{_W}{_EVENT}{_W}{_ATTRIBUTE}")
_EVENT_BEGINS = re.compile(f"{_W}/>{_W}</event>{_W}{_EVENT}{_W}{_ATTRIBUTE}")
_GOES_ON = re.compile(f"{_W}/>{_W}{_ATTRIBUTE}")
_TRACE_ENDS = re.compile(f"{_W}/>{_W}</event>{_W}{CLOSE}")
_MOST_FORMS = 5000

Texts = list[str]


class _NotPlainError(ValueError):
    """The block has to take the road through the parser."""


@dataclass(slots=True, eq=False)
class _Form:
    """One form of trace head or event, as the pieces of its text cut at the quotes.

    The markup before its first key counts as its own, so an event after an event and
    the first event of a trace are two forms. `fields` are the positions of the standard
    fields among the values; −1 is a value that is always "". `follower` is the form
    that last came next, which is the best guess for what comes next.
    """

    begins: re.Pattern[str]
    markup: Texts
    keys: Texts
    size: int
    fields: tuple[int, ...]
    rest: tuple[tuple[str, int], ...]
    typed: tuple[tuple[str, int, Callable[[str], Scalar]], ...]
    follower: "_Form | None" = None

    def fits(self, parts: Texts, at: int) -> bool:
        end = at + self.size
        return (
            parts[at:end:2] == self.markup
            and parts[at + 1 : end : 4] == self.keys
            and "event>" in parts[end]
        )

    def attributes(self, values: Texts) -> dict[str, Value]:
        found: dict[str, Value] = {key: values[at] for key, at in self.rest}
        for key, at, convert in self.typed:
            found[key] = convert(values[at])
        return found


class PlainTraces:
    """Reads whole blocks from `<trace>` to `</trace>`; remembers the forms it meets."""

    def __init__(self, scalars: Scalars) -> None:
        self._types = scalars.by_type
        self._instants = scalars.instants
        self._forms: dict[tuple[tuple[str, ...], tuple[str, ...]], _Form] = {}
        self._head: _Form | None = None
        self._ending = ""

    def read(self, block: str) -> tuple[str, dict[str, Value], list[Event]] | None:
        """Case, attributes and events; None when the block is not plain and faultless."""
        parts = block.split('"')
        if len(parts) % 4 != 1 or "&" in block:
            return None
        try:
            head = self._head_of(parts)
            values = parts[3 : head.size : 4]
            said = values.copy()
            events = self._events(parts, head, said)
            attributes = head.attributes(values)
        except (ValueError, OverflowError, IndexError):
            return None
        named = head.fields[0]
        case = values[named] if named >= 0 else ""
        if not case or not _clean("".join(said)) or not self._ends(parts[-1]):
            return None
        return case, attributes, events

    def _head_of(self, parts: Texts) -> _Form:
        head = self._head
        if head is None or not head.fits(parts, 0):
            head = self._head = self._learn(parts, 0, _TRACE_BEGINS)
        return head

    def _events(self, parts: Texts, head: _Form, said: Texts) -> list[Event]:
        events = []
        instants = self._instants
        last = head
        at, end = head.size, len(parts) - 1
        while at < end:
            form = last.follower or head
            after = at + form.size
            # Written out, for this is run for every event of every log.
            if (
                parts[at:after:2] != form.markup
                or parts[at + 1 : after : 4] != form.keys
                or "event>" not in parts[after]
            ):
                begins = _FIRST_BEGINS if last is head else _EVENT_BEGINS
                form = last.follower = self._learn(parts, at, begins)
                after = at + form.size
            values = parts[at + 3 : after : 4]
            at = after
            last = form
            said += values
            values.append("")
            activity, time, resource, lifecycle = form.fields
            if not (name := values[activity]):
                raise _NotPlainError
            attributes: dict[str, Value] = {key: values[at] for key, at in form.rest}
            for key, place, convert in form.typed:
                attributes[key] = convert(values[place])
            events.append(
                Event(
                    intern(name),
                    instants[values[time]],
                    intern(values[resource]) or None,
                    intern(values[lifecycle]) or None,
                    attributes,
                )
            )
        return events

    def _ends(self, ending: str) -> bool:
        if ending != self._ending:
            if not _TRACE_ENDS.fullmatch(ending):
                return False
            self._ending = ending
        return True

    def _learn(self, parts: Texts, at: int, begins: re.Pattern[str]) -> _Form:
        end = at + 4
        while end < len(parts) - 1 and _EVENT not in parts[end]:
            end += 4
        markup, keys = parts[at:end:2], parts[at + 1 : end : 4]
        shape = tuple(markup), tuple(keys)
        form = self._forms.get(shape)
        if form is None or form.begins is not begins:
            form = self._new(markup, keys, begins)
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            self._forms[shape] = form
        return form

    def _new(self, markup: Texts, keys: Texts, begins: re.Pattern[str]) -> _Form:
        starts = [begins.fullmatch(markup[0])]
        starts += [_GOES_ON.fullmatch(text) for text in markup[2::2]]
        types = [start[1] for start in starts if start]
        if len(types) < len(starts) or set(markup[1::2]) != {" value="}:
            raise _NotPlainError
        if len({*keys, ""}) <= len(keys) or not all(map(_clean, keys)):
            raise _NotPlainError
        fields = (CASE,) if begins is _TRACE_BEGINS else _EVENT_FIELDS
        rest = [(key, at) for at, key in enumerate(keys) if key not in fields]
        return _Form(
            begins=begins,
            markup=markup,
            keys=keys,
            size=len(markup) * 2,
            fields=tuple(keys.index(key) if key in keys else -1 for key in fields),
            rest=tuple(rest),
            typed=tuple(
                (key, at, self._types[types[at]])
                for key, at in rest
                if types[at] != "string"
            ),
        )


def _clean(text: str) -> bool:
    """No markup, and nothing that XML would forbid or turn into something else."""
    return text.isprintable() and "<" not in text
