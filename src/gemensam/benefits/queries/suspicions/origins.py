# SPDX-License-Identifier: EUPL-1.2
"""Decisions that cut a frame for one service, and say that different causes saved it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gemensam.benefits.enums import MoveOrigin, Rule
from gemensam.benefits.queries.months import Compared
from gemensam.benefits.queries.suspicions.found import MOVE, Row, Suspicion, kronor
from gemensam.benefits.queries.suspicions.services import saved_on_services
from gemensam.calc.suspicion.origins import Overlap, is_covered, two_origins
from gemensam.calc.suspicion.twice import Claim
from gemensam.catalogue.models import Service
from gemensam.formats.issues import mark

ORIGINS = {
    MoveOrigin.PROGRAMME: mark("the programme"),
    MoveOrigin.IMPROVEMENT: mark("an improvement"),
    MoveOrigin.PRICE: mark("a price change"),
}
Saved = Mapping[date, int]


def claimed_by_two(
    claims: Sequence[Claim],
    pools: Iterable[frozenset[int]],
    months: Sequence[date],
    of: Compared,
) -> list[tuple[Overlap, Saved]]:
    """Overlaps that more is claimed in than was saved on their service in the closed
    `months`, with what was; `pools` are authorities whose savings cannot be told apart."""
    found = two_origins(claims)
    saved = saved_on_services(months, of) if found else {}
    together = {authority: pool for pool in pools for authority in pool}
    each = [(one, _saved(one, together, saved)) for one in found]
    return [(one, held) for one, held in each if not is_covered(one, held)]


def _saved(
    one: Overlap,
    together: Mapping[int, frozenset[int]],
    saved: Mapping[tuple[int, int, date], int],
) -> Saved:
    place = one.first.place
    assert isinstance(place, int)
    found: dict[date, int] = defaultdict(int)
    for (authority, service, month), ore in saved.items():
        if authority in together[place] and service == one.first.subject:
            found[month] += ore
    return found


def from_two_origins(one: Overlap, saved: Saved, names: Mapping[int, str]) -> Suspicion:
    authority, subject = one.first.place, one.first.subject
    assert isinstance(authority, int)
    assert isinstance(subject, int)
    service = Service.objects.get(pk=subject)
    there = sum(saved.get(month, 0) for month in one.ore)
    again = {claim.key: ore for claim, ore in one.again}
    return Suspicion(
        rule=Rule.ORIGINS,
        # Which of them claims most changes with the months.
        about=[authority, service.pk, *sorted(claim.key for claim in one.claims)],
        authority=authority,
        name=f"{names[authority]} · {service}",
        says=mark(
            "{count} decisions cut the frame for the same service and say that different causes saved it. In the same months they claim {claimed} kr; {saved} kr were saved on the service there. The largest is taken as right; of the others as much is suspected as both claim."
        ),
        values={
            "count": len(one.claims),
            "claimed": kronor(one.claimed),
            "saved": kronor(there),
        },
        ore=one.ore,
        rows=[
            *(
                Row(
                    text=mark("Move no. {number}: {decision}, saved by {origin}"),
                    values={
                        "number": claim.key,
                        "decision": claim.reference,
                        "origin": ORIGINS[MoveOrigin(claim.origin)],
                    },
                    now=sum(claim.ore.get(month, 0) for month in one.ore),
                    ore=sum(again.get(claim.key, {}).values()),
                    page=MOVE,
                    given=(claim.key,),
                )
                for claim in one.claims
            ),
            *(
                Row(
                    text=mark("Saved on {service} in {month}"),
                    values={"service": str(service), "month": f"{month:%Y-%m}"},
                    was=saved.get(month, 0),
                    page="benefits:service-bridge",
                    given=(service.code,),
                )
                for month in sorted(one.ore)
            ),
        ],
    )
