# SPDX-License-Identifier: EUPL-1.2
"""Figures as people read them."""

from decimal import Decimal

from django.utils import translation

import pytest

from gemensam.ui.templatetags.figures import quantity


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (3580.0, "3\u00a0580", "3,580"),
        (Decimal("3580.50"), "3\u00a0580,5", "3,580.5"),
        (-0.001, "0", "0"),
        (Decimal("-12.345"), "−12,34", "−12.34"),
        (None, "–", "–"),
    ],
)
def test_what_is_counted_has_the_hundredths_there_are(
    value: float | Decimal | None, swedish: str, english: str
) -> None:
    with translation.override("sv"):
        assert quantity(value) == swedish
    with translation.override("en"):
        assert quantity(value) == english
