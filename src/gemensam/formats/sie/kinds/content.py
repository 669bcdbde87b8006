# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with what a record says: amounts, dates, accounts, vouchers."""

from gemensam.formats.issues import IssueKind, Severity, mark

AMOUNT_BROKEN = IssueKind(
    "sie.amount-broken",
    Severity.ERROR,
    mark(
        "“{found}” on account {account} is not an amount in kronor with at most two decimals."
    ),
    mark("Correct the amount; {label} was left out of all sums."),
)
AMOUNT_TOO_LARGE = IssueKind(
    "sie.amount-too-large",
    Severity.ERROR,
    mark(
        "The amount on account {account} has {digits} digits before the decimal point."
    ),
    mark("Correct the amount; {label} was left out of all sums."),
)
AMOUNT_UNUSUAL = IssueKind(
    "sie.amount-unusual",
    Severity.WARNING,
    mark("“{found}” is not written as the standard says; it was read as {read}."),
    mark("Check the amount against the ledger."),
)
AMOUNT_SPLIT = IssueKind(
    "sie.amount-split",
    Severity.WARNING,
    mark(
        "“{found}” may be one amount with a space in it; it was read as amount and quantity."
    ),
    mark("Check the balance of account {account} against the ledger."),
)
QUANTITY_BROKEN = IssueKind(
    "sie.quantity-broken",
    Severity.WARNING,
    mark("“{found}” is not a quantity; the row is read without one."),
    mark("Correct the quantity in the ledger if it is used."),
)

DATE_INVALID = IssueKind(
    "sie.date-invalid",
    Severity.ERROR,
    mark("“{found}” in {label} is not a date (year, month and day in eight digits)."),
    mark("Correct the date in the ledger and export the file again."),
)
DATE_MISSING = IssueKind(
    "sie.date-missing",
    Severity.ERROR,
    mark("{label} has no date."),
    mark("Date the voucher in the ledger and export the file again."),
)
DATE_UNUSUAL = IssueKind(
    "sie.date-unusual",
    Severity.WARNING,
    mark("“{found}” is not written as the standard says; it was read as {read}."),
    mark("Check the date against the ledger."),
)
DATE_OUTSIDE_YEAR = IssueKind(
    "sie.date-outside-year",
    Severity.ERROR,
    mark(
        "The voucher {series} {number} is dated {date}, outside the fiscal years of the file."
    ),
    mark("Correct the date, or export the year it belongs to."),
)
ROW_DATE_OUTSIDE_YEAR = IssueKind(
    "sie.row-date-outside-year",
    Severity.WARNING,
    mark("The row's date {date} lies outside the fiscal years of the file."),
    mark("Nothing is needed: the voucher's own date decides the period."),
)
YEAR_INVALID = IssueKind(
    "sie.fiscal-year-invalid",
    Severity.ERROR,
    mark("Fiscal year {number} begins {start} and ends {end}."),
    mark("Correct the fiscal year in the ledger and export the file again."),
)
YEAR_LONG = IssueKind(
    "sie.fiscal-year-long",
    Severity.WARNING,
    mark("Fiscal year {number} is longer than 18 months ({start}–{end})."),
    mark("Check the fiscal year in the ledger."),
)
YEAR_CONFLICT = IssueKind(
    "sie.fiscal-year-conflict",
    Severity.ERROR,
    mark("Fiscal year {number} is given twice with different dates."),
    mark("Export one file for each company and year."),
)
YEAR_UNKNOWN = IssueKind(
    "sie.fiscal-year-unknown",
    Severity.WARNING,
    mark("{count} {label} records are for year {year}, which has no #RAR."),
    mark("Nothing is needed unless that year is to be compared."),
)
PERIOD_OUTSIDE = IssueKind(
    "sie.period-outside-year",
    Severity.WARNING,
    mark("{count} {label} records of year {year} are for months outside that year."),
    mark("Check the period balances before they are compared."),
)
PERIOD_INVALID = IssueKind(
    "sie.period-invalid",
    Severity.ERROR,
    mark("“{found}” in {label} is not a month (year and month in six digits)."),
    mark("Export the file again; tell the program's vendor if it comes back."),
)
CURRENCY = IssueKind(
    "sie.other-currency",
    Severity.ERROR,
    mark("The amounts are in {found}, not in Swedish kronor."),
    mark("Export the ledger in SEK."),
)
FORMAT = IssueKind(
    "sie.other-format",
    Severity.INFO,
    mark("#FORMAT says “{found}”; the standard knows PC8 only."),
    mark("Nothing is needed: the letters are judged by the bytes."),
)
ORGANISATION_NUMBER = IssueKind(
    "sie.organisation-number",
    Severity.INFO,
    mark("The organisation number “{found}” is not written as nnnnnn-nnnn."),
    mark("Check that the file is for the right organisation."),
)
ACCOUNT_TYPE = IssueKind(
    "sie.account-type",
    Severity.WARNING,
    mark("Account {account} has the type “{found}”; T, S, K and I are known."),
    mark("Map the account by hand."),
)
ACCOUNT_NOT_NUMERIC = IssueKind(
    "sie.account-not-numeric",
    Severity.WARNING,
    mark("The account “{account}” is not a number ({count} times)."),
    mark("Map the account by hand before the import."),
    once=mark("The account “{account}” is not a number (once)."),
)
ACCOUNT_RENAMED = IssueKind(
    "sie.account-renamed",
    Severity.WARNING,
    mark("Account {account} is declared as “{first}” and again as “{found}”."),
    mark("Check the chart of accounts; the first name holds."),
)
ACCOUNT_UNDECLARED = IssueKind(
    "sie.account-undeclared",
    Severity.WARNING,
    mark("Account {account} is used but not declared; it has no name."),
    mark("Name or map the account before the import."),
)
ACCOUNT_UNDECLARED_IMPORT = IssueKind(
    "sie.account-undeclared-in-import",
    Severity.INFO,
    mark("Account {account} is used but not declared, as a file for import may do."),
    mark("The account must exist where the file is read in."),
)
DIMENSION_UNKNOWN = IssueKind(
    "sie.dimension-unknown",
    Severity.WARNING,
    mark("Dimension {dimension} is used but not declared ({count} objects)."),
    mark("Say what the dimension means before the import, or leave it out."),
)
OBJECT_UNDECLARED = IssueKind(
    "sie.object-undeclared",
    Severity.WARNING,
    mark("Object “{object}” in dimension {dimension} is used but not declared."),
    mark("Name or map the object before the import."),
)

