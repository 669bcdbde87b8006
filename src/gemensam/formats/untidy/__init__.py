# SPDX-License-Identifier: EUPL-1.2
"""Tables as they really come: no declared columns, titles above, sums within.

    with opened_untidy(source, log, wanted=WANTED) as table:
        found = guess(table.headers, table.sample, WANTED, mapping=remembered)
        layout = found.layout                     shown to a person, who may correct it
        for line, cells in table:                 no blank rows, no repeated headers
            cells[layout["amount"]] …
    remember(table.headers, layout, remembered)   for the next file of the same shape

What was decided:

1.  Columns are guessed, never silently: every column says what it was taken for, how
    sure that is and why. What a person chose wins over what is remembered, and that
    wins over a guess. A layout knows columns by header, not by place.
2.  Values are read with the tolerance foreign exports need ("1 234,50-", "(12,00)",
    1 mars 2025), but what could be two things is refused, unless the column shows
    which decimal mark it uses.
3.  Sums within the table are recognised (`Totals`), left out and checked: a sum that
    is not the sum of the rows above it is an error, because then rows are missing.
4.  Of a workbook the largest visible sheet is read, streamed (`tables.quick`).

A declared table, whose headers are known, is read by `formats.tables` instead.
"""

from gemensam.formats.untidy.guessing import Guess, Taken, Wanted, guess
from gemensam.formats.untidy.layout import Layout, keys_of, remember, signature
from gemensam.formats.untidy.opening import RawRow, Untidy, opened_untidy
from gemensam.formats.untidy.totals import Summing, Totals

__all__ = [
    "Guess",
    "Layout",
    "RawRow",
    "Summing",
    "Taken",
    "Totals",
    "Untidy",
    "Wanted",
    "guess",
    "keys_of",
    "opened_untidy",
    "remember",
    "signature",
]
