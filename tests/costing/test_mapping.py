# SPDX-License-Identifier: EUPL-1.2
"""Work on the mapping: a draft beside what is in force, suggestions that become rules,
and rules whose kronor always add up to the ledger."""

from collections.abc import Callable
from datetime import date

from django.test import Client

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from gemensam.calc.costing.evidence import MonthEvidence
from gemensam.calc.costing.month import month_cost
from gemensam.calc.costing.sorting import Category as Sorted
from gemensam.calc.costing.suggest import Kind, Sureness
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.actions.accept import accept
from gemensam.costing.actions.mapping import (
    DraftClosed,
    EmptyDraft,
    OvertakenDraft,
    open_draft,
    put_in_force,
    throw_away_draft,
)
from gemensam.costing.actions.rules import (
    Move,
    Place,
    RuleValues,
    add_rules,
    change_rule,
    move_rule,
    remove_rule,
)
from gemensam.costing.actions.whodoeswhat import uses_of
from gemensam.costing.enums import Treatment
from gemensam.costing.models import (
    DraftRule,
    LedgerTurnover,
    MappingDraft,
    MappingVersion,
)
from gemensam.costing.queries.caught import caught, kronor_by_rule
from gemensam.costing.queries.changes import Fate, changes
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments
from gemensam.costing.queries.services import costed_services
from gemensam.costing.queries.strings import posted
from gemensam.costing.queries.treatment import (
    current_mapping,
    rules_of,
    treatments_of,
)
from gemensam.costing.queries.turnover import months_known, turnover
from gemensam.costing.queries.use import deliveries, used
from gemensam.costing.queries.workbench import Workbench
from gemensam.group.models import UnitAlias

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("lindby")


def year() -> list[date]:
    return [month for month in months_known() if month.year == months_known()[0].year]


def draft() -> MappingDraft:
    return open_draft(by=CONSOLE, at=clock.now())


def people(account: str) -> RuleValues:
    return RuleValues(treatment=Treatment.PEOPLE, account=account)


# ------------------------------------------------------------------------- drafts


def test_there_is_one_draft_and_it_begins_as_what_is_in_force() -> None:
    one = draft()
    assert draft() == one
    assert [rule.account for rule in one.rules.order_by("order")] == [
        rule.account for rule in rules_of(current_mapping())
    ]


def test_costing_sees_the_draft_only_when_it_is_in_force() -> None:
    before = current_mapping()
    assert before is not None
    was = rules_of(before)
    one = draft()
    add_rules(one, [people("9*")], place=Place.FIRST, by=CONSOLE, at=clock.now())
    assert current_mapping() == before
    version = put_in_force(one, over=before.number, by=CONSOLE, at=clock.now())
    assert current_mapping() == version
    assert version.number == before.number + 1
    assert [rule.account for rule in rules_of(version)] == [
        "9*",
        *(rule.account for rule in was),
    ]
    assert [rule.order for rule in rules_of(version)] == list(range(1, len(was) + 2))
    assert rules_of(before) == was, "what was in force is history"
    event = AuditEvent.objects.get(action="mapping.put-in-force")
    assert event.payload is not None
    assert event.payload["facts"]["version"] == version.number


def test_a_draft_that_was_overtaken_needs_a_second_look() -> None:
    before = current_mapping()
    assert before is not None
    one = draft()
    before.superseded_at = clock.now()
    before.save(update_fields=["superseded_at"])
    other = MappingVersion.objects.create(
        number=before.number + 1, created_at=clock.now()
    )
    with pytest.raises(OvertakenDraft):
        put_in_force(one, over=before.number, by=CONSOLE, at=clock.now())
    assert current_mapping() == other
    version = put_in_force(one, over=other.number, by=CONSOLE, at=clock.now())
    assert current_mapping() == version


