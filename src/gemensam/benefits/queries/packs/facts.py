# SPDX-License-Identifier: EUPL-1.2
"""Figures kept beside the words, so that the next edition can tell what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gemensam.core.documents import Block
from gemensam.ui.templatetags.figures import NOTHING, kr, number, percent


class Kind(StrEnum):
    ORE = "ore"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`value` is an exact number as text, so that JSON cannot change it: öre, a count, a
    share of one; None where it was not known. `label` is as it was told."""

    key: str
    label: str
    kind: Kind
    value: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"kind": self.kind.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A page before it is kept: `about` is its second title, in words."""

    title: str
    about: str
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]


def ore(key: str, label: str, value: int | Decimal | None) -> Fact:
    text = None if value is None else str(int(value))
    return Fact(key=key, label=label, kind=Kind.ORE, value=text)


def count(key: str, label: str, value: int | Decimal | None) -> Fact:
    text = None if value is None else f"{Decimal(value).normalize():f}"
    return Fact(key=key, label=label, kind=Kind.COUNT, value=text)


def share(key: str, label: str, value: float | None) -> Fact:
    text = None if value is None else f"{value:.6f}"
    return Fact(key=key, label=label, kind=Kind.SHARE, value=text)


def as_told(kind: str, value: str | None) -> str:
    """As people read it."""
    if value is None:
        return NOTHING
    exact = Decimal(value)
    match Kind(kind):
        case Kind.ORE:
            return kr(int(exact))
        case Kind.SHARE:
            return percent(exact)
        case Kind.COUNT:
            return counted(exact)


def counted(volume: Decimal | int | None) -> str:
    """A volume without decimals, unless it has some."""
    if volume is None:
        return NOTHING
    return number(volume, 0 if volume == int(volume) else 2)


def differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Fact]
) -> list[str]:
    """What another edition told otherwise, figure by figure: of `before` as it was kept.
    What only one of them has is told against nothing."""
    then = {one["key"]: one for one in before}
    now = {one.key: one.as_json() for one in after}
    told = []
    for key in [*now, *(key for key in then if key not in now)]:
        was, held = then.get(key, {}), now.get(key, {})
        if was.get("value") != held.get("value"):
            one = held or was
            old = as_told(one["kind"], was.get("value"))
            new = as_told(one["kind"], held.get("value"))
            told.append(f"{one['label']}: {old} → {new}")
    return told
