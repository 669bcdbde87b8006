# SPDX-License-Identifier: EUPL-1.2
"""One gate, tried on every road by everyone."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.test import Client
from django.urls import get_resolver

import pytest
from tests.browser.test_pages import names
from tests.site.people import someone

from gemensam.benefits.models import Pack
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import Import, Installation, KeptDocument
from gemensam.costing.actions.mapping import open_draft
from gemensam.costing.models import Ledger, LedgerTurnover, SurveyRound, Voucher
from gemensam.desk.models import Case, CaseLog
from gemensam.desk.queries.situation import parts, window
from gemensam.group.models import Unit

SignIn = Callable[..., Client]
ROLES = (
    "customer", "UNIT_MANAGER", "UNION_REP", "COMPANY_CEO", "AGENT", "TEAM_LEADER",
    "PROGRAMME_MANAGER", "STEERING", "CENTRE_MANAGER", "CONTROLLER", "ADMINISTRATOR",
)  # fmt: skip
ALL = frozenset(ROLES)
LEDGER = frozenset({"CONTROLLER", "CENTRE_MANAGER"})
MANAGER = frozenset({"UNIT_MANAGER"})
FILES = frozenset({"CONTROLLER", "ADMINISTRATOR"})
CONTROLLER = frozenset({"CONTROLLER"})
DESK = frozenset({"AGENT", "TEAM_LEADER"})
GROUP = frozenset(
    {"CONTROLLER", "CENTRE_MANAGER", "PROGRAMME_MANAGER", "STEERING", "UNION_REP"}
)
CASE = frozenset({"CONTROLLER", "CENTRE_MANAGER", "PROGRAMME_MANAGER", "STEERING"})
WRITES = frozenset({"CONTROLLER", "PROGRAMME_MANAGER"})
# Name → address, and the roles for which there is such a page. `None`: for everyone,
# signed in or not.
PAGES: dict[str, tuple[str, frozenset[str] | None]] = {
    "account_login": ("/konto/logga-in/", None),
    "account_logout": ("/konto/logga-ut/", None),
    "account_change_password": ("/konto/losenord/", ALL),
    "site:health": ("/health", None),
    "site:accessibility": ("/tillganglighet/", None),
    "site:start": ("/", ALL),
    "site:imports": ("/filer/", FILES),
    "site:upload": ("/filer/nu/ledger/", FILES),
    "site:import": ("/filer/{import}/", FILES),
    "site:folder": ("/filer/mapp/", FILES),
    "site:presence": (
        "/narvaro/",
        frozenset({"CENTRE_MANAGER", "TEAM_LEADER", "CONTROLLER"}),
    ),
    "site:organisation": ("/organisation/", LEDGER | FILES),
    "catalogue:services": ("/tjanster/", ALL),
    "desk:mine": ("/arenden/", ALL),
    "desk:queue": ("/arenden/ko/", DESK),
    "desk:late": (
        "/arenden/over-loftet/",
        frozenset({"CENTRE_MANAGER", "TEAM_LEADER"}),
    ),
    "desk:order": ("/arenden/bestall/H04/", ALL),
    "desk:logs": ("/arenden/loggar/", LEDGER | FILES),
    "desk:situation": ("/arenden/lage/", LEDGER | FILES),
    "desk:part": ("/arenden/lage/del/?{part}", LEDGER | FILES),
    "desk:categories": ("/arenden/lage/kategorier/", LEDGER | FILES),
    "desk:branches": ("/arenden/lage/avdelningar/", LEDGER | FILES),
    "desk:log": ("/arenden/loggar/{log}/", LEDGER | FILES),
    "costing:baseline": ("/ekonomi/", GROUP),
    "costing:service": ("/ekonomi/tjanst/H04/", GROUP),
    "costing:my_parts": ("/ekonomi/min-del/", MANAGER | {"COMPANY_CEO"}),
    "costing:confirmations": ("/ekonomi/bekraftelser/", GROUP),
    "costing:parts": ("/ekonomi/tjanst/H04/delar/", LEDGER),
    "costing:rough": ("/ekonomi/grov/", GROUP),
    "costing:unmapped": ("/ekonomi/omappat/", LEDGER),
    "costing:mapping": ("/ekonomi/mappning/", CONTROLLER),
    "costing:mapping_rules": ("/ekonomi/mappning/regler/", CONTROLLER),
    "costing:new_rule": ("/ekonomi/mappning/regler/ny/", CONTROLLER),
    "costing:mapping_changes": ("/ekonomi/mappning/forandringar/", CONTROLLER),
    "costing:tie": ("/ekonomi/mappning/ansvar/{centre}/", CONTROLLER),
    "costing:one_rule": ("/ekonomi/mappning/regler/{rule}/", CONTROLLER),
    "costing:cell": ("/ekonomi/tjanst/H04/enhet/{unit}/", LEDGER),
    "costing:step_down": ("/ekonomi/nedfordelning/", LEDGER),
    "costing:capacity": ("/ekonomi/kapacitet/", LEDGER),
    "costing:times": ("/ekonomi/kapacitet/tider/", LEDGER),
    "costing:service_time": ("/ekonomi/kapacitet/tider/F02/", LEDGER),
    "costing:capacity_year": ("/ekonomi/kapacitet/ar/", frozenset({"CONTROLLER"})),
    "costing:kolada": ("/ekonomi/kolada/", GROUP),
    "costing:freezing": ("/ekonomi/frysning/", frozenset({"CONTROLLER"})),
    "costing:frozen": ("/ekonomi/fryst/1/", GROUP),
    "costing:adjustments": ("/ekonomi/fryst/1/justeringar/", GROUP),
    "costing:versions": ("/ekonomi/versioner/", GROUP),
    "costing:ledgers": ("/ekonomi/huvudbok/", LEDGER | {"COMPANY_CEO"}),
    "costing:ledger": ("/ekonomi/huvudbok/{ledger}/", LEDGER),
    "costing:rows": ("/ekonomi/huvudbok/{ledger}/rader/", LEDGER),
    "costing:voucher": ("/ekonomi/verifikation/{voucher}/", LEDGER),
    "costing:standards": ("/ekonomi/standardandelar/", LEDGER),
    "costing:standards_file": ("/ekonomi/standardandelar/fil/", LEDGER),
    "costing:standard_new": ("/ekonomi/standardandelar/ny/", CONTROLLER),
    "costing:standard": ("/ekonomi/standardandelar/0/", CONTROLLER),
    "costing:who_does_what": ("/ekonomi/vem-gor-vad/", LEDGER),
    "costing:ask": ("/ekonomi/vem-gor-vad/fraga/", CONTROLLER),
    "costing:silence": ("/ekonomi/vem-gor-vad/tystnad/{asked}/", LEDGER),
    "costing:disposal": ("/ekonomi/vem-gor-vad/gallring/", CONTROLLER),
    "costing:my_units": ("/ekonomi/mina-medarbetare/", MANAGER),
    "telephony:queues": ("/telefoni/", FILES),
    "surveys:rounds": ("/enkat/", CONTROLLER),
    "benefits:result": ("/resultat/", GROUP | {"UNIT_MANAGER", "COMPANY_CEO"}),
    "benefits:own": ("/resultat/eget/", frozenset({"UNIT_MANAGER", "COMPANY_CEO"})),
    "benefits:compute": ("/resultat/rakna/", CONTROLLER),
    "benefits:budget": ("/resultat/ramvaxling/", GROUP),
    "benefits:realised": ("/resultat/hemtaget/", GROUP),
    "benefits:budget-file": ("/resultat/ramvaxling/fil/", GROUP),
    "benefits:positions-file": ("/resultat/hemtaget/tjanster/fil/", GROUP),
    "benefits:budget_move": ("/resultat/ramvaxling/1/", GROUP),
    "benefits:suspicions": ("/resultat/misstankar/", GROUP),
    # Of a department with fewer than five people.
    "benefits:suspicion": ("/resultat/misstankar/{suspicion}/", LEDGER),
    "benefits:month": ("/resultat/manad/", LEDGER),
    "benefits:duties": ("/resultat/manad/kallor/", LEDGER),
    "benefits:duty": ("/resultat/manad/kallor/volumes/", CONTROLLER),
    "benefits:quality": (
        "/resultat/kvalitet/",
        GROUP | {"UNIT_MANAGER", "COMPANY_CEO"},
    ),
    "benefits:evidence": ("/resultat/kvalitet/arenden/on_time/", GROUP),
    "benefits:efficiency": ("/resultat/effektivitet/", GROUP),
    "benefits:efficiency-file": ("/resultat/effektivitet/fil/", GROUP),
    "benefits:followed": ("/resultat/budget/", GROUP),
    "benefits:followed-row": ("/resultat/budget/programme/", GROUP),
    "benefits:forecast": ("/resultat/prognos/", GROUP),
    "benefits:forecast-file": ("/resultat/prognos/fil/", GROUP),
    "benefits:moved": ("/resultat/flyttade/", GROUP),
    "programme:road": ("/program/", CASE),
    "programme:reports": ("/program/underlag/", CASE),
    "programme:report": ("/program/underlag/{report}/", CASE),
    "programme:report-pdf": ("/program/underlag/{report}/pdf/", CASE),
    "benefits:packs": ("/resultat/rapporter/", GROUP | {"UNIT_MANAGER", "COMPANY_CEO"}),
    "benefits:pack": ("/resultat/rapporter/{pack}/", GROUP),
    "benefits:pack-pdf": ("/resultat/rapporter/{pack}/pdf/", GROUP),
    "benefits:bridge": ("/resultat/brygga/", GROUP),
    "benefits:bridge-file": ("/resultat/brygga/fil/", GROUP),
    "benefits:service-bridge": ("/resultat/brygga/tjanst/F02/", GROUP),
    "benefits:variation": ("/resultat/variation/", GROUP),
    "benefits:service-variation": ("/resultat/variation/I06/", GROUP),
    "programme:goals": ("/program/mal/", CASE),
    "programme:goal": ("/program/mal/nytt/", WRITES | {"STEERING"}),
    "programme:cases": ("/program/kalkyl/", CASE),
    "programme:new_case": ("/program/kalkyl/ny/", WRITES),
    "programme:version": ("/program/kalkyl/version/1/", CASE),
    "programme:case": ("/program/kalkyl/1/", CASE),
    "programme:terms": ("/program/kalkyl/1/villkor/", WRITES),
    "programme:assumptions": ("/program/kalkyl/1/antaganden/", CASE),
    "programme:narrow": ("/program/kalkyl/1/antaganden/nytt/", WRITES),
    "programme:assumption": ("/program/kalkyl/1/antaganden/1/", WRITES),
    "programme:costs": ("/program/kalkyl/1/kostnader/", CASE),
    "programme:strategies": ("/program/kalkyl/1/strategi/", CASE),
    "programme:simulation": ("/program/kalkyl/1/simulering/", CASE),
}
POSTS = {
    "site:language": "/sprak/",
    "site:theme": "/ljus/",
    "site:decide": "/filer/{import}/beslut/",
    "site:correct": "/filer/{import}/kolumner/",
    "site:look": "/filer/mapp/titta/",
    "desk:tie-service": "/arenden/lage/kategorier/knyt/",
    "desk:tie": "/arenden/lage/avdelningar/knyt/",
    "desk:do": "/arenden/{case}/gor/take/",
    "costing:change_standards": "/ekonomi/standardandelar/gor/restore/",
    "telephony:tie": "/telefoni/1/",
    "surveys:do": "/enkat/omgang/0/gor/open/",
    "surveys:links": "/enkat/omgang/0/lankar/",
    "surveys:addresses": "/enkat/omgang/0/adresser/",
    "costing:accept": "/ekonomi/mappning/godta/",
    "costing:settle": "/ekonomi/mappning/utkast/",
    "costing:do_rule": "/ekonomi/mappning/regler/{rule}/gor/",
    "demo_sign_in": "/konto/demo/",
    "programme:vision": "/program/mal/vision/",
    "programme:copy": "/program/kalkyl/1/kopia/",
    "programme:renew": "/program/kalkyl/1/fornya/",
    "programme:lock": "/program/kalkyl/1/las/",
    "programme:forget": "/program/kalkyl/1/antaganden/1/ta-bort/",
    "programme:tie": "/program/kalkyl/1/samband/",
    "programme:spend": "/program/kalkyl/1/kostnader/rad/",
    "programme:choose": "/program/kalkyl/1/strategi/valj/",
}
OF_A_CASE = {"desk:case"}  # below
OF_A_UNIT = {"costing:my_people"}  # tests/site/test_who_does_what
# Of an adjustment, of a support unit of five people, of what one leads while a version is
# open: test_frozen.py, test_beside.py, test_confirmations.py
OF_ANOTHER = {"costing:withdrawing", "costing:one_capacity", "costing:my_part"}
OF_A_ROUND = {"surveys:round", "surveys:answer", "surveys:answer_for"}  # tests/surveys


def some_part() -> str:
    told = window()
    assert told is not None
    return next(one.key for one in parts(told) if one.key)


def bridged() -> tuple[int, str]:
    """Legal entity and cost centre of something posted in the newest year."""
    row = LedgerTurnover.objects.exclude(cost_centre="").order_by("-month", "pk")[0]
    return row.ledger.legal_entity_id, row.cost_centre


def drafted() -> int:
    """A rule of the open draft."""
    draft = open_draft(by=CONSOLE, at=clock.now())
    return draft.rules.order_by("pk")[0].pk


def places() -> dict[str, object]:
    """What the addresses have for their holes; asked once for a walk along them."""
    municipality = Ledger.objects.order_by("pk").first()
    assert municipality is not None
    return {
        "asked": SurveyRound.objects.order_by("pk")[0].pk,
        "report": KeptDocument.objects.order_by("pk")[0].pk,
        "pack": Pack.objects.filter(kind="unit", reader="group").order_by("pk")[0].pk,
        "import": Import.objects.order_by("pk")[0].pk,
        "log": CaseLog.objects.order_by("pk")[0].pk,
        "ledger": municipality.pk,
        "voucher": Voucher.objects.filter(ledger=municipality).order_by("pk")[0].pk,
        "part": urlencode({"part": some_part()}),
        "centre": "/".join(map(str, bridged())),
        "rule": drafted(),
        "unit": Unit.objects.order_by("pk")[0].pk,
        "case": Case.objects.order_by("pk")[0].number,
        "suspicion": next(one.key for one in found_now() if one.is_small),
    }


def test_every_address_is_tried() -> None:
    every = set(names(get_resolver().url_patterns))
    apart = OF_A_CASE | OF_A_ROUND | OF_A_UNIT | OF_ANOTHER
    assert every == PAGES.keys() | POSTS.keys() | apart


def test_nobody_gets_past_the_door(as_someone: SignIn) -> None:
    stranger, there = as_someone(""), places()
    for name, (address, roles) in PAGES.items():
        answer = stranger.get(address.format_map(there))
        if roles is None:
            assert answer.status_code in {200, 302}, name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/konto/logga-in/"), name


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_pages_and_no_others(as_someone: SignIn, role: str) -> None:
    client, there = as_someone(role), places()
    told = {}
    for name, (address, roles) in PAGES.items():
        if roles is not None and name != "account_change_password":
            told[name] = client.get(address.format_map(there)).status_code == 200
    # A company's CEO sits in the steering group too: a person has all their roles' pages.
    held = {kind.name for kind in someone(role).standing.roles} | {"customer"}
    wanted = {
        name: not held.isdisjoint(roles)
        for name, (_address, roles) in PAGES.items()
        if roles is not None and name != "account_change_password"
    }
    assert told == wanted


@pytest.mark.parametrize("role", ["", *ROLES])
def test_asking_changes_nothing(as_someone: SignIn, role: str) -> None:
    """What changes something answers a question with 405, or does not exist for one."""
    client, there = as_someone(role), places()
    for name, address in POSTS.items():
        asked = client.get(address.format_map(there))
        assert asked.status_code in {302, 404, 405}, name
    assert Case.objects.filter(number=there["case"]).exists()


def test_a_form_from_elsewhere_is_refused(lindby: str, static_files: None) -> None:
    del lindby, static_files
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    account = someone("AGENT").account
    assert account is not None
    client.force_login(account)
    there = places()
    for address in POSTS.values():
        assert client.post(address.format_map(there)).status_code == 403, address


# ------------------------------------------------------------------- another's case


def hidden_case() -> Case:
    """A confidential case of HR that neither the customer nor the IT agent is party to."""
    case = (
        Case.objects.filter(team__area="hr", requester__isnull=False)
        .exclude(confidentiality="open")
        .exclude(requester__in=[someone(role) for role in ROLES])
        .order_by("pk")
        .first()
    )
    assert case is not None
    return case


def of_it() -> int:
    """The place of an agent whose team is in IT, among the agents."""
    for place in range(60):
        person = someone("AGENT", place)
        if person.standing.areas == frozenset({"it"}):
            return place
    raise AssertionError("Lindby has no IT agent")


@pytest.mark.parametrize(
    "road",
    [
        "/arenden/{number}/",
        "/arenden/{number}/?next=/",
        "/arenden/ko/?q={number}",
        "/arenden/ko/?q={subject}",
        "/arenden/ko/?show=mine&q={number}",
        "/arenden/ko/?sort=requester",
        "/arenden/ko/?sort=-confidentiality&after=x",
        "/arenden/ko/?after={number}",
        "/arenden/?q={number}",
    ],
)
@pytest.mark.parametrize("role", ["customer", "AGENT", "UNIT_MANAGER", "UNION_REP"])
def test_anothers_case_does_not_exist(as_someone: SignIn, role: str, road: str) -> None:
    case = hidden_case()
    client = as_someone(role, of_it() if role == "AGENT" else 0)
    answer = client.get(road.format(number=case.number, subject=case.subject))
    assert answer.status_code in {200, 400, 404}
    assert f'href="/arenden/{case.number}/' not in answer.content.decode()
    if road.startswith("/arenden/{number}"):
        assert answer.status_code == 404


@pytest.mark.parametrize("step", ["take", "wait", "note", "message", "resolve", "answer", "reopen", "rate"])  # fmt: skip
@pytest.mark.parametrize("role", ["customer", "AGENT", "CONTROLLER", "STEERING"])
def test_anothers_case_cannot_be_touched(
    as_someone: SignIn, role: str, step: str
) -> None:
    case = hidden_case()
    before = case.events.count()
    client = as_someone(role, of_it() if role == "AGENT" else 0)
    answer = client.post(
        f"/arenden/{case.number}/gor/{step}/", {"text": "Hej", "points": "1"}
    )
    assert answer.status_code == 404
    assert case.events.count() == before


def test_one_cannot_order_for_anothers_unit(as_someone: SignIn) -> None:
    person = someone("customer")
    other = Case.objects.exclude(unit=person.home).exclude(unit=None).first()
    assert other is not None
    cases = Case.objects.count()
    answer = as_someone("customer").post(
        "/arenden/bestall/H04/",
        {
            "unit": other.unit_id,
            "subject": "Åt någon annan",
            "text": "x",
            "priority": 3,
        },
    )
    assert answer.status_code == 200
    assert Case.objects.count() == cases


# ------------------------------------------------------------------- the demo's door


def test_the_demo_is_entered_only_where_demo_built_it(
    empty: str, static_files: None
) -> None:
    """In an installation of one's own there is no such road, asked or posted to."""
    del empty, static_files
    from gemensam.site.setup import FirstAdministrator, set_up

    set_up(
        "Ankeborg",
        FirstAdministrator(
            email="anna@ankeborg.se", name="Anna Ank", password="en lång fras 9 till"
        ),
    )
    assert not Installation.objects.get().built_by_demo
    client = Client(SERVER_NAME="localhost")
    from gemensam.group.models import Person

    for person in Person.objects.all():
        answer = client.post("/konto/demo/", {"person": person.pk})
        assert answer.status_code == 404
    assert client.get("/konto/demo/").status_code == 405
    assert "/konto/demo/" not in client.get("/konto/logga-in/").content.decode()
    assert client.get("/").status_code == 302
