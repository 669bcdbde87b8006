# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a ledger file beyond the file itself."""

from gemensam.formats.issues import IssueKind, Severity, mark

WRONG_COMPANY = IssueKind(
    "ledger.wrong-company",
    Severity.ERROR,
    mark("The file is about {name} ({orgnr}), which is not in the group."),
    mark(
        "Choose the right file. If the company does belong to the group, "
        "add it to the register of legal entities first."
    ),
)
NAMELESS = IssueKind(
    "ledger.no-company",
    Severity.ERROR,
    mark("The file says neither organisation number nor company name."),
    mark("Export it again with company data, or add #FNAMN and #ORGNR."),
)
NO_NUMBER = IssueKind(
    "ledger.no-organisation-number",
    Severity.WARNING,
    mark("The file has no organisation number; it is known by the name {name} alone."),
    mark("Enter the organisation number in the finance system before the next export."),
)
NEW_COMPANY = IssueKind(
    "ledger.new-company",
    Severity.WARNING,
    mark("{name} is new here and is added with this file."),
    mark("See that it is the right company; import a register of legal entities."),
)
NO_YEAR = IssueKind(
    "ledger.no-year",
    Severity.ERROR,
    mark("The file does not say which fiscal year it is about."),
    mark("Export it again with #RAR 0."),
)
NO_VOUCHERS = IssueKind(
    "ledger.no-vouchers",
    Severity.WARNING,
    mark("The file has balances but no vouchers (type {type})."),
    mark("Export type 4E, so that every krona can be followed to its voucher."),
)
CHANGED = IssueKind(
    "ledger.voucher-differs",
    Severity.ERROR,
    mark(
        "Voucher {voucher} of {date} was imported before with other content: "
        "{before} then, {now} in this file."
    ),
    mark(
        "Find out which is right. Import with the choice to accept changed vouchers "
        "if the ledger was corrected; the earlier content is kept."
    ),
)
CHANGED_ACCEPTED = IssueKind(
    "ledger.voucher-replaced",
    Severity.WARNING,
    mark("Voucher {voucher} of {date} replaces what was imported before."),
    mark("Nothing to do; the earlier content is kept."),
)
GONE = IssueKind(
    "ledger.vouchers-missing",
    Severity.WARNING,
    mark("{count} vouchers that were imported before are not in this file."),
    mark(
        "They stay. If the file covers a shorter period this is as it should be; "
        "if they were removed from the ledger, ask the finance system's owner why."
    ),
)
UNDATED = IssueKind(
    "ledger.voucher-undated",
    Severity.ERROR,
    mark("Voucher {voucher} has no date that can be used."),
    mark("Correct the date in the finance system and export again."),
)
FROM_TABLE = IssueKind(
    "ledger.from-table",
    Severity.ERROR,
    mark("{year} of {entity} was imported from another kind of export already."),
    mark("Keep to one kind within a year: the same postings would count twice."),
)
