# SPDX-License-Identifier: EUPL-1.2
"""The pages of who does what: each manager her own rows, the controller the rest."""

from collections.abc import Callable

from django.test import Client

from tests.site.people import someone

from gemensam.costing.models import Correction, StaffRow, SurveyRound
from gemensam.costing.queries.corrections import rows_of
from gemensam.group.models import Unit
from gemensam.surveys.models import Round

SignIn = Callable[..., Client]


def of_manager() -> Unit:
    standing = someone("UNIT_MANAGER").standing
    staffed = StaffRow.objects.filter(superseded_at=None, unit__in=standing.manages)
    return Unit.objects.filter(pk__in=staffed.values("unit")).order_by("pk")[0]


def of_another() -> Unit:
    standing = someone("UNIT_MANAGER").standing
    staffed = StaffRow.objects.filter(superseded_at=None, unit__isnull=False)
    return (
        Unit.objects.filter(pk__in=staffed.values("unit"))
        .exclude(pk__in=standing.manages)
        .order_by("pk")[0]
    )


def test_a_manager_corrects_her_own_rows_and_sees_no_others(as_someone: SignIn) -> None:
    client, unit = as_someone("UNIT_MANAGER"), of_manager()
    there = f"/ekonomi/mina-medarbetare/{unit.pk}/"
    assert there in client.get("/ekonomi/mina-medarbetare/").content.decode()
    page = client.get(f"{there}?alla=1").content.decode()
    rows = rows_of(unit)
    for one in rows:
        assert f'name="finance_{one.row}"' in page
        assert one.pseudonym not in page
    said = {f"finance_{one.row}": "10" for one in rows}
    refused = client.post(f"{there}?alla=1", said | {f"hr_{rows[0].row}": "95"})
    assert refused.status_code == 422
    assert "Summan är 105" in refused.content.decode()
    assert 'value="95"' in refused.content.decode()
    assert not Correction.objects.exists()
    assert client.post(f"{there}?alla=1", said).status_code == 302
    assert Correction.objects.filter(superseded_at=None).count() == len(rows)
    other = f"/ekonomi/mina-medarbetare/{of_another().pk}/"
    assert client.get(other).status_code == 404
    assert client.post(other, said).status_code == 404
    assert Correction.objects.count() == len(rows)


def test_nobody_else_has_a_managers_page(as_someone: SignIn) -> None:
    unit = of_manager()
    for role in ("customer", "CONTROLLER", "UNION_REP", "AGENT", "STEERING"):
        there = f"/ekonomi/mina-medarbetare/{unit.pk}/"
        assert as_someone(role).get(there).status_code == 404, role


def test_the_controller_sees_where_it_matters_and_asks(as_someone: SignIn) -> None:
    SurveyRound.objects.update(superseded_at="2026-01-01T00:00Z")
    client = as_someone("CONTROLLER")
    page = client.get("/ekonomi/vem-gor-vad/").content.decode()
    assert "/ekonomi/vem-gor-vad/fraga/?rad=" in page
    said = {
        "title": "Vem gör vad?",
        "recipients": "employees",
        "about_from": "2026-01",
        "about_to": "2026-10",
        "opens_on": "2026-11-01",
        "last_day": "2030-11-15",
        "contact": "controllern",
    }
    refused = client.post("/ekonomi/vem-gor-vad/fraga/", said)
    assert refused.status_code == 200
    assert not Round.objects.exists()
    place = page.split("/fraga/?rad=")[1].split('"')[0]
    late = said | {"lines": place, "last_day": "2026-10-01"}
    assert client.post("/ekonomi/vem-gor-vad/fraga/", late).status_code == 200
    made = client.post("/ekonomi/vem-gor-vad/fraga/", said | {"lines": place})
    assert made.status_code == 302
    round_ = Round.objects.get()
    assert made["Location"] == f"/enkat/omgang/{round_.pk}/"
    assert client.get(made["Location"]).status_code == 200
