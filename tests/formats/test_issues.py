# SPDX-License-Identifier: EUPL-1.2
"""What is told is told alike after it was kept, and numbers as the language writes them."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, strategies as st

from gemensam.formats.issues import (
    filled,
    kept_told,
    mark,
    value_kept,
    value_restored,
)

WORDS = {".": ",", "in all": "tillsammans", "{sum} % {how}": "{how} {sum} %"}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text("abc", min_size=1).map(mark),
)


def swedish(text: str) -> str:
    return WORDS.get(text, text)


@given(VALUES)
@example(Decimal("6E+1"))
def test_what_was_kept_is_told_as_it_was(value: object) -> None:
    kept = json.loads(json.dumps(value_kept(value)))
    for translate in (str, swedish):
        told = filled("{it}", {"it": value}, translate)
        assert kept_told("{it}", {"it": kept}, translate) == told
    if not isinstance(value, date):
        assert value_restored(kept) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0))
def test_a_number_has_the_language_s_mark_and_no_exponent(value: Decimal) -> None:
    plain = filled("{it}", {"it": value})
    assert Decimal(plain) == value
    assert set(plain) <= set("0123456789.")
    assert filled("{it}", {"it": value}, swedish) == plain.replace(".", ",")


@pytest.mark.parametrize(
    ("translate", "said"),
    [(str, "33.5 % in all"), (swedish, "tillsammans 33,5 %")],
)
def test_a_sentence_is_told_in_the_language_of_the_page(translate, said) -> None:
    values = {"sum": Decimal("33.5"), "how": mark("in all")}
    assert filled("{sum} % {how}", values, translate) == said
