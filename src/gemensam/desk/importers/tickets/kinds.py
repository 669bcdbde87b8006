# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a ticket system's export."""

from gemensam.formats.issues import IssueKind, Severity, mark

NO_NUMBER = IssueKind(
    "tickets.no-number",
    Severity.WARNING,
    mark("{count} rows without a case number were left out."),
    mark("Nothing to do for sums and notes; else complete them in the ticket system."),
)
NOT_A_TIME = IssueKind(
    "tickets.not-a-time",
    Severity.ERROR,
    mark("“{text}” in {header} cannot be read as a time for certain."),
    mark(
        "Export with times such as 2025-03-01 14:05, or see below that the right column is chosen."
    ),
)
NO_OPENED = IssueKind(
    "tickets.no-created",
    Severity.WARNING,
    mark("Case {case} has no time when it was created; it was left out."),
    mark("Complete it in the ticket system and export again."),
)
DOUBLES = IssueKind(
    "tickets.doubles",
    Severity.ERROR,
    mark(
        "{count} cases are here already, with the same number and created at the same second, as cases of {system}. They would be counted twice."
    ),
    mark(
        "Say that the file comes from {system}: when you import it, or by the folder {folder}. If it comes from another system, leave out the cases that were moved there."
    ),
)
NAMELESS = mark("a system without a name")
BRANCHES_LEFT = IssueKind(
    "tickets.branches-left",
    Severity.INFO,
    mark("{count} branches are not tied to a unit ({cases} cases)."),
    mark("They are shown by their own names. Tie them under Cases, if you like."),
)
DROPPED = IssueKind(
    "tickets.dropped",
    Severity.INFO,
    mark("The column {header} was left out before storing."),
    mark("Nothing to do: names and free texts are not needed."),
)
STRUCK = IssueKind(
    "tickets.struck",
    Severity.WARNING,
    mark("{count} cells of {header} held what looks like a personal number; struck."),
    mark("Nothing to do; ask those who write to keep them out of headings."),
)
NOT_LATER = IssueKind(
    "tickets.closed-first",
    Severity.WARNING,
    mark(
        "{count} cases are closed before they were created; the closing was left out."
    ),
    mark("Correct the times in the ticket system. The first is {case}."),
)
