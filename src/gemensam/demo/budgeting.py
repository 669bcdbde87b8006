# SPDX-License-Identifier: EUPL-1.2
"""What the nämnder of Lindby have decided of their frames since the centre began: the two
largest are cut and booked, the third is decided and not booked, the others wait."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from django.db.models import Sum

from gemensam.benefits.actions.budget import Decided, confirm_booking, register_move
from gemensam.benefits.actions.verifying import (
    NothingToVerify,
    QualityFell,
    verify_saving,
)
from gemensam.core.by import By
from gemensam.core.enums import Origin
from gemensam.demo.manifest import Manifest
from gemensam.demo.months import plus
from gemensam.group.enums import AuthorityKind, RoleKind
from gemensam.group.models import Authority, RoleAssignment
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force

HALF_A_YEAR = 6  # months after the start from which frames are cut
CUT = 0.10  # of what the authority's support cost in the baseline
ROUNDED = 1_000_00  # öre
CLOSED = 12  # of the next month
LOOKED_AT = "Budgetverifikation, personalregister och huvudbok för nämndens enheter"
DECIDED, BOOKED = 3, 2  # authorities


def move_budgets(manifest: Manifest) -> None:
    """The decisions and bookings whose day has come."""
    begins = plus(manifest.start, HALF_A_YEAR)
    decided_on = begins - timedelta(days=15)
    if decided_on > manifest.today:
        return
    moved: list[Authority] = []
    by = By(origin=Origin.WEB, account=_controller())
    for place, (authority, ore) in enumerate(islice(_costs(), DECIDED)):
        move = register_move(
            Decided(
                authority=authority,
                ore=int(ore * CUT) // ROUNDED * ROUNDED,
                from_month=begins,
                is_permanent=True,
                decision=f"KF § {41 + place}/{decided_on:%Y}",
                decided_on=decided_on,
                note="Ramväxling till servicecentret",
            ),
            by=by,
            at=_morning(decided_on),
        )
        moved.append(authority)
        booked_on = begins + timedelta(days=9)
        if place < BOOKED and booked_on <= manifest.today:
            confirm_booking(
                move,
                voucher=f"BUD {place + 1}",
                booked_on=booked_on,
                by=by,
                at=_morning(booked_on),
            )
    _verify(moved[:1], manifest, by)


def _verify(authorities: list[Authority], manifest: Manifest, by: By) -> None:
    """The controller has gone through the largest, once its last month was closed."""
    on = min(plus(manifest.closed, 1).replace(day=CLOSED), manifest.today)
    for authority in authorities:
        try:
            verify_saving(authority, words=LOOKED_AT, by=by, at=_morning(on))
        except (NothingToVerify, QualityFell):
            continue  # nothing of it is realised yet, or it waits for quality


def _costs() -> list[tuple[Authority, int]]:
    """Nämnder by what their support cost in the baseline, the most first."""
    rows = (
        Cell.objects.filter(
            scenario=in_force(ScenarioKind.BASELINE),
            source="costing",
            superseded_at=None,
            unit__authority__kind=AuthorityKind.COMMITTEE,
        )
        .values_list("unit__authority")
        .annotate(ore=Sum("cost_ore"))
        .order_by("-ore", "unit__authority")
    )
    names = Authority.objects.in_bulk()
    return [
        (names[one], int(ore or 0)) for one, ore in rows if (ore or 0) * CUT > ROUNDED
    ]


def _controller() -> int | None:
    held = RoleAssignment.objects.filter(role=RoleKind.CONTROLLER, valid_to=None)
    first = held.select_related("person").order_by("pk").first()
    return first.person.account_id if first else None


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(6, 0), tzinfo=UTC)
