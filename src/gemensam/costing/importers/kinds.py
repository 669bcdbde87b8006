# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with the evidence of costing."""

from gemensam.formats.issues import IssueKind, Severity, mark

UNKNOWN_SERVICE = IssueKind(
    "costing.unknown-service",
    Severity.ERROR,
    mark("There is no service {code}."),
    mark("Use a code of the service catalogue, or LED and OVR in a time survey."),
)
READ_AS = IssueKind(
    "costing.service-read-as",
    Severity.WARNING,
    mark(
        "{code} is not there in {month}: {share} % of its {count} rows is counted as {now}."
    ),
    mark("Let the register count by what the service is in the month, if it can."),
)
NOT_THERE = IssueKind(
    "costing.service-not-there",
    Severity.WARNING,
    mark(
        "{code} is not there in {month}, and nothing follows it: its {count} rows are "
        "counted all the same."
    ),
    mark(
        "Import what follows it (successions of services), or change its days "
        "(services)."
    ),
)
UNKNOWN_ENTITY = IssueKind(
    "costing.unknown-legal-entity",
    Severity.ERROR,
    mark("No legal entity has the organisation number {number}."),
    mark("Import the register of legal entities first, or correct the number."),
)
UNBRIDGED = IssueKind(
    "costing.unbridged",
    Severity.WARNING,
    mark("{code} is not tied to any unit ({count} rows)."),
    mark("Add it to the bridge between registers and import this file again."),
)
NO_PAY = IssueKind(
    "costing.no-pay",
    Severity.WARNING,
    mark("{title} has neither monthly nor hourly pay."),
    mark("See whether the person is on unpaid leave, or correct the register."),
)
OTHER_YEAR = IssueKind(
    "costing.staff-of-another-year",
    Severity.WARNING,
    mark("The register is taken to be of {year}, and there is no ledger of that year."),
    mark("If it is of another year, choose the file again and give the year with it."),
)
BAD_SUM = IssueKind(
    "costing.shares",
    Severity.WARNING,
    mark("The shares of one person add up to {sum} %; they were scaled to 100."),
    mark("Ask the person, if the difference is more than a slip."),
)
WAY_OFF = IssueKind(
    "costing.shares-way-off",
    Severity.ERROR,
    mark("The shares of one person add up to {sum} %."),
    mark("Ask the person to answer again; between 80 and 120 % would be scaled."),
)
BAD_PATTERN = IssueKind(
    "costing.pattern",
    Severity.ERROR,
    mark("“{pattern}” is no pattern of codes."),
    mark(
        'Write 5010, 50*, 5010-5799, or several with commas; a code with a comma in it as ="A,1".'
    ),
)
NO_SERVICE = IssueKind(
    "costing.direct-without-service",
    Severity.ERROR,
    mark("Rule {order} sends direct cost to no service."),
    mark("Give the code of the service, or choose another treatment."),
)
NEGATIVE = IssueKind(
    "costing.negative-volume",
    Severity.WARNING,
    mark("{count} units of {service} is below zero: a correction?"),
    mark("Nothing to do if it corrects an earlier month."),
)
BAD_MONTH = IssueKind(
    "costing.bad-month",
    Severity.ERROR,
    mark("The choice {option} says “{text}”, which is no month."),
    mark("Write year and month, such as 2026-04."),
)
PERIOD_BACKWARDS = IssueKind(
    "costing.period-backwards",
    Severity.ERROR,
    mark("The survey is said to be about {first} to {last}: it ends before it begins."),
    mark("Give the first month as from and the last as to."),
)
BAD_STANDARD = IssueKind(
    "costing.bad-standard",
    Severity.ERROR,
    mark("The list of standard shares cannot be so: {reason}"),
    mark("Correct the row in the file and import it again."),
)
TWO_VALUES = IssueKind(
    "costing.kolada-two-values",
    Severity.WARNING,
    mark("{kpi} has two figures for {year}; the later one is taken."),
    mark("See which of them Kolada publishes, and leave the other out of the file."),
)
