# SPDX-License-Identifier: EUPL-1.2
"""What stands below the sentence on the start page of those who see the whole group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from gemensam.benefits.queries.months import Compared
from gemensam.benefits.queries.moved import moved_units
from gemensam.benefits.queries.summary import quality
from gemensam.benefits.queries.trend import trend
from gemensam.core import clock
from gemensam.ui.charts import Axes, Chart, lines
from gemensam.ui.templatetags.figures import (
    mnkr,
    number,
    percent,
    short_month,
    signed_percent,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that opens."""

    label: str
    value: str
    note: str
    url: str


def tiles(months: Sequence[date], of: Compared) -> list[Tile]:
    """Quality, satisfaction and how far the move has come; what is not known is not shown."""
    found, known = [], quality(months, of=of)
    opens = reverse("benefits:quality")
    if known.on_time is not None:
        note = _("of what the centre promised, so far this year")
        found.append(Tile(_("Done in time"), percent(known.on_time), note, opens))
    if known.satisfaction is not None:
        note = _("of 5, from {count} ratings").format(count=number(known.rated))
        value = number(known.satisfaction, 1)
        found.append(Tile(_("Satisfaction"), value, note, opens))
    moved = moved_units(clock.today())
    if moved.wholly or moved.partly:
        note = _("of {all} units have the centre in every area").format(
            all=number(moved.receiving)
        )
        where = reverse("benefits:moved")
        found.append(Tile(_("Units moved"), number(moved.wholly), note, where))
    return found


def saving_by_month(year: Sequence[date], of: Compared) -> Chart | None:
    """The outcome against the baseline, month by month."""
    months = trend(year, of=of)
    if len(months) < 2:
        return None
    before, after = _("Baseline"), _("Outcome, adjusted for volume and price")
    values = [
        {"x": short_month(month), "y": round(ore / 1e8, 2), "series": series}
        for month, *costs in months
        for series, ore in zip((before, after), costs, strict=True)
    ]
    order = [short_month(month) for month, *_costs in months]
    return Chart(
        id="trend",
        title=_("Cost of support by month, million kronor"),
        in_words="; ".join(
            f"{short_month(month)}: {mnkr(then)} → {mnkr(now)}"
            for month, then, now in months
        ),
        specification=lines(
            values, Axes(x="", y=_("mnkr"), series=" ", x_sort=order, y_format=",.0f")
        ),
        headers=[_("Month"), before, after, pgettext("difference", "Change")],
        rows=[
            [
                short_month(month),
                mnkr(then),
                mnkr(now),
                signed_percent(now / then - 1 if then else None),
            ]
            for month, then, now in months
        ],
    )
