# SPDX-License-Identifier: EUPL-1.2
"""Changes to the list of standard shares. Every change makes a whole new version."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.resources import files

from django.db import transaction

from gemensam.calc.costing.titles import Line, matcher
from gemensam.catalogue.models import Area
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import Import
from gemensam.costing.enums import Activity, ListChange
from gemensam.costing.models import StandardShare, StandardShareVersion
from gemensam.costing.queries.standards import current_version
from gemensam.formats.issues import mark

PERCENT = Decimal(100)


class BadStandard(ExpectedFailure):
    """A line of the list that cannot be; says which and the cure."""


class NoSuchLine(ExpectedFailure):
    """The line was changed or removed in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            mark("The line is no longer in the list. Load the page again and see.")
        )


@dataclass(frozen=True, slots=True)
class Why:
    """What kind of change it is, and of what: a line, a file, a version's number."""

    change: ListChange
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One row of the list, shares of one (0–1)."""

    title: str
    code: str
    target: str
    low: Decimal
    likely: Decimal
    high: Decimal
    note: str = ""
    source: str = ""

    @property
    def line(self) -> tuple[str, str]:
        return self.title, self.code


def publish_standards(
    rows: Sequence[Said],
    *,
    why: "Why",
    by: By,
    at: datetime,
    record: Import | None = None,
) -> StandardShareVersion:
    """Make `rows` the list from now on. The same rows make no new version.

    Raises BadStandard; BadTitlePatternError, BadPatternError or NothingToMatchError for
    a pattern that cannot be read.
    """
    rows = in_lines(rows)
    check(rows)
    with transaction.atomic():
        # One change at a time: two of them would each make the next number.
        newest = (
            StandardShareVersion.objects.select_for_update().order_by("-number").first()
        )
        current = current_version()
        if current is not None and said_by(current) == list(rows):
            return current
        StandardShareVersion.objects.filter(superseded_at=None).update(superseded_at=at)
        made = StandardShareVersion.objects.create(
            number=newest.number + 1 if newest else 1,
            from_import=record,
            change=why.change,
            about=why.about[:400],
            made_by_id=by.account,
            created_at=at,
        )
        StandardShare.objects.bulk_create(
            _stored(made, place, one) for place, one in enumerate(rows)
        )
        audit.record(
            made,
            "standards.published",
            by=by,
            at=at,
            facts={
                "number": made.number,
                "change": why.change,
                "about": why.about,
                "added": _names(set(rows) - set(said_by(current))),
                "removed": _names(set(said_by(current)) - set(rows)),
            },
        )
    return made


def _stored(version: StandardShareVersion, place: int, one: Said) -> StandardShare:
    return StandardShare(
        version=version,
        order=place,
        title=one.title,
        code=one.code,
        target=one.target,
        low=one.low,
        likely=one.likely,
        high=one.high,
        note=one.note,
        source=one.source,
    )


def _names(rows: Iterable[Said]) -> list[str]:
    return sorted(
        f"{one.title or one.code} · {one.target} · {one.likely}" for one in rows
    )


def said_by(version: StandardShareVersion | None) -> list[Said]:
    """What a version says, in its order."""
    if version is None:
        return []
    return [
        Said(
            title=row.title,
            code=row.code,
            target=row.target,
            low=row.low,
            likely=row.likely,
            high=row.high,
            note=row.note,
            source=row.source,
        )
        for row in version.shares.order_by("order")
    ]


def in_lines(rows: Sequence[Said]) -> list[Said]:
    """The rows of a line together, where its first one stands; shares to four places."""
    order = {
        line: place for place, line in reversed(list(enumerate(r.line for r in rows)))
    }
    tidy = sorted(rows, key=lambda one: order[one.line])
    quantum = Decimal("0.0001")
    return [
        Said(
            title=one.title,
            code=one.code,
            target=one.target,
            low=one.low.quantize(quantum),
            likely=one.likely.quantize(quantum),
            high=one.high.quantize(quantum),
            note=one.note,
            source=one.source,
        )
        for one in tidy
    ]


def check(rows: Sequence[Said]) -> None:
    """Raises for the first row or line that cannot be."""
    targets = {*Area.objects.values_list("code", flat=True), *Activity.values}
    seen: set[tuple[str, str, str]] = set()
    likely: dict[tuple[str, str], Decimal] = {}
    for one in rows:
        name = one.title or one.code
        if one.target not in targets:
            raise BadStandard(
                mark("“{name}”: there is no area {area}. Choose one of {areas}."),
                name=name,
                area=one.target,
                areas=", ".join(sorted(targets)),
            )
        if not 0 <= one.low <= one.likely <= one.high <= 1:
            raise BadStandard(
                mark(
                    "“{name}”: give a low, a likely and a high share between 0 and "
                    "100 %, none lower than the one before."
                ),
                name=name,
            )
        if (*one.line, one.target) in seen:
            raise BadStandard(
                mark("“{name}” has two rows for {area}. Keep one of them."),
                name=name,
                area=one.target,
            )
        seen.add((*one.line, one.target))
        if one.target != Activity.OTHER:
            likely[one.line] = likely.get(one.line, Decimal(0)) + one.likely
        if likely.get(one.line, 0) > 1:
            raise BadStandard(
                mark(
                    "“{name}”: the likely shares are {sum} % together. Lower one of "
                    "them: nobody has more than 100."
                ),
                name=name,
                sum=round(likely[one.line] * PERCENT),
            )
    matcher(
        [Line(key=0, title=title, code=code) for title, code in {r.line for r in rows}]
    )


def put_line(
    rows: Sequence[Said],
    *,
    instead_of: tuple[str, str] | None,
    by: By,
    at: datetime,
) -> StandardShareVersion:
    """Add a line (`rows` of one title and code), or change the one that stood there.

    Raises NoSuchLine and what publish_standards does.
    """
    with transaction.atomic():
        now = said_by(current_version())
        line = rows[0].line
        places = [place for place, one in enumerate(now) if one.line == instead_of]
        if instead_of is not None and not places:
            raise NoSuchLine
        if line != instead_of and any(one.line == line for one in now):
            raise BadStandard(
                mark("“{name}” is in the list already. Change that line instead."),
                name=line[0] or line[1],
            )
        at_place = places[0] if places else len(now)
        kept = [one for one in now if instead_of is None or one.line != instead_of]
        kept[at_place:at_place] = rows
        change = ListChange.CHANGED if instead_of else ListChange.ADDED
        why = Why(change, line[0] or line[1])
        return publish_standards(kept, why=why, by=by, at=at)


def remove_line(line: tuple[str, str], *, by: By, at: datetime) -> StandardShareVersion:
    """Take a line out of the list; earlier versions keep it. Raises NoSuchLine."""
    with transaction.atomic():
        now = said_by(current_version())
        kept = [one for one in now if one.line != line]
        if len(kept) == len(now):
            raise NoSuchLine
        why = Why(ListChange.REMOVED, line[0] or line[1])
        return publish_standards(kept, why=why, by=by, at=at)


def restore(number: int, *, by: By, at: datetime) -> StandardShareVersion:
    """Make what version `number` says the list again, as a new version."""
    version = StandardShareVersion.objects.filter(number=number).first()
    if version is None:
        raise NoSuchLine
    why = Why(ListChange.RESTORED, str(number))
    return publish_standards(said_by(version), why=why, by=by, at=at)


def load_standards(*, by: By, at: datetime) -> StandardShareVersion | None:
    """Fill an empty list with the house's own; None if there is one already."""
    if StandardShareVersion.objects.exists():
        return None
    return publish_standards(own_list(), why=Why(ListChange.OWN), by=by, at=at)


def own_list() -> list[Said]:
    """The list that comes with the product, `seed/standard_shares.csv`."""
    source = files("gemensam.costing") / "seed" / "standard_shares.csv"
    return [
        Said(
            title=row["title"],
            code=row["code"],
            target=row["area"],
            low=Decimal(row["low"]) / PERCENT,
            likely=Decimal(row["likely"]) / PERCENT,
            high=Decimal(row["high"]) / PERCENT,
            note=row["note"],
            source=row["source"],
        )
        for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    ]
