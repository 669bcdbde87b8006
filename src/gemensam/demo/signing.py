# SPDX-License-Identifier: EUPL-1.2
"""Lindby's controller signs the baseline once the books of its year are closed."""

from datetime import datetime

from django.utils.translation import gettext

from gemensam.core.by import By
from gemensam.core.enums import Origin
from gemensam.costing.actions.freeze import CannotFreeze, Statement, freeze
from gemensam.formats.issues import mark
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person, RoleAssignment
from gemensam.installation.tell import Tell
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force

METHOD = (
    "Fyra huvudböcker (SIE 4) för hela året, avstämda till öret. Personalkostnad "
    "fördelad med tidsstudie, bortfall skattat ur liknande befattningar. Omkostnader "
    "följer personalen, ledning och gemensamma system fördelas stegvis på heltidstjänster."
)
WORDS = "Nollmätningen är komplett och avstämd. Den gäller som jämförelse tills vidare."
ON_BEHALF_OF = "Kommunstyrelsen och bolagens styrelser"


def sign_baseline(*, at: datetime, progress: Tell) -> None:
    """Freeze it; where something stands in the way, tell what, and leave it open."""
    scenario, controller = in_force(ScenarioKind.BASELINE), _controller()
    if scenario is None or controller is None:
        return
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


def _controller() -> Person | None:
    assigned = RoleAssignment.objects.filter(
        role=RoleKind.CONTROLLER, valid_to=None
    ).order_by("pk")
    first = assigned.select_related("person").first()
    return first.person if first else None