def test_a_closed_draft_takes_no_more() -> None:
    one = draft()
    rule = one.rules.order_by("order")[0]
    throw_away_draft(one, by=CONSOLE, at=clock.now())
    for attempt in (
        lambda: add_rules(one, [], place=Place.LAST, by=CONSOLE, at=clock.now()),
        lambda: change_rule(rule, people("5*"), by=CONSOLE, at=clock.now()),
        lambda: move_rule(rule, Move.LAST, by=CONSOLE, at=clock.now()),
        lambda: remove_rule(rule, by=CONSOLE, at=clock.now()),
        lambda: put_in_force(one, over=1, by=CONSOLE, at=clock.now()),
        lambda: throw_away_draft(one, by=CONSOLE, at=clock.now()),
    ):
        with pytest.raises(DraftClosed):
            attempt()


def test_an_empty_draft_is_not_put_in_force() -> None:
    one = draft()
    one.rules.all().delete()
    with pytest.raises(EmptyDraft):
        put_in_force(one, over=1, by=CONSOLE, at=clock.now())


def test_rules_are_moved_changed_and_removed() -> None:
    one = draft()
    one.rules.all().delete()
    at = clock.now()
    add_rules(one, [people("1"), people("2")], place=Place.LAST, by=CONSOLE, at=at)
    add_rules(one, [people("3"), people("4")], place=Place.FIRST, by=CONSOLE, at=at)

    def order() -> list[str]:
        return [rule.account for rule in one.rules.order_by("order")]

    assert order() == ["3", "4", "1", "2"]
    two = one.rules.get(account="2")
    move_rule(two, Move.FIRST, by=CONSOLE, at=at)
    assert order() == ["2", "3", "4", "1"]
    move_rule(two, Move.UP, by=CONSOLE, at=at)
    assert order() == ["2", "3", "4", "1"], "it is first already"
    move_rule(two, Move.DOWN, by=CONSOLE, at=at)
    assert order() == ["3", "2", "4", "1"]
    change_rule(two, people("22"), by=CONSOLE, at=at)
    remove_rule(one.rules.get(account="4"), by=CONSOLE, at=at)
    assert order() == ["3", "22", "1"]
    actions = AuditEvent.objects.filter(aggregate=f"costing.mappingdraft:{one.pk}")
    assert list(actions.order_by("seq").values_list("action", flat=True))[-4:] == [
        "mapping.rule-moved",
        "mapping.rule-moved",
        "mapping.rule-changed",
        "mapping.rule-removed",
    ]


# -------------------------------------------------------------------- suggestions


def test_suggestions_map_a_ledger_that_nobody_has_mapped() -> None:
    """All but what no chart nor name tells; and each string as it was suggested."""
    bench = Workbench(year(), [])
    assert bench.mapped.mapped_ore == 0
    told = bench.suggestions(bench.lines)
    assert len(told) == len(bench.lines)
    one = draft()
    one.rules.all().delete()
    accept(one, told, lines=bench.lines, note="", by=CONSOLE, at=clock.now())
    rules = list(one.rules.order_by("order"))
    treat = treatments_of(rules)
    for line in bench.lines:
        wanted = told[line.key]
        found = treat(line.coding)
        assert found.treatment is not None
        assert found.treatment.value == wanted.kind.value
        assert found.service == wanted.service
    assert len(rules) < len(bench.lines) / 5
    assert Workbench(year(), rules).mapped.no_rule_ore == 0


def test_suggestions_agree_with_the_controller_where_they_are_sure() -> None:
    """The controller's own mapping as oracle, by kronor."""
    bench = Workbench(year(), [])
    treat = treatments_of(rules_of(current_mapping()))
    told = bench.suggestions(bench.lines)
    same = other = 0
    for line in bench.lines:
        wanted = treat(line.coding).treatment
        if told[line.key].sure < Sureness.SURE or wanted is None:
            continue
        if told[line.key].kind.value == wanted.value:
            same += line.row.gross
        else:
            other += line.row.gross
    assert same / (same + other) > 0.97


