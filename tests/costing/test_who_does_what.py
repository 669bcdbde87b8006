# SPDX-License-Identifier: EUPL-1.2
"""Who does what in rising order of effort: standards, corrections, a survey of some."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.actions.asking import NobodyHasAnswered, Wanted, ask
from gemensam.costing.actions.assumed import Evidence
from gemensam.costing.actions.corrections import BadShares, NotHere, correct
from gemensam.costing.actions.months import CostingSource
from gemensam.costing.actions.silence import heard_in
from gemensam.costing.enums import Activity
from gemensam.costing.models import (
    Correction,
    CostRun,
    StaffRow,
    SurveyAnswer,
    SurveyRound,
)
from gemensam.costing.queries.assumed import Basis, Guesses
from gemensam.costing.queries.corrections import rows_of
from gemensam.costing.queries.matters import (
    Person,
    evidence_used,
    matters,
    people_of,
)
from gemensam.costing.queries.pay import paid_in
from gemensam.costing.queries.people import activity_places, round_for, rounds
from gemensam.costing.queries.services import costed_services
from gemensam.costing.queries.standards import newest_year
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.surveys.actions import running
from gemensam.surveys.actions.answering import answer
from gemensam.surveys.actions.making import NobodyAsked
from gemensam.surveys.enums import Recipients
from gemensam.surveys.models import Round, Subject

MONTH = date(2026, 5, 1)
TODAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    pseudonym: str
    title: str
    aid: str = ""
    entity: int = 1
    cost_centre: str = "1"


@pytest.fixture
def unasked(lindby: str) -> Iterator[None]:
    """Lindby before anybody was asked."""
    del lindby
    SurveyRound.objects.update(superseded_at=AT)
    with clock.fixed(AT):
        yield


def year_of_register() -> int:
    year = newest_year()
    assert year is not None
    return year


def month_of_register() -> date:
    return date(year_of_register(), 5, 1)


# ------------------------------------------------------------------- standards


def test_a_person_with_two_jobs_is_weighed_by_pay(unasked: None) -> None:
    guesses = Guesses()
    clerk, teacher = Job("p", "Ekonomiassistent"), Job("p", "Lärare årskurs 4-6")
    alone = guesses.of([clerk], [1.0])
    both = guesses.of([clerk, teacher], [1.0, 3.0])
    assert np.allclose(both.ranges, alone.ranges / 4)
    assert alone.basis is Basis.STANDARD
    assert guesses.of([teacher], [1.0]).basis is Basis.NO_SUPPORT
    assert guesses.of([Job("p", "Trollkarl")], [1.0]).basis is Basis.UNKNOWN


def test_without_a_survey_the_standards_speak(unasked: None) -> None:
    month = month_of_register()
    known = Evidence(costed_services()).known(month, None)
    assert known is not None
    assert not known.shares.answered.any()
    assert np.allclose(known.shares.point.sum(axis=1), 1)
    assert np.allclose(known.shares.draws.sum(axis=2), 1, atol=1e-4)
    again = Evidence(costed_services()).known(month, None)
    assert again is not None
    assert (again.shares.draws == known.shares.draws).all()


def cost(month: date) -> tuple[int, NDArray[np.float64]]:
    """Support in öre and its draws, as the grain would be told."""
    scenario = ScenarioVersion.objects.filter(kind=ScenarioKind.ACTUAL).first()
    assert scenario is not None
    ((_month, facts),) = CostingSource().months(scenario.pk, [month])
    total = sum(int(cell.measures.get("cost_ore", 0)) for cell in facts.cells)  # type: ignore[arg-type,misc]
    drawn = np.zeros(200)
    for one in facts.draws:
        if not one.provided_by:
            drawn += one.cost_ore * (1 + one.deviations)
    return total, drawn


def test_the_cost_comes_out_near_the_surveyed_and_honestly_wider(lindby: str) -> None:
    del lindby
    month = month_of_register()
    surveyed, narrow = cost(month)
    SurveyRound.objects.update(superseded_at=AT)
    assumed, wide = cost(month)
    assert assumed == pytest.approx(surveyed, rel=0.35)
    spread = [np.quantile(d, 0.95) - np.quantile(d, 0.05) for d in (narrow, wide)]
    assert spread[1] / assumed > spread[0] / surveyed


# ----------------------------------------------------------------- corrections


def unit_with_support() -> Unit:
    """A unit of at least two, of whom one does support."""
    staffed = StaffRow.objects.filter(superseded_at=None, unit__isnull=False)
    for unit in Unit.objects.filter(pk__in=staffed.values("unit")).order_by("pk"):
        rows = rows_of(unit)
        if len(rows) >= 2 and rows[0].guess.is_support:
            return unit
    raise AssertionError("no unit with somebody who does support")


def test_a_manager_goes_before_the_standard_and_an_answer_before_her(
    unasked: None,
) -> None:
    unit = unit_with_support()
    mine = next(one for one in rows_of(unit) if one.guess.is_support)
    month = month_of_register()

    def support() -> float:
        known = Evidence(costed_services()).known(month, _current())
        assert known is not None
        row = known.people.get(mine.pseudonym)
        return 0.0 if row is None else 1 - float(known.shares.point[row, -1])

    before = support()
    assert correct(unit, {mine.pseudonym: {"hr": 60}}, by=CONSOLE, at=AT) == 1
    corrected = support()
    assert corrected == pytest.approx(0.6, abs=0.02)
    assert corrected != pytest.approx(before, abs=0.02)
    made = SurveyRound.objects.create(
        month=month,
        partial=True,
        from_import=StaffRow.objects.all()[0].from_import,
    )
    SurveyAnswer.objects.create(
        round=made, pseudonym=mine.pseudonym, activity="H01", share="0.25"
    )
    SurveyAnswer.objects.create(
        round=made, pseudonym=mine.pseudonym, activity="OVR", share="0.75"
    )
    assert support() == pytest.approx(0.25, abs=0.02)


def _current() -> SurveyRound | None:
    return round_for(month_of_register(), rounds())


def test_corrections_are_kept_once_and_leave_no_person_in_the_trail(
    unasked: None,
) -> None:
    unit = unit_with_support()
    first, second = [one.pseudonym for one in rows_of(unit)][:2]
    said = {first: {"finance": 10, "hr": 0}, second: {"it": 5}}
    assert correct(unit, said, by=CONSOLE, at=AT) == 2
    assert correct(unit, said, by=CONSOLE, at=AT) == 0
    assert correct(unit, {first: {"finance": 15}}, by=CONSOLE, at=AT) == 1
    assert Correction.objects.filter(superseded_at=None).count() == 2
    assert Correction.objects.get(pseudonym=first, superseded_at=None).percent == {
        "finance": 15
    }
    told = AuditEvent.objects.filter(action="shares.corrected")
    assert all(first not in str(one.payload) for one in told)


def test_what_cannot_be_is_refused_and_nothing_of_it_kept(unasked: None) -> None:
    unit = unit_with_support()
    other = next(
        row.pseudonym
        for row in StaffRow.objects.filter(superseded_at=None).exclude(unit=unit)
        if row.pseudonym not in {one.pseudonym for one in rows_of(unit)}
    )
    mine = rows_of(unit)[0].pseudonym
    for said in (
        {mine: {"finance": 60, "hr": 45}},
        {mine: {"finance": -5}},
        {mine: {"finance": 101}},
    ):
        with pytest.raises(BadShares):
            correct(unit, said, by=CONSOLE, at=AT)
    with pytest.raises(NotHere):
        correct(unit, {mine: {"hr": 5}, other: {"hr": 5}}, by=CONSOLE, at=AT)
    assert not Correction.objects.exists()


# --------------------------------------------------------------- where it matters


def test_the_evidence_is_everybody_once(unasked: None) -> None:
    year = year_of_register()
    people = people_of(year)
    used = evidence_used(people)
    assert sum(one.pay_ore for one in used.values()) == sum(
        one.pay_ore for one in paid_in(year)
    )
    assert Basis.SURVEYED not in used
    found = matters(people)
    assert found.total is not None
    assert sum(one.persons for one in found.lines) == found.total.persons
    assert sum(one.support_ore for one in found.lines) == pytest.approx(
        found.total.support_ore, abs=100
    )
    assert all(one.persons >= 5 for one in [*found.lines, *found.units])
    assert all(one.low_ore <= one.support_ore <= one.high_ore for one in found.lines)
    named = [one.width_ore for one in found.lines if one.key is not None]
    assert named == sorted(named, reverse=True)


def test_a_full_survey_leaves_nothing_to_assume(lindby: str) -> None:
    del lindby
    people = people_of(year_of_register())
    assert {one.basis for one in people} <= {
        Basis.SURVEYED,
        Basis.SILENT,
        Basis.NO_SUPPORT,
    }
    assert matters(people).total is None


# ---------------------------------------------------------------------- a round


def wanted(people: list[Person], recipients: Recipients) -> Wanted:
    found = matters(people)
    return Wanted(
        title="Vem gör vad i november?",
        recipients=recipients,
        about_from=month_of_register(),
        about_to=month_of_register(),
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=10),
        contact="controllern",
        intro="",
        lines={one.key for one in found.lines if one.key is not None},
    )


def a_round(recipients: Recipients = Recipients.EMPLOYEES) -> Round:
    people = people_of(year_of_register())
    made = ask(wanted(people, recipients), by=CONSOLE, at=AT, today=TODAY)
    running.tell_unions(
        made, text="Vi frågar.", on=TODAY, by=CONSOLE, at=AT, today=TODAY
    )
    running.open_round(made, by=CONSOLE, at=AT, today=TODAY)
    made.refresh_from_db()
    return made


def test_a_round_asks_the_chosen_with_their_areas_first(unasked: None) -> None:
    made = a_round()
    year = year_of_register()
    rows = {one.pseudonym: one.title for one in paid_in(year)}
    subjects = list(Subject.objects.filter(round=made))
    assert len(subjects) >= 10
    guesses = Guesses()
    for one in subjects:
        jobs = [job for job in paid_in(year) if job.pseudonym == one.key][:1]
        assert guesses.of(jobs, [1.0]).is_support or len(rows) > 1
        assert one.likely[-1] == "work"
    options = list(made.questions.get().options.order_by("order"))
    assert [one.code for one in options][-2:] == [*Activity.values]
    assert {one.code for one in options} == set(activity_places())


def test_managers_get_one_link_for_their_unit(unasked: None) -> None:
    made = a_round(Recipients.MANAGERS)
    invitations = list(made.invitations.prefetch_related("subjects"))
    assert len({one.unit_id for one in invitations}) == len(invitations)
    assert all(
        {s.unit_id for s in one.subjects.all()} == {one.unit_id} for one in invitations
    )
    assert any(one.email for one in invitations)


def test_closing_makes_the_survey_that_the_month_is_costed_by(unasked: None) -> None:
    made = a_round()
    question = made.questions.get()
    subjects = list(Subject.objects.filter(round=made).order_by("pk"))
    with pytest.raises(NobodyHasAnswered):
        running.close_round(made, by=CONSOLE, at=AT)
    made.refresh_from_db()
    assert made.state == "open"
    for one in subjects[:8]:
        answer(one, question, {"F02": 30, "OVR": 70}, by=CONSOLE, at=AT, today=TODAY)
    answer(subjects[0], question, {"I06": 100}, by=CONSOLE, at=AT, today=TODAY)
    running.close_round(made, by=CONSOLE, at=AT)
    current = round_for(month_of_register(), rounds())
    assert current is not None
    assert (current.asked, current.partial) == (made, True)
    rows = SurveyAnswer.objects.filter(round=current)
    silent = rows.filter(share=None).count()
    assert silent == len(subjects) - 8
    first = rows.get(pseudonym=subjects[0].key)
    assert first.activity == "I06"
    assert first.share == 1
    known = Evidence(costed_services()).known(month_of_register(), current)
    assert known is not None
    assert int(known.shares.answered.sum()) == 8
    assert len(known.people) >= len(subjects)
    scenario = ScenarioVersion.objects.filter(kind=ScenarioKind.ACTUAL)[0]
    ((month, facts),) = CostingSource().months(scenario.pk, [month_of_register()])
    assert facts.keep is not None
    facts.keep(AT)
    run = CostRun.objects.get(scenario=scenario, month=month, superseded_at=None)
    assert run.survey == current
    heard = heard_in(current)
    assert (heard.answered, heard.asked) == (8, len(subjects))
    assert heard.silence is not None
    assert heard.silence.lowest <= heard.silence.foretold <= heard.silence.highest


def test_a_new_round_keeps_what_others_answered_before(lindby: str) -> None:
    """The file's survey of the month stays for those who are not asked again."""
    del lindby
    earlier = rounds()[-1]
    kept = set(
        SurveyAnswer.objects.filter(round=earlier).values_list("pseudonym", flat=True)
    )
    with clock.fixed(AT):
        SurveyRound.objects.update(superseded_at=AT)
        made = a_round()
        Round.objects.filter(pk=made.pk).update(
            about_from=earlier.month, about_to=earlier.month
        )
        SurveyRound.objects.filter(pk=earlier.pk).update(superseded_at=None)
        one = Subject.objects.filter(round=made).order_by("pk")[0]
        answer(one, made.questions.get(), {"OVR": 100}, by=CONSOLE, at=AT, today=TODAY)
        running.close_round(made, by=CONSOLE, at=AT)
    (current,) = [row for row in rounds() if row.month == earlier.month]
    assert current.asked == made
    assert not current.partial
    people = set(
        SurveyAnswer.objects.filter(round=current).values_list("pseudonym", flat=True)
    )
    asked = set(Subject.objects.filter(round=made).values_list("key", flat=True))
    assert people == kept | asked
    totals: dict[str, float] = {}
    for pseudonym, share in SurveyAnswer.objects.filter(round=current).values_list(
        "pseudonym", "share"
    ):
        totals[pseudonym] = totals.get(pseudonym, 0.0) + float(share or 0)
    assert all(t == pytest.approx(1, abs=0.001) or t == 0 for t in totals.values())


def test_nobody_chosen_is_said(unasked: None) -> None:
    none = Wanted(
        title="x",
        recipients=Recipients.EMPLOYEES,
        about_from=MONTH,
        about_to=MONTH,
        opens_on=TODAY,
        closes_on=TODAY + timedelta(1),
        contact="x",
        intro="",
    )
    with pytest.raises(NobodyAsked):
        ask(none, by=CONSOLE, at=AT, today=TODAY)


def test_who_has_left_is_told_to_the_round(unasked: None) -> None:
    from gemensam.surveys.queries.response import astray_in

    made = a_round()
    one = Subject.objects.filter(round=made).order_by("pk")[0]
    assert astray_in(made, TODAY).gone == 0
    StaffRow.objects.filter(pseudonym=one.key).update(superseded_at=AT)
    assert astray_in(made, TODAY).gone == 1
    running.withdraw_gone(made, by=CONSOLE, at=AT)
    assert astray_in(made, TODAY).gone == 0
