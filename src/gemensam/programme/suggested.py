# SPDX-License-Identifier: EUPL-1.2
"""What a new savings case assumes until someone who knows better writes otherwise.

Every range has its source; those of the field's experience are said to be that. Kept by
key in the database (`@quality`), so that the source reads in the language of the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.programme.enums import AssumptionKind, Base, CostKind, Stream
from gemensam.programme.queries.base import spread

MARK = "@"
FTE_KR = 650_000  # a full-time year of support work, with on-costs
WORK_DAYS = 220  # in a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Shares of one (delay: months)."""

    low: str
    likely: str
    high: str
    source: Any
    base: Base = Base.ALL


A = AssumptionKind  # named as often as there are ranges
SUGGESTED: Mapping[AssumptionKind, Suggestion] = {
    A.QUALITY: Suggestion(
        low="0.02", likely="0.035", high="0.05",
        source=_("Experience of the field: price signals and less failure demand give 2–5 % of the cost they reach. Check against your own pilot."),
    ),
    A.STANDARDISATION: Suggestion(
        low="0.05", likely="0.085", high="0.12",
        source=_("Experience of the field: one process with fewer hand-overs gives 5–12 %."),
    ),
    A.AUTOMATION: Suggestion(
        low="0.017", likely="0.033", high="0.05",
        source=_("Experience of the field: 5–15 % over three years. Here the first year’s third; the rest lies in the yearly efficiency, so that it is not counted twice."),
    ),
    A.SCALE: Suggestion(
        low="0.05", likely="0.075", high="0.10",
        source=_("Experience of the field: fewer fragments and shared peaks give 5–10 %. Private companies claim 25–40 % in all (Deloitte 2009)."),
    ),
    A.SPAN: Suggestion(
        low="0.01", likely="0.02", high="0.03",
        source=_("Experience of the field: from five to twelve or fifteen for each leader gives 1–3 %."),
    ),
    A.SOURCING: Suggestion(
        low="0.02", likely="0.04", high="0.06", base=Base.OTHER,
        source=_("Experience of the field: contracts and duplicate systems give 2–6 % of what is not personnel."),
    ),
    A.PREMISES: Suggestion(
        low="0.005", likely="0.0075", high="0.01",
        source=_("Experience of the field: offices that are left give 0.5–1 %."),
    ),
    A.CASHED: Suggestion(
        low="0.80", likely="0.90", high="1",
        source=_("Fragments of part-time work rarely become a post less, and Statskontoret (2025) found no authority that could trace how its gains were used. Move the budget with the service."),
    ),
    A.DELAY: Suggestion(
        low="0", likely="1", high="4",
        source=_("Experience of the field: waves slip more often than they come early."),
    ),
    A.DIP: Suggestion(
        low="0.10", likely="0.15", high="0.20",
        source=_("Experience of the field: productivity falls by 10–20 % for three months after a move, is at 60 % of the saving after six and at all of it after twelve."),
    ),
    A.RUNNING: Suggestion(
        low="0.005", likely="0.01", high="0.015",
        source=_("Management of the centre, customer managers, system operation and a Lean coach for every 60–80 people."),
    ),
    A.EFFICIENCY: Suggestion(
        low="0.01", likely="0.035", high="0.05",
        source=_("The assignment asks for 3–5 % a year; the low end is set below it, as few have shown theirs."),
    ),
    A.WAGE: Suggestion(
        low="0.025", likely="0.03", high="0.035",
        source=_("About the mark of the wage agreements of the last years. Set to your own budget’s."),
    ),
    A.PRICE: Suggestion(
        low="0.015", likely="0.02", high="0.03",
        source=_("The Riksbank’s goal for inflation, and a little above."),
    ),
}  # fmt: skip
# Levers that tend to be high together, with Spearman's rank correlation.
TIES: tuple[tuple[AssumptionKind, AssumptionKind, str], ...] = (
    (A.STANDARDISATION, A.AUTOMATION, "0.4"),
    (A.STANDARDISATION, A.SCALE, "0.3"),
    (A.STANDARDISATION, A.CASHED, "0.2"),
    (A.DELAY, A.DIP, "0.3"),
)
COST_SOURCES: Mapping[CostKind, Any] = {
    CostKind.TEAM: _("6–12 full-time for 18–24 months in a group with 300 in support: 2–4 % of those who move."),
    CostKind.IT: _("Case system, telephony, integrations, data, moves: 1.5–4 % of a year’s support cost. Replace by quotations."),
    CostKind.DOUBLE: _("10–20 % of those who move, for two to three months."),
    CostKind.TRAINING: _("5–8 days for everyone who moves, shadowing at every unit among them."),
    CostKind.PEOPLE: _("Redeployment for 1–6 % of those who move, half a year to a year each."),
    CostKind.CONTINGENCY: _("10–15 % of the rest."),
}  # fmt: skip
# From three quarters before the centre's first to four after it.
QUARTERS = range(-3, 5)
SPREAD: Mapping[CostKind, tuple[int, ...]] = {
    CostKind.TEAM: (10, 13, 15, 16, 15, 13, 10, 8),
    CostKind.IT: (10, 25, 30, 20, 10, 5, 0, 0),
    CostKind.DOUBLE: (0, 0, 10, 40, 30, 15, 5, 0),
    CostKind.TRAINING: (0, 10, 25, 30, 20, 10, 5, 0),
    CostKind.PEOPLE: (0, 0, 0, 10, 25, 30, 20, 15),
    CostKind.CONTINGENCY: (5, 12, 18, 22, 18, 12, 8, 5),
}
STREAMS: Mapping[CostKind, Mapping[Stream, int]] = {
    CostKind.TEAM: {
        Stream.ORGANISATION: 20,
        Stream.PROCESSES: 25,
        Stream.IT: 20,
        Stream.GOVERNANCE: 15,
        Stream.CHANGE: 20,
    },
    CostKind.IT: {Stream.IT: 1},
    CostKind.DOUBLE: {Stream.ORGANISATION: 1},
    CostKind.TRAINING: {Stream.PROCESSES: 1, Stream.CHANGE: 1},
    CostKind.PEOPLE: {Stream.ORGANISATION: 1},
    CostKind.CONTINGENCY: {Stream.GOVERNANCE: 1},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    stream: Stream
    kind: CostKind
    quarter: date
    ore: tuple[int, int, int]


def source_text(source: str) -> str:
    """A source as it is read: a suggestion's by its key, or as it was written."""
    if not source.startswith(MARK):
        return source
    key = source.removeprefix(MARK)
    if key.startswith("cost:"):
        return str(COST_SOURCES[CostKind(key.removeprefix("cost:"))])
    return str(SUGGESTED[AssumptionKind(key)].source)


def suggested_totals(
    *, ore: int, labour: int
) -> Mapping[CostKind, tuple[int, int, int]]:
    """Öre, low likely high, for a year's support cost `ore`, of it personnel `labour`."""
    people = Decimal(labour) / (FTE_KR * 100)  # full-time years that move
    year = Decimal(FTE_KR * 100)
    found: dict[CostKind, tuple[int, int, int]] = {}

    def three(kind: CostKind, *amounts: Decimal) -> None:
        low, likely, high = (round(amount) for amount in amounts)
        found[kind] = (low, likely, high)

    three(
        CostKind.TEAM,
        *(people * year * Decimal(part) for part in ("0.03", "0.0525", "0.08")),
    )
    three(CostKind.IT, *(ore * Decimal(part) for part in ("0.015", "0.025", "0.04")))
    three(
        CostKind.DOUBLE,
        *(people * year * Decimal(part) / 12 for part in ("0.2", "0.375", "0.6")),
    )
    three(
        CostKind.TRAINING,
        *(people * year * Decimal(days) / WORK_DAYS for days in ("5", "6.5", "8")),
    )
    three(
        CostKind.PEOPLE,
        *(people * year * Decimal(part) for part in ("0.005", "0.02", "0.06")),
    )
    rest = [sum(amounts[place] for amounts in found.values()) for place in range(3)]
    parts = (Decimal("0.10"), Decimal("0.12"), Decimal("0.15"))
    three(
        CostKind.CONTINGENCY,
        *(part * amount for part, amount in zip(parts, rest, strict=True)),
    )
    return found  # fmt: skip


def suggested_costs(*, ore: int, labour: int, first_month: date) -> Iterator[CostLine]:
    """Rows by stream and quarter; their sums are the totals to the öre."""
    for kind, amounts in suggested_totals(ore=ore, labour=labour).items():
        streams = STREAMS[kind]
        weights = [share * part for share in streams.values() for part in SPREAD[kind]]
        split = [spread(amount, weights) for amount in amounts]
        cells = [(stream, step) for stream in streams for step in QUARTERS]
        for place, (stream, step) in enumerate(cells):
            low, likely, high = sorted(column[place] for column in split)
            if high:
                yield CostLine(
                    stream=stream,
                    kind=kind,
                    quarter=quarter_from(first_month, step),
                    ore=(low, likely, high),
                )


def quarter_from(first_month: date, step: int) -> date:
    """The first day of the quarter `step` quarters after the month's own."""
    number = first_month.year * 4 + (first_month.month - 1) // 3 + step
    return date(number // 4, 3 * (number % 4) + 1, 1)
