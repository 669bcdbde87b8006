# SPDX-License-Identifier: EUPL-1.2
"""The catalogues' compiled form, which is made where they are used and not committed.

Needs no Django, and Babel only when there is something to compile: whatever speaks first
asks for it first.
"""

import os
from pathlib import Path

SOURCE = Path(__file__).parent.parent
LANGUAGES = ("sv",)


def po_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all() -> None:
    """Compile what is newer than its compiled form."""
    for language in LANGUAGES:
        source = po_path(language)
        target = source.with_suffix(".mo")
        if not _is_newer(source, target):
            continue
        from babel.messages.mofile import write_mo  # noqa: PLC0415
        from babel.messages.pofile import read_po  # noqa: PLC0415

        with source.open("rb") as texts:
            catalogue = read_po(texts, locale=language)
        draft = target.with_suffix(f".{os.getpid()}")  # others may be at it
        with draft.open("wb") as compiled:
            write_mo(compiled, catalogue)
        draft.replace(target)


def _is_newer(source: Path, target: Path) -> bool:
    if not source.exists():
        return False
    if not target.exists():
        return True
    return target.stat().st_mtime_ns < source.stat().st_mtime_ns
