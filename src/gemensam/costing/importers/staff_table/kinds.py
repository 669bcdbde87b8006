# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a roster."""

from gemensam.formats.issues import IssueKind, Severity, mark

NO_PAY = IssueKind(
    "staff-table.no-pay",
    Severity.WARNING,
    mark("{title} has no pay; the person is counted without cost."),
    mark("Complete the pay in the export, or see below that the right column is it."),
)
NEGATIVE_PAY = IssueKind(
    "staff-table.negative-pay",
    Severity.WARNING,
    mark("The pay of {title} is below zero ({text}); it was counted as missing."),
    mark("Correct it in the HR system and export again."),
)
BAD_PAY = IssueKind(
    "staff-table.bad-pay",
    Severity.WARNING,
    mark("“{text}” cannot be read as pay for certain; it was counted as missing."),
    mark("Export again with a decimal comma, such as 32 500,00."),
)
ODD_PAY = IssueKind(
    "staff-table.odd-pay",
    Severity.WARNING,
    mark("{count} full-time salaries are below 12 000 or above 250 000 kr a month."),
    mark("See that the column holds pay per month for full time."),
)
BAD_EXTENT = IssueKind(
    "staff-table.bad-extent",
    Severity.WARNING,
    mark("“{text}” is no extent of employment; full time was assumed."),
    mark("Write per cent of full time, such as 75."),
)
NO_EXTENT = IssueKind(
    "staff-table.no-extent",
    Severity.WARNING,
    mark("{count} monthly paid have no extent of employment; full time was assumed."),
    mark("Include the extent of employment in the export."),
)
HOURLY = IssueKind(
    "staff-table.hourly",
    Severity.WARNING,
    mark(
        "{count} hourly paid have no hours; each was counted as {percent} % of full time."
    ),
    mark("Include the year’s hours in the export for a better answer."),
)
NO_TITLE = IssueKind(
    "staff-table.no-title",
    Severity.WARNING,
    mark("{count} rows have no title; nothing can be assumed of what they do."),
    mark("Include the title in the export."),
)
NO_CENTRE = IssueKind(
    "staff-table.no-centre",
    Severity.WARNING,
    mark("{count} rows have no cost centre, so their cost is not tied to the ledger."),
    mark("Include the cost centre that the pay is booked on."),
)
SEVERAL = IssueKind(
    "staff-table.several",
    Severity.INFO,
    mark("{count} persons have more than one row: several employments or pay periods."),
    mark("Nothing to do for several employments; export one row each otherwise."),
)
NOBODY = IssueKind(
    "staff-table.nobody",
    Severity.ERROR,
    mark("The table has no row about a person."),
    mark("See below what the columns were taken for, or export again."),
)
