# SPDX-License-Identifier: EUPL-1.2
"""Texts that a spreadsheet would take for formulas when it opens a CSV file.

An apostrophe is put before whatever looks like the beginning of a formula: at the start
of the text, and after anything that a program set to another separator would cut at.
One more is put where apostrophes stand there already, so that taking one away gives the
text back. Source: OWASP, CSV Injection.
"""

import re

_FIRST = r"[=+\-@\t\r＝＋－＠]"
_LATER = r"[=+\-@＝＋－＠]"
_CUT = r"(?<=[;,|\t\n\r\"])"
# "100,-" is a price: a sign that nothing follows begins no formula.
_PLACE = rf"(^\ *(?='*{_FIRST})|{_CUT}\ *(?='*{_LATER}\S))"
_RISKY = re.compile(_PLACE)
_GUARDED = re.compile(f"{_PLACE}'")


def escaped(text: str) -> str:
    """The text with every risky beginning guarded."""
    return _RISKY.sub(r"\1'", text)


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    return _GUARDED.sub(r"\1", text) if "'" in text else text
