# SPDX-License-Identifier: EUPL-1.2
"""Lindby's heads answer for their parts, and its controller signs the baseline once the
books of its year are closed."""

from datetime import datetime

from django.utils.translation import gettext

from gemensam.core import clock
from gemensam.core.by import By
from gemensam.core.enums import Origin
from gemensam.costing.actions.confirm import Word, confirm
from gemensam.costing.actions.freeze import CannotFreeze, Statement, freeze
from gemensam.costing.enums import Verdict
from gemensam.costing.queries.confirmations import said_of
from gemensam.formats.issues import mark
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person, RoleAssignment
from gemensam.installation.tell import Tell
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import in_force

METHOD = (
    "Fyra huvudböcker (SIE 4) för hela året, avstämda till öret. Personalkostnad "
    "fördelad med tidsstudie, bortfall skattat ur liknande befattningar. Omkostnader "
    "följer personalen, ledning och gemensamma system fördelas stegvis på heltidstjänster."
)
WORDS = "Nollmätningen är komplett och avstämd. Den gäller som jämförelse tills vidare."
HEADS_WORDS = "Stämmer med vår egen redovisning. Skolornas expeditioner är med."
ON_BEHALF_OF = "Kommunstyrelsen och bolagens styrelser"


def sign_baseline(*, at: datetime, progress: Tell) -> None:
    """Freeze it; where something stands in the way, tell what, and leave it open."""
    scenario, controller = in_force(ScenarioKind.BASELINE), _controller()
    if scenario is None or controller is None:
        return
    with clock.fixed(at):
        _heads_answer(scenario, at)
    statement = Statement(
        signed_by=controller,
        on_behalf_of=ON_BEHALF_OF,
        words=WORDS,
        method=METHOD,
        price_level=scenario.price_level or at.year,
    )
    by = By(origin=Origin.CLI, account=controller.account_id)
    try:
        freeze(scenario, statement, by=by, at=at)
    except CannotFreeze as found:
        reasons = " ".join(one.message(gettext) for one in found.obstacles)
        progress(mark("The baseline is not frozen. {reasons}"), reasons=reasons)


def _heads_answer(scenario: ScenarioVersion, at: datetime) -> None:
    """All but the head of the smallest part, who has not had the time."""
    told = said_of(scenario, clock.today())
    largest = sorted(told, key=lambda one: -one.part.cost)
    for place, one in enumerate(largest[:-1]):
        for head in one.heads[:1]:
            word = Word(
                person=head,
                verdict=Verdict.RIGHT,
                words=HEADS_WORDS if place == 0 else "",
                seen=one.part.digest,
            )
            by = By(origin=Origin.WEB, account=head.account_id)
            confirm(scenario, one.part.unit, word, by=by, at=at)


def _controller() -> Person | None:
    assigned = RoleAssignment.objects.filter(
        role=RoleKind.CONTROLLER, valid_to=None
    ).order_by("pk")
    first = assigned.select_related("person").first()
    return first.person if first else None
