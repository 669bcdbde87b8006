# SPDX-License-Identifier: EUPL-1.2
"""Who the numbers are: names, personal numbers from the series set aside for tests, and
e-mail addresses. Made when something is written, not before."""

from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.lists.person_names import MEN, SURNAMES, WOMEN
from gemensam.demo.orgnr import check_digits
from gemensam.demo.randomness import stream

Ints = NDArray[np.int64]

DOMAIN = "lindby.example"
_WOMEN = 0.73
_YOUNGEST, _SENIOR, _OLDEST = 19, 34, 66
_FIRST_NUMBER = 980  # birth numbers 980-999 are Skatteverket's for tests
_PLAIN = str.maketrans("åäöéüçčćšžđïíáóñø", "aaoeucccszdiiaono")


class Identities:
    """Persons numbered from 0, in a year that decides how old they are; `senior` are
    those who lead, and are not among the youngest."""

    def __init__(self, seed: int, senior: NDArray[np.bool_], year: int) -> None:
        rng = stream(seed, "identities")
        people = len(senior)
        self.is_woman = rng.random(people) < _WOMEN
        self._day, self._birth = _births(self.is_woman, senior, year, rng)
        self._first = np.where(
            self.is_woman,
            rng.choice(len(WOMEN), size=people, p=_odds(len(WOMEN))),
            rng.choice(len(MEN), size=people, p=_odds(len(MEN))),
        )
        self._last = rng.choice(len(SURNAMES), size=people, p=_odds(len(SURNAMES)))

    def name(self, person: int) -> str:
        names = WOMEN if self.is_woman[person] else MEN
        return f"{names[self._first[person]]} {SURNAMES[self._last[person]]}"

    def grown(self, person: int) -> date:
        """The first of a month from which somebody of that age can have been employed."""
        born = date.fromordinal(int(self._day[person]))
        return date(born.year + _YOUNGEST, born.month, 1)

    @cached_property
    def personal_numbers(self) -> list[str]:
        """YYYYMMDD-NNNC for everybody."""
        days = [date.fromordinal(int(day)) for day in self._day]
        nine = (
            np.array([int(day.strftime("%y%m%d")) for day in days], dtype=np.int64)
            * 1000
            + self._birth
        )
        last = check_digits(nine)
        return [
            f"{day:%Y%m%d}-{birth:03d}{check}"
            for day, birth, check in zip(
                days, self._birth.tolist(), last.tolist(), strict=True
            )
        ]

    def addresses(self, people: list[int]) -> dict[int, str]:
        """firstname.lastname@lindby.example, numbered where several share a name."""
        taken: dict[str, int] = {}
        found = {}
        for person in people:
            plain = self.name(person).lower().translate(_PLAIN)
            base = plain.replace(" ", ".")
            taken[base] = taken.get(base, 0) + 1
            number = str(taken[base]) if taken[base] > 1 else ""
            found[person] = f"{base}{number}@{DOMAIN}"
        return found


def _odds(size: int) -> NDArray[np.float64]:
    """The first names of a list are the most common."""
    weight = 1 / (np.arange(size) + 12.0)
    odds: NDArray[np.float64] = weight / weight.sum()
    return odds


def _births(
    is_woman: NDArray[np.bool_],
    senior: NDArray[np.bool_],
    year: int,
    rng: np.random.Generator,
) -> tuple[Ints, Ints]:
    """Ordinal birthdays and birth numbers, no pair twice; women have even numbers. Of
    the ten numbers of a day and sex, two are kept for those who lead."""
    first = date(year - _OLDEST, 1, 1)
    day = np.zeros(len(is_woman), dtype=np.int64)
    birth = np.zeros(len(is_woman), dtype=np.int64)
    for women in (True, False):
        for leads, kept, youngest in ((True, 2, _SENIOR), (False, 8, _YOUNGEST + 1)):
            rows = np.flatnonzero((is_woman == women) & (senior == leads))
            days = (date(year - youngest, 12, 31) - first) // timedelta(days=1) + 1
            drawn = rng.choice(days * kept, size=len(rows), replace=False)
            day[rows] = first.toordinal() + drawn // kept
            place = drawn % kept + (0 if leads else 2)
            birth[rows] = _FIRST_NUMBER + 2 * place + (not women)
    return day, birth