def test_what_is_left_alone_stays_without_a_rule() -> None:
    bench = Workbench(year(), [])
    told = bench.suggestions(bench.lines)
    chosen = dict(list(told.items())[:3])
    one = draft()
    one.rules.all().delete()
    accept(one, chosen, lines=bench.lines, note="", by=CONSOLE, at=clock.now())
    after = Workbench(year(), list(one.rules.order_by("order")))
    kept = {line.key for line in after.lines if line.rule is not None}
    assert chosen.keys() <= kept
    centres = {
        (line.coding.account, line.coding.cost_centre)
        for line in bench.lines
        if line.key in chosen
    }
    assert {
        (line.coding.account, line.coding.cost_centre)
        for line in after.lines
        if line.key in kept
    } == centres


def test_internal_charges_cancel_within_the_legal_entity() -> None:
    """What is suggested as internal nets to nothing between the municipality's units in
    a month in which the centre charges; companies' invoices meet across entities."""
    months = [month for month in months_known() if month.year > year()[0].year][-1:]
    bench = Workbench(months, [])
    told = bench.suggestions(bench.lines)
    internal = [
        line.row for line in bench.lines if told[line.key].kind is Kind.INTERNAL
    ]
    assert any(row.coding.account.startswith("3") for row in internal)
    assert any(not row.coding.account.startswith("3") for row in internal)
    pairs: dict[str, int] = {}
    for row in internal:
        pairs[row.coding.account] = pairs.get(row.coding.account, 0) + row.net
    assert pairs["3981"] == -pairs["7981"]
    assert pairs["3981"]


# ------------------------------------------------------------------- conservation

patterns = st.sampled_from(["", "5*", "50*,51*", "6010-6999", "3*", "7*", "8*", "4"])
rules = st.builds(
    RuleValues,
    treatment=st.sampled_from(
        [Treatment.PEOPLE, Treatment.OVERHEAD, Treatment.INTERNAL, Treatment.OUTSIDE,
         Treatment.ONE_OFF]
    ),
    account=patterns,
    chart=st.sampled_from(["", "bas", "kommun-bas"]),
    cost_centre=st.sampled_from(["", "1*", "9*", "20000-59999"]),
    counterpart=st.sampled_from(["", "100", "8*"]),
)  # fmt: skip


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(rules, max_size=6))
def test_any_rules_over_the_ledgers_sum_to_the_ledgers(
    given_rules: list[RuleValues],
) -> None:
    """Σ categories = Σ ledger, to the öre, month by month and ledger by ledger."""
    made = [
        DraftRule(order=number, **{n: getattr(rule, n) for n in rule.__slots__})
        for number, rule in enumerate(given_rules)
    ]
    month = year()[2]
    rows = list(turnover([month]))
    catalogue = costed_services()
    evidence = MonthEvidence(
        month=month,
        rows=rows,
        employed=employments(month),
        frame=frame_of(month),
        uses=uses_of(list(used(month, deliveries(month), {})), catalogue),
    )
    cost = month_cost(
        evidence,
        treat=treatments_of(made),
        known=None,
        catalogue=catalogue,
        draws=1,
    )
    posted: dict[int, int] = {}
    for row in rows:
        posted[row.ledger] = posted.get(row.ledger, 0) + row.ore
    categories = cost.pools.categories
    told = {ledger: sum(parts.values()) for ledger, parts in categories.items()}
    assert told == posted
    support = sum(
        parts[Sorted.SUPPORT] + parts[Sorted.UNPLACED] for parts in categories.values()
    )
    placed = int(cost.received.cost.sum()) + int(cost.services.unplaced.sum())
    assert placed + int(cost.services.outside.sum()) == support


# ------------------------------------------------------------------------ preview


def test_a_preview_says_what_saving_will_do() -> None:
    base = rules_of(current_mapping())
    bench = Workbench(year(), base)
    rule = DraftRule(
        order=0, treatment=Treatment.OUTSIDE, account="5*", chart="kommun-bas"
    )
    first = caught(bench.rows, base, rule, at=0)
    last = caught(bench.rows, base, rule, at=len(base))
    after = kronor_by_rule(bench.rows, [rule, *base])
    assert (first.ore, first.strings) == after[0]
    assert first.before_ore == 0
    assert last.ore + last.before_ore == first.ore
    assert last.moved_ore == 0
    assert first.fresh_ore == last.ore


