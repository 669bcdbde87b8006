# SPDX-License-Identifier: EUPL-1.2
"""A subject line for every case."""

import re
from functools import cache

import numpy as np

from gemensam.demo.cases.hours import Micros
from gemensam.demo.ledger.support import MONTH_NAMES
from gemensam.demo.lists.subjects import (
    LOCAL_CATEGORIES,
    OTHER_CATEGORY,
    OWN_SLOTS,
    SLOTS,
    SUBJECTS,
)
from gemensam.demo.lists.titles import STAFF
from gemensam.demo.scene import Scene

_SLOT = re.compile(r"\{(\w+)\}")


def subject_lines(
    scene: Scene,
    rng: np.random.Generator,
    *,
    unit: Micros,
    service: Micros,
    opened: Micros,
) -> list[str]:
    """One for each case, in its order, in the words of the unit's kind and the month."""
    codes = scene.services.codes
    kinds = [receiver.kind for receiver in scene.organisation.receivers]
    month = opened.astype("M8[us]").astype("M8[M]").astype(np.int64) % 12
    draws = rng.integers(0, 1 << 30, (len(unit), 3)).tolist()
    return [
        _line(SUBJECTS[codes[what]], kinds[who], when, draw)
        for who, what, when, draw in zip(
            unit.tolist(), service.tolist(), month.tolist(), draws, strict=True
        )
    ]


def category_of(subject: str) -> str:
    """What the old local ticket system called it."""
    found = (category for word, category in LOCAL_CATEGORIES if word in subject)
    return next(found, OTHER_CATEGORY)


def _line(templates: tuple[str, ...], kind: str, month: int, draw: list[int]) -> str:
    text, number = templates[draw[0] % len(templates)], draw[1]
    for slot in _SLOT.findall(text):
        text = text.replace("{" + slot + "}", _word(slot, kind, month, number), 1)
        number = draw[2]
    return text[0].upper() + text[1:]


def _word(slot: str, kind: str, month: int, number: int) -> str:
    if slot == "past":
        return MONTH_NAMES[(month - 1 - number % 2) % 12]
    if slot == "next":
        return MONTH_NAMES[(month + 1 + number % 2) % 12]
    words = _words(slot, kind)
    return words[number % len(words)]


@cache
def _words(slot: str, kind: str) -> tuple[str, ...]:
    """The kind's own words as often as all that are common."""
    if slot == "role":
        names = [title.name.split(",")[0] for title, _ in STAFF[kind]]
        titles = [name[0].lower() + name[1:] for name in names]
        return (*titles, "vikarie", "administratör")
    common = SLOTS[slot]
    own = OWN_SLOTS.get(kind, {}).get(slot, ())
    return common + own * (len(common) // max(1, len(own))) if own else common
