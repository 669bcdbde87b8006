# SPDX-License-Identifier: EUPL-1.2
"""Who says that a krona is saved: decisions that cut frames, and lower prices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Sum

from gemensam.agreements.models import Terms
from gemensam.benefits.enums import Rule
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries.budget import Told, plain, told_moves
from gemensam.benefits.queries.months import Compared, months_between, next_month
from gemensam.benefits.queries.realised.delivered import Place, delivered
from gemensam.benefits.queries.suspicions.found import (
    MOVE,
    Row,
    Suspicion,
    kronor,
    rounded,
)
from gemensam.benefits.queries.suspicions.origins import (
    claimed_by_two,
    from_two_origins,
)
from gemensam.calc import budget
from gemensam.calc.budget import in_month
from gemensam.calc.suspicion.twice import (
    Beyond,
    Claim,
    Cut,
    Same,
    Uncovered,
    added,
    beyond_delivered,
    price_without_cost,
    same_decision,
)
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.queries.lineage import Lineage, lineage
from gemensam.formats.issues import mark
from gemensam.group.models import Authority, tree_at
from gemensam.group.queries import whose
from gemensam.outcomes.models import Cell, MonthSum


def claimed_twice(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """Of the closed `months`: decisions told twice, and more cut than was saved."""
    names = dict(Authority.objects.values_list("pk", "name"))
    told = told_moves()
    claims = _claims(told, months)
    again = same_decision(list(claims.values()))
    for same in again:
        yield _told_twice(same, names, claims)
    counted = {one.key for same in again for one in same.again}
    told_once = [one for number, one in claims.items() if number not in counted]
    pools = _pools(claims.values(), months)
    for overlap, on_service in claimed_by_two(told_once, pools, months, of):
        yield from_two_origins(overlap, on_service, names)
        claims |= {one.key: one for one in overlap.rest}
    booked = {one.move.number for one in told if one.is_booked}
    held: dict[int, list[Claim]] = defaultdict(list)
    for number, claim in claims.items():
        if number in booked and number not in counted:
            held[_number(claim.place)].append(claim)
    saved = _saved(months, of) if held else {}
    for pool in pools:
        places = sorted(pool, key=lambda one: (one not in held, one))
        own = [claim for authority in places for claim in held.get(authority, ())]
        there = [(month, ore) for (who, month), ore in saved.items() if who in pool]
        series = added({month: ore} for month, ore in there)
        found = beyond_delivered(places[0], own, series) if own and series else None
        if found:
            yield _beyond(found, ", ".join(names[one] for one in places))


def _pools(claims: Iterable[Claim], months: Sequence[date]) -> list[frozenset[int]]:
    """Authorities that decided, each by itself, but together with another where a unit
    went from one to the other after a decision: what was cut there is saved here."""
    begins: dict[int, date] = {}
    for claim in claims:
        place = _number(claim.place)
        begins[place] = min(claim.begins, begins.get(place, claim.begins))
    if not begins:
        return []
    pools = [frozenset({authority}) for authority in begins]
    moved = whose().moved([min(months[0], *begins.values()), months[-1]])
    for pair, day in moved.items():
        if any(begins.get(one, day) < day for one in pair):
            met = [pool for pool in pools if pool & pair]
            pools = [pool for pool in pools if not pool & pair]
            pools.append(pair.union(*met))
    return pools


def _number(place: object) -> int:
    assert isinstance(place, int)
    return place


def _saved(months: Sequence[date], of: Compared) -> Mapping[Place, int]:
    _base, saved, _other = delivered(months, of)
    return saved


def _claims(told: Sequence[Told], months: Sequence[date]) -> dict[int, Claim]:
    """Decisions by number, with what took them back counted against them; those that
    were taken back wholly claim nothing."""
    backs = {one.move.reverses_id: one.move for one in told if one.move.reverses_id}
    along = lineage(months[-1])
    found = {}
    for one in told:
        move = one.move
        back = backs.get(move.pk)
        if move.reverses_id or (back and back.from_month == move.from_month):
            continue
        both = [plain(move), *([plain(back)] if back else [])]
        ore = {month: sum(in_month(each, month) for each in both) for month in months}
        found[move.number] = Claim(
            key=move.number,
            place=move.authority_id,
            reference=move.decision,
            decided_ore=move.ore,
            begins=move.from_month,
            is_permanent=move.is_permanent,
            ore={month: held for month, held in ore.items() if held},
            origin=move.origin,
            subject=_now(move, along),
        )
    return found


def _now(move: BudgetMove, along: Lineage) -> int | None:
    """The service of a decision as it is now; of one that was split, the largest part."""
    shares = along.shares(move.service_id, move.from_month)
    return max(shares, key=lambda one: shares[one])


def _told_twice(
    same: Same, names: Mapping[int, str], claims: Mapping[int, Claim]
) -> Suspicion:
    authority = _number(same.first.place)
    numbers = [same.first.key, *(one.key for one in same.again)]
    return Suspicion(
        rule=Rule.SAME,
        about=[authority, *numbers],
        authority=authority,
        name=names[authority],
        says=mark(
            "{count} decisions of the same kronor say the same: {decision}. The first is taken as right; the rest count the krona again."
        ),
        values={"count": len(numbers), "decision": same.first.reference},
        ore=same.ore or _first_year(same),
        rows=[
            Row(
                text=mark("Move no. {number}: {decision}, from {month}"),
                values={
                    "number": number,
                    "decision": claims[number].reference,
                    "month": f"{claims[number].begins:%Y-%m}",
                },
                now=claims[number].decided_ore,
                ore=0 if number == same.first.key else claims[number].total,
                page=MOVE,
                given=(number,),
            )
            for number in numbers
        ],
    )


def _first_year(same: Same) -> Mapping[date, int]:
    """Of decisions that do not hold yet: what they will be in their first year."""
    found: dict[date, int] = defaultdict(int)
    for one in same.again:
        move = _plain_of(one)
        last = one.begins.replace(month=12)
        for month in months_between(one.begins, last):
            found[month] += in_month(move, month)
    return dict(found)


def _plain_of(claim: Claim) -> budget.Move:
    return budget.Move(
        ore=claim.decided_ore,
        from_month=claim.begins,
        is_permanent=claim.is_permanent,
    )


def _beyond(found: Beyond, name: str) -> Suspicion:
    authority = _number(found.place)
    saved = sum(found.delivered.values())
    claimed = [
        Row(
            text=mark("Move no. {number}: {decision}"),
            values={"number": one.claim.key, "decision": one.claim.reference},
            was=one.ore,
            now=one.claim.total,
            ore=one.beyond,
            page=MOVE,
            given=(one.claim.key,),
        )
        for one in found.claims
    ]
    by_month = [
        Row(
            text=mark("Saved in {month}"),
            values={"month": f"{month:%Y-%m}"},
            was=ore,
            page="benefits:bridge",
        )
        for month, ore in sorted(found.delivered.items())
    ]
    return Suspicion(
        rule=Rule.BEYOND,
        about=[authority, *(one.claim.key for one in found.claims)],
        authority=authority,
        name=name,
        says=mark(
            "More is moved out of the budget than was saved in the same months: {saved} kr saved. What was decided first is covered first; chance may explain {noise} kr of the difference."
        ),
        values={"saved": kronor(saved), "noise": kronor(found.noise)},
        ore=found.ore,
        rows=[*claimed, *by_month],
    )


def lower_prices(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """Prices that became lower in the closed `months` and no lower cost behind them."""
    if of.actual is None:
        return
    told = whose()
    for was, now in _cuts(months):
        begins = now.valid_from.replace(day=1)
        if now.valid_from != begins:
            begins = next_month(begins)
        since = [month for month in months if month >= begins]
        cut = Cut(
            place=told.main(begins)[now.customer_id],
            begins=begins,
            was=was.price_ore or 0,
            now=now.price_ore or 0,
            volume=_volume(now, since, of),
        )
        found = price_without_cost(cut, _unit_cost(now, months, of))
        if found:
            yield _without_cost(found, was, now)


def _cuts(months: Sequence[date]) -> Iterator[tuple[Terms, Terms]]:
    """Terms that ended, and those that followed at once at a lower price."""
    rows = Terms.objects.filter(price_ore__isnull=False).select_related(
        "service", "customer"
    )
    new = rows.filter(valid_from__gte=months[0], valid_from__lt=next_month(months[-1]))
    for now in new.order_by("pk"):
        was = rows.filter(
            service=now.service_id, customer=now.customer_id, valid_to=now.valid_from
        ).first()
        if was and (was.price_ore or 0) > (now.price_ore or 0):
            yield was, now


def _volume(now: Terms, months: Sequence[date], of: Compared) -> Mapping[date, float]:
    below = tree_at(now.valid_from).below(now.customer_id)
    rows = Cell.objects.filter(
        scenario=of.actual,
        month__in=months,
        source="costing",
        superseded_at=None,
        service=now.service_id,
        provider=Provider.CENTRE,
        unit__in=below,
    ).values_list("month")
    told = rows.annotate(volume=Sum("volume")).order_by("month")
    return {month: float(volume) for month, volume in told if volume}


def _unit_cost(
    now: Terms, months: Sequence[date], of: Compared
) -> Mapping[date, float]:
    rows = MonthSum.objects.filter(
        scenario=of.actual,
        month__in=months,
        source="costing",
        service=now.service_id,
        provider=Provider.CENTRE,
    ).values_list("month")
    told = rows.annotate(cost=Sum("cost_ore"), volume=Sum("volume")).order_by("month")
    # What is delivered and has no cost at all is told of by nobody, not free.
    return {
        month: float(cost) / float(volume)
        for month, cost, volume in told
        if volume and cost is not None
    }


def _without_cost(found: Uncovered, was: Terms, now: Terms) -> Suspicion:
    name = f"{now.customer} · {now.service}"
    return Suspicion(
        rule=Rule.PRICE,
        about=[now.customer_id, now.service_id, now.valid_from],
        authority=_number(found.cut.place),
        name=name,
        says=mark(
            "The price fell from {was} to {now} kr a unit on {day}. That took {off} kr off the bill; what the units cost fell by {fell} kr. Chance may explain {noise} kr of the difference."
        ),
        values={
            "was": rounded(found.cut.was / 100, 2),
            "now": rounded(found.cut.now / 100, 2),
            "day": f"{now.valid_from:%Y-%m-%d}",
            "off": kronor(found.taken_off),
            "fell": kronor(found.fell),
            "noise": kronor(found.noise),
        },
        ore=found.ore,
        rows=[
            Row(
                text=mark("{month}: {volume} units"),
                values={
                    "month": f"{month:%Y-%m}",
                    "volume": f"{found.cut.volume[month]:.0f}",
                },
                was=round(found.cut.was * found.cut.volume[month]),
                now=round(found.cut.now * found.cut.volume[month]),
                ore=ore,
                page="costing:service",
                given=(now.service.code,),
            )
            for month, ore in sorted(found.ore.items())
        ],
    )
