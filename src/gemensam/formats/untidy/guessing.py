# SPDX-License-Identifier: EUPL-1.2
"""Guessing which column is what, by its header and by what stands in it.

A guess is always shown with how sure it is and why, so that a person can correct it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gemensam.formats.issues import Marked, mark
from gemensam.formats.tables.cells import Cell
from gemensam.formats.tables.headers import normalised
from gemensam.formats.untidy.layout import Layout, remembered
from gemensam.formats.untidy.looks import Looks, fraction

SURE = 0.8
LEAST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A column to look for. `words` are headers that mean it, the best first; `looks`
    is what its cells should pass; with `by_content` the content alone can be enough."""

    name: str
    label: Marked
    words: tuple[str, ...]
    looks: Looks | None = None
    required: bool = False
    by_content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A column of the file and what it was taken for; `sure` from 0 to 1."""

    at: int
    header: str
    wanted: Wanted | None
    sure: float
    why: Marked

    @property
    def is_sure(self) -> bool:
        return self.wanted is None or self.sure >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What every column was taken for, in the order of the file, and what is missing."""

    columns: tuple[Taken, ...]
    missing: tuple[Wanted, ...]
    is_remembered: bool

    @property
    def layout(self) -> Layout:
        return Layout(
            {one.wanted.name: one.at for one in self.columns if one.wanted is not None}
        )


@dataclass(frozen=True, slots=True)
class _Match:
    score: float
    why: Marked


UNUSED = mark("not used")
REMEMBERED = mark("as last time")
CHOSEN = mark("chosen by hand")
BY_HEADER = mark("the header says so")
BY_BOTH = mark("the header says so, and the content looks right")
AGAINST = mark("the header says so, but the content looks different")
RESEMBLES = mark("the header resembles it, and the content looks right")
BY_CONTENT = mark("the content looks like it")


def guess(
    headers: Sequence[str],
    sample: Sequence[tuple[int, Sequence[Cell]]],
    wanted: Sequence[Wanted],
    *,
    mapping: Mapping[str, Any] | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Guess:
    """What the columns are. What a person has `chosen` (place → name, or "" for none)
    wins over what is remembered in `mapping`, and that over any guess."""
    known = remembered(headers, mapping or {})
    fixed: dict[int, tuple[str, Marked]] = {}
    is_remembered = known is not None and known[1]
    if known is not None:
        fixed = {at: (name, REMEMBERED) for name, at in known[0].places.items()}
        if is_remembered:
            rest = set(range(len(headers))) - set(fixed)
            fixed |= dict.fromkeys(rest, ("", REMEMBERED))
    fixed = _with_chosen(fixed, chosen or {})
    taken = _fixed(fixed, headers, wanted)
    free = [at for at in range(len(headers)) if at not in taken]
    used = {one.wanted.name for one in taken.values() if one.wanted is not None}
    left = [one for one in wanted if one.name not in used]
    taken |= _guessed(headers, sample, left, free)
    columns = tuple(taken[at] for at in range(len(headers)))
    found = {one.wanted.name for one in columns if one.wanted is not None}
    missing = tuple(one for one in wanted if one.required and one.name not in found)
    return Guess(columns=columns, missing=missing, is_remembered=is_remembered)


def _with_chosen(
    fixed: Mapping[int, tuple[str, Marked]], chosen: Mapping[int, str]
) -> dict[int, tuple[str, Marked]]:
    names = {name for name in chosen.values() if name}
    kept = {at: said for at, said in fixed.items() if said[0] not in names}
    return kept | {at: (name, CHOSEN) for at, name in chosen.items()}


def _fixed(
    fixed: Mapping[int, tuple[str, Marked]],
    headers: Sequence[str],
    wanted: Sequence[Wanted],
) -> dict[int, Taken]:
    by_name = {one.name: one for one in wanted}
    return {
        at: Taken(
            at=at, header=headers[at], wanted=by_name.get(name), sure=1.0, why=why
        )
        for at, (name, why) in fixed.items()
        if at < len(headers)
    }


def _guessed(
    headers: Sequence[str],
    sample: Sequence[tuple[int, Sequence[Cell]]],
    wanted: Sequence[Wanted],
    free: Sequence[int],
) -> dict[int, Taken]:
    """The best pairs first; a column is taken once, and so is what is wanted."""
    matches = []
    for at in free:
        cells = [row[at] if at < len(row) else "" for _line, row in sample]
        for order, one in enumerate(wanted):
            match = _match(headers[at], cells, one)
            if match.score >= LEAST:
                matches.append((-match.score, order, at, one, match))
    matches.sort(key=lambda each: each[:3])
    taken = {
        at: Taken(at=at, header=headers[at], wanted=None, sure=1.0, why=UNUSED)
        for at in free
    }
    used: set[str] = set()
    for _score, _order, at, one, match in matches:
        if taken[at].wanted is None and one.name not in used:
            used.add(one.name)
            taken[at] = Taken(
                at=at, header=headers[at], wanted=one, sure=match.score, why=match.why
            )
    return taken


def _match(header: str, cells: Sequence[Cell], wanted: Wanted) -> _Match:
    said = _by_header(normalised(header), wanted.words)
    seen = fraction(cells, wanted.looks) if wanted.looks is not None else None
    if not said:
        enough = wanted.by_content and seen is not None and seen >= 0.9
        return _Match(0.6 * (seen or 0) if enough else 0.0, BY_CONTENT)
    if seen is None:
        return _Match(0.9 * said, BY_HEADER)
    if seen < 0.5:
        return _Match(0.45 * said, AGAINST)
    why = BY_BOTH if said > 0.9 else RESEMBLES
    return _Match(said * (0.75 + 0.25 * seen), why)


def _by_header(key: str, words: Sequence[str]) -> float:
    """1 for the very word (less for later words), 0.7 for a header that begins or
    ends with it, 0 for another."""
    best = 0.0
    for order, word in enumerate(words):
        plain = normalised(word)
        if key == plain:
            best = max(best, 1.0 - 0.01 * min(order, 9))
        elif _resembles(key, plain):
            best = max(best, 0.7 - 0.01 * min(order, 9))
    return best


def _resembles(key: str, word: str) -> bool:
    if len(word) < 3:
        return False
    parts = key.split(" ")
    return word in parts or (len(word) >= 5 and key.startswith(word))
