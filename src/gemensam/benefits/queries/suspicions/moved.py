# SPDX-License-Identifier: EUPL-1.2
"""Cost that left support for another coding of the same authority in the same month."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.months import Compared, months_between
from gemensam.benefits.queries.saving import price_change
from gemensam.benefits.queries.suspicions.found import Row, Suspicion, kronor
from gemensam.benefits.queries.suspicions.ledgers import ledgers_of
from gemensam.benefits.queries.suspicions.tree import (
    Places,
    earlier,
    places,
    reorganised,
)
from gemensam.calc.costing.mapping import Coding as Whole
from gemensam.calc.suspicion.moved import Coding, Moved, moves
from gemensam.costing.enums import Treatment
from gemensam.costing.queries.treatment import current_mapping, treatments
from gemensam.costing.queries.turnover import turnover
from gemensam.formats.issues import Marked, mark
from gemensam.group.enums import UnitKind
from gemensam.group.models import Authority, Unit
from gemensam.group.queries import whose

LOOKED_BACK = 24  # months at the most
FEWEST_MONTHS = 3  # with something posted
SUPPORT = (Treatment.PEOPLE, Treatment.DIRECT, Treatment.OVERHEAD)
Key = tuple[int, str, str]  # legal entity, account, cost centre


@dataclass(frozen=True, slots=True)
class Codings:
    """Of each authority, its codings of support and those that are not."""

    support: Mapping[int, Sequence[Coding]]
    other: Mapping[int, Sequence[Coding]]


def cost_moved(months: Sequence[date], of: Compared) -> Iterator[Suspicion]:
    """In the closed `months`, each coding against what it was since the baseline."""
    if of.baseline is None or not of.baseline_months:
        return
    begins = max(of.baseline_months[0], earlier(months[-1], LOOKED_BACK - 1))
    every = months_between(begins, months[-1])
    index = _index(every)
    where = places([every[0], every[-1]])
    held = _codings(every, where)
    at = {month: number for number, month in enumerate(every)}
    excused = [(unit, at[month]) for unit, month in reorganised(every) if month in at]
    names = dict(Authority.objects.values_list("pk", "name"))
    for authority, support in sorted(held.support.items()):
        for found in moves(
            support,
            held.other.get(authority, ()),
            first=at[months[0]],
            index=index,
            reorganised=excused,
        ):
            yield _told(found, every, authority, names[authority])


def _index(months: Sequence[date]) -> list[float]:
    """What wages or prices, whichever more, have risen by in each month since the first."""
    years = {month.year for month in months}
    since = {year: price_change(months[0].year, year) for year in years}
    risen = {year: max(one.wage, one.price) for year, one in since.items()}
    return [risen[month.year] for month in months]


def _codings(months: Sequence[date], where: Places) -> Codings:
    """What was posted in three months or more, by authority; the programme's own office,
    which has nothing but one-off cost, apart."""
    kinds = dict(Unit.objects.values_list("pk", "kind"))
    units = {
        unit: (authority, kinds[unit])
        for unit, authority in whose().main(months[-1]).items()
    }
    treat = treatments(current_mapping())
    at = {month: number for number, month in enumerate(months)}
    series: dict[tuple[int, bool, Key], NDArray[np.float64]] = {}
    kept: dict[Whole, tuple[int, bool, Key] | None] = {}
    for row in turnover(months):
        if row.coding not in kept:
            kept[row.coding] = _place(
                row.coding, where, units, treat(row.coding).treatment
            )
        key = kept[row.coding]
        if key is None:
            continue
        if key not in series:
            series[key] = np.zeros(len(months))
        series[key][at[row.month]] += row.ore
    lasting = {
        one.cost_centre
        for one, key in kept.items()
        if key is not None and treat(one).treatment != Treatment.ONE_OFF
    }
    support: dict[int, list[Coding]] = defaultdict(list)
    other: dict[int, list[Coding]] = defaultdict(list)
    for (authority, is_support, code), ore in sorted(series.items(), key=_first):
        made = Coding(key=code, ore=ore, where=where.of(code[0], code[2]))
        if np.count_nonzero(ore) >= FEWEST_MONTHS and code[2] in lasting:
            (support if is_support else other)[authority].append(made)
    return Codings(support, other)


def _first(
    one: tuple[tuple[int, bool, Key], object],
) -> tuple[int, bool, Key]:
    return one[0]


def _place(
    coding: Whole,
    where: Places,
    units: Mapping[int, tuple[int, str]],
    treatment: Treatment | None,
) -> tuple[int, bool, Key] | None:
    """The authority whose coding it is, and whether it is support; None for internal
    charges, for what no unit answers for, and for what has no rule where support is: it
    counts as its cost."""
    entity = coding.entity
    assert isinstance(entity, int)
    unit = where.centres.get((entity, coding.cost_centre))
    if unit is None or treatment == Treatment.INTERNAL:
        return None
    authority, kind = units[unit]
    if treatment is None and kind in {UnitKind.SUPPORT, UnitKind.CENTRE}:
        return None
    key = (entity, coding.account, coding.cost_centre)
    return authority, treatment in SUPPORT, key


def _told(found: Moved, months: Sequence[date], authority: int, name: str) -> Suspicion:
    since = months[found.at :]
    support, other = _key(found.support), _key(found.other)
    each = ledgers_of(since)
    ledgers = each[since[-1]]
    values = {
        "from": f"{support[1]} / {support[2]}",
        "to": f"{other[1]} / {other[2]}",
        "month": f"{since[0]:%Y-%m}",
        "fall": kronor(round(found.fall)),
        "rise": kronor(round(found.rise)),
    }
    return Suspicion(
        rule=Rule.REBOOKED,
        about=[*support, *other, since[0]],
        authority=authority,
        name=f"{name} · {values['from']} → {values['to']}",
        says=mark(
            "From {month} the support coding {from} fell by {fall} kr a month, and {to}, which is not support, rose by {rise} kr a month. (Account / cost centre.)"
        ),
        values=values,
        ore=dict(zip(since, found.ore, strict=True)),
        rows=[
            _coding_row(
                mark("Support coding {coding}, a month"),
                found.support,
                found.at,
                ledgers,
            ),
            _coding_row(
                mark("Other coding {coding}, a month"), found.other, found.at, ledgers
            ),
            *(
                Row(
                    text=mark("Posted on {coding} in {month}"),
                    values={"coding": values["to"], "month": f"{month:%Y-%m}"},
                    now=round(float(found.other.ore[found.at + place])),
                    ore=ore,
                    page="costing:rows" if other[0] in each[month] else "",
                    given=(each[month].get(other[0]),),
                    query={
                        "account": other[1],
                        "centre": other[2],
                        "month": f"{month:%Y-%m}",
                    },
                    is_ledger=True,
                )
                for place, (month, ore) in enumerate(zip(since, found.ore, strict=True))
            ),
        ],
    )


def _key(coding: Coding) -> Key:
    key = coding.key
    assert isinstance(key, tuple)
    entity, account, centre = key
    return entity, account, centre


def _coding_row(
    text: Marked, coding: Coding, at: int, ledgers: Mapping[int, int]
) -> Row:
    entity, account, centre = _key(coding)
    return Row(
        text=text,
        values={"coding": f"{account} / {centre}"},
        was=round(float(coding.ore[:at].mean())),
        now=round(float(coding.ore[at:].mean())),
        page="costing:rows" if entity in ledgers else "",
        given=(ledgers.get(entity),),
        query={"account": account, "centre": centre},
        is_ledger=True,
    )
