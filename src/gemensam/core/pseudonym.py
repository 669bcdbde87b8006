# SPDX-License-Identifier: EUPL-1.2
"""A personal number becomes a keyed pseudonym before anything is stored.

HMAC-SHA-256 over the twelve digits, cut to 100 bits: without the key nobody can try all
numbers, with it the same person gets the same pseudonym every month. The key lies
outside the database and its backups (`docs/operate/keys.md`).
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gemensam.formats.issues import Marked, mark

NUMBER = re.compile(r"^\s*(\d{2})?(\d{6})\s*([-+]?)\s*(\d{4})\s*$")


class NotAPersonalNumber(ValueError):
    """The text is no Swedish personal or co-ordination number; `reason` says why."""

    def __init__(self, reason: Marked) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    version: int
    secret: bytes

    def pseudonym(self, number: str) -> str:
        """The pseudonym of a twelve-digit number, as twenty letters and digits."""
        code = hmac.new(self.secret, number.encode("ascii"), sha256).digest()
        return base64.b32encode(code[:13]).decode("ascii")[:20].lower()


def twelve_digits(text: str, *, at: date) -> str:
    """A personal or co-ordination number in its twelve-digit form.

    A number without century is taken as the latest year that is not after `at`
    (with `+`: a hundred years earlier). Raises `NotAPersonalNumber`.
    """
    match = NUMBER.match(text)
    if match is None:
        raise NotAPersonalNumber(mark("it does not have ten or twelve digits"))
    century, day, sign, last = match.groups()
    if not _luhn(day + last):
        raise NotAPersonalNumber(mark("the check digit does not agree"))
    if century is None:
        century = _century(int(day[:2]), over_hundred=sign == "+", at=at)
    number = century + day + last
    _check_date(number)
    return number


def _century(year: int, *, over_hundred: bool, at: date) -> str:
    full = at.year - (at.year - year) % 100
    return f"{full - 100 * over_hundred:04d}"[:2]


def _check_date(number: str) -> None:
    day = int(number[6:8])
    if day > 60:
        day -= 60  # a co-ordination number
    try:
        date(int(number[:4]), int(number[4:6]), day)
    except ValueError as error:
        raise NotAPersonalNumber(mark("the date in it does not exist")) from error


def _luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(map(int, digits)):
        doubled = digit * (2 - position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
