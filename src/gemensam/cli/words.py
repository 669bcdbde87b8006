# SPDX-License-Identifier: EUPL-1.2
"""What the command line says, in Swedish unless GEMENSAM_LANGUAGE says en."""

import gettext
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console

from gemensam.formats.issues import Issue, Severity
from gemensam.formats.names import count_name

LOCALE = Path(__file__).parent.parent / "locale"
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def chosen_language() -> str:
    return "en" if os.environ.get("GEMENSAM_LANGUAGE", "").startswith("en") else "sv"


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(
        "django", LOCALE, languages=[chosen_language()], fallback=True
    )


def words(text: str) -> str:
    """A marked text in the chosen language."""
    return _catalogue().gettext(text)


@contextmanager
def language() -> Iterator[None]:
    """For texts that Django translates."""
    from django.conf import settings

    if not settings.configured:
        yield
        return
    from django.utils import translation

    with translation.override(chosen_language()):
        yield


@cache
def console(*, error: bool = False) -> Console:
    return Console(stderr=error, highlight=False, soft_wrap=True)


def say(text: str, *, error: bool = False, style: str | None = None) -> None:
    console(error=error).print(text, style=style, markup=False)


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def told_counts(counts: Mapping[str, Any]) -> str:
    """What was counted, by its names: Rows 120, New vouchers 12."""
    return ", ".join(
        f"{words(count_name(key))} {value}" for key, value in counts.items()
    )


def tell_issues(issues: list[Issue], *, most: int = 40) -> None:
    """Issues as lines: where, how bad, what, and the cure."""
    for issue in issues[:most]:
        where = words("line {line}").format(line=issue.line) if issue.line else "–"
        style = COLOURS[issue.severity]
        say(f"  {where}: {issue.message(words)}", style=style)
        say(f"      → {issue.cure(words)}", style="dim")
    if len(issues) > most:
        say(words("  … and {count} more").format(count=len(issues) - most), style="dim")
