# SPDX-License-Identifier: EUPL-1.2
"""Where a file goes when it was taken, and the text beside it that says why."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.enums import ImportState, PickUpState
from gemensam.core.imports import report
from gemensam.core.imports.pickup import folders
from gemensam.core.imports.pickup.folders import Found
from gemensam.core.models import PickUp
from gemensam.core.ports import importers
from gemensam.formats import names

ISSUES = 50  # told in the text; the page has them all
FOLDER = {
    PickUpState.DONE: folders.DONE,
    PickUpState.WAITING: folders.WAITING,
    PickUpState.REFUSED: folders.REFUSED,
}


def place(taken: PickUp, state: PickUpState) -> Path:
    """Where the file lies once it has the state; always the same, so that a move that
    was broken off is found again."""
    top = folders.inbox() / taken.kind / FOLDER[state]
    return top / f"{taken.pk:06}-{taken.name}"


def put(taken: PickUp, state: PickUpState, found: Found | None) -> None:
    """Write the text, then move the file; done twice it is as done once.

    The file is moved from where it was found, or from where it waits. Of a kind with
    personal numbers it is removed instead.
    """
    target = place(taken, state)
    folders.made(target.parent)
    _write(_beside(target), told(taken, state))
    before = place(taken, PickUpState.WAITING)
    source = found.path if found else before
    if is_personal(taken.kind):
        remove(source, found)
    elif source != target:
        _move(source, target, found)
    if state is not PickUpState.WAITING:
        _beside(before).unlink(missing_ok=True)


def is_personal(kind: str) -> bool:
    """Whether no original of the kind may be kept."""
    return bool(importers()[kind].personal)


def remove(source: Path, found: Found | None) -> None:
    """Take the original away, unless another lies there by now."""
    with suppress(FileNotFoundError):
        if found:
            folders.require_same(found, source.lstat())
        source.unlink()


def _move(source: Path, target: Path, found: Found | None) -> None:
    with suppress(FileNotFoundError):  # it was moved by the look that was broken off
        if found:
            folders.require_same(found, source.lstat())
        source.replace(target)


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name}.txt")


def _write(target: Path, text: str) -> None:
    """Whole or not at all; a mark of the encoding, since Windows would guess another."""
    draft = target.with_name(f".{target.name[-200:]}.new")
    draft.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    draft.replace(target)


def told(taken: PickUp, state: PickUpState) -> str:
    """What became of the file, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join(_lines(taken, state)) + "\n"


def _lines(taken: PickUp, state: PickUpState) -> Iterator[str]:
    importer = importers()[taken.kind]
    yield f"{taken.name} ({importer.label})"
    yield f"{clock.local(clock.now()):%Y-%m-%d %H:%M}: {_state_told(taken, state)}"
    if taken.why:
        yield report.failure_told(taken.why, _)
    if is_personal(taken.kind):
        yield _("The original was removed: files of this kind hold personal numbers.")
    if taken.record is None:
        return
    for name, value in taken.record.report.get("counts", {}).items():
        yield f"{_(names.count_name(name))}: {value}"
    issues = report.issues_of(taken.record.report)
    for issue in issues[:ISSUES]:
        where = _("line {line}").format(line=issue.line) if issue.line else "–"
        yield f"{where}: {issue.message(_)} {issue.cure(_)}"
    if len(issues) > ISSUES:
        yield _("… and {count} more").format(count=len(issues) - ISSUES)
    yield _("More about it under Files, number {number}.").format(
        number=taken.record.pk
    )


def _state_told(taken: PickUp, state: PickUpState) -> str:
    record = taken.record
    if record is not None and record.state == ImportState.UNCHANGED:
        return str(ImportState.UNCHANGED.label)
    return str(state.label)
