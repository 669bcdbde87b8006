# SPDX-License-Identifier: EUPL-1.2
"""What a file says of itself, gathered while it is read."""

from dataclasses import dataclass, field
from enum import StrEnum

from gemensam.formats.sie.encoding import UNDECIDED, Choice
from gemensam.formats.sie.records import (
    ChartType,
    CompanyName,
    Currency,
    Extent,
    FileKind,
    FiscalYear,
    Generated,
    OrganisationNumber,
    Program,
)

COUNTED = {
    "KONTO": "konto",
    "IB": "ib",
    "UB": "ub",
    "RES": "res",
    "PSALDO": "psaldo",
    "PBUDGET": "psaldo",
    "DIM": "objekt",
    "UNDERDIM": "objekt",
    "OBJEKT": "objekt",
    "OIB": "objekt",
    "OUB": "objekt",
    "VER": "ver",
    "TRANS": "trans",
}
"""Under which key the lines of a label are counted, sound or not."""


class ChecksumState(StrEnum):
    NONE = "none"
    MATCHES = "matches"
    WRONG = "wrong"
    MISSING = "missing"


def _no_counts() -> dict[str, int]:
    return dict.fromkeys([*COUNTED.values(), "unbalanced_ver"], 0)


@dataclass(slots=True)
class Facts:
    """Complete when the last record has been read; the first of a repeated record holds.

    `counts` has the keys konto, ib, ub, res, psaldo (#PSALDO and #PBUDGET), objekt
    (dimensions, objects and their balances), ver, trans and unbalanced_ver. The kind is
    4E when a type 4 file has balances, else 4I; None when it is no SIE file.
    """

    encoding: Choice = UNDECIDED
    flag: str | None = None
    format: str | None = None
    declared_type: int | None = None
    kind: FileKind | None = None
    program: Program | None = None
    generated: Generated | None = None
    company: CompanyName | None = None
    organisation: OrganisationNumber | None = None
    extent: Extent | None = None
    chart: ChartType | None = None
    currency: Currency | None = None
    years: dict[int, FiscalYear] = field(default_factory=dict)
    checksum: ChecksumState = ChecksumState.NONE
    counts: dict[str, int] = field(default_factory=_no_counts)
    labels: dict[str, int] = field(default_factory=dict)
    empty_vouchers: int = 0
    changed_rows: int = 0
    lines: int = 0

    @property
    def chart_family(self) -> str:
        """The structure of the chart: BAS95 when nothing is said; BAS2… is EUBAS97."""
        name = self.chart.name.upper() if self.chart else "BAS95"
        return "EUBAS97" if name.startswith("BAS2") else name
