# SPDX-License-Identifier: EUPL-1.2
"""To a unit's manager: what the support cost in a month, how much more or less than in the
month before, and what that is most of. No budget is set for what a unit uses, so the month
before is what its half page holds it against, and so does this."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.queries.months import month_before
from gemensam.catalogue.models import Service
from gemensam.group.models import Person
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries import Where
from gemensam.outcomes.queries.figures import figures_in, units_sight
from gemensam.site.saying import Link, Sentences
from gemensam.ui.templatetags.figures import kr, month as month_name, quantity

MEASURES = ("charge_ore", "volume")


@dataclass(frozen=True, slots=True)
class Use:
    """Of a service in a month: öre at the price list, and how much."""

    ore: int = 0
    volume: Decimal = Decimal(0)


NOTHING = Use()
Used = Mapping[int | None, Use]  # by service; None: HR together


def say_used(
    told: Sentences,
    person: Person,
    actual: ScenarioVersion,
    month: date,
    *,
    compared_on: str,
) -> None:
    """`compared_on`: where both months stand beside each other; empty: nowhere."""
    before = month_before(month)
    used = _used(person, actual, [before, month])
    now, then = used[month], used[before]
    cost, was = _cost(now), _cost(then)
    if not cost and not was:
        told.say(
            _("Nothing of the centre’s price list was charged to you in {month}."),
            month=month_name(month),
        )
        return
    told.say(
        _template(cost, was),
        month=month_name(month),
        kronor=Link(
            kr(cost), f"{reverse('benefits:own')}?of=units&month={month:%Y-%m}"
        ),
        before=month_name(before),
        off=_opening(kr(abs(cost - was)), compared_on),
        reason=_opening(_reason(now, then, cost - was), compared_on),
    )


def _template(cost: int, was: int) -> str:
    if not was:
        return _("In {month} the centre’s support cost you {kronor} at its price list.")
    if cost == was:
        return _(
            "In {month} the centre’s support cost you {kronor} at its price list, as much as in {before}."
        )
    if cost > was:
        return _(
            "In {month} the centre’s support cost you {kronor} at its price list, {off} more than in {before}; what differs most: {reason}."
        )
    return _(
        "In {month} the centre’s support cost you {kronor} at its price list, {off} less than in {before}; what differs most: {reason}."
    )


def _opening(text: str, url: str) -> Link | str:
    return Link(text, url) if url else text


def _used(
    person: Person, actual: ScenarioVersion, months: list[date]
) -> Mapping[date, Used]:
    found: dict[date, dict[int | None, Use]] = defaultdict(dict)
    for row in figures_in(
        units_sight(person),
        actual.pk,
        Where(months=months),
        by=("month", "service"),
        measures=MEASURES,
    ):
        month, service = row.key
        charge, volume = row["charge_ore"], row["volume"]
        found[month][service] = Use(int(charge or 0), Decimal(volume or 0))
    return found


def _cost(used: Used) -> int:
    return sum(one.ore for one in used.values())


def _reason(now: Used, then: Used, off: int) -> str:
    """The service that differs most the way the whole does: in how much of it there was,
    or in kronor, where as much cost otherwise, or HR stands together."""
    sign = 1 if off > 0 else -1
    _by, most = max(
        (
            (sign * (now.get(one, NOTHING).ore - then.get(one, NOTHING).ore), one)
            for one in {*now, *then}
        ),
        key=lambda told: (told[0], -(told[1] or 0)),
    )
    use, was = now.get(most, NOTHING), then.get(most, NOTHING)
    service = Service.objects.filter(pk=most).first() if most is not None else None
    name = service.name if service else _("HR services together")
    in_kronor = service is None or use.volume == was.volume
    return _("{service} ({now} against {before})").format(
        service=name,
        now=kr(use.ore) if in_kronor else quantity(use.volume),
        before=kr(was.ore) if in_kronor else quantity(was.volume),
    )
