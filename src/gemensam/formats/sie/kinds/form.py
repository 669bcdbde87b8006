# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with the form of a line, a field or a block."""

from gemensam.formats.issues import IssueKind, Severity, mark

STRAY_LINE = IssueKind(
    "sie.stray-line",
    Severity.ERROR,
    mark("The line is no record: “{found}”."),
    mark("A record begins with #; look for a line break inside a text above."),
)
UNCLOSED_QUOTE = IssueKind(
    "sie.unclosed-quote",
    Severity.WARNING,
    mark(
        "A quotation mark opens but does not close on the line; the text ends with it."
    ),
    mark("Look at the text of the line; nothing is needed if it is right."),
)
STRAY_QUOTE = IssueKind(
    "sie.stray-quote",
    Severity.WARNING,
    mark("A quotation mark stands inside a field without a backslash before it."),
    mark("Look at the text of the line; nothing is needed if it is right."),
)
BACKSLASH_QUOTE = IssueKind(
    "sie.backslash-before-quote",
    Severity.WARNING,
    mark("A text ends in a backslash, which the standard reads as a quotation mark."),
    mark("Look at the text of the line; nothing is needed if it is right."),
)
CONTROL_CHARACTER = IssueKind(
    "sie.control-character",
    Severity.WARNING,
    mark("The line holds control characters, which were left out."),
    mark("Look at the text of the line; nothing is needed if it is right."),
)
NBSP_SEPARATOR = IssueKind(
    "sie.nbsp-separator",
    Severity.WARNING,
    mark("Fields are separated by non-breaking spaces."),
    mark("Look at the line; nothing is needed if its fields are right."),
)
UNCLOSED_LIST = IssueKind(
    "sie.unclosed-list",
    Severity.ERROR,
    mark("An object list opens with “{{” but does not close on the line."),
    mark("Export the file again; tell the program's vendor if it comes back."),
)
NESTED_LIST = IssueKind(
    "sie.nested-list",
    Severity.ERROR,
    mark("“{{” stands inside an object list."),
    mark("Export the file again; tell the program's vendor if it comes back."),
)
ODD_LIST = IssueKind(
    "sie.odd-object-list",
    Severity.ERROR,
    mark("The object list “{found}” does not hold pairs of dimension and object."),
    mark("Correct the coding in the ledger and export the file again."),
)
LIST_MISSING = IssueKind(
    "sie.object-list-missing",
    Severity.WARNING,
    mark("The object list is missing; it was read as empty."),
    mark("Nothing is needed if the row has no objects."),
)
LIST_UNEXPECTED = IssueKind(
    "sie.object-list-unexpected",
    Severity.WARNING,
    mark("{label} has an object list where none belongs; the list was skipped."),
    mark("Look at the line; nothing is needed if the list is empty."),
)

BRACE_PLACEMENT = IssueKind(
    "sie.brace-placement",
    Severity.WARNING,
    mark("A brace around voucher rows does not stand on a line of its own."),
    mark("Nothing is needed; tell the program's vendor if it comes back."),
)
STRAY_BRACE = IssueKind(
    "sie.stray-brace",
    Severity.ERROR,
    mark("A brace stands where no voucher opens or closes."),
    mark("Look for a missing #VER or a brace too many above the line."),
)
UNCLOSED_BLOCK = IssueKind(
    "sie.unclosed-block",
    Severity.ERROR,
    mark("The voucher {series} {number} that opens here is never closed."),
    mark("The file is cut off or damaged: fetch or export it again."),
)
MISSING_BLOCK = IssueKind(
    "sie.missing-block",
    Severity.ERROR,
    mark("The voucher {series} {number} is not followed by “{{” and its rows."),
    mark("The file is cut off or damaged: fetch or export it again."),
)
ROW_OUTSIDE = IssueKind(
    "sie.row-outside-voucher",
    Severity.ERROR,
    mark("{label} on account {account} stands outside a voucher."),
    mark("Look for a missing #VER or a “}}” too many above the line."),
)

UNKNOWN_LABEL = IssueKind(
    "sie.unknown-label",
    Severity.INFO,
    mark("{label} is not a record of SIE 4; {count} lines of it were skipped."),
    mark("Nothing is needed."),
)
LABEL_FORM = IssueKind(
    "sie.label-form",
    Severity.WARNING,
    mark("“{found}” was read as {label}, {count} times."),
    mark("Nothing is needed; tell the program's vendor if it comes back."),
    once=mark("“{found}” was read as {label}, once."),
)
SURPLUS_FIELDS = IssueKind(
    "sie.surplus-fields",
    Severity.INFO,
    mark(
        "{label} has more fields than the standard knows, {count} times; they were skipped."
    ),
    mark("Nothing is needed."),
    once=mark(
        "{label} has more fields than the standard knows, once; they were skipped."
    ),
)
UNQUOTED_TEXT = IssueKind(
    "sie.unquoted-text",
    Severity.WARNING,
    mark(
        "The text of {label} has spaces but no quotation marks; it was read as “{text}”."
    ),
    mark("Look at the name; nothing is needed if it is right."),
)
EMPTY_RECORD = IssueKind(
    "sie.empty-record",
    Severity.INFO,
    mark("{label} says nothing, {count} times; it was skipped."),
    mark("Nothing is needed."),
    once=mark("{label} says nothing, once; it was skipped."),
)
FIELD_MISSING = IssueKind(
    "sie.field-missing",
    Severity.ERROR,
    mark("{label} lacks its {field}."),
    mark("Correct the record in the ledger and export the file again."),
)
NUMBER_INVALID = IssueKind(
    "sie.number-invalid",
    Severity.ERROR,
    mark("“{found}” in {label} is not a whole number."),
    mark("Export the file again; tell the program's vendor if it comes back."),
)
NO_LAST_NEWLINE = IssueKind(
    "sie.no-last-newline",
    Severity.WARNING,
    mark("The last line does not end; the file may be cut off."),
    mark("Look at the end of the file; nothing is needed if it is whole."),
)
ORDER = IssueKind(
    "sie.order",
    Severity.INFO,
    mark("{label} stands later in the file than the standard says."),
    mark("Nothing is needed."),
)
RECORD_REPEATED = IssueKind(
    "sie.record-repeated",
    Severity.WARNING,
    mark("{label} comes more than once; the first holds."),
    mark("Look at both; correct the ledger if the first is wrong."),
)
