# SPDX-License-Identifier: EUPL-1.2
"""Where files are put, and which of what lies there may be taken."""

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import PickUp
from gemensam.core.ports import importers
from gemensam.core.striking import struck_anywhere
from gemensam.core.uploads import LARGEST
from gemensam.formats.issues import Marked, mark

MOST = 500  # files of a folder that one look takes in hand
LONGEST = 180  # bytes of a name: room is needed for a number before and an ending after
DONE, WAITING, REFUSED = "done", "waiting", "refused"
ANEW = frozenset({"accept_changed"})  # asked of every file; no folder answers it
OURS = frozenset({DONE, WAITING, REFUSED})
# Names under which programs write what is not whole yet, or what is no file of anyone's.
UNDER_WAY = (
    ".part",
    ".partial",
    ".filepart",
    ".tmp",
    ".temp",
    ".crdownload",
    ".lock",
    "~",
)
NOT_OURS = ("thumbs.db", "desktop.ini")

A_LINK = mark("It is a link or has another name elsewhere; such are never followed. Copy the file itself.")  # fmt: skip
NOT_A_FILE = mark("It is no ordinary file.")
TOO_LARGE = mark("It is larger than {most} megabytes; import it from the command line.")
A_NAME = mark(
    "Its name is too long or holds characters that no name should. Rename it."
)


class NotAFolder(ExpectedFailure):
    """A link where a folder of ours is to be would lead files elsewhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            mark("{path} is no folder but a link or a file. Move it away."), path=path
        )


class Changed(ExpectedFailure):
    """The file is not the one that was looked at: it was written to meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(mark("{file} is still being written."), file=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that lies in a folder. `fault`: why it may not be taken, if so."""

    kind: str
    options: Mapping[str, str]
    path: Path
    name: str  # as it may be kept and shown
    place: str
    size: int
    changed_ns: int
    fault: Marked | None


def inbox() -> Path:
    return Path(settings.INBOX)


def folder_of(kind: str, options: Mapping[str, Any]) -> Path:
    """Where files of the kind are put for which an importer is told `options`."""
    told = ",".join(f"{name}={value}" for name, value in sorted(options.items()))
    return inbox() / kind / told if told else inbox() / kind


def answers(kind: str) -> list[tuple[Any, str]]:
    """What is asked beside a file of the kind, and a folder that answers it."""
    told = []
    for one in getattr(importers()[kind], "asks", ()):
        if one.name in ANEW:
            continue
        choices = (
            [value for value, _text in one.choices() if value] if one.choices else []
        )
        value = choices[0] if choices else str(clock.today().year)
        if choices or one.choices is None:
            told.append((one.label, f"{kind}/{one.name}={value}"))
    return told


def make() -> None:
    """A folder for each kind, so that nobody has to guess their names."""
    inbox().mkdir(parents=True, exist_ok=True, mode=0o700)
    for kind in importers():
        with suppress(NotAFolder):  # it is passed by when files are looked for
            made(inbox() / kind)


def made(folder: Path) -> Path:
    """The folder, which others of its group may write to. Raises `NotAFolder`."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o770)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise NotAFolder(folder)
    return folder


def find() -> Iterator[Found]:
    """Everything that lies there, the oldest first; what is under way is left out."""
    for kind, importer in sorted(importers().items()):
        top = inbox() / kind
        if top.is_symlink() or not top.is_dir():
            continue
        yield from _in(top, kind, {})
        asks = {one.name for one in getattr(importer, "asks", ())} - ANEW
        for folder in sorted(_folders(top)):
            options = _answers(folder.name, asks)
            if options:
                yield from _in(folder, kind, options)


def _folders(top: Path) -> list[Path]:
    with os.scandir(top) as entries:
        return [
            Path(one.path)
            for one in entries
            if one.is_dir(follow_symlinks=False) and one.name not in OURS
        ]


def _answers(name: str, asks: set[str]) -> dict[str, str]:
    """`year=2026,orgnr=212000-1234`, if it answers what the importer asks for."""
    pairs = [part.partition("=") for part in name.split(",")]
    if any(given not in asks or not value for given, _equals, value in pairs):
        return {}
    return {given: value for given, _equals, value in pairs}


def _in(folder: Path, kind: str, options: Mapping[str, str]) -> Iterator[Found]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) or _is_under_way(entry.name):
                continue
            state = _state(entry)
            if state is not None:
                found.append(_found(Path(entry.path), state, kind, options))
    yield from sorted(found, key=lambda one: (one.changed_ns, one.name))[:MOST]


def _state(entry: "os.DirEntry[str]") -> os.stat_result | None:
    try:
        return os.lstat(entry.path)
    except FileNotFoundError:
        return None


def _is_under_way(name: str) -> bool:
    low = name.casefold()
    return name.startswith((".", "~$")) or low.endswith(UNDER_WAY) or low in NOT_OURS


def _found(
    path: Path, state: os.stat_result, kind: str, options: Mapping[str, str]
) -> Found:
    return Found(
        kind=kind,
        options=options,
        path=path,
        name=shown(path.name),
        place=f"{state.st_dev}:{state.st_ino}",
        size=state.st_size,
        changed_ns=state.st_mtime_ns,
        fault=_fault(path.name, state),
    )


def shown(name: str) -> str:
    """The name as it may be kept: what is no letter made visible, numbers struck."""
    plain = "".join(letter if _is_plain(letter) else "_" for letter in name)
    return struck_anywhere(_cut(plain))


def _cut(name: str) -> str:
    return name.encode()[:LONGEST].decode(errors="ignore")


def _is_plain(letter: str) -> bool:
    return unicodedata.category(letter) not in {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }


def _fault(name: str, state: os.stat_result) -> Marked | None:
    if stat.S_ISLNK(state.st_mode) or state.st_nlink > 1:
        return A_LINK
    if not stat.S_ISREG(state.st_mode):
        return NOT_A_FILE
    if not all(map(_is_plain, name)) or len(os.fsencode(name)) > LONGEST:
        return A_NAME
    return TOO_LARGE if state.st_size > LARGEST else None


@contextmanager
def opened(found: Found) -> Iterator[BinaryIO]:
    """The bytes of what was found. Raises `Changed` if it is another file by now, or has
    become so when it is left."""
    try:
        number = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as gone:
        raise Changed(found.name) from gone
    with os.fdopen(number, "rb") as source:
        require_same(found, os.fstat(number))
        yield source
        require_same(found, os.fstat(number))


def require_same(found: Found | PickUp, state: os.stat_result) -> None:
    """Raises `Changed` unless the state is that of what was found."""
    now = (f"{state.st_dev}:{state.st_ino}", state.st_size, state.st_mtime_ns)
    if now != (found.place, found.size, found.changed_ns):
        raise Changed(found.name)
