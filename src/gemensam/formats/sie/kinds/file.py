# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with the file as a whole: its kind, its letters, its size."""

from gemensam.formats.issues import IssueKind, Severity, mark

NOT_SIE = IssueKind(
    "sie.not-a-sie-file",
    Severity.ERROR,
    mark("This is not a SIE file. It begins with “{first}”."),
    mark("Export the ledger again as SIE 4 and choose that file."),
)
SIE_5 = IssueKind(
    "sie.sie-5",
    Severity.ERROR,
    mark("This is a SIE 5 file (XML); a SIE file of type 1–4 is needed."),
    mark("Export the ledger again and choose SIE 4 instead of SIE 5."),
)
UTF_16 = IssueKind(
    "sie.utf-16",
    Severity.ERROR,
    mark(
        "This is a SIE file in UTF-16 (“Unicode”), which the standard does not allow."
    ),
    mark(
        "Save it as PC8 (CP437), or export the ledger again as SIE 4 with that choice."
    ),
)
ONLY_FLAG = IssueKind(
    "sie.only-flag",
    Severity.ERROR,
    mark("The file holds nothing but “{first}”: it is empty or cut off."),
    mark("Export the ledger again and choose that file."),
)
WRONG_TYPE = IssueKind(
    "sie.wrong-type",
    Severity.ERROR,
    mark("The file is SIE type {found}; type {needed} is needed here."),
    mark("Export the ledger again as SIE type {needed}."),
)
TYPE_INVALID = IssueKind(
    "sie.type-invalid",
    Severity.ERROR,
    mark("“{found}” is not a type of SIE file; 1, 2, 3 and 4 are."),
    mark("Export the file again; if the fault remains, tell the program's vendor."),
)
FLAG_SET = IssueKind(
    "sie.flag-set",
    Severity.WARNING,
    mark("#FLAGGA is “{found}”: another program has marked the file as imported."),
    mark("Export a fresh file, in which the flag is 0."),
)
SEVERAL_COMPANIES = IssueKind(
    "sie.several-companies",
    Severity.ERROR,
    mark(
        "{label} comes again, with “{found}” after “{first}”: several companies or files in one."
    ),
    mark("Export one file for each company and year."),
)

ENCODING_AMBIGUOUS = IssueKind(
    "sie.encoding-ambiguous",
    Severity.ERROR,
    mark(
        "The letters can be read as “{chosen}” ({encoding}) or “{other}” ({instead})."
    ),
    mark(
        "Choose the character set that shows the names right and read the file again."
    ),
)
ENCODING_MIXED = IssueKind(
    "sie.encoding-mixed",
    Severity.INFO,
    mark(
        "Read as {encoding} ({for_it} letters speak for it), though {against} letters speak"
        " for another character set."
    ),
    mark("Look at the names; choose another character set if they are wrong."),
)
ENCODING_BROKEN = IssueKind(
    "sie.encoding-broken",
    Severity.ERROR,
    mark("The bytes {found} are no letters in {encoding}."),
    mark("Choose another character set, or export the file again."),
)
ENCODING_NOT_PC8 = IssueKind(
    "sie.encoding-not-pc8",
    Severity.WARNING,
    mark("The file is written in {encoding}; the standard allows CP437 (PC8) only."),
    mark(
        "Look at the names with å, ä and ö; nothing more is needed if they are right."
    ),
)
TEXT_DAMAGED = IssueKind(
    "sie.text-damaged",
    Severity.WARNING,
    mark("Letters were lost before the file reached us, {count} times: “{found}”."),
    mark("Export the file again if the names matter; amounts are not affected."),
    once=mark("Letters were lost before the file reached us, once: “{found}”."),
)

LINE_TOO_LONG = IssueKind(
    "sie.line-too-long",
    Severity.ERROR,
    mark("The line is longer than {limit} bytes and was not read."),
    mark("Export the file again; a SIE record is one short line."),
)
VOUCHER_TOO_LARGE = IssueKind(
    "sie.voucher-too-large",
    Severity.ERROR,
    mark(
        "The voucher that begins here has more than {limit} rows; the rest was not kept."
    ),
    mark("Look for a missing “}}”, or split the voucher in the ledger."),
)
TOO_MANY_ACCOUNTS = IssueKind(
    "sie.too-many-accounts",
    Severity.ERROR,
    mark(
        "More than {limit} different accounts are used; balances cannot be controlled."
    ),
    mark("Check that the file is a ledger and that account numbers are not mixed up."),
)

TOO_MANY_DECLARED = IssueKind(
    "sie.too-many-declared",
    Severity.WARNING,
    mark(
        "More than {limit} accounts or objects are declared; later ones are not checked."
    ),
    mark("Check that the file is a ledger and not a register of something else."),
)

CHECKSUM_WRONG = IssueKind(
    "sie.checksum-wrong",
    Severity.ERROR,
    mark(
        "#KSUMMA says {found} but the contents give {computed}: the file was changed."
    ),
    mark("Fetch or export the file again; do not edit it by hand."),
)
CHECKSUM_MISSING = IssueKind(
    "sie.checksum-missing",
    Severity.ERROR,
    mark(
        "A checksum was announced here but there is none at the end: the file is cut off."
    ),
    mark("Fetch or export the file again."),
)
CHECKSUM_UNANNOUNCED = IssueKind(
    "sie.checksum-unannounced",
    Severity.WARNING,
    mark(
        "#KSUMMA {found} was not announced at the top of the file and cannot be checked."
    ),
    mark("Nothing is needed; tell the program's vendor if it comes back."),
)
