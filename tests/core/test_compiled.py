# SPDX-License-Identifier: EUPL-1.2
"""Texts are compiled before the first of them is said, and only when they have changed."""

import gettext
import os
from pathlib import Path

import pytest

from gemensam.cli import entry
from gemensam.core import compiled

TEXT = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Cases"
msgstr "{said}"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "SOURCE", tmp_path)
    path = compiled.po_path("sv")
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.replace("{said}", "Ärenden"), encoding="utf-8")
    return path


def said(catalogue: Path) -> str:
    with catalogue.with_suffix(".mo").open("rb") as source:
        return gettext.GNUTranslations(source).gettext("Cases")


def test_what_is_newer_is_compiled_and_nothing_else(catalogue: Path) -> None:
    compiled.compile_all()
    assert said(catalogue) == "Ärenden"
    assert sorted(one.name for one in catalogue.parent.iterdir()) == [
        "django.mo",
        "django.po",
    ]
    target = catalogue.with_suffix(".mo")
    before = target.stat()
    compiled.compile_all()
    assert target.stat() == before
    catalogue.write_text(TEXT.replace("{said}", "Fall"), encoding="utf-8")
    os.utime(catalogue, ns=(before.st_mtime_ns + 1,) * 2)
    compiled.compile_all()
    assert said(catalogue) == "Fall"


def test_without_a_catalogue_there_is_nothing_to_do(catalogue: Path) -> None:
    catalogue.unlink()
    compiled.compile_all()
    assert list(catalogue.parent.iterdir()) == []


def test_a_command_compiles_before_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(entry, "compile_all", lambda: done.append("compiled"))
    monkeypatch.setattr(entry.gemensam, "main", lambda **_: done.append("spoke"))
    entry.main()
    assert done == ["compiled", "spoke"]
