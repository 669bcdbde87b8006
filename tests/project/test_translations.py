# SPDX-License-Identifier: EUPL-1.2
"""Everything people read is there in Swedish. No database is asked."""

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path

from django.core.management import call_command

import pytest
from babel.messages.catalog import Catalog

from gemensam.core import compiled, translations
from gemensam.core.imports import report
from gemensam.formats.issues import Issue, IssueKind, IssueLog, Severity, filled, mark

LANGUAGES = pytest.mark.parametrize("language", compiled.LANGUAGES)
SPEAKERS = frozenset({"tell", "_tell", "progress"})
MARKERS = frozenset({"mark", "words"})
ALONE = frozenset({"_", "gettext", "gettext_lazy", *MARKERS})
TRANSLATED = re.compile(r"(?:\{% translate |_\()[\"'](.+?)[\"']")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """The source is read once for all who change nothing in it."""
    return translations.extracted()


@pytest.fixture
def once(texts: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "extracted", lambda: deepcopy(texts))


@pytest.mark.usefixtures("once")
@LANGUAGES
def test_no_text_lacks_its_translation(language: str) -> None:
    assert translations.missing(language) == []


@pytest.mark.usefixtures("once")
@LANGUAGES
def test_the_catalogue_is_up_to_the_source(language: str) -> None:
    """`./gemensam manage words` brings it there."""
    assert not translations.is_stale(language)


@pytest.mark.usefixtures("once")
def test_the_command_says_that_nothing_is_wrong() -> None:
    out = StringIO()
    call_command("words", "--check", stdout=out)
    assert out.getvalue() == "sv: 0 to translate\n"


@pytest.fixture
def copied(once: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue that a test may spoil."""
    del once
    copy = tmp_path / "sv.po"
    copy.write_bytes(compiled.po_path("sv").read_bytes())
    monkeypatch.setattr(translations, "po_path", lambda _language: copy)
    return copy


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('msgstr "Ärenden"', 'msgstr ""'),
        ('msgid "Cases"', 'msgid "Kases"'),
        ('msgstr "{days}\u00a0dygn"', 'msgstr "{dygn}\u00a0dygn"'),
        ('msgstr "Ärenden"\n', 'msgstr   "Ärenden"\n'),
        ('msgid "Cases"', '#, fuzzy\nmsgid "Cases"'),
    ],
    ids=["emptied", "gone", "other placeholder", "not as written", "a guess"],
)
def test_the_check_finds_what_is_wrong(copied: Path, before: str, after: str) -> None:
    text = copied.read_text(encoding="utf-8")
    assert before in text
    copied.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("words", "--check", stdout=StringIO())
    assert ended.value.code == 1


def test_the_check_changes_nothing_and_the_command_mends(copied: Path) -> None:
    whole = copied.read_bytes()
    spoilt = whole.replace(b'msgid "Cases"', b'msgid "Kases"', 1)
    copied.write_bytes(spoilt)
    with pytest.raises(SystemExit):
        call_command("words", "--check", stdout=StringIO())
    assert copied.read_bytes() == spoilt
    translations.update("sv")
    assert translations.missing("sv") == ["Cases"]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr(translations, "SOURCE", folder)
    return folder


def _ids(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0])
        for one in catalogue
        if one.id
    }


def test_marked_texts_are_found_wherever_they_are_marked(source: Path) -> None:
    (source / "one.py").write_text(
        '_("a")\nmark("b")\nwords("c")\nngettext("d", "ds", 2)\n'
        'pgettext("role", "e")\nnpgettext("role", "f", "fs", 2)\nother("g")\n'
    )
    (source / "two.html").write_text(
        '{% translate "h" %}{% translate "i" context "cases" %}'
        "{% blocktranslate count n=n %}j{% plural %}js{% endblocktranslate %}"
    )
    assert _ids(translations.extracted()) == {
        *((None, text) for text in "abcdhj"),
        ("role", "e"),
        ("role", "f"),
        ("cases", "i"),
    }


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(compiled.SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                yield f"{path.relative_to(compiled.SOURCE)}:{node.lineno}", node


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def test_what_is_told_is_marked_and_whole() -> None:
    """A text that is filled in before it is marked is in no catalogue."""
    unmarked = [
        where
        for where, call in _calls()
        if _name(call) in SPEAKERS
        and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    filled_before = [
        where
        for where, call in _calls()
        if _name(call) in MARKERS and isinstance(call.args[0], ast.JoinedStr)
    ]
    assert (unmarked, filled_before) == ([], [])


def test_a_text_with_a_plural_is_asked_for_with_its_plural(texts: Catalog) -> None:
    """Asked for alone it is not found, and told in English."""
    plural = {one.id[0] for one in texts if isinstance(one.id, tuple)}
    alone = [
        where
        for where, call in _calls()
        if _name(call) in ALONE
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value in plural
    ]
    templates = [
        str(path.relative_to(compiled.SOURCE))
        for path in sorted(compiled.SOURCE.rglob("templates/**/*.html"))
        if plural.intersection(TRANSLATED.findall(path.read_text(encoding="utf-8")))
    ]
    assert plural
    assert (alone, templates) == ([], [])


# ---------------------------------------------------- texts within texts

SWEDISH = {
    "{label} lacks its {field}.": "{label} saknar fältet {field}.",
    "amount": "belopp",
}
KIND = IssueKind(
    "t", Severity.ERROR, mark("{label} lacks its {field}."), mark("Nothing to do.")
)


def _swedish(text: str) -> str:
    return SWEDISH.get(text, text)


def test_a_marked_value_is_translated_and_another_is_not() -> None:
    told = filled(KIND.message, {"label": "amount", "field": mark("amount")}, _swedish)
    assert told == "amount saknar fältet belopp."


def test_a_kept_issue_is_told_in_any_language() -> None:
    log = IssueLog()
    log.add(KIND, 3, label="#IB", field=mark("amount"))
    (again,) = report.issues_of(report.made(log))
    assert isinstance(again, Issue)
    assert again.message(_swedish) == "#IB saknar fältet belopp."
    assert again.message() == "#IB lacks its amount."
