# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a table as it really comes."""

from gemensam.formats.issues import IssueKind, Severity, mark

NO_HEADER = IssueKind(
    "untidy.no-header",
    Severity.ERROR,
    mark("No row with headers was found among the first {rows} rows."),
    mark("The table needs one row that names its columns; titles may stand above it."),
)
COLUMN_NOT_FOUND = IssueKind(
    "untidy.column-not-found",
    Severity.ERROR,
    mark("No column was taken for “{wanted}”, which is needed."),
    mark("Say which column it is below, and the file is read again."),
)
UNSURE = IssueKind(
    "untidy.unsure",
    Severity.WARNING,
    mark("The column {header} was taken for “{wanted}”, but that is not sure."),
    mark("Look at it below; change it if it is something else."),
)
TOTALS = IssueKind(
    "untidy.totals",
    Severity.INFO,
    mark(
        "{count} rows with sums or balances were left out, {checked} of them checked."
    ),
    mark("Nothing to do."),
)
TOTAL_DIFFERS = IssueKind(
    "untidy.total-differs",
    Severity.ERROR,
    mark("The sum “{label}” says {said} kr, but the rows above it make {found} kr."),
    mark("Rows may be missing, or filtered away. Export the file again, unfiltered."),
)
TOTAL_UNREADABLE = IssueKind(
    "untidy.total-unreadable",
    Severity.WARNING,
    mark("The sum “{label}” could not be read as an amount, so it was not checked."),
    mark("Nothing to do if the totals agree with the ledger."),
)
REPEATED_HEADERS = IssueKind(
    "untidy.repeated-headers",
    Severity.INFO,
    mark("The row of headers stood {count} times more and was left out."),
    mark("Nothing to do."),
    once=mark("The row of headers stood once more and was left out."),
)
