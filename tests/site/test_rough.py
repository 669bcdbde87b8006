# SPDX-License-Identifier: EUPL-1.2
"""The rough baseline on its page."""

from collections.abc import Callable

from django.test import Client

from gemensam.costing.queries.rough import fragmentation_pct, rough_baseline

SignIn = Callable[..., Client]


def test_the_page_says_what_is_known_and_what_is_not(as_someone: SignIn) -> None:
    answer = as_someone("CONTROLLER").get("/ekonomi/grov/")
    text = answer.content.decode()
    assert "grov nollmätning – kan inte frysas" in text
    rough = rough_baseline()
    assert rough is not None
    assert fragmentation_pct() == round(rough.answer.fragmentation_pct.likely, 1)
    assert "15 % lägre" in text.replace("\xa0", " ")
