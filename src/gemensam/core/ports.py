# SPDX-License-Identifier: EUPL-1.2
"""What the foundation asks of the rooms above: importers, and checks of their data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant that does not hold: which, where, and what is wrong."""

    invariant: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold in the data of a room; `check` yields where it does not."""

    key: str
    states: Any  # a lazily translated sentence
    check: Callable[[], Iterable[Finding]]


_importers: dict[str, Any] = {}
_invariants: dict[str, Invariant] = {}


class AlreadyRegistered(LookupError):
    """Two rooms claim the same key."""


def register_importer(importer: Any) -> None:
    if importer.kind in _importers:
        raise AlreadyRegistered(importer.kind)
    _importers[importer.kind] = importer


def importers() -> dict[str, Any]:
    return dict(_importers)


def register_invariant(invariant: Invariant) -> None:
    if invariant.key in _invariants:
        raise AlreadyRegistered(invariant.key)
    _invariants[invariant.key] = invariant


def invariants() -> list[Invariant]:
    return list(_invariants.values())
