# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.demo.founding import ENTITIES
from gemensam.demo.identity import Identities
from gemensam.demo.lists.places import OWNERS
from gemensam.demo.orgnr import check_digit, check_digits, organisation_number


@pytest.mark.parametrize(
    "number", ["2120000142", "2120001355", "2120002049", "5560360793", "5502261513"]
)
def test_check_digits_of_known_numbers(number: str) -> None:
    assert check_digit(number[:9]) == number[9]


@given(st.lists(st.integers(0, 999_999_999), min_size=1))
def test_many_check_digits_are_those_of_one(numbers: list[int]) -> None:
    found = check_digits(np.array(numbers, dtype=np.int64)).tolist()
    assert found == [int(check_digit(f"{number:09d}")) for number in numbers]


def test_personal_numbers_are_valid_unique_and_from_the_test_series() -> None:
    people = Identities(1, np.arange(8000) % 20 == 0, 2025)
    numbers = people.personal_numbers
    assert len(set(numbers)) == 8000
    for person, number in enumerate(numbers):
        born = date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}")
        assert 1959 <= born.year <= (1991 if person % 20 == 0 else 2005)
        assert number[8] == "-"
        assert 980 <= int(number[9:12]) <= 999
        assert check_digit(number[2:8] + number[9:12]) == number[12]
        assert (int(number[11]) % 2 == 0) == people.is_woman[person]


def test_addresses_are_plain_and_unique() -> None:
    people = Identities(1, np.zeros(3000, dtype=bool), 2025)
    addresses = people.addresses(list(range(3000)))
    assert len(set(addresses.values())) == 3000
    for address in addresses.values():
        local, _, domain = address.partition("@")
        assert domain == "lindby.example"
        assert local.replace(".", "").replace("-", "").isalnum()
        assert local.isascii()


def test_organisation_numbers_are_valid_and_nobodys() -> None:
    assert [entity.orgnr[:9] for entity in ENTITIES] == [
        "212000987", "559987001", "559987002", "559987003",
    ]  # fmt: skip
    for entity in ENTITIES:
        assert organisation_number(entity.orgnr[:9]) == entity.orgnr


@pytest.mark.real_data
def test_no_real_municipality_has_our_name_or_number(real_data: Path) -> None:
    folder = real_data / "municipal"
    facts = (folder / "public_orgnr_facts.csv").read_text(encoding="utf-8")
    assert "212000-9879" not in facts
    names = (folder / "geodata" / "municipalities.csv").read_text(encoding="utf-8")
    assert "Lindby" not in names
    assert [owner.name for owner in OWNERS if owner.name in facts] == []
