# SPDX-License-Identifier: EUPL-1.2
"""Opening a case: who delivers, by which terms, to when – then routed and on its way.

What is shown before ordering and what the case keeps come from the same `Offer`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gemensam.agreements.models import Terms
from gemensam.agreements.queries import terms_for
from gemensam.calc.clock import Started
from gemensam.catalogue.models import Delivery, Service
from gemensam.catalogue.queries import Targets, delivery_of, targets_for
from gemensam.catalogue.queries.level import target_of
from gemensam.core import clock as clocks
from gemensam.core.by import By
from gemensam.core.database import reserve_ids
from gemensam.desk import clock
from gemensam.desk.actions.events import happen
from gemensam.desk.enums import Channel, EventKind
from gemensam.desk.models import Case
from gemensam.desk.queries.routing import team_for
from gemensam.group.models import Person, Team, Unit


class NotOrderable(ValueError):
    """The service is counted, not ordered; or it is not there yet, or no longer."""


class NobodyDelivers(LookupError):
    """No one delivers the service to the unit that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What ordering a service now would give: from whom, at what price, done when."""

    service: Service
    unit: Unit
    priority: int
    delivery: Delivery
    terms: Terms | None
    targets: Targets
    due_at: datetime | None
    due_answer_at: datetime | None
    team: Team | None

    @property
    def price_ore(self) -> int | None:
        return self.terms.price_ore if self.terms else None

    def snapshot(self) -> dict[str, Any]:
        """The promise as the case keeps it, whatever is decided later."""
        return {
            **_kept_targets(self.targets),
            "price_ore": self.price_ore,
            "terms": self.terms.pk if self.terms else None,
            "terms_kind": self.terms.kind if self.terms else None,
            "delivery": self.delivery.pk,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the customer says."""

    service: Service
    unit: Unit
    requester: Person | None
    subject: str
    text: str = ""
    channel: Channel = Channel.PORTAL
    priority: int | None = None


def offer(
    service: Service, unit: Unit, *, at: datetime, priority: int | None = None
) -> Offer:
    """What holds for an order placed at `at`. Raises `NotOrderable`, `NobodyDelivers`."""
    day: date = clocks.local(at).date()
    if not service.orderable or not service.is_there(day):
        raise NotOrderable(service.code)
    chosen = priority or service.default_priority
    delivery = delivery_of(service, unit, on=day)
    if delivery is None:
        raise NobodyDelivers(f"{service.code} {unit.code}")
    targets = targets_for(service, chosen, on=day)
    hours = targets.resolution.hours_id if targets.resolution else None
    promise = clock.promised(_kept_targets(targets), hours)
    due = clock.due(promise, [Started(at)], at=at) if promise else None
    answer = clock.due_answer(promise, [Started(at)], at=at) if promise else None
    return Offer(
        service=service,
        unit=unit,
        priority=chosen,
        delivery=delivery,
        terms=terms_for(service, unit, on=day),
        targets=targets,
        due_at=due.due if due else None,
        due_answer_at=answer.due if answer else None,
        team=team_for(service, delivery.provided_by_id),
    )


def open_case(order: Order, *, by: By, at: datetime) -> Case:
    """Open a case for an order: priced, promised and routed as offered at `at`.

    Raises `NotOrderable`, `NobodyDelivers`.
    """
    made = offer(order.service, order.unit, at=at, priority=order.priority)
    with transaction.atomic():
        (number,) = reserve_ids("desk_case", 1)
        resolution = made.targets.resolution
        case = Case.objects.create(
            id=number,
            number=f"{clocks.local(at):%Y}-{number:06d}",
            service=order.service,
            unit=order.unit,
            provider=made.delivery.provider,
            provided_by=made.delivery.provided_by,
            team=made.team,
            requester=order.requester,
            confidentiality=order.service.confidentiality,
            channel=order.channel,
            subject=order.subject,
            priority=made.priority,
            promise=made.snapshot(),
            hours=resolution.hours if resolution else None,
            opened_at=at,
            touched_at=at,
            due_at=made.due_at,
            due_answer_at=made.due_answer_at,
            search=folded(order.subject),
        )
        opened = {"subject": order.subject, "text": order.text}
        happen(case, EventKind.OPENED, by=by, at=at, payload=opened, visible=True)
        routed = {
            "team": made.team.code if made.team else None,
            "provider": made.delivery.provider,
        }
        happen(case, EventKind.ROUTED, by=by, at=at, payload=routed)
    return case


def _kept_targets(targets: Targets) -> dict[str, Any]:
    resolution, response = targets.resolution, targets.response
    return {
        "resolution": clock.kept(target_of(resolution)) if resolution else None,
        "response": clock.kept(target_of(response)) if response else None,
    }


def folded(text: str) -> str:
    """Text as it is searched: one case for upper and lower, å ä ö kept."""
    return " ".join(text.casefold().split())
