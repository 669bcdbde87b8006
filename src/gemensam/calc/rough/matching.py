# SPDX-License-Identifier: EUPL-1.2
"""Cost centres of the roster and of the ledger, which rarely are written alike."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_CODE = re.compile(r"[^0-9a-zåäö]+")
_FIRST = re.compile(r"\s*([0-9]{2,})\b")


@dataclass(frozen=True, slots=True)
class Matched:
    """Roster's centre → ledger's; and what was left on both sides."""

    pairs: Mapping[str, str]
    only_roster: frozenset[str]
    only_ledger: frozenset[str]


def match_centres(
    roster: Mapping[str, Iterable[str]], ledger: Mapping[str, str]
) -> Matched:
    """Match by code as written, then without blanks, dashes and leading zeros, then by
    the number a text begins with, then by name.

    `roster`: codes → names that stand with them; `ledger`: codes → name.
    """
    by_plain = _unique((_plain(code), code) for code in ledger)
    by_name = _unique((_plain(name), code) for code, name in ledger.items() if name)
    pairs = {}
    for code, names in roster.items():
        found = _found(code, names, ledger, by_plain, by_name)
        if found is not None:
            pairs[code] = found
    return Matched(
        pairs=pairs,
        only_roster=frozenset(roster) - frozenset(pairs),
        only_ledger=frozenset(ledger) - frozenset(pairs.values()),
    )


def _found(
    code: str,
    names: Iterable[str],
    ledger: Mapping[str, str],
    by_plain: Mapping[str, str],
    by_name: Mapping[str, str],
) -> str | None:
    if code in ledger:
        return code
    if _plain(code) in by_plain:
        return by_plain[_plain(code)]
    first = _FIRST.match(code)
    if first and _plain(first[1]) in by_plain:
        return by_plain[_plain(first[1])]
    for name in (code, *names):
        if _plain(name) in by_name:
            return by_name[_plain(name)]
    return None


def _plain(text: str) -> str:
    return _CODE.sub("", text.casefold()).lstrip("0")


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Only what means one thing; the empty text means nothing."""
    found: dict[str, str] = {}
    double = {""}
    for plain, code in pairs:
        if plain in found and found[plain] != code:
            double.add(plain)
        found[plain] = code
    return {plain: code for plain, code in found.items() if plain not in double}