def test_codes_that_came_and_went_are_told() -> None:
    first = year()
    account = LedgerTurnover.objects.filter(month__in=first, account="6461")
    assert account.exists()
    account.delete()
    later = [month for month in months_known() if month.year == first[0].year + 1]
    found = changes(first[: len(later)], posted(later), most=10_000)
    fates = {(one.part, one.code): one.fate for one in found}
    assert fates["account", "6461"] is Fate.NEW
    assert Fate.GONE in fates.values() or Fate.MOVED in fates.values()


# -------------------------------------------------------------------------- pages


def test_the_walk_from_nothing_to_a_mapping_in_force(as_someone: SignIn) -> None:
    """Without script: accept, write, preview, move, remove, put in force."""
    client = as_someone("CONTROLLER")
    chosen = year()[0].year
    one = draft()
    one.rules.all().delete()
    said = client.get(f"/ekonomi/mappning/?year={chosen}")
    assert said.status_code == 200
    answer = client.post(
        "/ekonomi/mappning/godta/",
        {"year": chosen, "show": "left", "class": "5", "all": "likely"},
    )
    assert answer.status_code == 302
    assert set(one.rules.values_list("account", flat=True))
    form = {
        "year": chosen,
        "account": "6*",
        "treatment": Treatment.OVERHEAD,
        "place": "last",
    }
    preview = client.post("/ekonomi/mappning/regler/ny/", form)
    assert preview.status_code == 200
    assert preview.context["caught"].fresh_ore > 0
    before = one.rules.count()
    client.post("/ekonomi/mappning/regler/ny/", {**form, "save": "1"})
    assert one.rules.count() == before + 1
    made = one.rules.order_by("-order")[0]
    client.post(f"/ekonomi/mappning/regler/{made.pk}/gor/", {"what": "first"})
    assert one.rules.order_by("order")[0] == made
    client.post(
        f"/ekonomi/mappning/regler/{made.pk}/", {**form, "account": "66*", "save": "1"}
    )
    made.refresh_from_db()
    assert made.account == "66*"
    client.post(f"/ekonomi/mappning/regler/{made.pk}/gor/", {"what": "remove"})
    assert not one.rules.filter(pk=made.pk).exists()
    current = current_mapping()
    assert current is not None
    client.post(
        "/ekonomi/mappning/utkast/",
        {"year": chosen, "decision": "force", "over": current.number},
    )
    in_force = current_mapping()
    assert in_force is not None
    assert in_force.number == current.number + 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("account", "50**"), ("treatment", ""), ("treatment", "direct"), ("service", "x")],
)
def test_a_rule_that_says_nothing_is_not_saved(
    as_someone: SignIn, field: str, value: str
) -> None:
    client = as_someone("CONTROLLER")
    form = {"account": "6*", "treatment": "overhead", "place": "last", "save": "1"}
    answer = client.post("/ekonomi/mappning/regler/ny/", {**form, field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not MappingDraft.objects.exists()


def test_a_cost_centre_is_tied_to_a_unit_from_the_page(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    alias = UnitAlias.objects.filter(register="ledger", valid_to=None).order_by("pk")[0]
    spell = (alias.legal_entity_id, alias.code, alias.unit_id)
    alias.valid_to = date(year()[0].year, 6, 1)
    alias.save(update_fields=["valid_to"])
    address = f"/ekonomi/mappning/ansvar/{spell[0]}/{spell[1]}/?year={year()[0].year}"
    assert client.get(address).context["ore"] > 0
    refused = client.post(address, {"unit": spell[2], "valid_from": "2025-01-01"})
    assert refused.context["form"].errors, "it is somebody's until June"
    client.post(address, {"unit": spell[2], "valid_from": f"{year()[0].year}-06-01"})
    assert client.get(address).context["ore"] == 0
    assert client.get("/ekonomi/mappning/ansvar/1/finns-ej/").status_code == 404
