# SPDX-License-Identifier: EUPL-1.2
"""Failures that are expected, and that a person can act on. No Django."""

from collections.abc import Callable

from gemensam.formats.issues import filled


class ExpectedFailure(Exception):
    """Says what is wrong and the cure: a marked English text with {placeholders}.

    The command line ends with 1 and the words; a page shows them where it happened.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Translated first and filled in afterwards."""
        return filled(self.text, self.values, translate)

    def __str__(self) -> str:
        return self.message()
