# SPDX-License-Identifier: EUPL-1.2
"""Who a case comes from, and what the ticket register calls their unit."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.people import Role, Spells
from gemensam.demo.reorganisations import Registered

_KNOWN = 0.42  # of the cases come from somebody who signs in


class Requesters:
    """`addresses` are the e-mail addresses of those who sign in, by person."""

    def __init__(
        self, spells: Spells, registered: Registered, addresses: Mapping[int, str]
    ) -> None:
        self._registered, self._addresses = registered, addresses
        self._known: dict[int, list[str]] = {}
        self._others: dict[int, list[int]] = {}
        for person, pool, role in zip(
            spells.person.tolist(),
            spells.pool.tolist(),
            spells.role.tolist(),
            strict=True,
        ):
            if role == Role.HELPER and person in addresses:
                self._known.setdefault(pool, []).append(addresses[person])
            elif role == Role.ORDINARY:
                self._others.setdefault(pool, []).append(person)

    def branch(self, unit: int, day: date) -> str:
        return self._registered.branch(unit, day)

    def address(self, person: int) -> str | None:
        """The agent's e-mail; None while nobody has the case."""
        return self._addresses.get(person)

    def drawn(self, unit: NDArray[np.int64], rng: np.random.Generator) -> list[str]:
        """For each case an address, or an employee's number where nobody signs in."""
        known = (rng.random(len(unit)) < _KNOWN).tolist()
        pick = rng.integers(0, 1 << 30, len(unit)).tolist()
        found = []
        for place, is_known, number in zip(unit.tolist(), known, pick, strict=True):
            own = self._known.get(place)
            if is_known and own:
                found.append(own[number % len(own)])
            else:
                others = self._others[place]
                found.append(f"anst-{10_000 + others[number % len(others)]}")
        return found
