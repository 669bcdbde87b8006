# SPDX-License-Identifier: EUPL-1.2
"""The large municipality of `bench.large` with a centre in it: for measuring, never for
truth.

A third of the services move to the centre, a twelfth of the units each month of the first
year; it has its own cost centre, people, prices and cases, of which there are some in the
baseline's year too. Every role has somebody. Of cases there is the row with what its
events came to, not the events: no page of results reads them. Run as a process of its own;
`python -m bench.town SIZE CASES` prints nothing; CASES are those of a month.
"""

import json
import sys
from datetime import date
from typing import Any

from bench.large import BASELINE, OUTCOME, Size, build as build_large, owner

EVERY = 3  # every third service moves
CODE = "C"
PRICE_ORE = 450_00

MOVED = "SELECT id FROM catalogue_service WHERE id %% %(every)s = 0"
CUT_OVER = f"""
WITH ended AS (
    UPDATE catalogue_delivery d
    SET valid_to = (%(begins)s::date + make_interval(months => (d.unit_id %% 12)::int))::date
    WHERE d.service_id IN ({MOVED}) RETURNING d.service_id, d.unit_id, d.valid_to)
INSERT INTO catalogue_delivery
    (service_id, unit_id, provider, provided_by_id, valid_from)
SELECT service_id, unit_id, 'centre', %(centre)s, valid_to FROM ended
"""
CASES = f"""
INSERT INTO desk_case (number, system, service_id, unit_id, provider, provided_by_id,
    requester_label, branch, category, confidentiality, channel, subject, status,
    priority, opened_at, touched_at, first_answer_at, resolved_at, due_at, on_time,
    lead_minutes, waited_minutes, customer_answered, reopened, rating, search)
SELECT 'B' || n, 'desk', service_id, unit_id, provider, provided_by_id,
    'Beställare ' || n %% 2000, '', '', 'open', 'portal', 'Ärende ' || n, 'resolved',
    3, opened, done, opened + interval '1 hour', done, done + interval '1 day',
    n %% 10 <> 0, lead, 0, false, (n %% 25 = 0)::int,
    CASE WHEN n %% 4 = 0 THEN 3 + n %% 3 END, ''
FROM (
    SELECT row_number() OVER () AS n, d.*, lead,
        opened, opened + make_interval(mins => lead::int) AS done
    FROM generate_series(%(start)s::date, %(end)s::date, interval '1 month') m
    JOIN catalogue_delivery d ON d.service_id IN ({MOVED}) AND d.valid_from <= m
        AND (d.valid_to IS NULL OR d.valid_to > m)
    CROSS JOIN generate_series(1, %(each)s) k
    CROSS JOIN LATERAL (SELECT
        m + make_interval(hours => (8 + (d.unit_id * 7 + d.service_id * 3 + k * 11)
            %% 500)::int) AS opened,
        30 + (d.unit_id * 131 + d.service_id * 17 + k * 977
            + extract(month from m)::int * 61) %% 6000 AS lead) t
) each ORDER BY opened
"""
EMPLOYED = """
UPDATE costing_staffrow s SET unit_id = a.unit_id FROM group_unitalias a
WHERE a.code = s.cost_centre
"""


def build(size: Size, cases: int) -> None:
    """Fill the database that the environment names."""
    build_large(size)
    centre = _centre(size)
    _prices()
    with owner() as connection:
        begins = date(OUTCOME, 1, 1)
        connection.execute(
            CUT_OVER, {"every": EVERY, "begins": begins, "centre": centre.pk}
        )
        moved = connection.execute(MOVED, {"every": EVERY}).fetchall()
        given = {
            "every": EVERY,
            "start": date(BASELINE, 1, 1),
            "end": size.ends,
            "each": max(1, round(cases / len(moved) / size.units)),
        }
        connection.execute(CASES, given)
        connection.execute(EMPLOYED)
        connection.execute("ANALYZE")
    _people(centre)


def _centre(size: Size) -> Any:
    from gemensam.group.models import Placement, Unit, UnitAlias

    root = Unit.objects.get(kind="group")
    beside = Unit.objects.filter(kind="unit").select_related("legal_entity")[0]
    since = date(OUTCOME, 1, 1)
    centre = Unit.objects.create(
        code=CODE,
        name="Servicecenter",
        name_key="servicecenter",
        kind="centre",
        legal_entity=beside.legal_entity,
        authority=beside.authority,
        valid_from=since,
    )
    Placement.objects.create(
        unit=centre, parent=root, authority=beside.authority, valid_from=since
    )
    UnitAlias.objects.create(
        register="ledger",
        legal_entity=beside.legal_entity,
        code=str(10000 + size.units + size.support),
        unit=centre,
        valid_from=since,
    )
    return centre


def _prices() -> None:
    from gemensam.agreements.models import Terms
    from gemensam.catalogue.models import Service
    from gemensam.group.models import Unit

    root = Unit.objects.get(kind="group")
    Terms.objects.bulk_create(
        Terms(
            service=service,
            customer=root,
            kind="contract",
            price_ore=PRICE_ORE,
            basis="Prislista",
            valid_from=date(OUTCOME, 1, 1),
        )
        for service in Service.objects.all()
        if service.pk % EVERY == 0
    )


def _people(centre: Any) -> None:
    """Somebody in every role, called by it."""
    from gemensam.core.models import Account
    from gemensam.group.enums import RoleKind
    from gemensam.group.models import Person, RoleAssignment, Team, TeamMember, Unit

    home = Unit.objects.filter(kind="unit").order_by("pk")[0]
    leads = Unit.objects.filter(kind="administration").order_by("pk")[0]
    team = Team.objects.create(code="T1", name="Lag 1", area="hr", provider=centre)
    since = date(OUTCOME, 1, 1)
    for role in RoleKind:
        account = Account.objects.create(email=f"{role}@storby.example.com")
        person = Person.objects.create(
            account=account, name=role.value, email=account.email, home=home
        )
        scope: dict[str, Any] = {}
        if role is RoleKind.UNIT_MANAGER:
            scope = {"unit": leads}
        elif role in (RoleKind.AGENT, RoleKind.TEAM_LEADER):
            scope = {"team": team}
            TeamMember.objects.create(team=team, person=person, valid_from=since)
        RoleAssignment.objects.create(
            person=person, role=role, valid_from=since, **scope
        )


if __name__ == "__main__":
    build(Size(**json.loads(sys.argv[1])), int(sys.argv[2]))
