# SPDX-License-Identifier: EUPL-1.2
"""A suspicion, and the rows that speak for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from gemensam.benefits.enums import Rule, Suspect
from gemensam.calc.suspicion.total import Suspected, a_month
from gemensam.formats.issues import Marked, filled

FEWEST = 5  # persons of whom a figure is told
MOVE = "benefits:budget_move"  # where a decision opens


def kronor(ore: int) -> str:
    """Whole kronor with the thousands apart, in a sentence."""
    return f"{round(ore / 100):,}".replace(",", "\u00a0").replace("-", "−")


def rounded(value: float | Decimal, places: int) -> Decimal:
    """A figure of a sentence, with as many decimals."""
    return Decimal(f"{value:.{places}f}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that speaks for it: what it `was` (or ought to be), what it is `now`,
    and the difference that is suspected, in öre; None where it has none. `page` with
    `given` and `query` is where it opens, `is_ledger` for those who see ledgers."""

    text: Marked
    values: Mapping[str, object] = field(default_factory=dict)
    was: int | None = None
    now: int | None = None
    ore: int | None = None
    page: str = ""
    given: Sequence[object] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    is_ledger: bool = False

    def words(self, translate: Callable[[str], str] = str) -> str:
        return filled(self.text, self.values, translate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """`about` names what it is about, so that it is the same tomorrow. `ore` by month is
    what may not be saved; `persons` the fewest that a figure of it concerns (None: it
    concerns no one in particular). `service` and `months` of quality find its cases."""

    rule: Rule
    about: Sequence[object]
    authority: int
    name: str  # authority, and unit or service where it is about one
    says: Marked
    values: Mapping[str, object]
    ore: Mapping[date, int]
    rows: Sequence[Row]
    persons: int | None = None
    service: int | None = None

    @property
    def key(self) -> str:
        told = "|".join(str(one) for one in self.about)
        return f"{self.rule.value}-{sha256(told.encode()).hexdigest()[:12]}"

    @property
    def suspect(self) -> Suspect:
        return self.rule.suspect

    @property
    def months(self) -> list[date]:
        return sorted(self.ore)

    @property
    def total(self) -> int:
        return sum(self.ore.values())

    @property
    def monthly(self) -> int:
        return a_month(self.ore)

    @property
    def is_small(self) -> bool:
        return self.persons is not None and self.persons < FEWEST

    @property
    def plain(self) -> Suspected:
        return Suspected(kind=self.suspect, place=self.authority, ore=self.ore)

    def words(self, translate: Callable[[str], str] = str) -> str:
        return filled(self.says, self.values, translate)
