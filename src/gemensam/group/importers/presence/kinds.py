# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with an export of presence."""

from gemensam.formats.issues import IssueKind, Severity, mark

DROPPED = IssueKind(
    "presence.dropped",
    Severity.INFO,
    mark(
        "The column {header} was left out before storing: only that somebody was there or not is kept."
    ),
    mark("Nothing to do; leave it out of the export if you can."),
)
REASONS = IssueKind(
    "presence.reasons",
    Severity.WARNING,
    mark("{count} cells told why somebody was absent; only that they were was kept."),
    mark("Export present or absent, without the reason."),
)
NOT_A_STATE = IssueKind(
    "presence.not-a-state",
    Severity.ERROR,
    mark("The cell says neither present nor absent. What it says was not kept."),
    mark("Export “närvarande” or “frånvarande”, yes or no, 1 or 0."),
)
NOT_A_DAY = IssueKind(
    "presence.not-a-day",
    Severity.ERROR,
    mark("The cell is no day."),
    mark("Write days such as 2026-10-05, the last one included."),
)
BACKWARDS = IssueKind(
    "presence.backwards",
    Severity.ERROR,
    mark("The row ends before it begins, or reaches over more than a year."),
    mark("Correct the days in the HR system and export again."),
)
NOT_ENDED = IssueKind(
    "presence.not-ended",
    Severity.ERROR,
    mark("The row tells of days that have not come yet."),
    mark("Export days that have passed only."),
)
TWICE = IssueKind(
    "presence.twice",
    Severity.ERROR,
    mark("The same person stands for the same day twice in the file."),
    mark("Export each day of a person once, also where they have two employments."),
)
NO_TEAM = IssueKind(
    "presence.no-team",
    Severity.WARNING,
    mark(
        "{count} rows are of no team and no unit here; they count for nobody’s capacity."
    ),
    mark("Export the team’s code, or add the unit’s code to the bridge of units."),
)
NO_PERSON = IssueKind(
    "presence.no-person",
    Severity.WARNING,
    mark("{count} rows without a personal number were left out."),
    mark("Nothing to do for sums and notes; complete others in the HR system."),
)
EMPTY = IssueKind(
    "presence.empty",
    Severity.ERROR,
    mark("The file tells of nobody."),
    mark("See that the right period was chosen in the HR system."),
)
