# SPDX-License-Identifier: EUPL-1.2
"""Striking what may be a personal number out of texts that are kept or logged."""

import re

MASK = "××××××-××××"

# Month and day of a birth date, or of a coordination number (day + 60). Organisation
# numbers have 20 or more where the month stands, so they are left.
_LIKE_A_NUMBER = re.compile(
    r"\b(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+ ]?\d{4}\b"
)


def struck(text: str) -> str:
    """`text` with `MASK` where a personal number may stand; itself if there is none."""
    return _LIKE_A_NUMBER.sub(MASK, text)


# The same wherever it stands, also within letters or after an underscore.
_ANYWHERE = re.compile(
    r"(?<!\d)(?:16|18|19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])"
    r"\s?[-+\u2013\u2212]?\s?\d{4}(?!\d)"
)


def struck_anywhere(text: str) -> str:
    """As `struck`, for cells of personal files: nothing in them is a hash or an id that
    happens to hold such digits and must be kept."""
    return _ANYWHERE.sub(MASK, text)
