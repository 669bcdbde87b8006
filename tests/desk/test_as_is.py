# SPDX-License-Identifier: EUPL-1.2
"""The as-is of a log, against the events counted here; and nothing of the hidden."""

from collections import defaultdict
from itertools import pairwise
from statistics import median

from django.test import Client

import pytest
from tests.rig.imported import imported

from gemensam.core.models import Account
from gemensam.desk.models import Case, CaseLog
from gemensam.desk.queries.as_is import as_is
from gemensam.desk.queries.logs import log_picture

ZONE = "Europe/Stockholm"
# Case, activity, time, team. A: two handovers, nothing twice; B: opened again.
STEPS = {
    "A": [("Skapat", "08:00", "Ett"), ("Utredning", "09:00", "Två"), ("Löst", "10:00", "Ett")],
    "B": [("Skapat", "08:00", "Ett"), ("Löst", "09:00", "Ett"), ("Återöppnat", "10:00", "Ett"), ("Löst", "14:00", "Ett")],
}  # fmt: skip


def log_of(cases: int) -> bytes:
    rows = ["case:concept:name,concept:name,time:timestamp,org:group"]
    for n in range(cases):
        for name, steps in STEPS.items():
            rows += [
                f"{name}{n},{what},2025-03-{n + 1:02d}T{at}:00+01:00,{team}"
                for what, at, team in steps
            ]
    return "\n".join(rows).encode()


@pytest.fixture
def anna(own_empty: str, static_files: None) -> Client:
    from gemensam.site.setup import FirstAdministrator, set_up

    del own_empty, static_files
    first = FirstAdministrator(
        email="anna@ankeborg.se", name="Anna Ank", password="en lång fras 9 till"
    )
    set_up("Ankeborg", first)
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(email=first.email))
    return client


def test_what_is_told_is_what_was_done(anna: Client) -> None:
    imported("cases", log_of(6), name="logg.csv", service="F02", unit="Norr")
    log = CaseLog.objects.get()
    (row,) = as_is(log)
    assert row.facts["cases"] == row.facts["done"] == 12
    # Two hours six times and six hours six times: the middle lies between.
    assert (float(row.facts["half"]), float(row.facts["nine_tenths"])) == (14400, 21600)
    assert float(row.facts["handovers"]) == 1.0  # two in A, none in B
    assert float(row.facts["again"]) == 0.5
    page = anna.get(f"/arenden/loggar/{log.pk}/?service={row.service}&unit={row.unit}")
    assert page.status_code == 200
    assert "Norr" in page.content.decode()
    for other in (
        "?service=&unit=",
        f"?service={row.service}&unit=999",
        "?service=x&unit=y",
    ):
        assert anna.get(f"/arenden/loggar/{log.pk}/{other}").status_code == 404
    assert anna.get(f"/arenden/loggar/{log.pk}/?service=1").status_code == 200


@pytest.mark.usefixtures("anna")
def test_fewer_than_five_cases_are_not_told_by_themselves() -> None:
    imported("cases", log_of(2), name="logg.csv", service="F02", unit="Norr")
    assert as_is(CaseLog.objects.get()) == []


@pytest.mark.usefixtures("lindby")
def test_lindby_s_logs_agree_with_their_events_and_hide_what_the_grain_hides() -> None:
    from gemensam.core import clock
    from gemensam.outcomes.models import ProtectedCell

    hidden = set(ProtectedCell.objects.values_list("service_id", "unit_id", "month"))
    told, left_out = 0, 0
    for log in CaseLog.objects.filter(system="desk").order_by("-pk")[:3]:
        cases = defaultdict(list)
        for case in Case.objects.filter(log=log):
            at = clock.local(case.resolved_at or case.opened_at).date().replace(day=1)
            if (case.service_id, case.unit_id, at) in hidden:
                left_out += 1
            else:
                cases[case.service_id, case.unit_id].append(case)
        for row in as_is(log):
            mine = cases[row.service, row.unit]
            assert len(mine) == row.facts["cases"] >= 5
            told += len(mine)
            done = [
                (one.resolved_at - one.opened_at).total_seconds()
                for one in mine
                if one.resolved_at
            ]
            assert float(row.facts["half"] or 0) == pytest.approx(
                median(done) if done else 0
            )
            handovers = 0
            for one in mine:
                events = one.events.order_by("seq")
                hands = [
                    (e.payload or {}).get("group") or e.who or str(e.actor_id or "")
                    for e in events
                ]
                handovers += sum(a != b for a, b in pairwise(hands) if a and b)
            assert float(row.facts["handovers"]) == pytest.approx(handovers / len(mine))
            only = log_picture(log, zone=ZONE, only=row)
            assert only.whole["cases"] == len(mine)
    assert told > 20
    assert left_out > 20
