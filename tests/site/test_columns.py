# SPDX-License-Identifier: EUPL-1.2
"""A table as it really comes, through the page: shown, corrected, remembered."""

import re
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext

from gemensam.core import clock
from gemensam.core.imports import actions, report
from gemensam.core.models import Import, PickUp
from gemensam.formats.issues import Severity

SignIn = Callable[..., Client]
ROWS = b"Lista\r\n\r\nX1;X2;X3;X4\r\n5010;100;2031-01-27;12,00\r\n6540;100;2031-01-28;1,00\r\n"


def uploaded(client: Client, content: bytes, **given: str) -> Import:
    answer = client.post(
        "/filer/nu/ledger_table/",
        {"file": SimpleUploadedFile("bok.csv", content), **given},
    )
    assert answer.status_code == 302, answer.content
    record = Import.objects.order_by("-pk")[0]
    return actions.read(record, at=clock.now())


def test_columns_are_shown_corrected_and_remembered(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    record = uploaded(client, ROWS, year="2031")
    assert record.options == {"year": "2031"}
    page = client.get(f"/filer/{record.pk}/").content.decode()
    assert "5010" in page
    assert len(re.findall(r"<select name=\"column-", page)) == 4
    chosen = {
        "column-0": "account",
        "column-1": "cost_centre",
        "column-2": "day",
        "column-3": "amount",
    }
    answer = client.post(f"/filer/{record.pk}/kolumner/", chosen)
    assert answer.status_code == 302
    record = actions.read(Import.objects.get(pk=record.pk), at=clock.now())
    assert record.state == "read"
    assert record.report["columns"]["remembered"] is True
    # The next file of the same shape is read without a click.
    again = uploaded(client, ROWS.replace(b"2031-01", b"2031-02"), year="2031")
    assert again.state == "read"


def test_two_columns_cannot_be_the_same(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    record = uploaded(client, ROWS)
    twice = {"column-0": "account", "column-1": "account"}
    answer = client.post(f"/filer/{record.pk}/kolumner/", twice, follow=True)
    assert "Två kolumner" in answer.content.decode()
    assert Import.objects.get(pk=record.pk).state == "refused"


def test_a_file_with_declared_columns_has_none_to_correct(as_someone: SignIn) -> None:
    record = Import.objects.filter(kind="ledger").first()
    assert record is not None
    answer = as_someone("CONTROLLER").post(f"/filer/{record.pk}/kolumner/", {})
    assert answer.status_code == 404


def test_why_it_was_refused_stands_first_and_on_the_page_of_the_folder(
    as_someone: SignIn,
) -> None:
    client = as_someone("CONTROLLER")
    record = uploaded(client, ROWS)
    assert record.state == "refused"
    why = next(
        one.message(gettext)
        for one in report.issues_of(record.report)
        if one.severity is Severity.ERROR
    )
    page = client.get(f"/filer/{record.pk}/").content.decode()
    assert page.count(escape(why)) == 1
    assert page.index(escape(why)) < page.index('name="column-0"')
    PickUp.objects.create(
        kind=record.kind,
        record=record,
        name=record.original_name,
        place="1:1",
        size=1,
        changed_ns=1,
        still_since=clock.now(),
        first_seen_at=clock.now(),
        state="refused",
        ended_at=clock.now(),
    )
    assert escape(why) in client.get("/filer/mapp/").content.decode()
