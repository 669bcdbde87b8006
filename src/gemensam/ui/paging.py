# SPDX-License-Identifier: EUPL-1.2
"""Lists that are as quick on page 1,000 as on page 1: by key, never by count."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
SIZE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort: the column, and whether the largest comes first.

    The column is never null in the rows it sorts.
    """

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    rows: Sequence[M]
    next: str | None
    is_first: bool
    sort: str
    descending: bool


def page_of(
    rows: QuerySet[M],
    request: HttpRequest,
    *,
    orders: Mapping[str, Order],
    size: int = SIZE,
) -> Page[M]:
    """The page the address asks for: `?sort=due&after=…`.

    The first of `orders` is the default; an address that makes no sense gives the first
    page. One query, whatever the size of the list.
    """
    wanted = request.GET.get("sort", "")
    name = wanted.lstrip("-")
    if name not in orders:
        name = wanted = next(iter(orders))
    order = orders[name]
    descending = order.descending != wanted.startswith("-")
    sign = "-" if descending else ""
    cursor = _cursor(request.GET.get("after", ""))
    found = rows.order_by(f"{sign}{order.column}", f"{sign}pk")
    try:
        if cursor is not None:
            beyond = found.filter(_after(order.column, cursor, descending=descending))
            taken = list(beyond[: size + 1])
        else:
            taken = list(found[: size + 1])
    except (ValidationError, ValueError, TypeError, OverflowError, DataError):
        # Someone wrote the address by hand: begin from the beginning.
        cursor, taken = None, list(found[: size + 1])
    following = _mark(taken[size - 1], order.column) if len(taken) > size else None
    return Page(taken[:size], following, cursor is None, name, descending)


def _after(column: str, cursor: tuple[Any, int], *, descending: bool) -> Q:
    value, pk = cursor
    beyond = "lt" if descending else "gt"
    return Q(**{f"{column}__{beyond}": value}) | Q(
        **{column: value, f"pk__{beyond}": pk}
    )


def _mark(row: Model, column: str) -> str:
    value: Any = row
    for part in column.split("__"):
        value = getattr(value, part)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    told = json.dumps([value, row.pk], default=str).encode()
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _cursor(text: str) -> tuple[Any, int] | None:
    try:
        padded = text + "=" * (-len(text) % 4)
        value, pk = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, TypeError):
        return None
    is_plain = isinstance(value, str | int | float) and isinstance(pk, int)
    return (value, pk) if is_plain else None
