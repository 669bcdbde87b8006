# SPDX-License-Identifier: EUPL-1.2
"""How to lower it: what a unit itself can do, each with its figure and its kronor a
month. Where the figures do not carry it, nothing is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gemensam.benefits.enums import PackReader
from gemensam.benefits.queries.packs.facts import counted
from gemensam.benefits.queries.packs.ground import Ground, Lines
from gemensam.calc.lowering import FEWEST_PEOPLE, Use, above_middle
from gemensam.calc.money import round_half_up
from gemensam.catalogue.queries.channels import CHEAPER_WAY, ONE_EACH
from gemensam.group.enums import UnitKind
from gemensam.ui.templatetags.figures import kr, number, whole_kr

MOST = 3
LEAST_ORE = 5_000  # a month: below it the reading costs more


@dataclass(frozen=True, slots=True)
class Advice:
    """`ore` a month; `service` is what it is about."""

    service: int
    ore: int
    text: str


def advice(ground: Ground, unit: int, reader: PackReader) -> list[Advice]:
    """The most kronor first, one for each service; nothing about fewer than five."""
    if ground.people.get(unit, 0) < FEWEST_PEOPLE:
        return []
    lines = ground.seen[reader].now.get(unit, {})
    found: dict[int, Advice] = {}
    for one in (
        *_cheaper_ways(ground, unit, lines),
        *_more_than_people(ground, unit, lines),
        *_above_others(ground, unit, reader),
    ):
        if one.ore >= LEAST_ORE:
            found.setdefault(one.service, one)
    return sorted(found.values(), key=lambda one: -one.ore)[:MOST]


def _cheaper_ways(ground: Ground, unit: int, lines: Lines) -> Iterator[Advice]:
    """The same errand by a way that costs less."""
    by_code = {one.code: one for one in ground.services.values()}
    for dear, cheap in CHEAPER_WAY.items():
        service, other = by_code.get(dear), by_code.get(cheap)
        if service is None or other is None:
            continue
        volume = _charged(lines, service.pk)
        price = ground.price_of(service.pk, unit)
        lower = ground.price_of(other.pk, unit)
        if not volume or price is None or lower is None or lower >= price:
            continue
        ore = round_half_up(volume * (price - lower))
        text = _("{count} of “{service}” at {price} each: as “{other}”, at {lower}, they would have cost {ore} less.")  # fmt: skip
        told = text.format(
            count=counted(volume),
            service=service.name,
            price=kr(price),
            other=other.name,
            lower=kr(lower),
            ore=whole_kr(ore),
        )
        yield Advice(service.pk, ore, told)


def _more_than_people(ground: Ground, unit: int, lines: Lines) -> Iterator[Advice]:
    """More in use than there are people to use them."""
    people = ground.people[unit]
    for service, sums in lines.items():
        if service is None or ground.services[service].code not in ONE_EACH:
            continue
        in_use, price = sums.get("in_use"), ground.price_of(service, unit)
        if in_use is None or price is None or not _charged(lines, service):
            continue
        excess = Decimal(in_use) - people
        if excess > 0:
            ore = round_half_up(excess * price)
            text = _("{service}: {in_use} in use, {people} employed. The difference, {excess}, costs {ore} a month.")  # fmt: skip
            told = text.format(
                service=ground.services[service].name,
                in_use=counted(in_use),
                people=number(people),
                excess=counted(excess),
                ore=whole_kr(ore),
            )
            yield Advice(service, ore, told)


def _above_others(ground: Ground, unit: int, reader: PackReader) -> Iterator[Advice]:
    """More for each person employed than in the middle of units like it."""
    others = _like(ground, unit)
    window, everyone = ground.seen[reader].window, ground.seen[PackReader.GROUP].window
    now = ground.seen[reader].now.get(unit, {})
    for service, sums in window.get(unit, {}).items():
        price = ground.price_of(service, unit) if service is not None else None
        if service is None or price is None or not _charged(now, service):
            continue
        used = [
            Use(volume=float(volume), people=ground.people[other])
            for other in others
            if (volume := everyone.get(other, {}).get(service, {}).get("volume"))
        ]
        here = Use(volume=float(sums["volume"] or 0), people=ground.people[unit])
        found = above_middle(here, used)
        if found is None:
            continue
        months = len(ground.window)
        ore = round_half_up(Decimal(found.excess) * price / months)
        text = _("{service}: {each} for each person employed in {months} months, {middle} in the middle of {places} comparable units. At theirs it costs {ore} less a month.")  # fmt: skip
        told = text.format(
            service=ground.services[service].name,
            each=number(found.each, 2),
            months=number(months),
            middle=number(found.middle, 2),
            places=number(found.places),
            ore=whole_kr(ore),
        )
        yield Advice(service, ore, told)


def _like(ground: Ground, unit: int) -> Sequence[int]:
    """Comparable units: the others under the same department, or whatever the unit hangs
    under, that have enough people."""
    path = ground.tree.path(unit)
    if len(path) < 2:
        return ()
    return sorted(
        other
        for other in ground.tree.children.get(path[1], ())
        if other != unit
        and ground.units[other].kind == UnitKind.UNIT
        and ground.people.get(other, 0) >= FEWEST_PEOPLE
    )


def _charged(lines: Lines, service: int) -> Decimal:
    """What was used and is charged: what comes from elsewhere has no price."""
    sums = lines.get(service, {})
    return Decimal(sums.get("volume") or 0) if sums.get("charge_ore") else Decimal(0)
