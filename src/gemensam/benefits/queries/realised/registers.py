# SPDX-License-Identifier: EUPL-1.2
"""Staff registers that have not come: who was employed in their year is not known, which
is something else than nobody."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.queries.known import known
from gemensam.benefits.queries.months import compared, next_month, same_months
from gemensam.benefits.queries.routine.sources import Source, duties
from gemensam.costing.models import StaffRow
from gemensam.group.enums import UnitKind
from gemensam.group.models import LegalEntity, Unit

NOBODY = 0  # no employer's register of the year has come


@dataclass(frozen=True, slots=True, order=True)
class Register:
    """Of a year and, where others of the year have come, of one `employer`. One file may
    hold several employers; each is waited for by itself."""

    year: int
    employer: int = NOBODY
    name: str = ""

    def __str__(self) -> str:
        return f"{self.year} ({self.name})" if self.name else f"{self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is missing of a pair of months: `now` of the later, `before` of the earlier.
    `has_all`: it tells of everybody, or of the centre, to which the others moved."""

    now: frozenset[Register] = frozenset()
    before: frozenset[Register] = frozenset()
    has_all: bool = False

    @property
    def registers(self) -> frozenset[Register]:
        return self.now | self.before

    @property
    def employers(self) -> frozenset[int]:
        return frozenset(one.employer for one in self.registers)


NO_GAP = Gap()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Registers that have not come, as a message names them, and who sees to it."""

    which: str
    owner: str


def owed(registers: Iterable[Register]) -> Owed | None:
    """None where nothing is missing; `owner` is empty where nobody is set to it."""
    missing = sorted(set(registers))
    if not missing:
        return None
    source = Source(kind=SourceKind.STAFF)
    owner = duties([source])[source.key].owner
    return Owed(
        which=", ".join(str(one) for one in missing), owner=owner.name if owner else ""
    )


def in_view(years: Collection[int], known_at: datetime | None) -> Q:
    """Rows of the registers of some years, now or as they were known. Of a year and an
    employer whose first register was read later – a history taken in afterwards – that
    one counts: it dates who was employed when."""
    if known_at is None:
        return Q(year__in=years, superseded_at=None)
    read = StaffRow.objects.filter(year__in=years).order_by()
    first = read.values_list("year", "legal_entity").annotate(
        Min("from_import__committed_at")
    )
    held = Q(pk=None)
    for year, employer, at in first:
        then = max(known_at, at or known_at)
        held |= Q(year=year, legal_entity=employer) & known(
            then, since="from_import__committed_at", until="superseded_at"
        )
    return held


def gaps(
    against: Mapping[date, date],
    employers: Mapping[date, Collection[int]],
    centre: Mapping[date, Collection[int]],
    *,
    known_at: datetime | None = None,
) -> Mapping[date, Gap]:
    """By month, held `against` one of the baseline, where anything is missing. An employer
    is waited for where the other of the two months has people of it in `employers`, as
    long as it has any unit, and where the centre is its own and has nobody: `centre` has
    the employers of those who are in it. Nothing is asked while nothing is odd."""
    if not any(
        not employers[month]
        or not centre[month]
        or set(employers[month]) ^ set(employers[before])
        for month, before in against.items()
    ):
        return {}
    empty = [month for month in against if not centre[month]]
    ours = {**centre, **(_centres(empty) if empty else {})}
    years = {month.year for month in [*against, *against.values()]}
    return _found(against, employers, ours, came(years, known_at=known_at))


def missing_in(against: Mapping[date, date]) -> Mapping[date, Gap]:
    """As `gaps`, of everyone whom the registers have, whatever they work with; now."""
    held = came({month.year for month in [*against, *against.values()]})
    if all(held.values()) and len({frozenset(one) for one in held.values()}) == 1:
        return {}
    every = {month: held[month.year] for month in [*against, *against.values()]}
    return _found(against, every, {}, held)


def registers_owed(months: Sequence[date]) -> Owed | None:
    """What lacks to know who is employed in closed `months`; now."""
    against = same_months(months, compared().baseline_months)
    if len(against) != len(months):
        return None
    missing = missing_in(dict(zip(months, against, strict=True)))
    return owed(one for gap in missing.values() for one in gap.registers)


def came(
    years: Collection[int], *, known_at: datetime | None = None
) -> Mapping[int, set[int]]:
    """Whose registers have come, by year."""
    rows = StaffRow.objects.filter(in_view(years, known_at)).order_by()
    found: dict[int, set[int]] = {year: set() for year in years}
    for year, employer in rows.values_list("year", "legal_entity").distinct():
        found[year].add(employer)
    return found


def _centres(months: Iterable[date]) -> Mapping[date, set[int]]:
    """The employers that the centre's units are of in each month."""
    rows = list(
        Unit.objects.filter(kind=UnitKind.CENTRE).values_list(
            "legal_entity", "valid_from", "valid_to"
        )
    )
    return {
        month: {
            employer for employer, begins, ends in rows if _is_in(month, begins, ends)
        }
        for month in months
    }


def _is_in(month: date, begins: date, ends: date | None) -> bool:
    after = next_month(month)
    return begins < after and (ends is None or ends >= after)


def _found(
    against: Mapping[date, date],
    employers: Mapping[date, Collection[int]],
    ours: Mapping[date, Collection[int]],
    held: Mapping[int, set[int]],
) -> Mapping[date, Gap]:
    waited = {
        (one.year, employer)
        for month, before in against.items()
        for one, each in (
            (month, {*employers[before], *ours.get(month, ())}),
            (before, set(employers[month])),
        )
        for employer in each
    }
    if all(held.values()) and all(one in held[year] for year, one in waited):
        return {}
    lives, names = _lives(), dict(LegalEntity.objects.values_list("pk", "name"))

    def lacks(month: date, waited: Iterable[int]) -> Iterator[Register]:
        if not held[month.year]:
            yield Register(month.year)
            return
        for one in set(waited) - held[month.year]:
            if any(_is_in(month, *period) for period in lives[one]):
                yield Register(month.year, one, names[one])

    found = {}
    for month, before in against.items():
        centre = set(ours.get(month, ()))
        gap = Gap(
            now=frozenset(lacks(month, {*employers[before], *centre})),
            before=frozenset(lacks(before, employers[month])),
        )
        if gap.registers:
            is_all = NOBODY in gap.employers or bool(gap.employers & centre)
            found[month] = Gap(now=gap.now, before=gap.before, has_all=is_all)
    return found


def _lives() -> Mapping[int, Sequence[tuple[date, date | None]]]:
    """When each employer has units."""
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Unit.objects.values_list("legal_entity", "valid_from", "valid_to")
    for employer, begins, ends in rows.distinct():
        found[employer].append((begins, ends))
    return found
