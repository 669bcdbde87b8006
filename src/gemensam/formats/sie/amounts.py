# SPDX-License-Identifier: EUPL-1.2
"""Amounts as whole öre and quantities as Decimal, read from text without floats.

The standard (§5.9) writes an amount with a full stop, at most two decimals, a minus in
front and no plus. What is clear all the same is read and remarked on: decimal comma,
blanks between groups of three digits, a plus, a true minus sign, surplus zeros. What
can be read in two ways is refused: “1,500” may be one thousand five hundred.
"""

import re
from decimal import Decimal

MAX_DIGITS = 15
"""Digits before the decimal point; more than a whole country's ledger needs."""

PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?", re.ASCII)
GROUPED = r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+"
CLEAR = re.compile(rf"([+\-\u2212]?)({GROUPED}|[0-9]*)(?:([.,])([0-9]*))?", re.ASCII)
QUANTITY = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?", re.ASCII)
UNUSUAL_QUANTITY = re.compile(r"[+-]?[0-9]{0,15}(?:[.,][0-9]{0,10})?", re.ASCII)


def whole_digits(text: str) -> int:
    """How many digits an amount in the standard's form has before its decimals."""
    found = PLAIN.fullmatch(text)
    return len(found[2].lstrip("0")) if found else 0


def plain_amount(text: str) -> int | None:
    """Öre of an amount in the standard's form, None for any other form."""
    found = PLAIN.fullmatch(text)
    if found is None:
        return None
    minus, whole, decimals = found.groups()
    whole = whole.lstrip("0") or "0"
    if len(whole) > MAX_DIGITS:
        return None
    ore = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    return -ore if minus else ore


def clear_amount(text: str) -> int | None:
    """Öre of an amount in another form that can be read in one way only, else None."""
    found = CLEAR.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, point, decimals = found.groups()
    decimals = decimals or ""
    if not (whole or decimals) or (point == "," and len(decimals) == 3):
        return None
    if decimals[2:].strip("0"):
        return None
    digits = re.sub("[^0-9]", "", whole) or "0"
    minus = "" if sign in {"", "+"} else "-"
    return plain_amount(f"{minus}{digits}.{decimals[:2].ljust(2, '0')}")


def written_amount(ore: int) -> str:
    """The amount in the standard's form, always with two decimals."""
    kronor, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{kronor}.{rest:02}"


def plain_quantity(text: str) -> Decimal | None:
    """A quantity in the form of an amount with any number of decimals up to ten."""
    return Decimal(text) if QUANTITY.fullmatch(text) else None


def clear_quantity(text: str) -> Decimal | None:
    """A quantity with decimal comma, a plus or a missing zero."""
    text = text.strip()
    if not UNUSUAL_QUANTITY.fullmatch(text) or not any(c.isdigit() for c in text):
        return None
    return Decimal(text.replace(",", "."))


def written_quantity(quantity: Decimal) -> str:
    """The quantity without exponent, so that it reads back as the same value."""
    return format(quantity, "f")
