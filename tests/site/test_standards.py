# SPDX-License-Identifier: EUPL-1.2
"""The list of standard shares, in its pages."""

import csv
import io
from collections.abc import Callable

from django.test import Client

from tests.site.people import someone

from gemensam.costing.queries.standards import current_version, listed

SignIn = Callable[..., Client]


def test_the_controller_changes_the_list_in_the_page(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    answer = client.post(
        "/ekonomi/standardandelar/ny/",
        {"title": "fakturaskanner", "finance_low": 50, "finance_likely": 80},
    )
    assert answer.status_code == 200  # the high share is missing
    said = {
        "title": "fakturaskanner",
        "finance_low": 50,
        "finance_likely": 80,
        "finance_high": 100,
    }
    assert client.post("/ekonomi/standardandelar/ny/", said).status_code == 302
    lines = listed(current_version())
    place = next(one.line.key for one in lines if one.name == "fakturaskanner")
    assert "fakturaskanner" in client.get("/ekonomi/standardandelar/").content.decode()
    # Another's change in the meantime moved the line: nothing else is overwritten.
    answer = client.post(
        f"/ekonomi/standardandelar/{place - 1}/", said | {"shown": "fakturaskanner|"}
    )
    assert answer.status_code == 200
    assert len(listed(current_version())) == len(lines)
    client.post(
        "/ekonomi/standardandelar/gor/remove/", {"title": "fakturaskanner", "code": ""}
    )
    assert len(listed(current_version())) == len(lines) - 1
    last = current_version()
    assert last is not None
    assert last.made_by == someone("CONTROLLER").account


def test_others_only_look(as_someone: SignIn) -> None:
    client = as_someone("CENTRE_MANAGER")
    page = client.get("/ekonomi/standardandelar/").content.decode()
    assert "rektor*" in page
    assert "/ekonomi/standardandelar/0/" not in page
    before = current_version()
    answer = client.post("/ekonomi/standardandelar/gor/remove/", {"title": "rektor*"})
    assert answer.status_code == 404
    assert current_version() == before


def test_a_title_that_a_spreadsheet_would_compute_is_guarded_in_the_file(
    as_someone: SignIn,
) -> None:
    client = as_someone("CONTROLLER")
    said = {
        "title": "=1+1",
        "finance_low": 50,
        "finance_likely": 80,
        "finance_high": 100,
    }
    assert client.post("/ekonomi/standardandelar/ny/", said).status_code == 302
    text = client.get("/ekonomi/standardandelar/fil/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert any("'=1+1" in row for row in rows)
    assert not any("=1+1" in row for row in rows)
