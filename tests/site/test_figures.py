# SPDX-License-Identifier: EUPL-1.2
"""Figures as they are read."""

from django.utils.translation import override

import pytest

from gemensam.ui.templatetags.figures import mnkr, number, percent, signed_percent


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0123, "+1,2\u00a0%"),
        (-0.1391, "\u221213,9\u00a0%"),
        (-0.0004, "0,0\u00a0%"),
        (0.0004, "0,0\u00a0%"),
        (-0.0005001, "\u22120,1\u00a0%"),
        (0, "0,0\u00a0%"),
        (None, "–"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(share: float | None, told: str) -> None:
    with override("sv"):
        assert signed_percent(share) == told


def test_minus_is_a_minus_where_there_is_something_to_take() -> None:
    with override("sv"):
        assert number(-1234.5, 1) == "\u22121\u00a0234,5"
        assert number(-0.04, 1) == "0,0"
        assert mnkr(-4_000_000) == "0,0\u00a0mnkr"
        assert percent(-0.5, 0) == "\u221250\u00a0%"
