# SPDX-License-Identifier: EUPL-1.2
"""From which files the counts of some months came, and of which services they are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

# From file to file along the index, since the counts of each are many.
FILES = """
SELECT m.month, f.file FROM unnest(%(months)s::date[]) m(month) CROSS JOIN LATERAL (
    WITH RECURSIVE told(file) AS (
        SELECT min(v.from_import_id) FROM costing_volumerow v WHERE v.month = m.month
        UNION ALL
        SELECT (SELECT min(v.from_import_id) FROM costing_volumerow v
            WHERE v.month = m.month AND v.from_import_id > told.file)
        FROM told WHERE told.file IS NOT NULL
    )
    SELECT file FROM told WHERE file IS NOT NULL
) f ORDER BY 1, 2
"""
# Each file is asked for one count of each service, since it most often has one.
OF_SERVICES = """
SELECT f.month, s.service, f.file
FROM unnest(%(months)s::date[], %(files)s::bigint[]) f(month, file)
CROSS JOIN unnest(%(services)s::bigint[]) s(service)
CROSS JOIN LATERAL (
    SELECT FROM costing_volumerow v WHERE v.month = f.month
    AND v.service_id = s.service AND v.from_import_id = f.file LIMIT 1
) found
"""
# The first few counts of each month and service along the index.
FIRST_FEW = """
SELECT m.month, s.service, few.units
FROM unnest(%(months)s::date[]) m(month)
CROSS JOIN unnest(%(services)s::bigint[]) s(service)
CROSS JOIN LATERAL (
    SELECT sum(v.count) AS units FROM (
        SELECT count FROM costing_volumerow
        WHERE month = m.month AND service_id = s.service LIMIT %(most)s
    ) v
) few WHERE few.units IS NOT NULL
"""
SUMS = """
SELECT month, service_id, count(*), sum(count)::bigint FROM costing_volumerow
WHERE month = ANY(%(months)s) GROUP BY 1, 2
"""
Counted = tuple[date, int]  # month, service


def volume_files(months: Sequence[date]) -> list[tuple[date, int]]:
    """Each of `months` that is counted, with every import that some count of it is of."""
    with connection.cursor() as cursor:
        cursor.execute(FILES, {"months": list(months)})
        return [(month, file) for month, file in cursor.fetchall()]


def service_files(
    files: Sequence[tuple[date, int]], services: Collection[int]
) -> list[tuple[date, int, int]]:
    """Month, service and import: which of the `files` of a month count which of the
    `services`."""
    given: dict[str, Any] = {
        "months": [month for month, _file in files],
        "files": [file for _month, file in files],
        "services": sorted(services),
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_SERVICES, given)
        return [(month, service, file) for month, service, file in cursor.fetchall()]


def units_counted(
    months: Sequence[date], services: Collection[int], *, most: int
) -> Mapping[Counted, Decimal]:
    """What the first `most` counts of a service in a month add up to; months in which it
    is not counted are left out."""
    given: dict[str, Any] = {
        "months": list(months),
        "services": sorted(services),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIRST_FEW, given)
        return {(month, service): units for month, service, units in cursor.fetchall()}


def counts_of(months: Sequence[date]) -> Mapping[Counted, tuple[int, int]]:
    """Rows of each service in a month, and the units that they count."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"months": list(months)})
        return {
            (month, service): (rows, units)
            for month, service, rows, units in cursor.fetchall()
        }
