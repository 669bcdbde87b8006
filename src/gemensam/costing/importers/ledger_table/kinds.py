# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a ledger that comes as a table."""

from gemensam.formats.issues import IssueKind, Severity, mark

NO_ACCOUNT = IssueKind(
    "ledger-table.no-account",
    Severity.ERROR,
    mark("The row has {amount} kr but no account."),
    mark(
        "Complete it in the finance system, or see below that the right column is it."
    ),
)
NO_DAY = IssueKind(
    "ledger-table.no-day",
    Severity.ERROR,
    mark("The row has no day or period that can be used (“{text}”)."),
    mark(
        "See below that the right column is the date, or give the year with the file."
    ),
)
NO_AMOUNT = IssueKind(
    "ledger-table.no-amount",
    Severity.INFO,
    mark("{count} rows without an amount were left out."),
    mark("Nothing to do: headings, or postings of nothing."),
)
BAD_AMOUNT = IssueKind(
    "ledger-table.bad-amount",
    Severity.ERROR,
    mark("“{text}” cannot be read as an amount for certain."),
    mark("Export again with a decimal comma and two decimals, such as 1 234,50."),
)
ODD_ACCOUNT = IssueKind(
    "ledger-table.odd-account",
    Severity.WARNING,
    mark("“{account}” is no account of three to eight digits ({count} rows, {kr} kr)."),
    mark("See below that the right column is the account."),
)
NO_ROWS = IssueKind(
    "ledger-table.no-rows",
    Severity.ERROR,
    mark("The table has no row with an account and an amount."),
    mark("See below what the columns were taken for, or export again."),
)
WRONG_YEAR = IssueKind(
    "ledger-table.wrong-year",
    Severity.ERROR,
    mark(
        "{count} rows ({kr} kr) are not of {year} but of {other}; the first is on line {first}."
    ),
    mark("Choose the right file or year, or export one fiscal year at a time."),
)
WRONG_COMPANY = IssueKind(
    "ledger-table.wrong-company",
    Severity.ERROR,
    mark("The file speaks of {said}, but {chosen} was chosen."),
    mark("Choose the right file, or the company it is about."),
)
UNKNOWN_COMPANY = IssueKind(
    "ledger-table.unknown-company",
    Severity.ERROR,
    mark("There is no legal entity with the organisation number {number}."),
    mark("Import the register of legal entities first, or correct the number."),
)
SEVERAL_COMPANIES = IssueKind(
    "ledger-table.several-companies",
    Severity.ERROR,
    mark("The file holds several companies: {said}."),
    mark("Export one company at a time."),
)
FROM_SIE = IssueKind(
    "ledger-table.from-sie",
    Severity.ERROR,
    mark("{year} of {entity} was imported from another kind of export already."),
    mark("Keep to one kind within a year: the same postings would count twice."),
)
SAME_PERIOD = IssueKind(
    "ledger-table.same-period",
    Severity.ERROR,
    mark(
        "{months} came before in {file}, and {percent} % of the sums per account and cost "
        "centre are the same, but no voucher is: the same postings would count twice."
    ),
    mark(
        "Do not import it, if it is another export of the same months. If it is more "
        "postings, choose to let the file change what was imported before."
    ),
)
OVERLAP = IssueKind(
    "ledger-table.overlap",
    Severity.WARNING,
    mark(
        "{months} came before in {file}: {same} vouchers are the same, {new} are new "
        "({kr} kr in turnover)."
    ),
    mark("Nothing to do if postings were added since, or if the export was split."),
)
PARTIAL = IssueKind(
    "ledger-table.partial",
    Severity.INFO,
    mark(
        "{count} of {all} vouchers do not add up to zero; the sum of the file is {kr} kr."
    ),
    mark("As it should be when the export holds only some accounts, such as costs."),
)
NUMBERLESS = IssueKind(
    "ledger-table.numberless",
    Severity.INFO,
    mark(
        "{count} rows have no voucher number; they are known by their day and content."
    ),
    mark(
        "Nothing to do. Include the voucher number to follow each krona to its voucher."
    ),
)
CLAMPED = IssueKind(
    "ledger-table.period-rules",
    Severity.INFO,
    mark("{count} rows have a date outside their period; the period was followed."),
    mark("Nothing to do."),
)
