# SPDX-License-Identifier: EUPL-1.2
"""Which rule a coding string falls under. Rules are tried in their order; the first fits.

A pattern is empty (fits all), exact `5010`, a prefix `50*`, a range `5010-5799` (both
ends belong, sub-accounts included), or several of these with commas between.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from gemensam.calc.errors import CalcError, mark


class BadPatternError(CalcError):
    """A pattern that says nothing."""

    text = mark(
        "“{pattern}” is no pattern. Write 5010, 50*, 5010-5799, or several with commas."
    )


@dataclass(frozen=True, slots=True)
class Coding:
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

    Raises BadPatternError at once for a rule that cannot be read.
    """
    compiled = [_compile(rule) for rule in rules]

    @cache
    def place(coding: Coding) -> int | None:
        for number, fits in enumerate(compiled):
            if fits(coding):
                return number
        return None

    return place


def _compile(rule: Rule) -> Callable[[Coding], bool]:
    account, centre, activity, project, counterpart = (
        pattern(text)
        for text in (
            rule.account,
            rule.cost_centre,
            rule.activity,
            rule.project,
            rule.counterpart,
        )
    )

    def fits(coding: Coding) -> bool:
        return (
            (rule.entity is None or rule.entity == coding.entity)
            and rule.chart in {"", coding.chart}
            and account(coding.account)
            and centre(coding.cost_centre)
            and activity(coding.activity)
            and project(coding.project)
            and counterpart(coding.counterpart)
        )

    return fits


def pattern(text: str) -> Callable[[str], bool]:
    """A test for codes. Raises BadPatternError."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not parts:
        return lambda _code: True
    exact: set[str] = set()
    prefixes: list[str] = []
    ranges: list[tuple[str, str]] = []
    for part in parts:
        low, dash, high = part.partition("-")
        if part.endswith("*") and part.count("*") == 1:
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
