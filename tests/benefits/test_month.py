# SPDX-License-Identifier: EUPL-1.2
"""The month's routine: what has come, what has not and who owes it; closed, opened again,
and what came after. Whatever comes late or wrong, every öre has its place."""

import sys
from collections.abc import Callable
from datetime import date

from django.db.models import Sum
from django.test import Client

import pytest
from tests.benefits.months import (
    a_voucher,
    centre_of,
    company,
    ledger_file,
    morning,
    signed_in,
)
from tests.rig.imported import imported
from tests.rig.reopened import reopened

from gemensam.benefits import actions
from gemensam.benefits.actions import computing
from gemensam.benefits.enums import Arrival, ComputationState, SourceKind
from gemensam.benefits.jobs import compute_months_asked
from gemensam.benefits.models import Computation, HeldAtClose, MonthClose, SourceDuty
from gemensam.benefits.queries import closed_through, summary
from gemensam.benefits.queries.months import compared, next_month
from gemensam.benefits.queries.moved import Moved
from gemensam.benefits.queries.routine.afterwards import changes_since, vouchers_since
from gemensam.benefits.queries.routine.checklist import checklist
from gemensam.benefits.queries.routine.missing import (
    missing_as_json,
    missing_sources,
    month_at_hand,
)
from gemensam.benefits.queries.routine.since import since_computed
from gemensam.benefits.queries.routine.sources import sources
from gemensam.benefits.queries.routine.unknown import (
    codes_without_mapping,
    unknown_units,
)
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.models import Ledger, LedgerTurnover, Reconciled
from gemensam.costing.queries.reconciliation import differences
from gemensam.costing.queries.turnover import result_accounts
from gemensam.demo.old_systems import end_old_systems
from gemensam.desk.models import Case
from gemensam.group.enums import Register
from gemensam.group.models import LegalEntity, RoleAssignment
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum
from gemensam.outcomes.queries.versions import in_force

SignIn = Callable[..., Client]


def last() -> date:
    month = closed_through()
    assert month is not None
    return month


def close_of(month: date) -> MonthClose:
    return MonthClose.objects.get(month=month, reopened_at=None)


def reconciles(month: date) -> bool:
    """By an oracle of its own: every öre of the ledgers is in one category."""
    posted = LedgerTurnover.objects.filter(result_accounts(), month=month)
    placed = Reconciled.objects.filter(
        run__month=month, run__superseded_at=None, run__scenario__kind="actual"
    )
    told = placed.aggregate(ore=Sum("amount_ore"))["ore"]
    return bool(told == posted.aggregate(ore=Sum("amount_ore"))["ore"])


# ------------------------------------------------------------------- what has come


@pytest.mark.usefixtures("empty")
def test_nothing_is_missing_where_nothing_was_ever_imported() -> None:
    assert missing_as_json(today=date(2026, 12, 1)) is None
    assert month_at_hand(date(2026, 12, 1)) is None


@pytest.mark.usefixtures("lindby")
def test_all_that_lindby_owes_has_come_and_in_time() -> None:
    month = last()
    lines = checklist(month, today=clock.today())
    assert {line.arrival for line in lines} == {Arrival.THERE}
    assert sum(line.source.kind == "ledger" for line in lines) == (
        Ledger.objects.values("legal_entity").distinct().count()
    )
    assert all(line.files and line.now.rows for line in lines)
    assert missing_as_json(today=clock.today()) == []
    with clock.fixed(morning(date(2030, 1, 1))):
        assert missing_sources(today=clock.today())


@pytest.mark.usefixtures("lindby")
def test_a_history_taken_in_is_not_late_because_a_month_of_it_is_opened_again() -> None:
    def came() -> set[Arrival]:
        return {one.arrival for one in checklist(month, today=clock.today())}

    month = MonthClose.objects.earliest("month").month
    assert came() == {Arrival.THERE}
    actions.reopen_month(month, reason="Prov", by=CONSOLE, at=clock.now())
    assert came() == {Arrival.THERE}
    actions.close_month(month, by=CONSOLE, at=clock.now())
    assert close_of(month).closed_at > MonthClose.objects.earliest("pk").closed_at
    assert came() == {Arrival.THERE}


@pytest.mark.usefixtures("lindby")
def test_an_old_system_whose_last_case_came_long_ago_is_not_waited_for() -> None:
    newest = Case.objects.filter(system="foreign", log__isnull=False).latest(
        "opened_at"
    )
    came = clock.local(newest.opened_at).date().replace(day=1)
    end_old_systems(came, at=clock.now())
    assert not SourceDuty.objects.exists(), "a case came in the last closed month too"
    end_old_systems(next_month(came), at=clock.now())
    duty = SourceDuty.objects.get()
    assert duty.source.startswith("cases:")
    assert duty.ends == next_month(came)


