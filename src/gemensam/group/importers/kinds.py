# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with the registers of the group."""

from gemensam.formats.issues import IssueKind, Severity, mark

BAD_NUMBER = IssueKind(
    "group.organisation-number",
    Severity.ERROR,
    mark("{number} is no organisation number: the check digit does not agree."),
    mark("Look the number up; it has ten digits."),
)
UNKNOWN_ENTITY = IssueKind(
    "group.unknown-legal-entity",
    Severity.ERROR,
    mark("No legal entity has the organisation number {number}."),
    mark("Import the register of legal entities first, or correct the number."),
)
UNKNOWN_UNIT = IssueKind(
    "group.unknown-unit",
    Severity.ERROR,
    mark("There is no unit with code {code}."),
    mark("Import the organisation first, or correct the code."),
)
UNKNOWN_TEAM = IssueKind(
    "group.unknown-team",
    Severity.ERROR,
    mark("There is no team with code {code}."),
    mark("Import the teams first, or correct the code."),
)
UNKNOWN_PERSON = IssueKind(
    "group.unknown-person",
    Severity.ERROR,
    mark("Nobody has the e-mail address {email}."),
    mark("Import the people first, or correct the address."),
)
NO_ROOT = IssueKind(
    "group.no-root",
    Severity.ERROR,
    mark("No unit stands at the top: every unit has another above it."),
    mark("Leave the column for the unit above empty for the group itself."),
)
LOOP = IssueKind(
    "group.loop",
    Severity.ERROR,
    mark("{code} hangs under itself, by way of {path}."),
    mark("Correct the unit above one of them."),
)
OVERLAP = IssueKind(
    "group.overlap",
    Severity.ERROR,
    mark("{code} is placed twice from {start}."),
    mark("Let the first placement end where the next begins."),
)
PLACED = IssueKind(
    "group.placed-already",
    Severity.ERROR,
    mark("{code} hangs under {parent} from {start}. That cannot be made otherwise."),
    mark("Let it end, and give a row of its own from the day on which it moved."),
)
WHOSE = IssueKind(
    "group.authority-recorded",
    Severity.ERROR,
    mark("{code} is under {authority} from {start}. That cannot be made otherwise."),
    mark("Let it end, and give a row of its own from the day on which another authority took it over."),
)  # fmt: skip
WHOSE_THEN = IssueKind(
    "group.authority-then",
    Severity.WARNING,
    mark("{code} was under {authority} from {start}, by what is recorded; that is kept."),
    mark("Nothing needs to be done if the period has ended; what is told of closed months does not change."),
)  # fmt: skip
BACKWARDS = IssueKind(
    "group.period-backwards",
    Severity.ERROR,
    mark("{code} ends {end}, before it begins {start}."),
    mark("Correct the dates; the last day is the day before the end."),
)
SHARES = IssueKind(
    "group.succession-shares",
    Severity.ERROR,
    mark("What follows {code} on {date} adds up to {sum} %, not 100."),
    mark("Give each successor its share so that they add up to 100 %."),
)
SHARE_RECORDED = IssueKind(
    "group.succession-recorded",
    Severity.ERROR,
    mark("It is recorded already that {share} % of {code} became {to} on {date}."),
    mark("What was recorded is not changed. Leave the row out, or correct its share."),
)
STILL_THERE = IssueKind(
    "group.succeeded-still-there",
    Severity.WARNING,
    mark(
        "{code} is still in the organisation on {date}, so that nothing of it moves yet."
    ),
    mark("Import the organisation with the day on which {code} ends."),
)
BAD_EMAIL = IssueKind(
    "group.email",
    Severity.ERROR,
    mark("{email} is no e-mail address."),
    mark("Write it as name@municipality.se."),
)
