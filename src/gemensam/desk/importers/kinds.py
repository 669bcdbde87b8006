# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a log of cases beyond the file itself."""

from gemensam.formats.issues import IssueKind, Severity, mark

NO_NUMBER = IssueKind(
    "cases.no-number",
    Severity.ERROR,
    mark("A case has no number."),
    mark("Export the case number (concept:name) with every case."),
)
NO_TIME = IssueKind(
    "cases.no-time",
    Severity.WARNING,
    mark("Case {case} has no event with a time; it was left out."),
    mark("Export the time of each event with its time zone."),
)
TWICE = IssueKind(
    "cases.twice",
    Severity.WARNING,
    mark("Case {case} stands twice in the file; the first was taken."),
    mark("Export each case once."),
)
UNKNOWN_SERVICE = IssueKind(
    "cases.unknown-service",
    Severity.WARNING,
    mark("{text} is no service here ({count} cases)."),
    mark("Tie the category to a service; until then the cases count for no service."),
)
UNKNOWN_UNIT = IssueKind(
    "cases.unknown-unit",
    Severity.WARNING,
    mark("{text} is not tied to any unit ({count} cases)."),
    mark("Add it to the bridge between registers and import this file again."),
)
MORE_SERVICES = IssueKind(
    "cases.more-unknown-services",
    Severity.WARNING,
    mark("{values} more categories are no services here ({count} cases together)."),
    mark("Tie the commonest first; import the file again to see the next."),
)
MORE_UNITS = IssueKind(
    "cases.more-unknown-units",
    Severity.WARNING,
    mark("{values} more names are not tied to any unit ({count} cases together)."),
    mark("Tie the commonest first; import the file again to see the next."),
)
UNKNOWN_ACTIVITY = IssueKind(
    "cases.unknown-activity",
    Severity.INFO,
    mark("“{text}” means nothing to the clock ({count} events)."),
    mark("Tell whether it means waiting, done or reopened, if it means any of these."),
)
NO_END = IssueKind(
    "cases.no-end",
    Severity.WARNING,
    mark("{count} cases were never closed and have not been touched for a long time."),
    mark("They are kept out of the queue and of times; close them in their system."),
)
NO_SERVICE = IssueKind(
    "cases.no-service",
    Severity.WARNING,
    mark("The log does not say which service its {count} cases are about."),
    mark("They are shown as they are; tie them to services to compare them."),
)
DIFFERS = IssueKind(
    "cases.differs",
    Severity.WARNING,
    mark(
        "Case {case} has other events than when it was imported; new ones were added."
    ),
    mark("Nothing to do if the system corrected them; the earlier ones are kept."),
)
BEFORE_START = IssueKind(
    "cases.closed-before-opened",
    Severity.WARNING,
    mark("Case {case} is closed before it is opened; the closing was left out."),
    mark("Correct the times in its system."),
)
LAST_IS_DONE = IssueKind(
    "cases.last-is-done",
    Severity.INFO,
    mark(
        "Nothing in the log means that a case is done; its last event was taken for it."
    ),
    mark("Nothing to do, unless the log has such a word: then say which."),
)
TAKEN_NUMBER = IssueKind(
    "cases.taken-number",
    Severity.WARNING,
    mark(
        "Case {case} has the number of a case of another system here; it was left out."
    ),
    mark("Say which system the file comes from, so that numbers are kept apart."),
)
NO_UNIT_KNOWN = IssueKind(
    "branches.no-unit-known",
    Severity.ERROR,
    mark("None of the units in the file is known here."),
    mark("Use names or codes of the organisation file, or import that first."),
)
NO_SUCH_UNIT = IssueKind(
    "branches.no-such-unit",
    Severity.WARNING,
    mark("No unit is called {text}; its branch keeps its own name."),
    mark("Write the unit’s code or name as in the organisation."),
)
