# SPDX-License-Identifier: EUPL-1.2
"""Failures a person can act on: an English template marked for translation, and its values."""

from collections.abc import Callable
from typing import ClassVar


def mark(text: str) -> str:
    """Mark a text for the translation catalogue without translating it."""
    return text


class CalcError(Exception):
    """An expected failure; a subclass gives `text`, whose {placeholders} `values` fill."""

    text: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return self.message()

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Translate the template first and fill it in afterwards."""
        return translate(self.text).format_map(self.values)
