# SPDX-License-Identifier: EUPL-1.2
"""The list of standard shares by title, and what it weighs in persons and kronor.

Kronor are the year's pay by the staff register, before on-costs: known on the first day,
whether or not a ledger is there.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from gemensam.calc.costing.titles import Line, Match, Range, matcher
from gemensam.costing.enums import Activity
from gemensam.costing.models import StaffRow, StandardShare, StandardShareVersion
from gemensam.costing.queries.pay import Paid, paid_in

FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of the list as it stands, with the rows that make it up."""

    line: Line
    rows: Sequence[StandardShare]

    @property
    def name(self) -> str:
        return self.line.title or self.line.code


def current_version() -> StandardShareVersion | None:
    return StandardShareVersion.objects.filter(superseded_at=None).first()


def listed(version: StandardShareVersion | None) -> list[Listed]:
    """The lines of a version in their order; a line's key is the place it stands in."""
    if version is None:
        return []
    rows: dict[tuple[str, str], list[StandardShare]] = defaultdict(list)
    for row in version.shares.order_by("order"):
        rows[row.title, row.code].append(row)
    return [
        Listed(line=_line(place, said), rows=said)
        for place, said in enumerate(rows.values())
    ]


def _line(place: int, rows: Sequence[StandardShare]) -> Line:
    return Line(
        key=place,
        title=rows[0].title,
        code=rows[0].code,
        shares={
            row.target: Range(
                low=float(row.low), likely=float(row.likely), high=float(row.high)
            )
            for row in rows
            if row.target != Activity.OTHER
        },
    )


def current_lines() -> list[Line]:
    return [one.line for one in listed(current_version())]


def standard_of() -> Callable[[str, str], Match | None]:
    """From title and AID code to the line of the current list that decides."""
    return matcher(current_lines())


def newest_year() -> int | None:
    """The newest year with a staff register."""
    year: int | None = StaffRow.objects.filter(superseded_at=None).aggregate(
        newest=Max("year")
    )["newest"]
    return year


@dataclass(slots=True)
class Weight:
    """Persons and a year's pay in öre; `titles` as written in the register."""

    people: set[str] = field(default_factory=set)
    pay_ore: int = 0
    titles: dict[str, int] = field(default_factory=dict)

    def add(self, one: Paid) -> None:
        self.people.add(one.pseudonym)
        self.pay_ore += one.pay_ore
        self.titles[one.title] = self.titles.get(one.title, 0) + 1

    @property
    def persons(self) -> int:
        return len(self.people)

    @property
    def is_few(self) -> bool:
        return 0 < len(self.people) < FEWEST


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A title that no line knows; titles of fewer than five persons are merged."""

    title: str | None
    persons: int
    pay_ore: int
    merged: int = 0  # how many titles stand behind a merged row


def weighed(
    year: int, lines: Sequence[Line]
) -> tuple[dict[int, Weight], list[Unmatched]]:
    """What each line decides for in a year, and the titles that none does.

    Titles of fewer than five persons are merged, with the next smallest if they are
    fewer than five together.
    """
    find = matcher(lines)
    found: dict[int, Weight] = defaultdict(Weight)
    unknown: dict[str, Weight] = defaultdict(Weight)
    for one in paid_in(year):
        match = find(one.title, one.aid)
        if match is None:
            unknown[one.title].add(one)
        else:
            found[match.line.key].add(one)
    return dict(found), merged(unknown)


def merged(unknown: dict[str, Weight]) -> list[Unmatched]:
    """Rows of at least five persons each, by kronor; the rest together, last.

    A rest of fewer than five takes the smallest title with it; if all titles together
    are fewer than five, their number is told without kronor.
    """
    few = [title for title, one in unknown.items() if one.is_few]
    many = sorted(
        (title for title in unknown if title not in few),
        key=lambda title: (unknown[title].persons, title),
    )
    rest: set[str] = set().union(*(unknown[title].people for title in few))
    while few and len(rest) < FEWEST and many:
        few.append(many.pop(0))
        rest |= unknown[few[-1]].people
    rows = [
        Unmatched(title, unknown[title].persons, unknown[title].pay_ore)
        for title in sorted(many, key=lambda one: (-unknown[one].pay_ore, one))
    ]
    if few:
        pay = sum(unknown[title].pay_ore for title in few)
        shown = pay if len(rest) >= FEWEST else 0
        rows.append(Unmatched(None, len(rest), shown, merged=len(few)))
    return rows
