# SPDX-License-Identifier: EUPL-1.2
"""Everything that can be wrong with a table."""

from gemensam.formats.issues import Issue, IssueKind, Severity, mark

# ------------------------------------------------------------------- the file

EMPTY = IssueKind(
    "table.empty",
    Severity.ERROR,
    mark("The file is empty."),
    mark("Choose another file, or export it again."),
)
NOT_A_TABLE = IssueKind(
    "table.not-a-table",
    Severity.ERROR,
    mark("The file is neither CSV nor XLSX."),
    mark("Open it in the program it was made with and save it as XLSX or CSV."),
)
WEB_PAGE = IssueKind(
    "table.web-page",
    Severity.ERROR,
    mark("The file is a web page, whatever its name says."),
    mark("Open it in Excel and save it as XLSX, or fetch it again while signed in."),
)
XML_SPREADSHEET = IssueKind(
    "table.xml-spreadsheet",
    Severity.ERROR,
    mark("The file is XML and not a workbook."),
    mark("Open it in Excel and save it as XLSX."),
)
PROTECTED = IssueKind(
    "table.protected",
    Severity.ERROR,
    mark("The workbook is protected by a password."),
    mark("Remove the password in Excel and save the file again."),
)
OLD_EXCEL = IssueKind(
    "table.old-excel",
    Severity.ERROR,
    mark("The file is an Excel workbook of the old kind (.xls)."),
    mark("Open it in Excel and save it as XLSX."),
)
MACROS = IssueKind(
    "table.macros",
    Severity.ERROR,
    mark("The workbook contains macros."),
    mark("Save it as XLSX without macros."),
)
BINARY_WORKBOOK = IssueKind(
    "table.binary-workbook",
    Severity.ERROR,
    mark("The workbook is of the binary kind (.xlsb)."),
    mark("Open it in Excel and save it as XLSX."),
)
DAMAGED = IssueKind(
    "table.damaged",
    Severity.ERROR,
    mark("The workbook is damaged: {part}."),
    mark("Open it in Excel, let it repair the file, and save it again."),
)
TOO_LARGE = IssueKind(
    "table.too-large",
    Severity.ERROR,
    mark("The file holds more than {limit} {unit}."),
    mark("Split it into smaller files, or remove empty formatted rows and columns."),
)
ZIP_BOMB = IssueKind(
    "table.zip-bomb",
    Severity.ERROR,
    mark("The file unpacks to more than {ratio} times its size, as only a bomb does."),
    mark("Nothing was read. Ask the sender how the file was made."),
)
NO_SHEET = IssueKind(
    "table.no-sheet",
    Severity.ERROR,
    mark("The workbook has no visible sheet called {sheet}."),
    mark("Choose one of: {sheets}."),
)

# ------------------------------------------------------- rows of text, cells

BAD_QUOTES = IssueKind(
    "table.bad-quotes",
    Severity.ERROR,
    mark("Text follows a closing quote, so the row cannot be cut into cells."),
    mark("Double the quotes that belong to the text, or export the file again."),
)
UNCLOSED_QUOTE = IssueKind(
    "table.unclosed-quote",
    Severity.ERROR,
    mark("A quote that opens here is never closed."),
    mark("Close the quote, or remove it, and export the file again."),
)
LINE_TOO_LONG = IssueKind(
    "table.line-too-long",
    Severity.ERROR,
    mark("The line is longer than a million characters."),
    mark("This is hardly a table. Export the file again as CSV or XLSX."),
)
BAD_BYTES = IssueKind(
    "table.bad-bytes",
    Severity.ERROR,
    mark("The row holds bytes that mean nothing in {encoding}."),
    mark("Choose another encoding, or export the file again in UTF-8."),
)
EXTRA_CELLS = IssueKind(
    "table.extra-cells",
    Severity.ERROR,
    mark("The row has a value (“{text}”) to the right of the last header."),
    mark("Look for a separator inside a text that lacks quotes."),
)
FORMULA = IssueKind(
    "table.formula",
    Severity.WARNING,
    mark("Cell {cell} is a formula; its last saved value was read."),
    mark("Check the value, or paste values over formulas before saving."),
)
FORMULA_EMPTY = IssueKind(
    "table.formula-empty",
    Severity.ERROR,
    mark("Cell {cell} is a formula without a saved value."),
    mark("Open the file in Excel and save it, or paste values over formulas."),
)
CELL_ERROR = IssueKind(
    "table.cell-error",
    Severity.ERROR,
    mark("The cell shows the error {text}."),
    mark("Correct the formula in Excel and save the file again."),
)
FORMULA_TEXT = IssueKind(
    "table.formula-text",
    Severity.WARNING,
    mark("“{text}” in column {header} begins as a formula does; here it is a text."),
    mark(
        "A spreadsheet may compute it. Put an apostrophe before it if it is to be a text,"
        " else correct the value."
    ),
)
HIDDEN_ROW = IssueKind(
    "table.hidden-row",
    Severity.WARNING,
    mark("The row is hidden in Excel and was read all the same."),
    mark("Remove the row if it should not be there."),
)
HIDDEN_COLUMN = IssueKind(
    "table.hidden-column",
    Severity.WARNING,
    mark("Column {columns} is hidden in Excel and was read all the same."),
    mark("Remove the column if it should not be there."),
)
HIDDEN_SHEET = IssueKind(
    "table.hidden-sheet",
    Severity.WARNING,
    mark("The sheet {sheet} is hidden and was not read."),
    mark("Show the sheet and choose it if it should be read."),
)
OTHER_SHEET = IssueKind(
    "table.other-sheet",
    Severity.WARNING,
    mark("The sheet {sheet} was not read, only {chosen}."),
    mark("Choose the other sheet if that is the one to read."),
)
MERGED = IssueKind(
    "table.merged",
    Severity.WARNING,
    mark("The cells {cells} are merged; only the first of them has a value."),
    mark("Split the cells and fill in the value in each."),
)
EXTERNAL_LINK = IssueKind(
    "table.external-link",
    Severity.WARNING,
    mark("The workbook takes values from other files, which were not opened."),
    mark("Check that the saved values are up to date."),
)

