# SPDX-License-Identifier: EUPL-1.2
"""Which service a name speaks of, when it speaks of one more than of any other."""

from collections.abc import Sequence
from dataclasses import dataclass

from gemensam.calc.costing.suggest.words import tokens

ENOUGH = 6  # letters that two words must begin with alike
EVERYDAY = (
    "person", "admini", "system", "tjänst", "konsul", "utbild", "support", "kostna",
    "avgift", "övriga", "intern", "licens", "anställ", "förvalt", "verksam", "materi",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A service of the catalogue; `name` in Swedish, with everyday words behind it."""

    key: object
    area: str
    name: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A service and the words of the name that speak of it."""

    service: Offered
    words: str


class Names:
    """The catalogue's names, ready to be compared."""

    def __init__(self, services: Sequence[Offered]) -> None:
        self._services = [(one, tokens(one.name)) for one in services]

    def nearest(self, name: str) -> Likeness | None:
        """The service that has more of the name's words than any other; None when no
        word is special enough, or two services share them."""
        words = [word for word in tokens(name) if not word.startswith(EVERYDAY)]
        best: tuple[int, Offered, list[str]] | None = None
        second = 0
        for service, own in self._services:
            score, alike = _score(words, own)
            if best is None or score > best[0]:
                second = best[0] if best else 0
                best = (score, service, alike)
            else:
                second = max(second, score)
        if best is None or best[0] < ENOUGH or best[0] <= second:
            return None
        return Likeness(best[1], " ".join(best[2]))


def _score(words: Sequence[str], own: Sequence[str]) -> tuple[int, list[str]]:
    total, alike = 0, []
    for word in words:
        common = max((_common(word, other) for other in own), default=0)
        if common >= ENOUGH:
            total += common
            alike.append(word)
    return total, alike


def _common(one: str, other: str) -> int:
    length = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        length += 1
    return length