@pytest.mark.usefixtures("own_lindby")
def test_a_late_ledger_is_named_with_who_owes_it_and_the_month_stays_open() -> None:
    month, entity = next_month(last()), company()
    due = next_month(month).replace(day=10)
    vouchers = [("Z", "1", month.replace(day=15), centre_of(entity), 1000)]
    with clock.fixed(morning(next_month(month).replace(day=5))):
        imported("ledger", ledger_file(entity, vouchers))
        lines = {
            line.source.name: line for line in checklist(month, today=clock.today())
        }
        assert lines[entity.name].arrival is Arrival.THERE
        others = [one for one in LegalEntity.objects.all() if one != entity]
        assert {lines[one.name].arrival for one in others} == {Arrival.WAITED_FOR}
    with clock.fixed(morning(due.replace(day=11))):
        missing = missing_as_json(today=clock.today()) or []
        told = {(one["source"], one["month"]): one["owner"] for one in missing}
        assert (f"ledger:{entity.name}", f"{month:%Y-%m}") not in told
        heads = RoleAssignment.objects.filter(role="company_ceo", valid_to=None)
        for other in others:
            owed = told[f"ledger:{other.name}", f"{month:%Y-%m}"]
            named = heads.filter(unit__legal_entity=other, person__name=owed).exists()
            assert named == (other.kind == "company")
        with pytest.raises(actions.LedgersMissing) as refused:
            actions.close_month(month, by=CONSOLE, at=clock.now())
        assert others[0].name in str(refused.value)
        assert closed_through() == last()


@pytest.mark.usefixtures("own_lindby")
def test_a_file_from_before_the_month_ended_is_not_the_whole_month() -> None:
    month, entity = next_month(last()), company()
    vouchers = [("Z", "1", month.replace(day=2), centre_of(entity), 10)]
    with clock.fixed(morning(month.replace(day=20))):
        imported("ledger", ledger_file(entity, vouchers))
    of = [
        line.arrival
        for line in checklist(month, today=next_month(month))
        if line.source.name == entity.name
    ]
    assert of == [Arrival.EARLY]


@pytest.mark.usefixtures("own_lindby")
def test_the_wrong_months_file_leaves_the_month_missing_and_tells_where_it_fell() -> (
    None
):
    """October again instead of November: nothing of November has come."""
    wrong, month, entity = last(), next_month(last()), company()
    vouchers = [("Z", "1", wrong.replace(day=3), centre_of(entity), 77)]
    with clock.fixed(morning(next_month(month).replace(day=11))):
        imported("ledger", ledger_file(entity, vouchers))
        line = next(
            line
            for line in checklist(month, today=clock.today())
            if line.source.name == entity.name
        )
        assert (line.arrival, line.now.rows) == (Arrival.LATE, 0)
        assert line.before.rows > 0
        changed = changes_since(close_of(wrong))
        assert [(one.key, one.net_ore) for one in changed] == [
            (f"ledger:{entity.pk}", 7700)
        ]


@pytest.mark.usefixtures("lindby")
def test_who_sees_to_a_source_and_by_when_is_decided_and_kept() -> None:
    month, today = next_month(last()), next_month(next_month(last())).replace(day=4)
    owner = RoleAssignment.objects.order_by("pk")[0].person
    key = "volumes"

    def told() -> tuple[Arrival, object]:
        line = next(
            one for one in checklist(month, today=today) if one.source.key == key
        )
        return line.arrival, line.duty.owner

    def decide(day: int, ends: date | None) -> SourceDuty:
        return actions.decide_duty(
            key, due_day=day, owner=owner, ends=ends, by=CONSOLE, at=clock.now()
        )

    assert told()[0] is Arrival.WAITED_FOR
    decide(3, None)
    assert told() == (Arrival.LATE, owner)
    assert decide(3, None) == SourceDuty.objects.get()
    decide(3, month)
    assert told()[0] is Arrival.ENDED
    assert SourceDuty.objects.filter(superseded_at=None).count() == 1
    assert AuditEvent.objects.filter(aggregate="benefits.duty:volumes").count() == 2


