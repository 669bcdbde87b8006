# SPDX-License-Identifier: EUPL-1.2
"""Words that names of codes use, in Swedish as ledgers write them."""

import re
from functools import cache

AREAS: dict[str, tuple[str, ...]] = {
    "finance": (
        "ekonomi", "redovisning", "faktur", "inkasso", "bokför", "bokslut", "inköp",
        "upphandl", "ehandel", "betalning", "controller", "budget", "reskontra",
    ),
    "hr": (
        "personal", "lön", "hr", "rekryter", "bemanning", "vikarie", "arbetsmiljö",
        "kompetens", "platsannons", "bakgrundskontroll", "schema",
    ),
    "it": (
        "it", "data", "dator", "server", "lagring", "nät", "trådlös", "telefoni",
        "mobil", "växel", "digital", "utskrift", "integration", "surfplatt",
        "programvar", "kontorssvit", "persondator", "elevdator",
    ),
}  # fmt: skip
SUPPORT = (
    "stöd", "kansli", "administration", "servicecenter", "service center",
    "gemensam service", "gemensam administration",
)  # fmt: skip
ELECTED = ("förtroendevald", "arvode", "sammanträd", "styrelse", "revisor")
UNSOCIAL = ("ob", "jour", "beredskap")
WEAR = ("avskriv", "nedskriv", "kapitalkostnad", "ränt")
INTERNAL = ("intern", "koncernintern", "förvaltningsintern")
NOT_INTERNAL = ("internet", "internat", "internatio")
CENTRE = ("servicecenter", "stödtjänst", "köp från förvaltning", "intraprenad")
ONE_OFF = ("införande", "omställning", "programkontor")
SHORT = 3  # letters; shorter words must be whole: "it" is not in "kvalitet"


@cache
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in small letters."""
    return tuple(re.findall(r"[a-zåäöéü]+", name.casefold()))


@cache
def found(name: str, words: tuple[str, ...]) -> str:
    """The first of `words` that `name` has, at the beginning of a word or of a part of
    a compound; empty if none."""
    parts = tokens(name)
    whole = " ".join(parts)
    for word in words:
        if " " in word:
            if word in whole:
                return word
        elif len(word) <= SHORT:
            if word in parts or (word == "lön" and _begins(parts, word)):
                return word
        elif any(word in part for part in parts):
            return word
    return ""


def _begins(parts: tuple[str, ...], word: str) -> bool:
    return any(part.startswith(word) for part in parts)


@cache
def area_of(name: str) -> tuple[str, str] | None:
    """The support area a name speaks of, and the word that says so."""
    for area, words in AREAS.items():
        word = found(name, words)
        if word:
            return area, word
    return None


@cache
def internal_word(name: str) -> str:
    """The word by which a name says that it is a charge inside the group."""
    for part in tokens(name):
        if part.startswith(INTERNAL) and not part.startswith(NOT_INTERNAL):
            return part
    return found(name, CENTRE)
