# SPDX-License-Identifier: EUPL-1.2
"""SIE 4: Swedish ledgers as text (edition 4B of 2008 and 4C of 2025, types 1–4).

    log = IssueLog()
    for record in read(file, log=log): ...        a stream, in memory the file cannot grow
    sie = read_all(file)                          a small file at once
    with Writer(file, kind=FileKind.IMPORT) as writer: writer.write(record)

Section numbers in this package are those of the standard. Where it leaves room, or where
programs do otherwise, this is what was decided:

1.  Backslash. Only a backslash before a quotation mark is an escape; any other is itself.
    A text that ends in a backslash is read as such if the line then comes out right, with
    a warning, and is written without it.
2.  Braces. “{” at the end of a #VER line, “}” after the last row and rows on the brace's
    line are accepted with a warning.
3.  Object lists. Numbers may be quoted or not. A list that is missing reads as empty with
    a warning; one that does not close, nests or has an odd number of fields is an error.
4.  #PSALDO and #PBUDGET. A row without objects is the account's total, one with objects a
    part of it. `period_totals` takes totals where there are any and else sums the parts
    of one dimension, the lowest; the two are never added.
5.  Amounts are whole öre. Decimal comma, blanks between thousands, a plus, a true minus,
    surplus zeros and a missing digit beside the point are read with a warning. What can
    be read in two ways (“1,500”), has more decimals that are not zero, or more than 15
    digits is an error that names line and account, and is in no sum.
6.  Dates. Hyphens are read with a warning. A voucher must have a date; a row and a
    registration need none. An impossible date is an error.
7.  Voucher numbers may be any text or empty. The same number again in a series and year
    is a warning, because programs use a number for a whole batch; a number that falls is
    information. Numbers start over in each fiscal year of the file.
8.  Accounts that are used but not declared are a warning, in type 4I information.
9.  #RES may be net of closing entries: results plus change of balances must be zero
    within one öre for each year, and each account must agree with its vouchers. Both are
    control failures, that is warnings.
10. End-of-file marks and NULs at the ends of lines are passed over. A non-breaking space
    separates fields, with a warning, except between digits, where it groups thousands.
11. Unquoted texts with spaces: the surplus fields of #FNAMN, #PROSA and #KONTO are joined
    with a warning; those of other records are left out, as §7.3 wants.
12. Several companies: a second #FNAMN, or a second #ORGNR with another number, is an
    error.
13. Programs with more code parts than SIE carries, or without SIE, are met by the import
    of tables; nothing here guesses.

Also: #FORMAT is no evidence of the character set (see `encoding`). Type 4 with balances
is 4E, without is 4I. Labels are taken in any case. Only #TRANS counts (see `vouchers`).
A checksum covers CP437 bytes; in a file of other letters, its own bytes are accepted.
"""

from gemensam.formats.sie.contents import (
    PeriodTotal,
    SieFile,
    period_totals,
    read_all,
)
from gemensam.formats.sie.encoding import ENCODINGS, Basis, Choice, UnknownEncoding
from gemensam.formats.sie.facts import ChecksumState, Facts
from gemensam.formats.sie.kinds import all_kinds
from gemensam.formats.sie.reader import Reader, read
from gemensam.formats.sie.recognition import looks_like_sie
from gemensam.formats.sie.records import (
    Account,
    AccountType,
    Address,
    Balance,
    BalanceKind,
    Change,
    ChangeKind,
    ChartType,
    CompanyId,
    CompanyName,
    CompanyType,
    Currency,
    Dimension,
    Extent,
    FileKind,
    FiscalYear,
    Generated,
    IndustryCode,
    Object,
    ObjectList,
    OrganisationNumber,
    PeriodBalance,
    PeriodKind,
    Program,
    Prose,
    Record,
    Row,
    TaxCode,
    TaxYear,
    Unit,
    Voucher,
    unnumbered,
)
from gemensam.formats.sie.script import UnableToWrite
from gemensam.formats.sie.wording import as_written, is_representable
from gemensam.formats.sie.writer import Writer, arranged

__all__ = [
    "ENCODINGS",
    "Account",
    "AccountType",
    "Address",
    "Balance",
    "BalanceKind",
    "Basis",
    "Change",
    "ChangeKind",
    "ChartType",
    "ChecksumState",
    "Choice",
    "CompanyId",
    "CompanyName",
    "CompanyType",
    "Currency",
    "Dimension",
    "Extent",
    "Facts",
    "FileKind",
    "FiscalYear",
    "Generated",
    "IndustryCode",
    "Object",
    "ObjectList",
    "OrganisationNumber",
    "PeriodBalance",
    "PeriodKind",
    "PeriodTotal",
    "Program",
    "Prose",
    "Reader",
    "Record",
    "Row",
    "SieFile",
    "TaxCode",
    "TaxYear",
    "UnableToWrite",
    "Unit",
    "UnknownEncoding",
    "Voucher",
    "Writer",
    "all_kinds",
    "arranged",
    "as_written",
    "is_representable",
    "looks_like_sie",
    "period_totals",
    "read",
    "read_all",
    "unnumbered",
]
