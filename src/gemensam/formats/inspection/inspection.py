# SPDX-License-Identifier: EUPL-1.2
"""What was found out about a file, and how it is told to a program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gemensam.formats.issues import Issue, Severity

CLEAN, FAULTY, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a file is by its content.

    `kind` is one of sie, eventlog, table, bpmn – which are read here – or html, pdf,
    image, zip, gzip, excel, xml, text, binary, empty, missing, folder, unknown.
    `variant` tells it more closely: 4E, xes.gz, xlsx … `counts` hold what the kind is
    counted in, as far as the file could be read. `is_readable` unless nothing of it
    could be read, or what was found forbids reading on.
    """

    file: str
    kind: str
    variant: str | None = None
    encoding: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    is_readable: bool = True


def exit_code(inspection: Inspection) -> int:
    """0 for a clean file, 1 for one with errors in it, 2 for one that cannot be read."""
    if not inspection.is_readable:
        return UNREADABLE
    errors = (issue for issue in inspection.issues if issue.severity is Severity.ERROR)
    return FAULTY if any(errors) else CLEAN


def as_json(
    inspection: Inspection, translate: Callable[[str], str] = str
) -> dict[str, object]:
    """The inspection in values that JSON has; the shape is a promise to programs."""
    return {
        "file": inspection.file,
        "kind": inspection.kind,
        "variant": inspection.variant,
        "encoding": inspection.encoding,
        "counts": dict(inspection.counts),
        "issues": [
            {
                "line": issue.line,
                "code": issue.code,
                "severity": issue.severity.value,
                "message": issue.message(translate),
                "cure": issue.cure(translate),
            }
            for issue in inspection.issues
        ],
    }
