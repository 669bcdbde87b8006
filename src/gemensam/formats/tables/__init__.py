# SPDX-License-Identifier: EUPL-1.2
"""Tables with declared columns: read from CSV and XLSX, written to both.

    spec = TableSpec(columns=(Column(name="amount", type=Money(), header="Belopp"), ...))
    with opened_table(path, spec, log=log) as table:
        rows = list(table)              all faults of all rows are in the log
    remember(table.chosen)              and give it with the next file of the same making
    write_csv(rows, spec, file); write_xlsx(rows, spec, file)

What was decided:

1.  Nothing is guessed. A number or date that can be read in two ways is refused with both
    readings, what Excel has damaged is named, and a header that is not known stops the
    file until someone has said what it is or that it may be left out.
2.  A row with a fault is handed over marked, with None in the cell at fault; whoever
    imports decides that nothing of such a file is saved.
3.  Workbooks are read here and not by a library: only so can hidden rows, formulas,
    merged cells and sizes be told in one streamed pass through the one door to XML, with
    numbers as the digits in the file. Another library judges in the tests.
4.  A CSV file says nothing of itself; what was found out comes with its reasons and a
    sample (`table.dialect`), and a person may overrule it.
5.  Texts are guarded against being taken for formulas in CSV, numbers never are.
"""

from gemensam.formats.tables.dialect import Dialect, detect
from gemensam.formats.tables.faults import UnreadableTable
from gemensam.formats.tables.package import Caps
from gemensam.formats.tables.reading import Source, Table, opened_table
from gemensam.formats.tables.spec import Chosen, Column, Row, TableSpec
from gemensam.formats.tables.types import (
    Choice,
    Code,
    ColumnType,
    Day,
    Fraction,
    Integer,
    Money,
    Month,
    Share,
    Text,
    Value,
    YesNo,
)
from gemensam.formats.tables.writing import (
    UnwritableTable,
    write_csv,
    write_csv_columns,
    write_xlsx,
)

__all__ = [
    "Caps",
    "Choice",
    "Chosen",
    "Code",
    "Column",
    "ColumnType",
    "Day",
    "Dialect",
    "Fraction",
    "Integer",
    "Money",
    "Month",
    "Row",
    "Share",
    "Source",
    "Table",
    "TableSpec",
    "Text",
    "UnreadableTable",
    "UnwritableTable",
    "Value",
    "YesNo",
    "detect",
    "opened_table",
    "write_csv",
    "write_csv_columns",
    "write_xlsx",
]
