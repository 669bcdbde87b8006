# SPDX-License-Identifier: EUPL-1.2
"""How alike two names of the same thing are, as registers write them."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher

LIKELY = 0.72  # from here on worth showing to a person; never tied without one
_GAPS = re.compile(r"[^0-9a-zåäö]+")
_SHORT = {
    "fsk": "förskola", "förs": "förskola", "sk": "skola", "gy": "gymnasium",
    "äb": "äldreboende", "säbo": "äldreboende", "htj": "hemtjänst", "avd": "avdelning",
    "avdelningen": "avdelning", "enheten": "enhet", "förv": "förvaltning",
    "förvaltningen": "förvaltning", "fvt": "förvaltning", "kontoret": "kontor",
    "ab": "", "kommun": "", "kommunala": "",
}  # fmt: skip


def plain_name(text: str) -> str:
    """Lower case, no marks, usual abbreviations written out: "Fsk. Ekorren" is
    "förskola ekorren". Word order stays."""
    folded = unicodedata.normalize("NFC", text).casefold()
    words = (_SHORT.get(word, word) for word in _GAPS.split(folded))
    return " ".join(word for word in words if word)


def likeness(one: str, other: str) -> float:
    """From 0 to 1, of two plain names: letters in order, or words in any order. Below
    `LIKELY` it may be told as 0."""
    if not one or not other:
        return 0.0
    return max(
        _letters(SequenceMatcher(None, one, other, autojunk=False)), _words(one, other)
    )


def _letters(matcher: "SequenceMatcher[str]") -> float:
    """The ratio of letters in common, the costly way only where it can be enough."""
    if matcher.real_quick_ratio() < LIKELY or matcher.quick_ratio() < LIKELY:
        return 0.0
    return matcher.ratio()


def _words(one: str, other: str) -> float:
    """High where all words of the shorter stand in the longer."""
    mine, theirs = set(one.split()), set(other.split())
    if not (mine <= theirs or theirs <= mine):
        return 0.0
    return 0.55 + 0.4 * len(mine & theirs) / len(mine | theirs)


def likeliest(name: str, known: Mapping[str, int]) -> tuple[int, float] | None:
    """The key of the known plain name that `name` is most like, and how much; None when
    nothing is likely."""
    plain = plain_name(name)
    matcher = SequenceMatcher(None, "", plain, autojunk=False)
    best: tuple[float, int] | None = None
    for other, key in known.items():
        matcher.set_seq1(other)
        alike = max(_letters(matcher), _words(plain, other)) if plain and other else 0.0
        if alike >= LIKELY and (best is None or alike > best[0]):
            best = alike, key
    return (best[1], best[0]) if best else None
