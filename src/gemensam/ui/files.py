# SPDX-License-Identifier: EUPL-1.2
"""Tables that are fetched as files."""

import io
from collections.abc import Iterable, Mapping

from django.http import HttpResponse

from gemensam.formats.tables import TableSpec, Value, write_csv


def table_file(
    rows: Iterable[Mapping[str, Value]], spec: TableSpec, *, name: str
) -> HttpResponse:
    """A CSV file to keep under `name`; names are ours, ASCII without quotes."""
    target = io.BytesIO()
    write_csv(rows, spec, target)
    answer = HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