@pytest.mark.usefixtures("own_lindby")
def test_what_differs_much_from_last_month_is_told_in_rows_and_kronor() -> None:
    month, entity = next_month(last()), company()
    before = next(
        line.now for line in checklist(last(), today=clock.today())
        if line.source.name == entity.name
    )  # fmt: skip
    assert before.ore
    kronor = before.ore // 100
    day, centre = month.replace(day=9), centre_of(entity)
    half = before.rows // 2  # a voucher has two rows
    vouchers = [("Z", str(n), day, centre, kronor // half) for n in range(half)]
    with clock.fixed(morning(next_month(month).replace(day=5))):
        imported("ledger", ledger_file(entity, vouchers))

        def line() -> tuple[bool, float | None]:
            found = next(
                one for one in checklist(month, today=clock.today())
                if one.source.name == entity.name
            )  # fmt: skip
            return found.differs, found.ore_share

        assert line()[0] is False
        more = [("Y", "1", day, centre, kronor // 5)]
        imported("ledger", ledger_file(entity, more))
        differs, share = line()
        assert differs
        assert share == pytest.approx(0.2, abs=0.02)


# ------------------------------------------------------------- codes and units unknown


@pytest.mark.slow
@pytest.mark.usefixtures("own_lindby")
def test_a_unit_nobody_knows_is_told_and_every_ore_still_has_a_place() -> None:
    month, entity = last(), LegalEntity.objects.get(kind="municipality")
    vouchers = [
        ("Z", "1", month.replace(day=3), "99999", 1234),
        ("Z", "2", month.replace(day=3), "", 100),
    ]
    meters = f"Månad;Tjänst;Mätarkod;Antal\n{month:%Y-%m};F02;OKÄND-1;12\n"
    before = codes_without_mapping(month)
    imported("ledger", ledger_file(entity, vouchers))
    imported("volumes", meters.encode(), name="volymer.csv")
    codes = codes_without_mapping(month)
    assert codes.ore == before.ore, "rent has a mapping whatever the cost centre"
    unknown = {(one.register, one.code): one for one in unknown_units(month)}
    assert unknown[Register.METERS, "OKÄND-1"].rows == 1
    assert unknown[Register.LEDGER, "99999"].ore == 1234_00
    assert not reconciles(month)
    actions.reopen_month(month, reason="Rättad", by=CONSOLE, at=clock.now())
    asked = actions.ask_for_months([month], by=CONSOLE, at=clock.now())
    compute_months_asked(asked.pk)
    assert reconciles(month)
    assert list(differences()) == []
    actions.close_month(month, by=CONSOLE, at=clock.now())
    assert changes_since(close_of(month)) == []


# ------------------------------------------------------------ close, open again, after


@pytest.mark.slow
@pytest.mark.usefixtures("own_lindby")
def test_a_corrected_month_after_close_is_told_with_its_kronor_and_counts_when_closed_anew() -> (
    None
):
    month, entity = last(), company()
    assert changes_since(close_of(month)) == []
    voucher = a_voucher(entity, month)
    was = voucher.rows.filter(result_accounts()).aggregate(ore=Sum("amount_ore"))["ore"]
    said = summary().as_json()
    corrected = [
        (voucher.series, voucher.number, voucher.date, centre_of(entity), 500_000),
        ("Ö", "1", voucher.date, centre_of(entity), 3),
    ]
    imported(
        "ledger", ledger_file(entity, corrected), name="rättad.se", accept_changed=True
    )
    change = next(
        one for one in changes_since(close_of(month)) if one.key.startswith("ledger:")
    )
    assert change.net_ore == 500_003_00 - was
    moved = vouchers_since(close_of(month), entity.pk)
    assert sorted(one.net_ore for one in moved) == sorted([500_000_00, 300, -was])
    assert sum(one.net_ore for one in moved) == change.net_ore
    since = since_computed(summary().differences, compared())
    assert (since.closed, since.missing) == ({month: change.net_ore}, [])
    now = summary().as_json()
    assert now["actual_cost"] == said["actual_cost"], "what is closed stands"
    closed = close_of(month)
    with pytest.raises(actions.NoReason):
        actions.reopen_month(month, reason="  ", by=CONSOLE, at=clock.now())
    actions.reopen_month(month, reason="Rättad hyra", by=CONSOLE, at=clock.now())
    with pytest.raises(actions.NotClosed):
        actions.reopen_month(month, reason="Igen", by=CONSOLE, at=clock.now())
    with pytest.raises(actions.NotReconciled):
        actions.close_month(month, by=CONSOLE, at=clock.now())
    asked = actions.ask_for_months([month], by=CONSOLE, at=clock.now())
    with pytest.raises(actions.BeingComputed):
        actions.close_month(month, by=CONSOLE, at=clock.now())
    compute_months_asked(asked.pk)
    again = actions.close_month(month, by=CONSOLE, at=clock.now())
    assert again != closed
    assert again == actions.close_month(month, by=CONSOLE, at=clock.now())
    assert changes_since(again) == []
    assert reconciles(month)
    assert summary().differences == []
    told = AuditEvent.objects.filter(action="month.reopened").latest("pk")
    assert told.payload is not None
    assert told.payload["facts"]["reason"] == "Rättad hyra"


@pytest.mark.usefixtures("lindby")
def test_a_month_that_is_not_computed_is_not_closed() -> None:
    first = min(MonthSum.objects.filter(
        scenario=in_force(ScenarioKind.BASELINE)
    ).values_list("month", flat=True))  # fmt: skip
    with pytest.raises(actions.NotComputed):
        actions.close_month(first, by=CONSOLE, at=clock.now())


@pytest.mark.usefixtures("lindby")
def test_a_job_that_breaks_off_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    months = [last().replace(month=last().month - 1), last()]
    built: list[date] = []
    breaks = {months[1]}

    def build(given: list[date], **_more: object) -> None:
        if given[0] in breaks:
            raise RuntimeError("killed")
        built.extend(given)

    monkeypatch.setattr(computing, "build_actual", build)
    reopened(months)
    asked = actions.ask_for_months(months, by=CONSOLE, at=clock.now())
    assert actions.ask_for_months(months, by=CONSOLE, at=clock.now()) == asked
    with pytest.raises(RuntimeError):
        compute_months_asked(asked.pk)
    breaks.clear()
    compute_months_asked(asked.pk)
    assert built == months, "each month once"
    asked.refresh_from_db()
    assert asked.state == ComputationState.DONE
    assert asked.progress["done"] == asked.progress["of"]
    with pytest.raises(actions.NothingPosted):
        actions.ask_for_months([date(1999, 1, 1)], by=CONSOLE, at=clock.now())


# ------------------------------------------------------------------------- the pages


@pytest.mark.usefixtures("own_lindby", "static_files")
def test_the_page_tells_closes_and_opens() -> None:
    month, entity = last(), company()
    client, manager = signed_in("CONTROLLER"), signed_in("CENTRE_MANAGER")
    said = client.get("/resultat/manad/")
    assert said.context["month"] == month
    assert said.context["off"] == 0
    assert said.context["changes"] == []
    page = f"/resultat/manad/?month={month:%Y-%m}"
    vouchers = [("Z", "1", month.replace(day=3), centre_of(entity), 4321)]
    imported("ledger", ledger_file(entity, vouchers), name="sent.se")
    told = client.get(page)
    (change,) = told.context["changes"]
    assert [file.name for file in change["files"]] == ["sent.se"]
    text = told.text
    assert "4\u00a0321,00" in text
    assert client.post(page, {"step": "reopen", "reason": ""}).status_code == 200
    manager.post(page, {"step": "reopen", "reason": "Nej"})
    assert close_of(month).reopened_at is None, "only a controller"
    client.post(page, {"step": "reopen", "reason": "Sen faktura"})
    assert not MonthClose.objects.filter(month=month, reopened_at=None).exists()
    assert "Sen faktura" in client.get(page).text
    client.post(page, {"step": "close"})
    assert not MonthClose.objects.filter(month=month, reopened_at=None).exists()
    client.post(page, {"step": "compute"})
    assert Computation.objects.get().months == [month.isoformat()]
    assert client.get(page).context["waits"]
    assert HeldAtClose.objects.filter(close__month=month).exists()


def test_days_and_owners_are_decided_on_their_page(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    assert client.get("/resultat/manad/kallor/").status_code == 200
    page = "/resultat/manad/kallor/volumes/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"due_day": "31"}).status_code == 200
    assert not SourceDuty.objects.exists()
    client.post(page, {"due_day": "6", "ends": ""})
    assert SourceDuty.objects.get().due_day == 6
    assert client.get("/resultat/manad/kallor/nothing/").status_code == 404
    assert as_someone("CENTRE_MANAGER").get(page).status_code == 404


@pytest.mark.usefixtures("lindby")
def test_a_source_is_called_by_its_kind_and_whose_it_is() -> None:
    titles = [one.title for one in sources()]
    assert titles == [title.strip() for title in titles]
    assert f"{SourceKind.LEDGER.label} Lindby kommun" in titles
    assert str(SourceKind.STAFF.label) in titles


@pytest.mark.usefixtures("lindby")
def test_where_nothing_is_delivered_yet_the_page_says_how_it_comes(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_someone("CONTROLLER")
    assert "<table" in client.get("/resultat/flyttade/").text
    page = sys.modules["gemensam.benefits.views.moved"]
    monkeypatch.setattr(page, "moved_units", lambda _day: Moved({}))
    told = client.get("/resultat/flyttade/").text
    assert "Inga leveranser ännu" in told
    assert "<table" not in told
