# SPDX-License-Identifier: EUPL-1.2
"""Texts in the letters of CP437, the only ones the standard allows.

Letters it lacks are replaced by what a reader would take them for (– by -, € by EUR, š
by s), and by a question mark when there is nothing near. A number that identifies
something cannot be replaced without pointing at something else, so it is refused.
"""

import re
import unicodedata
from functools import lru_cache

CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
REPLACEMENTS = str.maketrans(
    {
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "…": "...",
        "€": "EUR",
        "•": "*",
        "×": "x",
        "©": "(C)",
        "®": "(R)",
        "™": "(TM)",
        "§": "par.",
        "¤": "kr",
        "³": "3",
        "ø": "ö",
        "Ø": "Ö",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "Ł": "L",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": "",
        "\ufeff": "",
    }
)
LACKING = "?"


def is_representable(text: str) -> bool:
    """Whether a text can be written and read back as it is."""
    return as_written(text) == text


def as_written(text: str) -> str:
    """The text as it will be read back from a file.

    Control characters become one blank; a backslash at the end goes, for the standard
    would read it together with the quotation mark that closes the text.
    """
    if text.isascii() and text.isprintable() and not text.endswith("\\"):
        return text
    return _replaced(text)


@lru_cache(maxsize=4096)
def _replaced(text: str) -> str:
    text = CONTROL.sub(" ", unicodedata.normalize("NFC", text))
    if not _has_letters_for(text):
        text = text.translate(REPLACEMENTS)
        text = "".join(map(_nearest, text))
    return text.rstrip("\\")


def _nearest(letter: str) -> str:
    if _has_letters_for(letter):
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in plain if not unicodedata.combining(part))
    return kept if kept and _has_letters_for(kept) else LACKING


def _has_letters_for(text: str) -> bool:
    try:
        text.encode("cp437")
    except UnicodeEncodeError:
        return False
    return True
