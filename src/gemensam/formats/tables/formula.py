# SPDX-License-Identifier: EUPL-1.2
"""Whether a spreadsheet that opens the file would compute a text instead of showing it.

Narrower than what is guarded when we write (`escape`): a sign alone makes no formula.
Amounts, prices, telephone numbers and texts with a dash before them are what they are.
Source: OWASP, CSV Injection; the syntax is that of Excel.
"""

import re

from gemensam.formats.tables.cells import Cell

SIGNS = frozenset("=+-@＝＋－＠ \t\r\n")
_NAME = r"[^\W\d][\w.]*"
_LOOKED_AT = 500  # characters
_CELL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_FORMULA = re.compile(
    rf"""\s*(?:
        [=＝] \s* [^\s=<>＝]                        # an equals sign and anything at all
      | [+\-@＋－＠] [+\-@\s]* (?:
            {_NAME} \(                              # a function
          | [^|]* \| [^!]* !                        # another program is asked (DDE)
          | (?:{_NAME}|'[^']+') ! {_CELL}           # another sheet
          | (?:{_CELL}|{_NUMBER}) \s* [*^&]         # cells and numbers reckoned with
          | {_CELL} \s* (?:[+\-/:!]|$)
        )
    )""",
    re.VERBOSE | re.DOTALL,
)


def is_formula(cell: Cell) -> bool:
    """Whether a text, as it stands in a file, begins a formula."""
    return (
        isinstance(cell, str)
        and cell[:1] in SIGNS
        and _FORMULA.match(cell[:_LOOKED_AT]) is not None
    )
