# SPDX-License-Identifier: EUPL-1.2
"""Why a file is none that is read here."""

from gemensam.formats.issues import IssueKind, Severity, mark

MISSING = IssueKind(
    "file.missing",
    Severity.ERROR,
    mark("There is no such file."),
    mark("Check the name and the folder."),
)
NOT_A_FILE = IssueKind(
    "file.not-a-file",
    Severity.ERROR,
    mark("This is a folder or a device, not a file."),
    mark("Name a file."),
)
NOT_ALLOWED = IssueKind(
    "file.not-allowed",
    Severity.ERROR,
    mark("The file may not be read by this user."),
    mark("Ask its owner for the right to read it, or copy it."),
)
FAILED = IssueKind(
    "file.failed",
    Severity.ERROR,
    mark("The file could not be read ({detail})."),
    mark("Copy it to this machine and try again."),
)
EMPTY = IssueKind(
    "file.empty",
    Severity.ERROR,
    mark("The file is empty."),
    mark("Export or fetch it again."),
)
OTHER_KIND = IssueKind(
    "file.other-kind",
    Severity.ERROR,
    mark("Files of this kind ({content}) are not read here."),
    mark("Choose a SIE file, an event log (XES, CSV), a BPMN model, or a table."),
)
MORE_OF_THE_SAME = IssueKind(
    "file.more-of-the-same",
    Severity.INFO,
    mark("There are {count} more remarks of the kind {code}."),
    mark("Correct the ones shown and look at the file again."),
)
