# SPDX-License-Identifier: EUPL-1.2
"""Which files told of which months: when they came, and by whom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models.functions import TruncMonth

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.queries.months import next_month
from gemensam.benefits.queries.routine.counted import metered, source_of
from gemensam.core import clock
from gemensam.core.enums import ImportState
from gemensam.core.models import Import
from gemensam.costing.models import StaffRow
from gemensam.costing.queries.volume_files import service_files, volume_files
from gemensam.group.models import Presence
from gemensam.telephony.models import Calls

Key = tuple[str, date]  # source, month
Told = tuple[str, date, int]  # … and the import
# The registers that have to come as a whole: a file of roles tells of no unit.
REGISTERS = {"units": SourceKind.UNITS, "people": SourceKind.PEOPLE}
STAFF = ("staff", "staff_table")
# First of each day, from the index alone: months and employers of so few are soon told.
LEDGERS = """
SELECT DISTINCT l.legal_entity_id, date_trunc('month', d.date)::date, d.first_import_id
FROM (
    SELECT DISTINCT ledger_id, date, first_import_id FROM costing_voucher
    WHERE date >= %s AND date < %s AND superseded_at IS NULL
) d JOIN costing_ledger l ON l.id = d.ledger_id
"""
# Logs and months are few: each pair is looked up, instead of going through the cases.
CASES = """
SELECT coalesce(nullif(i.source, ''), '-'), t.month, g.from_import_id
FROM unnest(%s::date[], %s::timestamptz[], %s::timestamptz[]) t(month, begins, ends)
CROSS JOIN desk_caselog g JOIN core_import i ON i.id = g.from_import_id
WHERE EXISTS (
    SELECT FROM desk_case c WHERE c.log_id = g.from_import_id
    AND c.opened_at >= t.begins AND c.opened_at < t.ends
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was imported; `by` is nobody at the command line."""

    number: int
    name: str
    at: datetime
    by: str


def arrivals(months: Sequence[date]) -> Mapping[Key, Sequence[File]]:
    """The files that told something of each month, the newest first. A register tells of
    the months before it was imported: of each the newest is told."""
    if not months:
        return {}
    told: dict[Key, set[int]] = defaultdict(set)
    for source, month, number in _told(months):
        told[source, month].add(number)
    files = _files(number for numbers in told.values() for number in numbers)
    return {
        key: sorted((files[one] for one in numbers), key=lambda file: -file.number)
        for key, numbers in told.items()
    }


def indices_came(after: int) -> Sequence[File]:
    """The files of price indices that came later than a file, the newest first."""
    came = Import.objects.filter(
        kind="index", state=ImportState.COMMITTED, pk__gt=after
    )
    files = _files(came.values_list("pk", flat=True))
    return sorted(files.values(), key=lambda file: -file.number)


def _told(months: Sequence[date]) -> Iterator[Told]:
    yield from _ledgers(months)
    yield from _staff(months)
    yield from _registers(months)
    yield from _volumes(months)
    yield from _cases(months)
    yield from _calls(months)
    yield from _presence(months)


def _ledgers(months: Sequence[date]) -> Iterator[Told]:
    wanted = set(months)
    with connection.cursor() as cursor:
        cursor.execute(LEDGERS, [min(months), next_month(max(months))])
        for entity, month, number in cursor.fetchall():
            if month in wanted:
                yield f"{SourceKind.LEDGER.value}:{entity}", month, number


def _staff(months: Sequence[date]) -> Iterator[Told]:
    rows = StaffRow.objects.filter(year__in={month.year for month in months})
    told = list(rows.order_by().values_list("year", "from_import").distinct())
    again = _come_again({number for _year, number in told})
    for month in months:
        for year, number in told:
            if year == month.year:
                yield SourceKind.STAFF.value, month, number
                for one in again.get(number, ()):
                    yield SourceKind.STAFF.value, month, one


def _come_again(numbers: set[int]) -> Mapping[int, Sequence[int]]:
    """The same file in a later month: nothing in it had changed, and it has come."""
    same: dict[str, list[int]] = defaultdict(list)
    unchanged = Import.objects.filter(kind__in=STAFF, state=ImportState.UNCHANGED)
    for number, digest in unchanged.values_list("pk", "original_sha256"):
        same[digest].append(number)
    first = Import.objects.filter(pk__in=numbers).values_list("pk", "original_sha256")
    return {number: same[digest] for number, digest in first if digest in same}


def _registers(months: Sequence[date]) -> Iterator[Told]:
    """The newest of each, and of those that came after a month the first. One that had
    not changed since it came last has come too."""
    kept = Import.objects.filter(
        kind__in=REGISTERS, state__in=(ImportState.COMMITTED, ImportState.UNCHANGED)
    )
    told: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for number, kind, committed, received in kept.order_by("pk").values_list(
        "pk", "kind", "committed_at", "received_at"
    ):
        told[kind].append((number, committed or received))
    for kind, files in told.items():
        for month in months:
            ended = clock.start_of_day(next_month(month))
            first = next((number for number, at in files if at >= ended), None)
            yield REGISTERS[kind].value, month, files[-1][0]
            if first is not None:
                yield REGISTERS[kind].value, month, first


def _volumes(months: Sequence[date]) -> Iterator[Told]:
    """Of the volumes as a whole, and of each service that they count."""
    files, services = volume_files(months), metered()
    for month, number in files:
        yield SourceKind.VOLUMES.value, month, number
    keys = {number: source_of(one).key for number, one in services.items()}
    for month, service, number in service_files(files, services):
        yield keys[service], month, number


def _cases(months: Sequence[date]) -> Iterator[Told]:
    begins = [clock.start_of_day(month) for month in months]
    ends = [clock.start_of_day(next_month(month)) for month in months]
    with connection.cursor() as cursor:
        cursor.execute(CASES, [list(months), begins, ends])
        for source, month, number in cursor.fetchall():
            yield f"{SourceKind.CASES.value}:{source}", month, number


def _calls(months: Sequence[date]) -> Iterator[Told]:
    rows = Calls.objects.filter(superseded_at=None)
    found = rows.annotate(month=TruncMonth("begins")).filter(month__in=months)
    for month, number in found.values_list("month", "from_import").distinct():
        yield SourceKind.TELEPHONY.value, month, number


def _presence(months: Sequence[date]) -> Iterator[Told]:
    """A file tells of the months in which its days lie."""
    rows = Presence.objects.filter(superseded_at=None)
    for month in months:
        told = rows.filter(begins__lt=next_month(month), ends__gt=month)
        for number in told.values_list("from_import", flat=True).distinct():
            yield SourceKind.PRESENCE.value, month, number


def _files(numbers: Iterable[int]) -> Mapping[int, File]:
    kept = Import.objects.filter(pk__in=set(numbers)).select_related(
        "received_by__person"
    )
    return {
        one.pk: File(
            number=one.pk,
            name=one.original_name,
            at=one.committed_at or one.received_at,
            by=_name(one),
        )
        for one in kept
    }


def _name(record: Import) -> str:
    account = record.received_by
    person = getattr(account, "person", None) if account else None
    return str(person or account or "")
