# SPDX-License-Identifier: EUPL-1.2
"""From which files the counts of some months came."""

from collections.abc import Sequence
from datetime import date

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


def volume_files(months: Sequence[date]) -> list[tuple[date, int]]:
    """Each of `months` that is counted, with every import that some count of it is of."""
    with connection.cursor() as cursor:
        cursor.execute(FILES, {"months": list(months)})
        return [(month, file) for month, file in cursor.fetchall()]
