# SPDX-License-Identifier: EUPL-1.2
"""What was found is kept for the next process, and for no other evidence or program."""

import json
from collections.abc import Callable
from dataclasses import replace

from django.test import Client
from django.urls import reverse

import pytest

from gemensam.benefits.jobs import look_for_suspicions
from gemensam.benefits.models import FoundSuspicions
from gemensam.benefits.queries.suspicions import made
from gemensam.benefits.queries.suspicions.found import Row, Suspicion
from gemensam.benefits.queries.suspicions.kept import (
    as_json,
    from_json,
    last_looked,
    program,
)
from gemensam.benefits.queries.suspicions.made import found_now, look_last
from gemensam.core import clock
from gemensam.core.models import Import
from gemensam.formats.issues import Marked

pytestmark = pytest.mark.usefixtures("lindby")


def swedish(text: str) -> str:
    return {"fewer than five": "färre än fem", "May": "maj"}.get(text, text)


def plain(one: Suspicion) -> Suspicion:
    """With lists where anything in order would do."""
    rows = [replace(row, given=tuple(row.given)) for row in one.rows]
    about = [part if isinstance(part, int) else str(part) for part in one.about]
    return replace(one, about=about, rows=rows)


def test_what_was_found_is_kept_as_it_was_for_another_process() -> None:
    found = found_now()
    assert found
    row = FoundSuspicions.objects.get()
    again = last_looked(row.evidence, program())
    assert again is not None
    assert again.is_current
    assert [plain(one) for one in again.found] == [plain(one) for one in found]
    assert [one.key for one in again.found] == [one.key for one in found]
    assert last_looked(row.evidence, "another program") is None
    changed = last_looked("another", program())
    assert changed is not None
    assert not changed.is_current


def test_what_is_translated_where_it_is_shown_still_is() -> None:
    (one, *_) = found_now()
    values = {**one.values, "people": Marked("fewer than five"), "none": None}
    row = Row(text=Marked("{month}"), values={"month": Marked("May")}, given=("F1", 2))
    asked = replace(one, values=values, rows=[row])
    again = from_json(json.loads(json.dumps(as_json(asked))))
    assert plain(again) == plain(asked)
    assert "färre än fem" in again.words(swedish)
    assert again.rows[0].words(swedish) == "maj"
    assert again.key == asked.key


def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each time that suspicions are looked for from now on."""
    found, looked = found_now(), list[int]()

    def look() -> tuple[Suspicion, ...]:
        looked.append(1)
        return found

    monkeypatch.setattr(made, "_looked_for", look)
    return looked


def import_something() -> None:
    newest = Import.objects.latest("pk")
    newest.pk, newest.committed_at = None, clock.now()
    newest.save(force_insert=True)


def test_another_program_or_another_row_is_looked_at_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, looked = found_now(), looks(monkeypatch)
    assert [one.key for one in found_now()] == [one.key for one in found]
    assert not looked
    with monkeypatch.context() as upgraded:
        upgraded.setattr(made, "program", lambda: "another")
        found_now()
    assert len(looked) == 1
    import_something()
    found_now()
    assert len(looked) == 2
    assert FoundSuspicions.objects.count() == 1


def test_the_worker_looks_when_something_changed_so_that_no_page_has_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = looks(monkeypatch)
    look_for_suspicions(timestamp=0)
    assert not looked, "nothing changed"
    import_something()
    look_for_suspicions(timestamp=0)
    assert len(looked) == 1
    assert look_last().is_current
    assert len(looked) == 1, "the page finds what was found"


def test_a_page_tells_when_it_was_looked_for_and_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
    as_someone: Callable[..., Client],
    static_files: None,
) -> None:
    del static_files
    looked, client = looks(monkeypatch), as_someone("CONTROLLER")
    key = found_now()[0].key
    pages = ["/resultat/hemtaget/", "/resultat/misstankar/"]
    pages.append(reverse("benefits:suspicion", args=[key]))
    for page in pages:
        assert 'id="looked"' not in client.get(page).text
    import_something()
    for page in pages:
        text = client.get(page).text
        assert 'id="looked"' in text
        assert "Något har ändrats sedan dess" in text
    assert not looked, "no page looks"
    look_for_suspicions(timestamp=0)
    assert len(looked) == 1
    for page in pages:
        assert 'id="looked"' not in client.get(page).text
    with monkeypatch.context() as upgraded:
        upgraded.setattr(made, "program", lambda: "another")
        assert client.get(pages[0]).status_code == 200
    assert len(looked) == 2, "what another program found is not shown"
