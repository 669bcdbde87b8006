# SPDX-License-Identifier: EUPL-1.2
"""Whose a service's history is, where services were split or joined."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from gemensam.catalogue.models import Service, ServiceSuccession

Shares = Mapping[int | None, Decimal]  # service → share, together 1
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Step:
    """From the first day of a month on a service is others, or itself in part."""

    since: date
    shares: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Lineage:
    """`steps`: of each service that something followed, in order. What was before a
    step is its successors', what comes later stays whose it is, and its successors' too
    where the service is gone. `begins`: the first day of what follows, where known."""

    steps: Mapping[int, Sequence[Step]]
    begins: Mapping[int, date] = field(default_factory=dict)
    _told: dict[tuple[int, date], Shares] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __bool__(self) -> bool:
        return bool(self.steps)

    def until(self, month: date) -> "Lineage":
        """As services were in `month`."""
        happened = {
            service: [step for step in steps if step.since <= month]
            for service, steps in self.steps.items()
        }
        steps = {service: held for service, held in happened.items() if held}
        return Lineage(steps, self.begins)

    def shares(self, service: int | None, month: date) -> Shares:
        """What a service's figures of `month` are now; None is cost on no service."""
        if service is None or service not in self.steps:
            return {service: WHOLE}
        if (service, month) not in self._told:
            found: dict[int | None, Decimal] = defaultdict(Decimal)
            last = self.gone(service, month)
            parts = last.shares if last else {service: WHOLE}
            for one, part in parts.items():
                self.follow(one, last.since if last else month, part, found)
            self._told[service, month] = found
        return self._told[service, month]

    def gone(self, service: int, month: date) -> Step | None:
        """Its last step by `month`, if the service is not there after it: neither in
        part nor as what others became."""
        known = [step for step in self.steps.get(service, ()) if step.since <= month]
        if not known or service in known[-1].shares:
            return None
        comes_back = any(
            known[-1].since <= step.since <= month and service in step.shares
            for other, steps in self.steps.items()
            if other != service
            for step in steps
        )
        return None if comes_back else known[-1]

    def follow(
        self,
        service: int,
        since: date,
        share: Decimal,
        found: dict[int | None, Decimal],
    ) -> None:
        """Add to `found` what `share` of a service becomes by steps after `since`. Ends,
        as every step is later than the one before."""
        for step in self.steps.get(service, ()):
            if step.since > since:
                for new, part in step.shares.items():
                    self.follow(new, step.since, share * part, found)
                return
        found[service] += share


def what_follows(service: Service) -> list[Service]:
    """What a service became at its last step, itself left out."""
    steps = ServiceSuccession.objects.filter(predecessor=service)
    last = steps.order_by("-date").values("date")[:1]
    return list(
        Service.objects.filter(succeeds__predecessor=service, succeeds__date__in=last)
        .exclude(pk=service.pk)
        .order_by("code")
    )


AS_THEN = Lineage({})  # each service's history is its own


def lineage(now: date, known_at: datetime | None = None) -> Lineage:
    """As services are in the month `now`; what is dated later has not happened, nor what
    was not recorded by `known_at`."""
    parts: dict[int, dict[date, dict[int, Decimal]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    begins: dict[int, date] = {}
    rows = ServiceSuccession.objects.filter(date__lte=now).order_by("date", "pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    for old, new, day, share, begun in rows.values_list(
        "predecessor_id", "successor_id", "date", "share", "successor__valid_from"
    ):
        parts[old][day][new], begins[new] = share, begun
    return Lineage(
        {
            service: [Step(day, shares) for day, shares in sorted(held.items())]
            for service, held in parts.items()
        },
        begins,
    )
