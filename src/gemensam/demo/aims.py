# SPDX-License-Identifier: EUPL-1.2
"""Vision, goals and savings case of Lindby, by the product's own actions.

The waves are those the generator plans; the assumptions are what the product suggests to
anybody. What comes of them is for the product to work out.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import override

from gemensam.calc.money import split
from gemensam.core.by import CONSOLE
from gemensam.demo.days import can_choose, decided_on, meets_on
from gemensam.demo.manifest import Manifest
from gemensam.demo.months import month_of, plus
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.outcomes.actions import Aim, set_goal, set_vision
from gemensam.outcomes.enums import GoalMeasure, ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme.actions import (
    Draft,
    Part,
    Terms,
    copy_case,
    lock_case,
    make_case,
    waves_by,
)
from gemensam.programme.actions.reporting import make_report
from gemensam.programme.enums import Strategy
from gemensam.programme.queries.report import Asked

VISION = (
    "Alla i kommunkoncernen ska få samma goda stöd i ekonomi, HR och IT – snabbt, rätt "
    "från början och till känt pris – så att skolan, omsorgen och bolagen får mer tid "
    "till sitt uppdrag."
)
DECISION = (
    "Inriktningen godkänns: ett gemensamt servicecenter för ekonomi, HR och IT.\n"
    "Designfasen inleds, med medel till införandet enligt kalkylen."
)
CONFIRMING = (
    "Att bygga servicecentret beslutades före piloten, på en grov nollmätning. Nu "
    "fastställs måttstocken: den frysta nollmätningen av helåret och den låsta kalkylen. "
    "Mot dem mäts vad centret sparar.\n"
    "De vågor som återstår genomförs enligt planen, med medel till införandet enligt "
    "kalkylen."
)  # where the pilot came before the year's books were closed
RISKS = (
    "Nämnderna har var sitt sätt att kontera; en gemensam kodplan behöver vara beslutad "
    "innan ekonomin flyttar.\n"
    "De som flyttar behöver veta sin plats i god tid; förhandlingen om en våg avslutas "
    "innan den beslutas."
)
AIMS = (
    (GoalMeasure.COST, "-15", 12),
    (GoalMeasure.EFFICIENCY, "-3", 60),
    (GoalMeasure.ON_TIME, "90", 12),
    (GoalMeasure.LEAD_TIME, "3", 18),
    (GoalMeasure.FIRST_RIGHT, "97", 18),
    (GoalMeasure.SATISFACTION, "4", 18),
)  # measure, target in its unit, months after the start
OWNERS = (
    RoleKind.CENTRE_MANAGER,
    RoleKind.STEERING,
    RoleKind.PROGRAMME_MANAGER,
    RoleKind.CONTROLLER,
)
WHOLE = 10**8


def lay_down_the_case(manifest: Manifest) -> None:
    """What lies before the steering group at its meeting: aims, case and report."""
    at = decided_on(manifest)
    owner = _owner(at)
    if owner is None:
        return
    set_vision(VISION, by=CONSOLE, at=at)
    for measure, wanted, months in AIMS:
        due = plus(manifest.start, months) - timedelta(days=1)
        aim = Aim(measure=measure, target=Decimal(wanted), due=due, owner=owner)
        set_goal(aim, by=CONSOLE, at=at)
    terms = Terms(first_month=month_of(manifest.start))
    draft = Draft(name="Enligt vågplanen", terms=terms, waves=_waves(manifest))
    case = make_case(draft, by=CONSOLE, at=at)
    at_once = waves_by(case, Strategy.BIG_BANG)
    copy_case(case, "Alla på en gång", by=CONSOLE, at=at, waves=at_once)
    lock_case(case, by=CONSOLE, at=at)
    decision = DECISION if can_choose(manifest) else CONFIRMING
    asked = Asked(decision=decision, meeting=meets_on(manifest), risks=RISKS)
    _report(owner, asked, at)


def _report(owner: Person, asked: Asked, at: datetime) -> None:
    """What the steering group had before it at its meeting, in its own language."""
    with override("sv"):
        make_report(asked, person=owner, by=CONSOLE, at=at)


def _owner(at: datetime) -> Person | None:
    """Whoever leads, in the order in which they come to be there."""
    for role in OWNERS:
        held = Person.objects.filter(roles__role=role, active=True).order_by("pk")
        if found := held.filter(roles__valid_from__lte=at.date()).first():
            return found
    return None


def _waves(manifest: Manifest) -> list[Part]:
    """Each area's cost by the wave and month in which its units move."""
    cost = _cost()
    moved: dict[str, dict[tuple[int, date], int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for switch in manifest.switches:
        when = (switch.wave, month_of(switch.date))
        moved[switch.area][when] += max(0, cost.get((switch.area, switch.unit), 0))
    names = {wave.number: wave.name for wave in manifest.waves}
    parts = []
    for area, held in moved.items():
        order = sorted(held)
        shares = split(WHOLE, [held[when] for when in order])
        parts += [
            Part(
                name=names[wave],
                month=month,
                share=Decimal(share) / WHOLE,
                area=area,
            )
            for (wave, month), share in zip(order, shares, strict=True)
        ]
    return parts


def _cost() -> dict[tuple[str, str], int]:
    """(area, unit) → öre in the baseline."""
    rows = (
        Cell.objects.filter(
            scenario=in_force(ScenarioKind.BASELINE),
            source="costing",
            superseded_at=None,
            service__isnull=False,
        )
        .values_list("service__area_id", "unit__code")
        .annotate(ore=Sum("cost_ore"))
    )
    return {(area, unit): int(ore or 0) for area, unit, ore in rows}
