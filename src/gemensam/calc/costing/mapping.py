# SPDX-License-Identifier: EUPL-1.2
"""Which rule a coding string falls under. Rules are tried in their order; the first fits.

A pattern is empty (fits all), exact `5010`, a prefix `50*`, a range `5010-5799` (both
ends belong, sub-accounts included), a code as it stands `=A-1` where it would read as
something else, `="A,1"` where it holds a comma too (a quote within is written twice), or
several of these with commas between.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import eq
from typing import Any, NamedTuple

from gemensam.calc.errors import CalcError, mark


class BadPatternError(CalcError):
    """A pattern that says nothing."""

    text = mark(
        "“{pattern}” is no pattern. Write 5010, 50*, 5010-5799, or several with commas; "
        'a code with signs in it as =A-1, and one with a comma in it as ="A,1".'
    )


class Coding(NamedTuple):
    """A coding string; `entity` is any key of the legal entity, `chart` the chart its
    accounts belong to: the same number means different things in each."""

    entity: object
    account: str
    cost_centre: str
    activity: str
    project: str
    counterpart: str = ""
    chart: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Patterns per code part; `entity` None fits every legal entity, an empty `chart`
    every chart."""

    entity: object = None
    chart: str = ""
    account: str = ""
    cost_centre: str = ""
    activity: str = ""
    project: str = ""
    counterpart: str = ""


def first_fit(rules: Sequence[Rule]) -> Callable[[Coding], int | None]:
    """A function from a coding string to the place of the first rule that fits.

    Raises BadPatternError at once for a rule that cannot be read. Which rules a code fits
    is worked out once per code and held as bits, since strings share their codes.
    """
    entity = _column([_same(rule.entity, None) for rule in rules])
    chart = _column([_same(rule.chart, "") for rule in rules])
    account = _column(_patterns(rule.account for rule in rules))
    centre = _column(_patterns(rule.cost_centre for rule in rules))
    activity = _column(_patterns(rule.activity for rule in rules))
    project = _column(_patterns(rule.project for rule in rules))
    counterpart = _column(_patterns(rule.counterpart for rule in rules))

    def place(coding: Coding) -> int | None:
        fits = (
            entity(coding.entity)
            & chart(coding.chart)
            & account(coding.account)
            & centre(coding.cost_centre)
            & activity(coding.activity)
            & project(coding.project)
            & counterpart(coding.counterpart)
        )
        return (fits & -fits).bit_length() - 1 if fits else None

    return place


Test = Callable[[Any], bool]


def _column(tests: Sequence[Test]) -> Callable[[object], int]:
    """A function from a code to the rules it fits: bit n stands for rule n."""
    by_test: dict[Test, int] = {}
    for number, test in enumerate(tests):
        by_test[test] = by_test.get(test, 0) | 1 << number

    @cache
    def fitting(code: object) -> int:
        found = 0
        for test, bits in by_test.items():
            if test(code):
                found |= bits
        return found

    return fitting


def _patterns(texts: Iterable[str]) -> list[Test]:
    """One test per text; the same text shares its test."""
    known = cache(pattern)
    return [known(text) for text in texts]


def _same(wanted: object, anything: object) -> Test:
    if wanted == anything:
        return _always
    return partial(eq, wanted)


def _always(_code: object) -> bool:
    return True


def pattern(text: str) -> Callable[[str], bool]:
    """A test for codes. Raises BadPatternError."""
    if not text.strip():
        return lambda _code: True
    exact: set[str] = set()
    prefixes: list[str] = []
    ranges: list[tuple[str, str]] = []
    for part in parts(text):
        low, dash, high = part.partition("-")
        if part.startswith("=") and len(part) > 1:
            exact.add(_unquoted(part[1:]))
        elif part.endswith("*") and part.count("*") == 1:
            prefixes.append(part[:-1])
        elif dash and low.isalnum() and high.isalnum() and low[: len(high)] <= high:
            ranges.append((low, high))
        elif part.replace("-", "").isalnum():
            exact.add(part)
        else:
            raise BadPatternError(pattern=part or text)
    starts = tuple(prefixes)

    def fits(code: str) -> bool:
        return (
            code in exact
            or (bool(starts) and code.startswith(starts))
            or any(
                bool(code) and code[: len(low)] >= low and code[: len(high)] <= high
                for low, high in ranges
            )
        )

    return fits


def exactly(code: str) -> str:
    """The pattern that fits this code and no other."""
    if code.isalnum() or not code:
        return code
    if code == code.strip() and not set(code) & {",", '"'}:
        return f"={code}"
    quoted = code.replace('"', '""')
    return f'="{quoted}"'


def parts(text: str) -> list[str]:
    """The patterns of which several are made; a comma within quotes parts nothing."""
    found, at = [], 0
    while match := PART.match(text, at):
        found.append(match[1].strip())
        at = match.end()
        if not match[2]:
            break
    return found


PART = re.compile(r'\s*(="(?:[^"]|"")*"\s*|[^,]*)(,|$)')


def _unquoted(code: str) -> str:
    is_quoted = len(code) > 1 and code[0] == code[-1] == '"'
    return code[1:-1].replace('""', '"') if is_quoted else code
