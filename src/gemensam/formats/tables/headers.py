# SPDX-License-Identifier: EUPL-1.2
"""Comparing headers as people do: case, blanks and dashes do not matter."""

import re
import unicodedata

_GAPS = re.compile(r"[\s_\-–./]+")


def normalised(header: str) -> str:
    """Lower case, composed letters, one blank for every gap, no marks at the ends."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return _GAPS.sub(" ", text).strip(" *:;\ufeff\u200b")