# -------------------------------------------------------------------- headers

NO_HEADER = IssueKind(
    "table.no-header",
    Severity.ERROR,
    mark("No row with headers was found among the first {rows} rows."),
    mark("The table should have a row with: {headers}."),
)
MISSING_COLUMN = IssueKind(
    "table.missing-column",
    Severity.ERROR,
    mark("The column {header} is missing."),
    mark("Add it, or choose which column of the file it is."),
)
DUPLICATE_COLUMN = IssueKind(
    "table.duplicate-column",
    Severity.ERROR,
    mark("{header} stands in more than one column: {columns}."),
    mark("Remove or rename all but one of them, or choose which one it is."),
)
UNKNOWN_COLUMN = IssueKind(
    "table.unknown-column",
    Severity.ERROR,
    mark("The column {header} is not known here."),
    mark("Choose what it is, or choose to leave it out."),
)
LEFT_OUT = IssueKind(
    "table.left-out",
    Severity.INFO,
    mark("The column {header} was left out, as chosen."),
    mark("Nothing to do."),
)

# --------------------------------------------------------------------- values

REQUIRED = IssueKind(
    "cell.required",
    Severity.ERROR,
    mark("{header} is empty."),
    mark("Fill it in."),
)
TOO_LONG = IssueKind(
    "cell.too-long",
    Severity.ERROR,
    mark("The text is longer than {limit} characters."),
    mark("Shorten it."),
)
NOT_A_NUMBER = IssueKind(
    "cell.not-a-number",
    Severity.ERROR,
    mark("“{text}” is not a number."),
    mark("Write digits with a decimal comma, such as 1 234,50."),
)
AMBIGUOUS_NUMBER = IssueKind(
    "cell.ambiguous-number",
    Severity.ERROR,
    mark("“{text}” can be read as {one} or as {other}."),
    mark(
        "Write {one} with a blank between thousands, or {other} with a decimal comma."
    ),
)
NOT_WHOLE = IssueKind(
    "cell.not-whole",
    Severity.ERROR,
    mark("“{text}” is not a whole number."),
    mark("Write it without decimals."),
)
TOO_MANY_DECIMALS = IssueKind(
    "cell.too-many-decimals",
    Severity.ERROR,
    mark("“{text}” has more than {places} decimals."),
    mark("Round it to {places} decimals."),
)
OUT_OF_RANGE = IssueKind(
    "cell.out-of-range",
    Severity.ERROR,
    mark("“{text}” is outside {low} to {high}."),
    mark("Correct the value."),
)
EXCEL_NUMBER = IssueKind(
    "cell.excel-number",
    Severity.ERROR,
    mark("“{text}” is what Excel made of a number with many digits; digits are lost."),
    mark("Format the column as text, enter the value again and save."),
)
EXCEL_DATE = IssueKind(
    "cell.excel-date",
    Severity.ERROR,
    mark("“{text}” is a date that Excel made of something else."),
    mark("Format the column as text, enter the value again and save."),
)
LOST_ZEROS = IssueKind(
    "cell.lost-zeros",
    Severity.ERROR,
    mark("“{text}” is shorter than {width} digits; leading zeros have been lost."),
    mark("Format the column as text, enter the value again and save."),
)
BAD_CODE = IssueKind(
    "cell.bad-code",
    Severity.ERROR,
    mark("“{text}” is not written as {header} is, {form}."),
    mark("Correct the value."),
)
NOT_A_DATE = IssueKind(
    "cell.not-a-date",
    Severity.ERROR,
    mark("“{text}” is not a date."),
    mark("Write dates as 2026-11-23."),
)
AMBIGUOUS_DATE = IssueKind(
    "cell.ambiguous-date",
    Severity.ERROR,
    mark("“{text}” can be read as {one} or as {other}."),
    mark("Write dates as 2026-11-23."),
)
DATE_AS_NUMBER = IssueKind(
    "cell.date-as-number",
    Severity.ERROR,
    mark("“{text}” is a number; as a date in Excel it would be {date}."),
    mark("Format the column as a date and save, or write dates as 2026-11-23."),
)
NOT_A_MONTH = IssueKind(
    "cell.not-a-month",
    Severity.ERROR,
    mark("“{text}” is not a month."),
    mark("Write months as 2026-11."),
)
NOT_YES_OR_NO = IssueKind(
    "cell.not-yes-or-no",
    Severity.ERROR,
    mark("“{text}” is neither yes nor no."),
    mark("Write ja or nej."),
)
NOT_A_CHOICE = IssueKind(
    "cell.not-a-choice",
    Severity.ERROR,
    mark("“{text}” is not one of the choices."),
    mark("Choose one of: {choices}."),
)
DUPLICATE_ROW = IssueKind(
    "table.duplicate-row",
    Severity.ERROR,
    mark("{key} stands on row {first} already."),
    mark("Remove one of the rows."),
)


class UnreadableTable(ValueError):
    """The table could not be read; `issue` says why in words for a person."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message())
        self.issue = issue


class BadCell(ValueError):
    """One cell that does not fit its column; caught and logged by whoever has the row."""

    def __init__(self, kind: IssueKind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.values = values


def refused(kind: IssueKind, **values: object) -> UnreadableTable:
    return UnreadableTable(Issue(kind, values=values))
