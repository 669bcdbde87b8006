# SPDX-License-Identifier: EUPL-1.2
"""What is missing from the file, and controls of its sums."""

from gemensam.formats.issues import IssueKind, Severity, mark

MISSING_RECORD = IssueKind(
    "sie.missing-record",
    Severity.ERROR,
    mark("The obligatory record {label} is missing."),
    mark("Export the file again; without {label} it cannot be placed."),
)
MISSING_FORMALITY = IssueKind(
    "sie.missing-formality",
    Severity.WARNING,
    mark("The record {label}, obligatory in SIE type {type}, is missing."),
    mark("Nothing is needed; tell the program's vendor if it comes back."),
)
NO_VOUCHERS = IssueKind(
    "sie.no-vouchers",
    Severity.WARNING,
    mark("The file is SIE type 4 but holds no vouchers."),
    mark("Check that the export covered the period you meant."),
)
NOTHING_TO_IMPORT = IssueKind(
    "sie.nothing-to-import",
    Severity.ERROR,
    mark("The file holds neither vouchers nor balances: there is nothing to import."),
    mark("Export the file again; it may have been cut off."),
)
NOT_ALLOWED = IssueKind(
    "sie.record-not-allowed",
    Severity.WARNING,
    mark("{label} does not belong in SIE type {type}; {count} were read all the same."),
    mark("Nothing is needed; tell the program's vendor if it comes back."),
)
CONTROL_BALANCE = IssueKind(
    "sie.control-balance",
    Severity.WARNING,
    mark(
        "Account {account}, year {year}: opening balance {opening} and vouchers {moved} give"
        " {computed}, but {label} says {stated}."
    ),
    mark("Find the cause, or let finance accept the difference with a reason."),
)
CONTROL_RESULT = IssueKind(
    "sie.control-result",
    Severity.WARNING,
    mark(
        "Year {year}: the results are {results} but the balances changed by {change};"
        " together they should be zero and are {difference}."
    ),
    mark("Find the cause, or let finance accept the difference with a reason."),
)
