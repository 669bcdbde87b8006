# SPDX-License-Identifier: EUPL-1.2
"""Everything that can be wrong with an event log."""

from gemensam.formats.issues import Issue, IssueKind, Severity, mark

NO_CASE = IssueKind(
    "log.no-case",
    Severity.ERROR,
    mark("The case has no name (concept:name)."),
    mark("Export the log again with the case number, or choose its column."),
)
NO_ACTIVITY = IssueKind(
    "log.no-activity",
    Severity.ERROR,
    mark("The event has no activity (concept:name)."),
    mark("Export the log again with the activity, or choose its column."),
)
NO_TIME = IssueKind(
    "log.no-time",
    Severity.ERROR,
    mark("The event has no time (time:timestamp)."),
    mark("Export the log again with the time of each event, or choose its column."),
)
BAD_TIME = IssueKind(
    "log.bad-time",
    Severity.ERROR,
    mark("“{text}” is not a point in time."),
    mark("Write times as 2026-11-23T08:15:00+01:00."),
)
TIME_OUT_OF_RANGE = IssueKind(
    "log.time-out-of-range",
    Severity.ERROR,
    mark("“{text}” lies outside the years 1900–2199."),
    mark("Times like this often stand for “unknown”. Leave them empty instead."),
)
NO_ZONE = IssueKind(
    "log.no-zone",
    Severity.ERROR,
    mark("“{text}” does not say which time zone it is in."),
    mark("Choose the log's time zone, or export it with an offset such as +01:00."),
)
ZONE_ASSUMED = IssueKind(
    "log.zone-assumed",
    Severity.INFO,
    mark("“{text}” has no time zone and was read as local time in {zone}."),
    mark("Nothing to do if the zone is right."),
)
UNSORTED = IssueKind(
    "log.unsorted",
    Severity.WARNING,
    mark("Case {case} has an event earlier than the one before it."),
    mark("The order of the file was kept. Sort by time if the order is a mistake."),
)
DUPLICATE_CASE = IssueKind(
    "log.duplicate-case",
    Severity.WARNING,
    mark("Case {case} stands in the log more than once."),
    mark("Check that the same case was not exported twice."),
)
EMPTY_CASE = IssueKind(
    "log.empty-case",
    Severity.WARNING,
    mark("Case {case} has no events."),
    mark("Nothing to do if the case really has none yet."),
)
BAD_VALUE = IssueKind(
    "log.bad-value",
    Severity.WARNING,
    mark("“{text}” is not a value of the type {type}; it was kept as text."),
    mark("Correct the value in the source system if it is used for counting."),
)
BAD_ATTRIBUTE = IssueKind(
    "log.bad-attribute",
    Severity.WARNING,
    mark("An attribute ({type}) without a name or a value was left out."),
    mark("Nothing to do unless the attribute matters."),
)
REPEATED_ATTRIBUTE = IssueKind(
    "log.repeated-attribute",
    Severity.WARNING,
    mark("The attribute {key} stands more than once in the same place."),
    mark("The last value was kept. Check which one is right."),
)
NESTED_TOO_DEEP = IssueKind(
    "log.nested-too-deep",
    Severity.WARNING,
    mark("Attributes inside attributes below level {levels} were left out."),
    mark("Nothing to do unless the attributes matter."),
)
NESTING_DROPPED = IssueKind(
    "log.nesting-dropped",
    Severity.WARNING,
    mark("Attributes inside {key} were left out."),
    mark("Nothing to do unless the attributes matter."),
)
UNKNOWN_ELEMENT = IssueKind(
    "log.unknown-element",
    Severity.WARNING,
    mark("<{name}> is not part of an event log and was passed over."),
    mark("Nothing to do unless the content matters."),
)
UNKNOWN_EXTENSION = IssueKind(
    "log.unknown-extension",
    Severity.INFO,
    mark(
        "The extension {prefix} is not known here; its attributes are kept as they are."
    ),
    mark("Nothing to do."),
)
CLASSIFIER = IssueKind(
    "log.classifier",
    Severity.INFO,
    mark("The classifier {name} is not used: the activity is concept:name."),
    mark("Nothing to do."),
)
CONFLICT = IssueKind(
    "log.case-conflict",
    Severity.WARNING,
    mark("Case {case} has more than one value of {key}; the first was kept."),
    mark("Check whether the column describes the event and not the case."),
)
NO_LOG = IssueKind(
    "log.not-a-log",
    Severity.ERROR,
    mark("The file is XML but no event log: it begins with <{name}>."),
    mark("Choose a file in XES format, which begins with <log>."),
)
MISPLACED = IssueKind(
    "log.misplaced",
    Severity.ERROR,
    mark("<{name}> stands inside <{parent}>, where no event log has it."),
    mark("The file was not made by a known program. Export the log again."),
)
NO_COLUMNS = IssueKind(
    "log.no-columns",
    Severity.ERROR,
    mark("These columns were not found: {missing}."),
    mark("Choose which columns hold the case, the activity and the time."),
)
DUPLICATE_HEADER = IssueKind(
    "log.duplicate-header",
    Severity.ERROR,
    mark("The column {key} stands in the file more than once."),
    mark("Remove or rename one of them."),
)
ROW_WIDTH = IssueKind(
    "log.row-width",
    Severity.ERROR,
    mark("The row has {cells} cells where the header has {columns}."),
    mark("Look for a separator inside a text that lacks quotes."),
)
TOO_LARGE = IssueKind(
    "log.too-large",
    Severity.ERROR,
    mark("The log is larger than {limit} {unit}."),
    mark("Split the export into smaller parts, for example one file a year."),
)
GZIP_BOMB = IssueKind(
    "log.gzip-bomb",
    Severity.ERROR,
    mark("The file unpacks to more than {ratio} times its size, as only a bomb does."),
    mark("Nothing was read. Ask the sender how the file was made."),
)
BAD_GZIP = IssueKind(
    "log.bad-gzip",
    Severity.ERROR,
    mark("The packed file (gzip) is damaged or has been cut off."),
    mark("Fetch or pack it again."),
)
GZIP_TAIL = IssueKind(
    "log.gzip-tail",
    Severity.ERROR,
    mark("Something that is not packed follows the packed part of the file."),
    mark("Fetch or pack the file again."),
)
PACKED_TWICE = IssueKind(
    "log.packed-twice",
    Severity.ERROR,
    mark("The file is packed (gzip) twice."),
    mark("Unpack it once and try again."),
)


class UnreadableLog(ValueError):
    """The log could not be read to its end; `issue` says why in words for a person."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message())
        self.issue = issue
