# SPDX-License-Identifier: EUPL-1.2
"""Answers as written become shares that add up to the whole, or the reasons why not.

Percent are whole and in steps, because nobody knows their own time better. What was
written is never changed: it is either right, or said what is wrong with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gemensam.calc.errors import mark

WHOLE = 100
FEWEST = 5

NOT_A_NUMBER = mark("“{text}” is no number. Write whole percent, such as 15.")
NEGATIVE = mark("{text} % is below zero. Write 0 or leave the field empty.")
TOO_MUCH = mark("{text} % is more than all your time. Write at most 100.")
NO_STEP = mark("{text} % is between the steps. Write {low} or {high}.")
TOO_LITTLE_IN_ALL = mark("The sum is {sum} %. Add {rest} percentage points.")
TOO_MUCH_IN_ALL = mark("The sum is {sum} %. Take away {rest} percentage points.")
NOTHING = mark("Nothing is filled in. Write how you divide your time; it makes 100 %.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: with one option, or with the whole (`option` empty). `text` is a
    marked template that `values` fill."""

    option: str
    text: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Read:
    """`shares` in percent, those above zero; they make 100 when there are no faults."""

    shares: Mapping[str, int]
    total: int
    faults: Sequence[Fault]


def read_shares(written: Mapping[str, str], *, step: int = 5) -> Read:
    """Shares from what was written for each option."""
    shares: dict[str, int] = {}
    faults: list[Fault] = []
    total = 0
    for option, text in written.items():
        found = _percent(option, text.strip(), step)
        if isinstance(found, Fault):
            faults.append(found)
            found = _whole(text) or 0
        total += found
        if found > 0:
            shares[option] = found
    return Read(shares, total, [*faults, *_of_the_whole(total, faults, shares)])


def _percent(option: str, text: str, step: int) -> int | Fault:
    text = text.removesuffix("%").strip()
    if not text:
        return 0
    value = _whole(text)
    if value is None:
        return Fault(option, NOT_A_NUMBER, {"text": text[:20]})
    if value < 0:
        return Fault(option, NEGATIVE, {"text": value})
    if value > WHOLE:
        return Fault(option, TOO_MUCH, {"text": value})
    if value % step:
        low = value - value % step
        return Fault(option, NO_STEP, {"text": value, "low": low, "high": low + step})
    return value


def _whole(text: str) -> int | None:
    text = text.strip().removesuffix("%").strip().replace("−", "-")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        return None
    return int(text)


def _of_the_whole(
    total: int, faults: Sequence[Fault], shares: Mapping[str, int]
) -> Iterable[Fault]:
    if any(one.text == NOT_A_NUMBER for one in faults):
        return
    if not shares and not faults:
        yield Fault("", NOTHING, {})
    elif total < WHOLE:
        yield Fault("", TOO_LITTLE_IN_ALL, {"sum": total, "rest": WHOLE - total})
    elif total > WHOLE:
        yield Fault("", TOO_MUCH_IN_ALL, {"sum": total, "rest": total - WHOLE})


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a unit's were asked and answered; `unit` None where small units are
    merged, `merged` how many of them."""

    unit: int | None
    asked: int
    answered: int
    merged: int = 0

    @property
    def share(self) -> float:
        return self.answered / self.asked if self.asked else 0.0


def rates(counts: Mapping[int, tuple[int, int]], *, fewest: int = FEWEST) -> list[Rate]:
    """Response rate per unit, the lowest first; units where fewer than `fewest` were
    asked are merged, and if they are too few together, with the smallest of the others:
    nobody is told apart by subtraction."""
    order = sorted(counts, key=lambda unit: (counts[unit][0], unit))
    few = [unit for unit in order if counts[unit][0] < fewest]
    many = [unit for unit in order if counts[unit][0] >= fewest]
    while few and many and sum(counts[unit][0] for unit in few) < fewest:
        few.append(many.pop(0))
    rows = [Rate(unit, *counts[unit]) for unit in many]
    rows.sort(key=lambda one: (one.share, one.unit or 0))
    if few:
        asked = sum(counts[unit][0] for unit in few)
        answered = sum(counts[unit][1] for unit in few)
        rows.append(Rate(None, asked, answered, merged=len(few)))
    return rows
