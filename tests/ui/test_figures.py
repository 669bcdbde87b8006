# SPDX-License-Identifier: EUPL-1.2
"""Figures as people read them."""

from decimal import Decimal

from django.utils import translation

import pytest
from babel.numbers import format_decimal
from hypothesis import given, strategies as st

from gemensam.ui.templatetags.figures import kr, number, quantity, whole_kr

VALUES = (
    st.integers(-(10**12), 10**12)
    | st.decimals(-(10**9), 10**9, places=6)
    | st.floats(-(10**9), 10**9, allow_subnormal=False)
)
LOCALES = {"sv": "sv_SE", "en": "en_GB"}


def by_babel(value: float | Decimal, pattern: str, language: str) -> str:
    text = format_decimal(value, format=pattern, locale=LOCALES[language])
    is_nothing = not any(digit in text for digit in "123456789")
    return text.replace("-", "" if is_nothing else "−")


@given(VALUES, st.integers(0, 4), st.sampled_from(sorted(LOCALES)))
def test_a_number_reads_as_babel_writes_it(
    value: float | Decimal, decimals: int, language: str
) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with translation.override(language):
        assert number(value, decimals) == by_babel(value, pattern, language)
        assert quantity(value) == by_babel(value, "#,##0.##", language)


@given(st.integers(-(10**14), 10**14), st.sampled_from(sorted(LOCALES)))
def test_kronor_read_as_babel_writes_them(ore: int, language: str) -> None:
    with translation.override(language):
        exact = Decimal(ore) / 100
        assert kr(ore) == by_babel(exact, "#,##0.00", language) + "\u00a0kr"
        assert whole_kr(ore) == by_babel(exact, "#,##0", language) + "\u00a0kr"


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
