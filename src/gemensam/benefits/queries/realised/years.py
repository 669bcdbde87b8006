# SPDX-License-Identifier: EUPL-1.2
"""The years whose months a controller signs: the closed one, and the one before it.

A year's last months are closed when the next has begun, and somebody has to look at them.
An older year is not signed any more: its accounts are adopted, and what is compared with
it then is the year after.
"""

from datetime import date

from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries.realised.made import Realised, realised


def years_to_sign() -> list[int]:
    """The newest first; none while no month is closed."""
    rows = list(MonthClose.objects.values_list("month", "reopened_at"))
    closed = [month.year for month, reopened in rows if reopened is None]
    last, years = max(closed, default=None), {month.year for month, _at in rows}
    return [one for one in (last, last - 1) if one in years] if last else []


def realised_in(year: int | None) -> Realised | None:
    """As `realised`, of the closed year if none is said; None of one that is not signed
    any more."""
    years = years_to_sign() if year else []
    if year in (None, *years[:1]):
        return realised()
    return realised(date(year, 12, 1)) if year in years else None
