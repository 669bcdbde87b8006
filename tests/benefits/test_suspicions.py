# SPDX-License-Identifier: EUPL-1.2
"""What is planted is found and named with its kronor; what is genuine is not accused."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

import pytest
from tests.benefits.suspected import (
    KEPT_EVERYBODY,
    by_rule,
    cut,
    handled,
    hired,
    months,
    rebook,
    still_costs,
)

from gemensam.agreements.models import Terms
from gemensam.benefits.actions.budget import reverse_move
from gemensam.benefits.enums import Rule
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries.realised.made import realised
from gemensam.benefits.queries.realised.posts import cost_of_a_post, posts_in
from gemensam.benefits.queries.suspicions.made import (
    found_now,
    suspicions_as_json,
)
from gemensam.calc.costing.mapping import Coding
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.enums import Treatment
from gemensam.costing.models import LedgerTurnover, PriceIndex
from gemensam.costing.queries.treatment import current_mapping, treatments
from gemensam.group.models import Authority, Unit, UnitAlias, UnitSuccession
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, MonthSum
from gemensam.outcomes.queries.versions import in_force

pytestmark = pytest.mark.usefixtures("lindby")


def department() -> Unit:
    return Unit.objects.get(code=KEPT_EVERYBODY)


# ------------------------------------------------------------ what nobody planted


def test_of_lindby_only_the_department_that_kept_everybody_is_suspected() -> None:
    (one,) = found_now()
    assert (one.rule, one.about) == (Rule.STAYED, [department().pk])
    assert department().name in one.name
    assert suspicions_as_json() == {"suspicions": 1, "suspected_ore": one.total}


# ------------------------------------------------------------- the same krona twice


def test_a_decision_registered_twice_is_named_with_what_it_counts_again() -> None:
    first = BudgetMove.objects.order_by("number")[0]
    again = cut(
        first.authority, first.ore, first.decision.lower(), begins=first.from_month
    )
    (one,) = by_rule(Rule.SAME)
    counted = [month for month in months() if month >= first.from_month]
    assert one.authority == first.authority_id
    assert one.months == counted
    assert one.total == sum(first.ore // 12 for _month in counted)
    assert [row.given for row in one.rows] == [(first.number,), (again.number,)]
    assert by_rule(Rule.BEYOND) == [], "it is suspected once, not twice"


def test_one_that_is_taken_back_from_its_first_month_claims_nothing() -> None:
    first = BudgetMove.objects.order_by("number")[0]
    again = cut(first.authority, first.ore, first.decision, begins=first.from_month)
    reverse_move(
        again,
        from_month=again.from_month,
        decision="KF § 99",
        decided_on=again.from_month,
        by=CONSOLE,
        at=clock.now(),
    )
    assert by_rule(Rule.SAME) == []


def test_the_krona_that_an_earlier_decision_took_is_not_there_for_a_later() -> None:
    made = realised()
    assert made is not None
    since = months()[-3:]
    taken = set(BudgetMove.objects.values_list("authority", flat=True))
    saved, place = max(
        (sum(made.evidence[one, month].delivered for month in since), one)
        for one in made.authorities - taken
    )
    authority = Authority.objects.get(pk=place)
    a_year = saved * 4 // 12 * 12
    cut(authority, a_year * 3 // 4 // 12 * 12, "KF § 91", begins=since[0])
    assert by_rule(Rule.BEYOND) == [], "three quarters of what was saved"
    late = cut(authority, a_year, "KF § 92", begins=since[0])
    (one,) = by_rule(Rule.BEYOND)
    claimed = 3 * (a_year * 3 // 4 // 12 + a_year // 12)
    assert one.authority == authority.pk
    assert one.total == claimed - saved
    beyond = {row.given: row.ore for row in one.rows if row.given}
    assert beyond[late.number,] == one.total
    assert sum(filter(None, beyond.values())) == one.total


def test_what_is_not_booked_claims_nothing() -> None:
    authority = Authority.objects.order_by("pk")[0]
    cut(authority, 10**11, "KF § 91", begins=months()[-3], booked=False)
    assert by_rule(Rule.BEYOND) == []


def sold() -> Terms:
    """What the centre sells to an administration, in every month."""
    for one in Terms.objects.filter(price_ore__gt=0, valid_to=None).order_by("pk"):
        if set(used(one)) == set(months()):
            return one
    pytest.fail("nothing is sold every month")


def used(terms: Terms) -> dict[date, Decimal]:
    """How much of it the customer's units used, month by month."""
    rows = Cell.objects.filter(
        scenario=in_force(ScenarioKind.ACTUAL), source="costing", provider="centre",
        service=terms.service_id, superseded_at=None, month__in=months(),
        unit__authority=terms.customer.authority_id, volume__gt=0,
    ).values_list("month").annotate(n=Sum("volume")).order_by()  # fmt: skip
    return dict(rows)


