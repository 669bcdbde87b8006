# SPDX-License-Identifier: EUPL-1.2
"""Departments and units whose support still costs though the centre delivers it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.months import Compared, next_month, same_months
from gemensam.benefits.queries.realised.registers import came
from gemensam.benefits.queries.saving import price_changes
from gemensam.benefits.queries.suspicions.found import (
    FEWEST,
    Row,
    Suspicion,
    kronor,
)
from gemensam.benefits.queries.suspicions.ledgers import ledgers_of
from gemensam.benefits.queries.suspicions.tree import (
    Places,
    Successions,
    earlier,
    places,
    successions,
)
from gemensam.calc.savings import PriceChange
from gemensam.calc.suspicion.left import GRACE, Left, Provided, left
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery
from gemensam.catalogue.queries.lineage import Lineage, lineage
from gemensam.costing.models import LedgerName, LedgerTurnover, StaffRow
from gemensam.costing.queries.turnover import result_accounts
from gemensam.formats.issues import Marked, mark
from gemensam.group.enums import UnitKind
from gemensam.group.models import Authority, Unit, tree_at
from gemensam.group.queries import Whose, whose
from gemensam.outcomes.models import Cell, CostDraws, ScenarioVersion
from gemensam.outcomes.queries import deviations

MOST = 12  # accounts told of


def cost_left(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """In the closed `months`: whole cost of support departments, and what other units
    still buy (their own people's time is only known by survey)."""
    against = same_months(months, of.baseline_months)
    if of.baseline is None or of.actual is None or len(against) != len(months):
        return
    kinds = dict(Unit.objects.values_list("pk", "kind"))
    pairs = dict(zip(against, months, strict=True))
    changes = dict(zip(pairs, price_changes(list(pairs.items())), strict=True))
    all_ = _provided(of.baseline, of.actual, pairs, changes, kinds)
    organised = whose()
    for (unit, rule), one in sorted(all_.items()):
        found = left(one)
        if found:
            was_of = {now: was for was, now in pairs.items()}
            yield _told(found, unit, rule, was_of, organised)


def _rule(kind: str) -> Rule:
    return Rule.STAYED if kind == UnitKind.SUPPORT else Rule.BOUGHT


EVER = date.min  # before any succession of services
Key = tuple[int, Rule]  # unit, and the rule that it is judged by
Drawn = tuple[int, int | None, date]  # provider, service, month of the baseline


def _two() -> dict[Key, dict[date, float]]:
    return defaultdict(lambda: defaultdict(float))


@dataclass(slots=True)
class _Sums:
    """Öre of each key by month; `stays`: of which draws what stays is made, in which
    month."""

    before: dict[Key, dict[date, float]] = field(default_factory=_two)
    moved: dict[Key, dict[date, float]] = field(default_factory=_two)
    after: dict[Key, dict[date, float]] = field(default_factory=_two)
    stays: dict[Key, dict[tuple[date, Drawn], float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )


def _provided(
    baseline: ScenarioVersion,
    actual: ScenarioVersion,
    pairs: Mapping[date, date],
    changes: Mapping[date, PriceChange],
    kinds: Mapping[int, str],
) -> Mapping[Key, Provided]:
    """What each unit's cost was, is, and ought to be, as now organised."""
    sums, from_centre = _Sums(), _Centre()
    _add_before(sums, from_centre, _costs(baseline, list(pairs)), pairs, changes, kinds)
    for (by, _service, _unit, month), (cost, labour) in _costs(
        actual, list(pairs.values())
    ):
        rule = _rule(kinds[by])
        sums.after[by, rule][month] += cost if rule == Rule.STAYED else cost - labour
    every, draws = sorted(pairs.values()), _draws(baseline, list(pairs))
    return {
        key: Provided(
            place=key[0],
            before=_whole(sums.before[key], every),
            moved=_whole(sums.moved[key], every),
            after=_whole(sums.after[key], every),
            since=_first(sums.moved[key], every)
            if key[1] == Rule.STAYED
            else from_centre.since_for(key[0], every),
            doubt=_doubt(sums.stays[key], draws),
        )
        for key in {*sums.before, *sums.after}
    }


def _add_before(
    sums: _Sums,
    from_centre: "_Centre",
    costs: Sequence[tuple[tuple[int, int | None, int, date], tuple[int, int]]],
    pairs: Mapping[date, date],
    changes: Mapping[date, PriceChange],
    kinds: Mapping[int, str],
) -> None:
    became = successions()
    for (by, service, unit, was), (cost, labour) in costs:
        month, change = pairs[was], changes[was]
        gone = from_centre.share(became, (service, unit), month)
        for node, part in became.at(by, month):
            rule = _rule(kinds[node])
            people = labour * change.wage if rule == Rule.STAYED else 0
            ore = part * (people + (cost - labour) * change.price)
            sums.before[node, rule][month] += ore
            sums.moved[node, rule][month] += ore * gone
            if rule == Rule.STAYED:
                sums.stays[node, rule][month, (by, service, was)] += ore * (1 - gone)


def _draws(
    baseline: ScenarioVersion, months: Sequence[date]
) -> Mapping[Drawn, NDArray[np.float64]]:
    """How far each draw of a support department's service lies from its cost."""
    rows = CostDraws.objects.filter(
        scenario=baseline,
        month__in=months,
        provided_by__kind=UnitKind.SUPPORT,
        superseded_at=None,
    ).values_list("provided_by", "service", "month", "draws")
    return {
        (by, service, month): deviations(packed)
        for by, service, month, packed in rows.iterator(2000)
    }


def _doubt(
    stays: Mapping[tuple[date, Drawn], float],
    draws: Mapping[Drawn, NDArray[np.float64]],
) -> dict[date, Sequence[float]]:
    found: dict[date, NDArray[np.float64]] = {}
    for (month, drawn), ore in stays.items():
        if drawn in draws:
            found[month] = found.get(month, 0.0) + ore * draws[drawn]
    return {month: each.tolist() for month, each in found.items()}


def _first(moved: Mapping[date, float], months: Sequence[date]) -> date | None:
    return next((month for month in months if moved.get(month, 0.0) > 0), None)


def _whole(held: Mapping[date, float], months: Sequence[date]) -> dict[date, int]:
    return {month: round(held.get(month, 0.0)) for month in months}


def _costs(
    scenario: ScenarioVersion, months: Sequence[date]
) -> list[tuple[tuple[int, int | None, int, date], tuple[int, int]]]:
    rows = (
        Cell.objects.filter(
            scenario=scenario,
            month__in=months,
            source="costing",
            superseded_at=None,
            provider=Provider.LOCAL,
            provided_by__isnull=False,
        )
        .values_list("provided_by", "service", "unit", "month")
        .annotate(cost=Sum("cost_ore"), labour=Sum("labour_ore"))
        .order_by()
    )
    return [
        ((by, service, unit, month), (int(cost or 0), int(labour or 0)))
        for by, service, unit, month, cost, labour in rows.iterator(20_000)
        if by is not None
    ]


class _Centre:
    """How much of a service to a unit the centre delivered, three months before."""

    def __init__(self) -> None:
        self.began: dict[int, date] = {}
        self.since: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(
            list
        )
        rows = Delivery.objects.filter(provider=Provider.CENTRE)
        for service, unit, starts, ends in rows.values_list(
            "service", "unit", "valid_from", "valid_to"
        ).iterator(20_000):
            self.since[service, unit].append((starts, ends))
            self.began[unit] = min(starts, self.began.get(unit, starts))
        self.every = lineage(date.max)
        self.along: dict[date, Lineage] = {}

    def since_for(self, unit: int, months: Sequence[date]) -> date | None:
        """The first month that began three months after it delivered to a unit."""
        began = self.began.get(unit)
        if began is None:
            return None
        return next((one for one in months if earlier(one, GRACE) >= began), None)

    def share(
        self, became: Successions, pair: tuple[int | None, int], month: date
    ) -> float:
        service, unit = pair
        if service is None:
            return 0.0
        then = earlier(month, GRACE)
        after = next_month(then)
        days = (after - then).days
        if then not in self.along:
            self.along[then] = self.every.until(then)
        # A service that was split or joined is delivered as what it became.
        is_now = self.along[then].shares(service, EVER)
        return sum(
            part
            * float(share)
            * max(0, (min(ends or after, after) - max(starts, then)).days)
            / days
            for node, part in became.at(unit, then)
            for one, share in is_now.items()
            for starts, ends in self._delivered(one, service, node)
        )

    def _delivered(
        self, now: int | None, was: int, unit: int
    ) -> Sequence[tuple[date, date | None]]:
        """Who names no delivery of what came later goes on with that of before."""
        own = self.since.get((was if now is None else now, unit))
        return own or self.since.get((was, unit), [])


def _told(
    found: Left,
    number: int,
    rule: Rule,
    was_of: Mapping[date, date],
    organised: Whose,
) -> Suspicion:
    unit, months = Unit.objects.get(pk=number), sorted(found.ore)
    authority = Authority.objects.get(pk=organised.main(months[-1])[number])
    where = places([min(was_of[month] for month in months), months[-1]])
    people, is_known = None, True
    if rule == Rule.STAYED:
        people = _people(number, months[-1])
        is_known = unit.legal_entity_id in came([months[-1].year])[months[-1].year]
    expected = sum(max(0, found.provided.expected(month)) for month in months)
    return Suspicion(
        rule=rule,
        about=[number],
        authority=authority.pk,
        name=f"{authority} · {unit}",
        says=SAYS[rule],
        values={
            "unit": str(unit),
            "cost": kronor(sum(found.provided.after[month] for month in months)),
            "expected": kronor(expected),
            "noise": kronor(found.noise),
            "people": _told_people(people) if is_known else mark("not known"),
        },
        ore=found.ore,
        rows=[
            *_by_month(found, where, number),
            *_by_account(months, was_of, where, number),
        ],
        # Maybe few: as long as it is not known, told as what concerns few is.
        persons=people or None if is_known else 0,
    )


def _told_people(people: int | None) -> int | Marked | None:
    return people if people is None or people >= FEWEST else mark("fewer than five")


SAYS = {
    Rule.STAYED: mark(
        "{unit} cost {cost} kr in the months. At today’s prices, and with what the centre has taken over for three months or more gone, it would cost {expected} kr. Chance may explain {noise} kr. Employed there: {people}."
    ),
    Rule.BOUGHT: mark(
        "{unit} bought support for {cost} kr in the months. At today’s prices, and with what the centre has taken over for three months or more gone, it would be {expected} kr. Chance may explain {noise} kr."
    ),
}


def _people(unit: int, month: date) -> int:
    """How many were employed in the unit at the month's end."""
    after = next_month(month)
    rows = StaffRow.objects.filter(
        Q(employed_to=None) | Q(employed_to__gte=after),
        year=month.year,
        superseded_at=None,
        unit__in=tree_at(month).below(unit),
        employed_from__lt=after,
    )
    return rows.values("pseudonym").distinct().count()


def _by_month(found: Left, where: Places, unit: int) -> Iterator[Row]:
    codes = where.codes(tree_at(max(found.ore)).below(unit))
    each = ledgers_of(sorted(found.ore))
    for month, ore in sorted(found.ore.items()):
        ledgers = each[month]
        held = next(((ledgers[e], c) for e, c in codes if e in ledgers), None)
        yield Row(
            text=mark("{month}: ought to cost, and costs"),
            values={"month": f"{month:%Y-%m}"},
            was=max(0, found.provided.expected(month)),
            now=found.provided.after[month],
            ore=ore,
            page="costing:rows" if held else "",
            given=(held[0],) if held else (),
            query={"centre": held[1], "month": f"{month:%Y-%m}"} if held else {},
            is_ledger=True,
        )


def _by_account(
    months: Sequence[date], was_of: Mapping[date, date], where: Places, unit: int
) -> Iterator[Row]:
    """What the ledgers hold on the unit's cost centres: the same months of the baseline,
    and now; the accounts that cost most now."""
    ledgers = ledgers_of(months[-1:])[months[-1]]
    told: list[tuple[int, int, int, str, str]] = []
    for entity, code in where.codes(tree_at(months[-1]).below(unit)):
        rows = LedgerTurnover.objects.filter(
            result_accounts(), ledger__legal_entity=entity, cost_centre=code
        ).values_list("account")
        now = dict(rows.filter(month__in=months).annotate(ore=Sum("amount_ore")))
        old = [was_of[month] for month in months]
        was = dict(rows.filter(month__in=old).annotate(ore=Sum("amount_ore")))
        told += [
            (int(ore or 0), int(was.get(account) or 0), entity, code, account)
            for account, ore in now.items()
        ]
    heaviest = sorted(told, reverse=True)[:MOST]
    names = dict(
        LedgerName.objects.filter(
            ledger__in=ledgers.values(),
            dimension=0,
            code__in=[one[-1] for one in heaviest],
        ).values_list("code", "name")
    )
    for ore, before, entity, code, account in heaviest:
        yield Row(
            text=mark("Ledger: account {account} {name}, cost centre {centre}"),
            values={
                "account": account,
                "name": names.get(account, ""),
                "centre": code,
            },
            was=before,
            now=ore,
            page="costing:rows" if entity in ledgers else "",
            given=(ledgers.get(entity),),
            query={"account": account, "centre": code},
            is_ledger=True,
        )
