# SPDX-License-Identifier: EUPL-1.2
"""Numbers with a check digit, in ranges that no real holder has.

Municipalities have 212000-00nn to 212000-32nn; companies have been given numbers up to
5595nn. Personal numbers use the birth numbers 980-999, which Skatteverket sets aside for
tests.
"""

import numpy as np
from numpy.typing import NDArray

_DOUBLED = np.array([sum(divmod(2 * digit, 10)) for digit in range(10)])


def check_digit(digits: str) -> str:
    """Luhn's check digit (ISO/IEC 7812-1, annex B) of the digits before it."""
    total = sum(
        int(_DOUBLED[int(digit)]) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def organisation_number(nine: str) -> str:
    return nine + check_digit(nine)


def check_digits(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """As `check_digit` for nine-digit numbers, leading zeros included."""
    total = np.zeros_like(numbers)
    rest = numbers.copy()
    for place in range(9):
        rest, digit = np.divmod(rest, 10)
        total += _DOUBLED[digit] if place % 2 == 0 else digit
    return -total % 10
