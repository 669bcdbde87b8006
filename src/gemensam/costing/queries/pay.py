# SPDX-License-Identifier: EUPL-1.2
"""A year's pay of each employment, by the staff register, before on-costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gemensam.costing.enums import EmploymentForm
from gemensam.costing.models import StaffRow
from gemensam.costing.queries.people import HOURS_A_MONTH

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Paid:
    """An employment of a year: `pay_ore` for the days employed, `fte` of a year."""

    row: int
    pseudonym: str
    title: str
    aid: str
    entity: int
    cost_centre: str
    unit: int | None
    extent: float
    pay_ore: int
    fte: float


def paid_in(year: int) -> Iterator[Paid]:
    """Everyone in the year's register with days in the year."""
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    rows = StaffRow.objects.filter(
        year=year, superseded_at=None, employed_from__lt=ends
    ).exclude(employed_to__lte=begins)
    columns = rows.order_by("pk").values_list(
        "pk", "pseudonym", "title", "aid", "legal_entity_id", "cost_centre", "unit_id",
        "form", "extent", "monthly_ore", "hourly_ore", "employed_from", "employed_to",
        named=True,
    )  # fmt: skip
    for one in columns.iterator(5000):
        last = min(one.employed_to or ends, ends)
        days = (last - max(one.employed_from, begins)).days
        part = float(1 if one.extent is None else one.extent)
        if one.form == EmploymentForm.HOURLY:
            month = (one.hourly_ore or 0) * HOURS_A_MONTH * part
        else:
            month = (one.monthly_ore or 0) * part
        yield Paid(
            row=one.pk,
            pseudonym=one.pseudonym,
            title=one.title,
            aid=one.aid,
            entity=one.legal_entity_id,
            cost_centre=one.cost_centre,
            unit=one.unit_id,
            extent=part,
            pay_ore=round(month * days / DAYS_A_MONTH),
            fte=part * days / (ends - begins).days,
        )
