# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a telephone system's export."""

from gemensam.formats.issues import IssueKind, Severity, mark

NO_QUEUE = IssueKind(
    "telephony.no-queue",
    Severity.WARNING,
    mark("{count} rows name no queue; they were left out."),
    mark("Nothing to do for sums and notes; else export the queue with every row."),
)
MORE_THAN_CAME = IssueKind(
    "telephony.more-than-came",
    Severity.ERROR,
    mark("{part} of {queue} is {number}, of {of} that could be."),
    mark("See that the right columns are chosen, or correct the export."),
)
SUM_OFF = IssueKind(
    "telephony.sum-off",
    Severity.WARNING,
    mark("{queue}: answered and given up are more than the calls that came."),
    mark("Some systems leave out short calls of those that came; nothing to do then."),
)
TWICE = IssueKind(
    "telephony.twice",
    Severity.ERROR,
    mark("{queue} stands twice for {period} in the file."),
    mark("Export one row per queue and day or month, not one per agent or number."),
)
OVERLAPS = IssueKind(
    "telephony.overlaps",
    Severity.ERROR,
    mark("{queue} has both days and a month of {period} in the file."),
    mark("Export either days or months."),
)
NOT_ENDED = IssueKind(
    "telephony.not-ended",
    Severity.ERROR,
    mark("{period} of {queue} has not ended yet."),
    mark("See that it is the right file; export again when the period has ended."),
)
NO_AREA = IssueKind(
    "telephony.no-area",
    Severity.WARNING,
    mark("{count} queues are tied to no area, with {calls} calls: {queues}."),
    mark("Say under Telephone queues which area; until then the calls are told apart."),
    mark("The queue {queues} is tied to no area, with {calls} calls."),
)
NO_TARGET = IssueKind(
    "telephony.no-target",
    Severity.INFO,
    mark("The header {header} does not say within how many seconds."),
    mark("Nothing to do; with the seconds in the header pages can tell them."),
)
PERCENT = IssueKind(
    "telephony.percent",
    Severity.WARNING,
    mark("{header} is per cent; shares cannot be added, so it was left out."),
    mark("Export the number answered within the target instead."),
)
DROPPED = IssueKind(
    "telephony.dropped",
    Severity.INFO,
    mark(
        "The column {header} tells who called or who answered, and was left out before storing."
    ),
    mark("Nothing to do. If it holds something else, rename it and export again."),
)
EMPTY = IssueKind(
    "telephony.empty",
    Severity.ERROR,
    mark("The file tells of no calls."),
    mark("See that the right period and queues were chosen in the telephone system."),
)
EARLIER = IssueKind(
    "telephony.earlier",
    Severity.INFO,
    mark(
        "{count} periods were told before with other figures; these take their place."
    ),
    mark("Nothing to do if the telephone system corrected them."),
)
