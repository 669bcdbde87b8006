# SPDX-License-Identifier: EUPL-1.2
"""Which line of the list of standard shares a title, or its AID code, falls under.

A pattern is words that must all be in the title, in any order; `*` stands for any
beginning or end of a word (`*ekonom`, `rektor*`), commas part alternatives. A line may
have a pattern of titles, one of AID codes, or both, which must then both fit. The most
specific line decides: a title before a code alone, then the most letters, then the most
digits, then the line that stands first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gemensam.calc.costing.mapping import BadPatternError, pattern
from gemensam.calc.errors import CalcError, mark

SHORT = {
    "adm": "administrativ",
    "ass": "assistent",
    "bitr": "biträdande",
    "ek": "ekonomi",
    "ekon": "ekonomi",
    "handl": "handläggare",
    "samordn": "samordnare",
    "sekr": "sekreterare",
}
SAYS_NOTHING = frozenset(
    {"tf", "vik", "vikarie", "vikarierande", "timavlönad", "timanställd", "timvikarie"}
)
JOINED = frozenset({"it", "hr", "ikt"})  # “IT tekniker” and “IT-tekniker” are one word
WORD = re.compile(r"[^\W_]+")
PATTERN_WORD = re.compile(r"\*?[^\W_]+\*?")
BY_TITLE, BY_CODE, BY_BOTH = "title", "code", "both"


class BadTitlePatternError(CalcError):
    """A pattern of titles that says nothing."""

    text = mark(
        "“{pattern}” is no pattern of titles. Write words such as ekonomiassistent, "
        "*controller or rektor*, with commas between alternatives."
    )


class NothingToMatchError(CalcError):
    """A line with neither a title nor a code."""

    text = mark("The line has neither a title nor an AID code. Give one of them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A standard share of working time: low, likely and high, of one."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Patterns, and shares per target: a support area's code, or leadership of support.
    What is left of a person's time is other work; a line without shares is no support."""

    key: int
    title: str = ""
    code: str = ""
    shares: Mapping[str, Range] = field(default_factory=dict)

    @property
    def is_support(self) -> bool:
        return any(one.high > 0 for one in self.shares.values())


@dataclass(frozen=True, slots=True)
class Match:
    """The line that decides, by what (`title`, `code` or `both`), and the words or code
    of its pattern that fitted."""

    line: Line
    by: str
    words: str


def normal(title: str) -> tuple[str, ...]:
    """The words of a title that say what the work is, in lower case: abbreviations
    written out, numbers, brackets and temporary forms left out."""
    text = re.sub(r"\([^)]*\)", " ", title.casefold())
    parts = [one for one in WORD.findall(text) if not one.isdigit()]
    words: list[str] = []
    ahead = ""
    for part in parts:
        if part in JOINED and not ahead:
            ahead = part
            continue
        word = ahead + SHORT.get(part, part)
        ahead = ""
        if word not in SAYS_NOTHING:
            words.append(word)
    return (*words, ahead) if ahead else tuple(words)


def matcher(lines: Sequence[Line]) -> Callable[[str, str], Match | None]:
    """A function from title and AID code to the line that decides.

    Raises at once, for a line that cannot be read, BadTitlePatternError,
    BadPatternError or NothingToMatchError.
    """
    find = _finder(tuple((line.title, line.code) for line in lines))

    def match(title: str, code: str) -> Match | None:
        found = find(title, code)
        return Match(lines[found.place], found.by, found.words) if found else None

    return match


@dataclass(frozen=True, slots=True)
class _Found:
    place: int
    by: str
    words: str


@lru_cache(maxsize=8)
def _finder(
    patterns: tuple[tuple[str, str], ...],
) -> Callable[[str, str], _Found | None]:
    """As `matcher`, to the place of the line; kept, because a register has the same
    titles every time it is asked."""
    compiled = [_Compiled(title, code) for title, code in patterns]

    @lru_cache(maxsize=20_000)
    def find(title: str, code: str) -> _Found | None:
        words, code = normal(title), code.strip()
        best: tuple[tuple[bool, int, int], _Found] | None = None
        for place, one in enumerate(compiled):
            fit = one.fits(words, code)
            if fit is not None and (best is None or fit[0] > best[0]):
                best = fit[0], _Found(place, *fit[1:])
        return best[1] if best else None

    return find


Specific = tuple[bool, int, int]  # by title, letters, digits


class _Compiled:
    def __init__(self, title: str, code: str) -> None:
        self.alternatives = alternatives(title)
        self.codes = [one.strip() for one in code.split(",") if one.strip()]
        self.fit_code = pattern(code)
        if not self.alternatives and not self.codes:
            raise NothingToMatchError

    def fits(self, words: Sequence[str], code: str) -> tuple[Specific, str, str] | None:
        """How specific the fit is, by what, and the words or code that fitted."""
        digits = 0
        if self.codes:
            if not code or not self.fit_code(code):
                return None
            digits = max(_digits(one) for one in self.codes if pattern(one)(code))
        if not self.alternatives:
            told = next(one for one in self.codes if pattern(one)(code))
            return (False, 0, digits), BY_CODE, told
        letters, said = 0, ""
        for alternative in self.alternatives:
            if all(_in(one, words) for one in alternative):
                count = sum(len(one.strip("*")) for one in alternative)
                if count > letters:
                    letters, said = count, " ".join(alternative)
        if not letters:
            return None
        return (True, letters, digits), BY_BOTH if digits else BY_TITLE, said


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """A pattern's alternatives, each the words that a title must have.

    Raises BadTitlePatternError.
    """
    found = []
    for part in text.split(","):
        if not part.strip():
            continue
        words = _pattern_words(part)
        if not words:
            raise BadTitlePatternError(pattern=part.strip() or text)
        found.append(words)
    return tuple(found)


def _pattern_words(part: str) -> tuple[str, ...]:
    """As `normal`, with the stars kept where a word begins or ends."""
    words: list[str] = []
    ahead = ""
    for said in PATTERN_WORD.findall(part.casefold()):
        bare = said.strip("*")
        if bare in JOINED and "*" not in said and not ahead:
            ahead = bare
            continue
        begins = "*" if said.startswith("*") and not ahead else ""
        ends = "*" if said.endswith("*") else ""
        words.append(f"{begins}{ahead}{SHORT.get(bare, bare)}{ends}")
        ahead = ""
    return (*words, ahead) if ahead else tuple(words)


def _in(wanted: str, words: Sequence[str]) -> bool:
    bare = wanted.strip("*")
    if wanted.startswith("*") and wanted.endswith("*"):
        return any(bare in word for word in words)
    if wanted.startswith("*"):
        return any(word.endswith(bare) for word in words)
    if wanted.endswith("*"):
        return any(word.startswith(bare) for word in words)
    return bare in words


def _digits(code: str) -> int:
    return len(code.partition("-")[0].strip("*"))


__all__ = [
    "BY_BOTH",
    "BY_CODE",
    "BY_TITLE",
    "BadPatternError",
    "BadTitlePatternError",
    "Line",
    "Match",
    "NothingToMatchError",
    "Range",
    "alternatives",
    "matcher",
    "normal",
]
