# SPDX-License-Identifier: EUPL-1.2
"""Names in Swedish order: å, ä and ö are letters of their own, last in the alphabet."""

import unicodedata

LAST = {"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}"}  # after z in ASCII


def sort_key(name: str) -> str:
    """A text that sorts as the name does in Swedish; w sorts as its own letter.

    Accents other than those of å, ä, ö do not count; upper and lower case are alike.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    return "".join(LAST.get(sign) or _plain(sign) for sign in folded)


def _plain(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[0]