UNBALANCED = IssueKind(
    "sie.unbalanced-voucher",
    Severity.ERROR,
    mark(
        "The voucher {series} {number} of {date} does not balance: its rows make {difference} kr, not 0."
    ),
    mark("Correct the voucher in the ledger and export the file again."),
)
EMPTY_VOUCHER = IssueKind(
    "sie.empty-voucher",
    Severity.WARNING,
    mark("The voucher {series} {number} has no rows."),
    mark("Nothing is needed: it moves no money."),
)
ADDED_ROW_ALONE = IssueKind(
    "sie.added-row-alone",
    Severity.WARNING,
    mark("#RTRANS on account {account} is not followed by the same row as #TRANS."),
    mark("Only #TRANS counts; check the voucher against the ledger."),
)
VOUCHER_REPEATED = IssueKind(
    "sie.voucher-repeated",
    Severity.WARNING,
    mark("The voucher {series} {number} comes again; both are read."),
    mark("Check that it is not the same voucher twice."),
)
VOUCHER_ORDER = IssueKind(
    "sie.voucher-order",
    Severity.INFO,
    mark("The vouchers of series {series} are not in rising order ({count} times)."),
    mark("Nothing is needed."),
    once=mark("The vouchers of series {series} are not in rising order (once)."),
)
BALANCE_REPEATED = IssueKind(
    "sie.balance-repeated",
    Severity.ERROR,
    mark("{label} of year {year} comes twice for account {account}."),
    mark("Export the file again; tell the program's vendor if it comes back."),
)
