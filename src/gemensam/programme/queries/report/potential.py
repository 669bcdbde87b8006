# SPDX-License-Identifier: EUPL-1.2
"""What can be saved, what it costs to get there, and what the chance hangs on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gemensam.core.documents import (
    Block,
    Bullets,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Picture,
    Table,
)
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import goal
from gemensam.programme.charts import fan
from gemensam.programme.enums import Strategy
from gemensam.programme.queries.steering import KindCost, Potential
from gemensam.ui.charts import Chart
from gemensam.ui.templatetags.figures import mnkr, number, percent, signed_percent
from gemensam.ui.waterfall import waterfall

LOWEST, MIDDLE, HIGHEST = 0, 2, 4  # of the percentiles kept
FIRST_YEAR = 3  # the window in which the first year ends


def potential(known: Potential) -> Iterator[Block]:
    """The saving with its range and its chance, plainly first."""
    forecast = known.held.result["forecast"]
    pace = forecast["pace"][FIRST_YEAR]
    held = goal(GoalMeasure.COST)
    yield Heading(text=_("What can be saved"))
    yield Figures(
        figures=(
            Figure(
                label=_("Change of cost at the end of the first year"),
                value=signed_percent(-pace[MIDDLE]),
                note=_("between {low} and {high} in nine cases of ten").format(
                    low=signed_percent(-pace[HIGHEST]),
                    high=signed_percent(-pace[LOWEST]),
                ),
            ),
            *(
                Figure(
                    label=_("Chance of −{goal} %").format(goal=target),
                    value=percent(chance, 0),
                )
                for target, chance in forecast["chances"].items()
            ),
        )
    )
    yield _plainly(known.held.result["plain"])
    yield _five(known)
    yield _picture(
        waterfall(
            known.steps, title=_("From today to the first year’s end, million kronor")
        )
    )
    yield _picture(fan(known.points, goal=float(held.target) if held else None))


def _picture(chart: Chart) -> Picture:
    return Picture(
        id=f"report-{chart.id}",
        title=chart.title,
        in_words=chart.in_words,
        specification=chart.specification,
        headers=tuple(chart.headers),
        rows=tuple(tuple(row) for row in chart.rows),
    )


def _plainly(plain: Mapping[str, Any]) -> Table:
    ways = (
        (_("Cautious: every assumption at its worse end"), plain["cautious"]),
        (_("Likely"), plain["likely"]),
        (_("Bold: every assumption at its better end"), plain["bold"]),
    )
    return Table(
        caption=_("Three plain calculations, without any statistics"),
        headers=(_("Calculation"), _("First year’s end"), _("Present value"), _("Pays back")),
        rows=tuple(
            (
                name,
                signed_percent(-one["pace"][0]),
                mnkr(one["npv"]),
                _payback(one["payback"]),
            )
            for name, one in ways
        ),
    )  # fmt: skip


def _payback(months: float | None) -> str:
    if months is None:
        return _("not within the horizon")
    return _("{months} months").format(months=number(months))


def _five(known: Potential) -> Table:
    return Table(
        caption=_("The five assumptions that matter most"),
        headers=(_("Assumption"), _("Low"), _("Likely"), _("High"), _("First year’s end")),
        rows=tuple(
            (
                one.name,
                one.low,
                one.likely,
                one.high,
                f"{signed_percent(-one.paces[0])} … {signed_percent(-one.paces[1])}",
            )
            for one in known.lines
        ),
    )  # fmt: skip


def cost(known: Potential) -> Iterator[Block]:
    """The way there: by kind, and by how it is gone."""
    forecast = known.held.result["forecast"]
    outlay = forecast["outlay"]
    yield Heading(text=_("What it costs to get there"))
    yield Figures(
        figures=(
            Figure(
                label=_("Implementation"),
                value=mnkr(outlay[MIDDLE]),
                note=_("between {low} and {high} in nine cases of ten").format(
                    low=mnkr(outlay[LOWEST]), high=mnkr(outlay[HIGHEST])
                ),
            ),
            Figure(label=_("Net present value"), value=mnkr(forecast["npv"][MIDDLE])),
            Figure(label=_("Paid back after"), value=_payback(forecast["payback"])),
        )
    )
    yield _by_kind(known.costs)
    yield _strategies(known.held.result)


def _by_kind(costs: Sequence[KindCost]) -> Table:
    rows: list[tuple[str, ...]] = [
        (one.name, mnkr(one.low), mnkr(one.likely), mnkr(one.high)) for one in costs
    ]
    ends = [
        sum(getattr(one, end) for one in costs) for end in ("low", "likely", "high")
    ]
    rows.append((_("In all"), *(mnkr(ore) for ore in ends)))
    return Table(
        caption=_("Implementation cost by kind"),
        headers=(_("Kind"), _("Low"), _("Likely"), _("High")),
        rows=tuple(rows),
        total=True,
    )


def _strategies(result: Mapping[str, Any]) -> Table:
    return Table(
        caption=_("Ways to carry it out, on the same assumptions"),
        headers=(_("Way"), _("Chance of the goal"), _("First year’s end"), _("Net, end of horizon"), _("Deepest outlay")),
        rows=tuple(
            (
                str(Strategy(one["strategy"]).label),
                percent(one["chance"], 0),
                signed_percent(-one["pace"][MIDDLE]),
                mnkr(one["net"][MIDDLE]),
                mnkr(one["lowest"]),
            )
            for one in result["strategies"]
        ),
    )  # fmt: skip


def risk(known: Potential, own_words: str) -> Iterator[Block]:
    """What the result hangs on, and what people see that no model knows."""
    forecast = known.held.result["forecast"]
    yield Heading(text=_("Risks"))
    if known.risks:
        yield Paragraph(text=_("The result hangs most on these, the strongest first:"))
        yield Bullets(
            items=tuple(
                _("{name}: from {low} to {high} at the first year’s end").format(
                    name=one.name,
                    low=signed_percent(-one.low),
                    high=signed_percent(-one.high),
                )
                for one in known.risks
            )
        )
    for part in own_words.split("\n"):
        if part.strip():
            yield Paragraph(text=part.strip())
    yield Paragraph(
        text=_(
            "{draws} possible outcomes were drawn with seed {seed}: assumptions within "
            "their ranges, jointly with how sure the baseline is. The same seed gives "
            "the same figures."
        ).format(draws=number(forecast["draws"]), seed=forecast["seed"]),
        small=True,
    )
