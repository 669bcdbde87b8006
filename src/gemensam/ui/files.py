# SPDX-License-Identifier: EUPL-1.2
"""Tables that are fetched as files."""

import io
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse

from gemensam.formats.tables import TableSpec, Value, write_csv, write_csv_columns


def table_file(
    rows: Iterable[Mapping[str, Value]], spec: TableSpec, *, name: str
) -> HttpResponse:
    """A CSV file to keep under `name`; names are ours, ASCII without quotes."""
    target = io.BytesIO()
    write_csv(rows, spec, target)
    return _file(target, name)


def table_of_columns(
    columns: Mapping[str, Sequence[Value]], spec: TableSpec, *, name: str
) -> HttpResponse:
    """As `table_file`, of a large table that is held by its columns."""
    target = io.BytesIO()
    write_csv_columns(columns, spec, target)
    return _file(target, name)


def _file(target: io.BytesIO, name: str) -> HttpResponse:
    answer = HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
