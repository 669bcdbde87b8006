# SPDX-License-Identifier: EUPL-1.2
"""Numbers as Swedish people and programs write them, and nothing that could be another.

A blank, a dot or a comma between thousands; a comma or a dot before decimals; the minus
before or after. One separator with three digits after it could be either and is refused.
"""

import re
from decimal import Decimal

from gemensam.formats.tables.faults import AMBIGUOUS_NUMBER, NOT_A_NUMBER, BadCell

LARGEST = Decimal(10) ** 15
_USUAL = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,2})?")
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
_MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\uff0d", "-"))
_SIGNED = re.compile(r"([+-]?) ?(.*?)(-?)")
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(
    r"""(?: ([0-9]{1,3}(?:[ ][0-9]{3})+)  (?:[.,]([0-9]+))?
          | ([0-9]{1,3}(?:\.[0-9]{3})+)   ,([0-9]+)
          | ([0-9]{1,3}(?:,[0-9]{3})+)    \.([0-9]+)
          | ([0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3}){2,})
        )""",
    re.VERBOSE,
)
_EITHER = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")


def parse_number(text: str) -> Decimal:
    """The number a text stands for; raises BadCell when it is none, or could be two."""
    if _USUAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    tidy = text.translate(_BLANKS).translate(_MINUSES).strip()
    signed = _SIGNED.fullmatch(tidy)
    if signed is None or (signed[1] and signed[3]):
        raise BadCell(NOT_A_NUMBER, text=text[:60])
    body = signed[2].rstrip(" ")
    if either := _EITHER.fullmatch(body):
        one, other = f"{either[1]} {either[2]}", f"{either[1]},{either[2]}"
        raise BadCell(AMBIGUOUS_NUMBER, text=text[:60], one=one, other=other)
    value = _unsigned(body)
    if value is None:
        raise BadCell(NOT_A_NUMBER, text=text[:60])
    return -value if "-" in (signed[1], signed[3]) else value


def written_number(value: Decimal) -> str:
    """The text that parse_number reads as this number, without needless zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".").replace(".", ",")
    return f"{text}0" if _EITHER.fullmatch(text.lstrip("-")) else text


def _unsigned(body: str) -> Decimal | None:
    if len(body) > 60:
        return None
    found = _PLAIN.fullmatch(body) or _GROUPED.fullmatch(body)
    if found is None:
        return None
    whole, *decimals = (part for part in found.groups() if part is not None)
    digits = "".join(digit for digit in whole if digit.isdigit())
    return Decimal(".".join([digits, *decimals]))