def unit_costs(terms: Terms) -> dict[date, float]:
    rows = MonthSum.objects.filter(
        scenario=in_force(ScenarioKind.ACTUAL), source="costing", provider="centre",
        service=terms.service_id, month__in=months(), volume__gt=0,
    ).values_list("month").annotate(c=Sum("cost_ore"), n=Sum("volume")).order_by()  # fmt: skip
    return {month: float(cost) / float(n) for month, cost, n in rows}


def test_a_lower_price_without_a_lower_cost_is_named() -> None:
    terms, begins = sold(), months()[-3]
    costs, volume = unit_costs(terms), used(terms)
    was = round(10 * max(costs.values()))
    told = {
        "service_id": terms.service_id,
        "customer_id": terms.customer_id,
        "kind": terms.kind,
        "basis": "Nytt pris",
    }
    Terms.objects.filter(pk=terms.pk).update(valid_to=months()[0])
    first = {"valid_from": months()[0], "valid_to": begins}
    Terms.objects.create(**told, price_ore=was, **first)
    Terms.objects.create(**told, price_ore=was // 10, valid_from=begins)
    (one,) = by_rule(Rule.PRICE)
    earlier = [cost for month, cost in costs.items() if month < begins]
    mean, since = sum(earlier) / len(earlier), months()[-3:]
    taken = sum((was - was // 10) * float(volume[month]) for month in since)
    fell = sum((mean - costs[month]) * float(volume[month]) for month in since)
    assert one.authority == terms.customer.authority_id
    assert one.months == since
    assert one.total == pytest.approx(taken - max(0.0, fell), abs=2)


def test_a_month_without_any_cost_tells_nothing_of_a_lower_price() -> None:
    """Delivered, and nobody told of it: such a month is left out, not taken for free."""
    terms, begins = sold(), months()[-3]
    rows = MonthSum.objects.filter(
        scenario=in_force(ScenarioKind.ACTUAL), provider="centre", source="costing",
        service=terms.service_id, month=months()[0],
    )  # fmt: skip
    held = list(rows)
    rows.delete()
    for row in held:
        row.pk, row.cost_ore = None, None
        row.save(force_insert=True)
    assert held
    told = {"service_id": terms.service_id, "customer_id": terms.customer_id,
            "kind": terms.kind, "basis": "Nytt pris"}  # fmt: skip
    was = 10**9
    Terms.objects.filter(pk=terms.pk).update(valid_to=months()[0])
    first = {"valid_from": months()[0], "valid_to": begins}
    Terms.objects.create(**told, price_ore=was, **first)
    Terms.objects.create(**told, price_ore=was // 10, valid_from=begins)
    (one,) = by_rule(Rule.PRICE)
    assert one.total > 0


def test_a_higher_price_claims_nothing() -> None:
    terms, begins = sold(), months()[-3]
    Terms.objects.filter(pk=terms.pk).update(valid_to=begins)
    Terms.objects.create(
        service_id=terms.service_id,
        customer_id=terms.customer_id,
        kind=terms.kind,
        basis="Nytt pris",
        price_ore=(terms.price_ore or 0) * 10,
        valid_from=begins,
    )
    assert by_rule(Rule.PRICE) == []


# ------------------------------------------------------------------ cost that stayed


def test_what_is_planted_in_a_department_is_found_to_the_ore() -> None:
    (before,) = by_rule(Rule.STAYED)
    since = months()[-3:]
    still_costs(department(), 7_000_00, since)
    (after,) = by_rule(Rule.STAYED)
    assert after.total - before.total == 3 * 7_000_00
    assert {month: after.ore[month] - before.ore[month] for month in before.months} == {
        month: 7_000_00 if month in since else 0 for month in before.months
    }


def test_a_department_whose_cost_came_back_is_named() -> None:
    unit = Unit.objects.get(code="BUF-IT")  # whose work moved first
    since = months()[-4:]
    still_costs(unit, 90_000_00, since)
    (one,) = [one for one in by_rule(Rule.STAYED) if one.about == [unit.pk]]
    assert unit.name in one.name
    assert one.months == since
    by_month = [row for row in one.rows if row.ore is not None]
    for row, month in zip(by_month, since, strict=True):
        assert row.now is not None
        assert row.was is not None
        assert 90_000_00 <= row.now < 91_000_00
        assert one.ore[month] == row.now - row.was > 0
    ledger = [row for row in one.rows if row.page == "costing:rows"]
    assert ledger, "it opens to the ledger"


def test_cost_that_is_there_for_two_months_has_not_stayed() -> None:
    unit = Unit.objects.get(code="BUF-IT")
    still_costs(unit, 90_000_00, months()[-2:])
    assert [one.about for one in by_rule(Rule.STAYED)] == [[department().pk]]


def test_new_support_posts_in_a_unit_are_named_with_what_such_posts_cost() -> None:
    unit, begins = Unit.objects.get(code="BUF-107"), months()[-4]
    hired(unit, 6, "Ekonomiassistent", begins=begins)
    (one,) = by_rule(Rule.ROLES)
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    wage = 1 + PriceIndex.objects.get(year=begins.year).wage_percent / 100
    assert one.authority == unit.authority_id
    assert one.months == months()[-4:]
    for month in one.months:
        before = month.replace(year=month.year - 1)
        post = cost_of_a_post(baseline, before, posts_in(before))
        assert one.ore[month] == pytest.approx(6 * Decimal("0.88") * post * wage, abs=2)
    assert one.values["people"] == 6


def works_more(count: int, title: str, was: str, now: str) -> Unit:
    """As many of a school as had a part of a post, and have a larger one since spring."""
    unit, begins = Unit.objects.get(code="BUF-107"), months()[-4]
    year = begins.year
    hired(unit, count, title, begins=date(year - 1, 1, 1), extent=Decimal(was))
    hired(unit, count, title, begins=date(year, 1, 1), ends=begins, extent=Decimal(was))
    hired(unit, count, title, begins=begins, extent=Decimal(now))
    return unit


def test_extents_that_were_raised_in_a_unit_are_named_with_what_they_cost() -> None:
    """Nobody is new: the same six work full time where they worked two fifths."""
    unit = works_more(6, "Ekonomiassistent", "0.4", "1")
    (one,) = by_rule(Rule.ROLES)
    assert one.authority == unit.authority_id
    assert one.months == months()[-4:]
    assert one.values["people"] == 6
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    wage = 1 + PriceIndex.objects.get(year=one.months[0].year).wage_percent / 100
    for month in one.months:
        before = month.replace(year=month.year - 1)
        post = cost_of_a_post(baseline, before, posts_in(before))
        more = 6 * (Decimal("0.88") - Decimal("0.352"))
        assert one.ore[month] == pytest.approx(more * post * wage, abs=2)


def test_extents_that_stayed_or_make_less_than_a_post_are_no_suspicion() -> None:
    works_more(6, "Ekonomiassistent", "0.4", "0.4")
    assert by_rule(Rule.ROLES) == []
    works_more(6, "Controller", "0.4", "0.5")
    assert by_rule(Rule.ROLES) == []


def test_four_new_posts_are_told_of_nobody() -> None:
    hired(Unit.objects.get(code="BUF-107"), 4, "Ekonomiassistent", begins=months()[-4])
    assert by_rule(Rule.ROLES) == []


def test_new_posts_that_are_no_support_are_no_suspicion() -> None:
    hired(Unit.objects.get(code="BUF-107"), 9, "Lärare", begins=months()[-4])
    assert by_rule(Rule.ROLES) == []


def test_what_a_school_begins_to_buy_is_named() -> None:
    """Support bought by a unit that the centre delivers to, on top of what it had."""
    unit, since = Unit.objects.get(code="BUF-101"), months()[-4:]
    still_costs(unit, 25_000_00, since)
    (one,) = by_rule(Rule.BOUGHT)
    assert one.authority == unit.authority_id
    assert unit.name in one.name
    assert one.months == since
    assert all(24_000_00 <= one.ore[month] <= 26_000_00 for month in since)


# -------------------------------------------------------------- cost merely moved


def codings() -> tuple[str, str, str, str]:
    """The pay of the department that kept everybody, and a coding of its authority that
    is not support and that nobody has used."""
    paid = UnitAlias.objects.get(register="ledger", unit=department(), valid_to=None)
    street = UnitAlias.objects.filter(
        register="ledger", unit__code="SBF-101", valid_to=None
    ).order_by("code")[0]
    used = LedgerTurnover.objects.filter(cost_centre=street.code)
    treat = treatments(current_mapping())
    bought = LedgerTurnover.objects.filter(
        ledger__legal_entity=1, account__startswith="7"
    ).exclude(account__in=used.values("account"))
    chart = department().legal_entity.chart
    unused = next(
        account
        for account in bought.order_by("account").values_list("account", flat=True)
        if treat(Coding(1, account, street.code, "", "", "", chart)).treatment
        == Treatment.OUTSIDE
    )
    return "5020", paid.code, unused, street.code


def moved_from(begins: date) -> dict[date, int]:
    account, centre, to_account, to_centre = codings()
    return rebook(
        account, centre, to_account=to_account, to_centre=to_centre, begins=begins
    )


def test_cost_moved_to_another_account_and_unit_is_named_with_its_kronor() -> None:
    account, centre, to_account, to_centre = codings()
    moved = moved_from(months()[-4])
    (one,) = by_rule(Rule.REBOOKED)
    assert one.authority == department().authority_id
    assert f"{account} / {centre} → {to_account} / {to_centre}" in one.name
    assert one.ore == moved
    opened = [row for row in one.rows if row.query.get("month")]
    assert [row.ore for row in opened] == [moved[month] for month in sorted(moved)]


def test_a_registered_reorganisation_is_not_accused() -> None:
    moved_from(months()[-4])
    assert by_rule(Rule.REBOOKED)
    UnitSuccession.objects.create(
        predecessor=department(),
        successor=Unit.objects.get(code="SBF-101"),
        date=months()[-4],
        share=Decimal("0.5"),
        basis="Beslut om omorganisation",
    )
    assert by_rule(Rule.REBOOKED) == []


def test_a_reorganisation_another_time_or_elsewhere_explains_nothing() -> None:
    moved_from(months()[-4])
    for unit, day in (("SBF-EK", months()[0]), ("KFF-EK", months()[-4])):
        UnitSuccession.objects.create(
            predecessor=Unit.objects.get(code=unit),
            successor=Unit.objects.get(code="KFF-101"),
            date=day,
            share=Decimal("0.5"),
            basis="Annat",
        )
    assert len(by_rule(Rule.REBOOKED)) == 1


# --------------------------------------------------------------------- quality fell


def a_place() -> tuple[int, int]:
    """An authority and a service that it used in all the months, on which it saved."""
    last = months()[-3:]
    year = last[0].year
    was, now = _cells("baseline", year - 1), _cells("actual", year)
    for authority, service in sorted(now):
        both = [
            (was.get((authority, service), {}).get(one.month), now[authority, service].get(one.month))
            for one in last
        ]  # fmt: skip
        if all(b and a and b[2] and a[2] and b[0] > 2 * a[0] for b, a in both):
            return authority, service
    pytest.fail("nothing was saved on any service")


def _cells(
    kind: str, year: int
) -> dict[tuple[int, int], dict[int, tuple[int, int, Decimal]]]:
    found: dict[tuple[int, int], dict[int, tuple[int, int, Decimal]]] = {}
    rows = Cell.objects.filter(
        scenario=in_force(ScenarioKind(kind)), source="costing", superseded_at=None,
        month__year=year, service__isnull=False,
    ).values_list("unit__authority", "service", "month").annotate(
        c=Sum("cost_ore"), l=Sum("labour_ore"), v=Sum("volume")
    ).order_by()  # fmt: skip
    for authority, service, month, *sums in rows:
        held = found.setdefault((authority, service), {})
        held[month.month] = tuple(one or 0 for one in sums)  # type: ignore[assignment]
    return found


def by_hand(authority: int, service: int) -> int:
    """What was saved on the service in the last three months, redone: cost at last
    year's prices and volume, against last year's cost."""
    year = months()[-1].year
    index = PriceIndex.objects.get(year=year)
    was, now = _cells("baseline", year - 1), _cells("actual", year)
    total = 0
    for month in months()[-3:]:
        cost, _labour, volume = was[authority, service][month.month]
        after, labour, used = now[authority, service][month.month]
        then = float(labour) / (1 + float(index.wage_percent) / 100)
        then += float(after - labour) / (1 + float(index.price_percent) / 100)
        total += max(0, round(cost - then * float(volume) / float(used)))
    return total


def test_a_fall_in_quality_is_named_with_figures_and_what_was_saved_there() -> None:
    authority, service = a_place()
    handled(authority, service, [58, 50, 41, 30], judged=60, last=months()[-1])
    (one,) = by_rule(Rule.LATE)
    assert (one.authority, one.service) == (authority, service)
    assert one.months == months()[-3:]
    assert one.total == pytest.approx(by_hand(authority, service), abs=3)
    assert one.total > 0
    assert (one.values["before"], one.values["now"]) == (
        Decimal("96.7"),
        Decimal("50.0"),
    )
    assert [row.values["kept"] for row in one.rows] == [58, 50, 41, 30]


def test_a_service_that_recovered_is_not_named() -> None:
    authority, service = a_place()
    handled(authority, service, [58, 50, 41, 42], judged=60, last=months()[-1])
    assert by_rule(Rule.LATE) == []


def test_more_that_is_done_again_is_named_with_figures_and_what_was_saved_there() -> (
    None
):
    """As many in time as ever, and fewer right the first time."""
    authority, service = a_place()
    kept, right = [60, 60, 60, 60], [57, 48, 39, 27]
    last = months()[-1]
    handled(authority, service, kept, right=right, judged=60, last=last)
    (one,) = by_rule(Rule.WRONG)
    assert by_rule(Rule.LATE) == []
    assert (one.authority, one.service) == (authority, service)
    assert Authority.objects.get(pk=authority).name in one.name
    assert one.months == months()[-3:]
    assert one.total == pytest.approx(by_hand(authority, service), abs=3)
    assert one.total > 0
    assert (one.values["before"], one.values["now"]) == (
        Decimal("95.0"),
        Decimal("45.0"),
    )
    assert [row.values["kept"] for row in one.rows] == right


def test_a_service_done_right_again_is_not_named() -> None:
    authority, service = a_place()
    kept, right = [60, 60, 60, 60], [57, 48, 39, 41]
    handled(authority, service, kept, right=right, judged=60, last=months()[-1])
    assert by_rule(Rule.WRONG) == []
