# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.likeness import LIKELY, likeliest, likeness, plain_name

UNITS = {
    plain_name(name): place
    for place, name in enumerate(
        ("Centralskolan", "Förskolan Kotten", "Förskolan Ekorren", "Gatuenheten",
         "Ekhaga äldreboende", "Barn- och utbildningsförvaltningen")
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("CENTRALSKOLAN", 0),
        ("Centralskolan (gamla)", 0),
        ("Fsk Kotten", 1),
        ("Kotten, förskolan", 1),
        ("Förskolan Ekoren", 2),
        ("Gatuenhet", 3),
        ("Ekhaga äb", 4),
        ("Barn och utbildningsförvaltning", 5),
        ("Räddningstjänsten", None),
        ("", None),
        ("—", None),
    ],
)
def test_names_as_people_write_them(written: str, place: int | None) -> None:
    found = likeliest(written, UNITS)
    assert (found[0] if found else None) == place


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_the_same_both_ways_of_words(a: str, b: str) -> None:
    one, other = plain_name(a), plain_name(b)
    assert 0 <= likeness(one, other) <= 1
    assert not one or likeness(one, one) >= LIKELY


def test_plain_names_do_not_depend_on_marks() -> None:
    assert plain_name("  Förskolan—EKORREN ") == plain_name("förskolan ekorren")
    assert plain_name("Fo\u0308rskolan") == plain_name("Förskolan")
    assert plain_name("Lindby Energi AB") == "lindby energi"
