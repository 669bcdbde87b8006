# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable

from django.test import Client


def test_the_page_says_it_in_a_sentence(as_someone: Callable[..., Client]) -> None:
    client = as_someone("CONTROLLER")
    client.cookies["language"] = "sv"
    page = client.get("/resultat/variation/").content.decode()
    assert "ligger i variationen" in page
    assert "skiljer sig från de övriga mer än slumpen" in page
    one = client.get("/resultat/variation/I06/?version=actual").content.decode()
    for text in ("Ledtid", "Kostnad per styck", "Mellan", "Så räknar vi"):
        assert text in one, text
    for odd in ("?per=x", "?version=x", "?version=logs&per=unit"):
        assert client.get(f"/resultat/variation/{odd}").status_code == 200
        assert client.get(f"/resultat/variation/I06/{odd}").status_code == 200
    assert client.get("/resultat/variation/NOPE/").status_code == 404
