# SPDX-License-Identifier: EUPL-1.2
"""Looking into any file at all: what is it, how much is in it, what is wrong with it?

Whatever the file holds, the answer is an Inspection: no exception leaves this module.
Memory and time are bounded by limits well above any file that is meant to be read.
"""

import stat
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

from gemensam.formats.inspection.contents import EXAMINERS, Found, Look, not_read_here
from gemensam.formats.inspection.faults import (
    EMPTY,
    FAILED,
    MISSING,
    MORE_OF_THE_SAME,
    NOT_A_FILE,
    NOT_ALLOWED,
)
from gemensam.formats.inspection.inspection import Inspection
from gemensam.formats.inspection.recognition import HEAD, kind_of
from gemensam.formats.issues import Issue, IssueKind, IssueLog

_KEPT = 200


def inspect(path: Path | str, *, zone: tzinfo | None = None) -> Inspection:
    """What the file is by its content, whatever its name; never raises.

    `zone` is where the times of an event log without offsets were written.
    """
    try:
        return _inspected(Path(path), zone)
    except FileNotFoundError:
        return _refused(path, "missing", MISSING)
    except PermissionError:
        return _refused(path, "unknown", NOT_ALLOWED)
    except Exception as error:  # noqa: BLE001 - that nothing gets out is the promise
        return _refused(path, "unknown", FAILED, detail=type(error).__name__)


def _inspected(path: Path, zone: tzinfo | None) -> Inspection:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = "folder" if stat.S_ISDIR(mode) else "unknown"
        return _refused(path, kind, NOT_A_FILE)
    log = IssueLog(keep=_KEPT)
    with path.open("rb") as file:
        found = _examined(file, log, zone)
    return Inspection(
        file=str(path),
        kind=found.kind,
        variant=found.variant,
        encoding=found.encoding,
        counts=found.counts,
        issues=_issues(log),
        is_readable=found.is_readable,
    )


def _examined(file: BinaryIO, log: IssueLog, zone: tzinfo | None) -> Found:
    head = file.read(HEAD)
    file.seek(0)
    kind = kind_of(head)
    if kind == "empty":
        log.add(EMPTY)
        return Found(kind, is_readable=False)
    examine = EXAMINERS.get(kind)
    if examine is None:
        return not_read_here(kind, log)
    return examine(Look(file, head, log, zone))


def _issues(log: IssueLog) -> tuple[Issue, ...]:
    dropped = (
        Issue(MORE_OF_THE_SAME, values={"count": number, "code": kind.code})
        for kind, number in log.dropped.items()
    )
    return (*log, *dropped)


def _refused(
    path: Path | str, name: str, kind: IssueKind, **values: object
) -> Inspection:
    issue = Issue(kind, values=values)
    return Inspection(file=str(path), kind=name, issues=(issue,), is_readable=False)
