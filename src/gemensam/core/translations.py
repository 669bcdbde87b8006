# SPDX-License-Identifier: EUPL-1.2
"""Texts for people: extracted and checked with Babel, without system gettext.

Source texts are English; Swedish is complete, or a test fails. Marked texts are those in
`_()`, `gettext…`, in templates, in the command line's `words()`, and in `mark()` where
there is no Django. One English text with two meanings has a context for each.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation.template import templatize

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po

from gemensam.core.compiled import SOURCE, po_path

KEYWORDS = {
    "_": None,
    "mark": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "words": None,
}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # catalogues do not change with the day
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([^)]+\)s")


def extracted() -> Catalog:
    """Every marked text of the source, with where it stands."""
    catalogue = _empty(None)
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html"} or "migrations" in path.parts:
            continue
        where = path.relative_to(SOURCE.parent).as_posix()
        for line, message, comments, context in _texts(path):
            catalogue.add(
                message,
                locations=[(where, line)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


Text = str | tuple[str, ...]


def _texts(path: Path) -> Iterator[tuple[int, Text, list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = templatize(text, origin=str(path))
    source = io.BytesIO(text.encode())
    yield from extract(extract_python, source, keywords=KEYWORDS)  # type: ignore[arg-type]


def update(language: str) -> None:
    """Bring a language's catalogue up to the source; what is gone is dropped."""
    path = po_path(language)
    renewed = _renewed(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(renewed)


def is_stale(language: str) -> bool:
    """Whether `update` would change the catalogue's file."""
    path = po_path(language)
    return not path.exists() or path.read_bytes() != _renewed(language)


def _renewed(language: str) -> bytes:
    catalogue = read(language)
    catalogue.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = EPOCH
    target = io.BytesIO()
    write_po(target, catalogue, width=96, omit_header=False, include_lineno=False)
    return target.getvalue()


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="Gemensam",
        version="0.1.0",
        header_comment="# SPDX-License-Identifier: EUPL-1.2",
        copyright_holder="Gemensam",
        last_translator="Gemensam",
        language_team="Gemensam",
        msgid_bugs_address="SECURITY.md",
        creation_date=EPOCH,
        revision_date=EPOCH,
        fuzzy=False,
    )


def missing(language: str) -> list[str]:
    """Texts of the source without a translation, with other placeholders, or with one
    marked as a guess, which is never shown."""
    known = read(language)
    lacking = []
    for message in extracted():
        if not message.id:
            continue
        found = known.get(
            message.id if isinstance(message.id, str) else message.id[0],
            message.context,
        )
        if found is None or found.fuzzy or not _is_whole(found):
            lacking.append(str(message.id))
    return lacking


def _is_whole(message: Message) -> bool:
    strings = (
        message.string if isinstance(message.string, tuple | list) else [message.string]
    )
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    if not all(strings):
        return False
    wanted = {one for text in ids for one in PLACEHOLDER.findall(text)}
    return all(set(PLACEHOLDER.findall(text or "")) <= wanted for text in strings)
