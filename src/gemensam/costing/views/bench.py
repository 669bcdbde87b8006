# SPDX-License-Identifier: EUPL-1.2
"""What every page of the mapping looks at: the period, the rules at work, the total."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from gemensam.costing.models import DraftRule, MappingDraft, MappingVersion, Patterns
from gemensam.costing.queries.narrowed import Show, Wanted
from gemensam.costing.queries.treatment import current_mapping, rules_of
from gemensam.costing.queries.turnover import months_known
from gemensam.costing.queries.workbench import Workbench

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Desk:
    """A year of the ledgers, and the draft's rules; without one those in force."""

    years: Sequence[int]
    year: int
    months: Sequence[date]

    @cached_property
    def draft(self) -> MappingDraft | None:
        opened = MappingDraft.objects.filter(closed_at=None)
        return opened.select_related("opened_by__person", "base").first()

    @cached_property
    def in_force(self) -> MappingVersion | None:
        return current_mapping()

    @cached_property
    def rules(self) -> Sequence[Patterns]:
        if self.draft is not None:
            rules = DraftRule.objects.filter(draft=self.draft)
            return list(
                rules.select_related("service", "legal_entity").order_by("order")
            )
        return rules_of(self.in_force)

    @cached_property
    def bench(self) -> Workbench:
        return Workbench(self.months, self.rules)


def desk_of(given: QueryDict) -> Desk | None:
    """The year the address asks for; else the newest whole one. None: no ledger yet."""
    known = months_known()
    if not known:
        return None
    by_year: dict[int, list[date]] = {}
    for month in known:
        by_year.setdefault(month.year, []).append(month)
    years = sorted(by_year, reverse=True)
    whole = [year for year in years if len(by_year[year]) == MONTHS_A_YEAR]
    asked = given.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in by_year else 0
    chosen = year or (whole or years)[0]
    return Desk(years, chosen, by_year[chosen])


def wanted_of(given: QueryDict, desk: Desk) -> Wanted:
    """What the address asks to see; what makes no sense is left out."""
    show, entity = given.get("show", ""), given.get("entity", "")
    fallback = Show.LEFT if desk.bench.mapped.unmapped_strings else Show.ALL
    return Wanted(
        show=Show(show) if show in set(Show) else fallback,
        entity=int(entity) if entity.isdigit() and len(entity) < 10 else None,
        chart=given.get("chart", "")[:12],
        account_class=given.get("class", "")[:4],
        text=given.get("q", "").strip()[:60],
    )


def as_query(wanted: Wanted, desk: Desk, **more: object) -> str:
    """The address that asks for the same again."""
    told = {
        "year": desk.year,
        "show": wanted.show.value,
        "entity": wanted.entity or "",
        "chart": wanted.chart,
        "class": wanted.account_class,
        "q": wanted.text,
        **more,
    }
    return urlencode({name: value for name, value in told.items() if value})
