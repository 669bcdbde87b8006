# SPDX-License-Identifier: EUPL-1.2
"""What surveys ask of the room a round is made for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from gemensam.core.by import By


class RoundUse(Protocol):
    """Takes the answers of one kind of round. Rounds are known by their id."""

    kind: str

    def closed(self, round_: int, *, by: By, at: datetime) -> None:
        """The round was closed: take its answers, in the same transaction."""
        ...

    def gone(self, round_: int) -> frozenset[str]:
        """Keys of those asked who are no longer employed."""
        ...

    def pages(self, round_: int) -> Sequence[tuple[str, str]]:
        """Pages that show the round's answers: what they are, and their address."""
        ...


_uses: dict[str, RoundUse] = {}


def register_use(use: RoundUse) -> None:
    _uses[use.kind] = use


def use_of(kind: str) -> RoundUse | None:
    return _uses.get(kind)
