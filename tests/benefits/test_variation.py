# SPDX-License-Identifier: EUPL-1.2
"""What is compared is what the grain shows, and nobody is told of who is hidden there."""

from collections import defaultdict
from math import log

from django.db.models import Count, QuerySet

import pytest
from tests.site.people import someone

from gemensam.benefits.enums import Measured, Per, Version
from gemensam.benefits.queries.variation import (
    case_facts,
    compared,
    costs_by_place,
    periods,
    spreads,
)
from gemensam.calc.protection import FEWEST
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.desk.models import Case
from gemensam.outcomes.models import ProtectedCell
from gemensam.outcomes.queries import Where, figures

pytestmark = pytest.mark.usefixtures("lindby")


def test_costs_are_those_of_the_grain_to_the_ore() -> None:
    person, period = someone("CONTROLLER"), periods()[Version.BASELINE]
    assert period.scenario is not None
    where = Where(months=period.months, sources=["costing"])
    wanted = {
        row.key: (int(row["cost_ore"] or 0), float(row["volume"] or 0))
        for row in figures(person, period.scenario, where, by=("service", "top"))
        if None not in row.key and (row["cost_ore"] or 0) > 0
    }
    told = {
        (service, one.key): (round(one.amount), one.volume)
        for service, places in costs_by_place(
            person, period, Per.ADMINISTRATION
        ).items()
        for one in places
    }
    assert len(told) > 100
    assert told == wanted


def test_who_is_shown_only_merged_is_not_compared() -> None:
    person, period = someone("CONTROLLER"), periods()[Version.ACTUAL]
    hidden = set(
        ProtectedCell.objects.filter(
            scenario=period.scenario, month__in=period.months
        ).values_list("service_id", "unit_id")
    )
    assert hidden  # there is something that could leak
    told = {
        (service, one.key)
        for service, places in costs_by_place(person, period, Per.UNIT).items()
        for one in places
    }
    assert told
    assert told.isdisjoint(hidden)


def _ask_otherwise(done: QuerySet[Case]) -> None:
    """Every other service is about persons: where most of one was asked for, one person
    asked for it all, and at the next unit nobody knows who did. One whose number comes
    after a gap is of things, all asked for by one person."""
    most = list(
        done.values_list("service", "unit").annotate(n=Count("pk")).order_by("-n")
    )
    services = list(dict.fromkeys(service for service, _unit, _n in most))
    Service.objects.filter(pk__in=services[::2]).update(concerns_persons=True)
    Service.objects.filter(pk__in=services[1::2]).update(concerns_persons=False)
    far = Service.objects.get(pk=services[1])
    far.pk, far.code = 10_000, "far"
    far.save(force_insert=True)
    one, unknown, other = [at for service, at, _n in most if service == services[0]][:3]
    of_persons = done.filter(service=services[0])
    of_persons.filter(unit=one).update(requester=None, requester_label="Rektor")
    of_persons.filter(unit=unknown).update(requester=None, requester_label="")
    of_persons.filter(unit=other).update(
        service=far, requester=None, requester_label="Rektor"
    )


def test_cases_of_hidden_months_are_in_no_sum() -> None:
    period = periods()[Version.ACTUAL]
    protected = set(ProtectedCell.objects.values_list("service_id", "unit_id", "month"))
    counted: dict[tuple[int, int], int] = defaultdict(int)
    askers: dict[tuple[int, int], set[int | str]] = defaultdict(set)
    left_out = 0
    done = Case.objects.filter(
        status="resolved",
        service__isnull=False,
        unit__isnull=False,
        resolved_at__gte=period.begins,
        resolved_at__lt=period.ends,
    )
    _ask_otherwise(done)
    for case in done.all():
        assert case.service_id
        assert case.unit_id
        assert case.resolved_at
        key = case.service_id, case.unit_id
        if (*key, clock.local(case.resolved_at).date().replace(day=1)) in protected:
            left_out += 1
        else:
            counted[key] += 1
            # Who is not told apart may be anyone, and another in each case.
            askers[key].add(
                case.requester_id or case.requester_label or f"case {case.pk}"
            )
    assert left_out > 100
    personal = set(
        Service.objects.filter(concerns_persons=True).values_list("pk", flat=True)
    )
    shown = {
        key
        for key, who in askers.items()
        if key[0] not in personal or len(who) >= FEWEST
    }
    told = {
        (service, one.place): one.n
        for service, facts in case_facts(period, Per.UNIT).items()
        for one in facts
    }
    assert told == {key: counted[key] for key in shown}
    withheld = counted.keys() - shown
    assert any(counted[key] >= FEWEST for key in withheld)  # of few who asked often
    assert any(key[0] in personal for key in shown)
    assert any(len(askers[key]) < FEWEST for key in shown)  # of services of things


def test_sums_of_cases_are_those_of_each_case() -> None:
    """An oracle of its own: the cases one by one, of services where nobody is hidden."""
    period = periods()[Version.ACTUAL]
    told = case_facts(period, Per.UNIT)
    protected = set(ProtectedCell.objects.values_list("service_id", "unit_id"))
    done = Case.objects.filter(
        status="resolved",
        service__in=told.keys(),
        resolved_at__gte=period.begins,
        resolved_at__lt=period.ends,
    )
    by_place: dict[tuple[int | None, int | None], list[Case]] = defaultdict(list)
    for case in done:
        by_place[case.service_id, case.unit_id].append(case)
    checked = 0
    for service, facts in told.items():
        for one in facts:
            if (service, one.place) in protected:
                continue
            held = by_place[service, one.place]
            assert one.n == len(held)
            assert one.on_time == sum(case.on_time is True for case in held)
            assert one.judged == sum(case.on_time is not None for case in held)
            assert one.right == sum(case.reopened == 0 for case in held)
            logs = [_log(case, is_working=one.is_working_time) for case in held]
            mean = sum(logs) / len(logs)
            assert one.log_mean == pytest.approx(mean, rel=1e-9)
            assert one.log_squares == pytest.approx(
                sum((log - mean) ** 2 for log in logs), rel=1e-9, abs=1e-9
            )
            checked += 1
    assert checked > 10


def _log(case: Case, *, is_working: bool) -> float:
    if is_working:
        return log(max(1, case.lead_minutes or 0))
    assert case.resolved_at is not None
    return log(max(1.0, (case.resolved_at - case.opened_at).total_seconds() / 60))


def test_services_come_by_kronor_and_each_says_the_same_on_its_own_page() -> None:
    person, period = someone("CONTROLLER"), periods()[Version.BASELINE]
    found = spreads(person, period, Per.ADMINISTRATION)
    ore = [one.above_ore for one in found]
    assert ore == sorted(ore, reverse=True)
    assert ore[0] > 0
    alone = compared(person, period, Per.ADMINISTRATION, found[0].service)
    cost = found[0].compared[Measured.COST]
    assert alone[Measured.COST].above_ore == cost.above_ore
    assert alone[Measured.COST].funnel.places == cost.funnel.places
