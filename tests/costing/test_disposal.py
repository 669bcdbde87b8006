# SPDX-License-Identifier: EUPL-1.2
"""Answers to time surveys go by decision, after freezing, and take nothing frozen along."""

from datetime import timedelta

from django.db import IntegrityError, transaction

import pytest
from tests.costing.test_who_does_what import AT, TODAY, a_round, month_of_register

from gemensam.core import clock
from gemensam.core.by import CONSOLE, JOB
from gemensam.core.invariants import files_are_whole, imports_have_their_file
from gemensam.core.models import AuditEvent
from gemensam.costing.actions.disposal import decide_retention, dispose
from gemensam.costing.invariants import (
    disposed_answers_left_a_trail,
    frozen_is_unchanged,
)
from gemensam.costing.jobs import dispose_answers
from gemensam.costing.models import (
    AnswerRetention,
    CostRun,
    FrozenBaseline,
    PoolShare,
    SurveyAnswer,
    SurveyRound,
)
from gemensam.costing.queries.disposal import keepings
from gemensam.costing.queries.people import (
    AnswersGone,
    activity_places,
    answers_of,
    rounds,
)
from gemensam.costing.queries.reconciliation import is_reconciled
from gemensam.surveys.actions import running
from gemensam.surveys.actions.answering import answer
from gemensam.surveys.actions.disposing import (
    StillOpen,
    dispose_answers as dispose_of_round,
)
from gemensam.surveys.invariants import (
    answers_make_the_whole,
    disposed_answers_are_gone,
)
from gemensam.surveys.models import Response, ResponseShare, Round, Subject
from gemensam.surveys.queries.response import answered_in, astray_in

DAYS = 400


def of_baseline() -> SurveyRound:
    """The survey that the frozen baseline was computed with."""
    runs = CostRun.objects.filter(scenario=FrozenBaseline.objects.get().scenario)
    return SurveyRound.objects.get(pk=runs.values_list("survey", flat=True)[0])


def after() -> timedelta:
    return FrozenBaseline.objects.get().frozen_at + timedelta(days=DAYS) - clock.now()


def decided(days: int = DAYS) -> AnswerRetention:
    return decide_retention(days, "KS 2026-31", by=CONSOLE, at=clock.now())


def copy_is_kept(one: SurveyRound) -> bool:
    """Of the file that the survey came in with."""
    return SurveyRound.objects.filter(pk=one.pk, from_import__file__kept=True).exists()


def is_disposed_of(one: SurveyRound) -> bool:
    return SurveyRound.objects.exclude(disposed_at=None).filter(pk=one.pk).exists()


def sound() -> bool:
    checks = (
        frozen_is_unchanged, disposed_answers_left_a_trail, files_are_whole,
        imports_have_their_file, answers_make_the_whole, disposed_answers_are_gone,
    )  # fmt: skip
    return not [found for check in checks for found in check()] and is_reconciled()


# ---------------------------------------------------------- with a frozen baseline


def test_what_the_frozen_baseline_rested_on_goes_and_it_stands(own_lindby: str) -> None:
    """The outcome has a survey of its own year, and keeps it."""
    del own_lindby
    held, kept = of_baseline(), [one for one in rounds() if one != of_baseline()]
    assert kept, "Lindby asked again in the outcome's year"
    late = clock.now() + after()
    assert dispose(by=JOB, at=late + timedelta(days=1)) == 0, "nobody decided"
    decided()
    assert dispose(by=JOB, at=late - timedelta(days=1)) == 0, "not yet"
    shares = list(PoolShare.objects.order_by("pk").values_list())
    assert copy_is_kept(held)
    rows = SurveyAnswer.objects.filter(round=held).count()
    assert dispose(by=JOB, at=late + timedelta(days=1)) == 1
    assert not SurveyAnswer.objects.filter(round=held).exists()
    assert not copy_is_kept(held)
    for one in kept:
        assert SurveyAnswer.objects.filter(round=one).exists()
        assert copy_is_kept(one)
    assert list(PoolShare.objects.order_by("pk").values_list()) == shares
    trail = AuditEvent.objects.get(action="survey.disposed").payload
    assert trail is not None
    assert trail["facts"]["rows"] == rows
    assert trail["facts"]["decision"] == "KS 2026-31"
    assert trail["facts"]["asked"] >= trail["facts"]["answered"] > 0
    assert sound()
    assert held not in rounds()
    with pytest.raises(AnswersGone):
        answers_of(held, activity_places())
    assert dispose(by=JOB, at=late + timedelta(days=2)) == 0, "again nothing more"


def test_what_can_be_computed_again_keeps_its_answers(own_lindby: str) -> None:
    """Its file's copy goes all the same: the answers are there to compute with."""
    del own_lindby
    held = of_baseline()
    actual = CostRun.objects.filter(
        scenario__frozen_at=None, superseded_at=None
    ).order_by("month")[0]
    beside = CostRun(
        scenario=actual.scenario, month=actual.month.replace(year=2019), survey=held,
        calc_version="x", evidence_digest=bytes(32), at=clock.now(),
    )  # fmt: skip
    beside.save()
    decided(0)
    dispose(by=JOB, at=clock.now())
    assert not is_disposed_of(held)
    assert SurveyAnswer.objects.filter(round=held).exists()
    (one,) = keepings([held.pk])
    assert not one.original
    assert list(one.needed_by) == [actual.scenario]
    beside.superseded_at = clock.now()
    beside.save(update_fields=["superseded_at"])
    dispose_answers(0)
    assert is_disposed_of(held)
    assert sound()


def test_the_newest_survey_stays_also_when_all_is_frozen(lindby: str) -> None:
    del lindby
    newest = rounds()[-1]
    SurveyRound.objects.exclude(pk=newest.pk).update(superseded_at=clock.now())
    CostRun.objects.filter(scenario__frozen_at=None, survey=newest).update(
        superseded_at=clock.now()
    )
    (one,) = keepings([newest.pk])
    assert one.newest
    assert not one.is_free


# ----------------------------------------------------------- asked in the product


def closed(percent: int) -> Round:
    made = a_round()
    question = made.questions.get()
    for one in Subject.objects.filter(round=made).order_by("pk")[:8]:
        said = {"F02": percent, "OVR": 100 - percent}
        answer(one, question, said, by=CONSOLE, at=AT, today=TODAY)
    running.close_round(made, by=CONSOLE, at=AT)
    made.refresh_from_db()
    return made


def test_a_replaced_round_forgets_what_each_said_and_keeps_how_many(
    own_lindby: str,
) -> None:
    del own_lindby
    SurveyRound.objects.update(superseded_at=AT)
    with clock.fixed(AT):
        first = closed(30)
        SurveyRound.objects.filter(asked=first).update(superseded_at=AT)
        second = closed(40)
        told = answered_in(first)
        decided(10)
        names = set(Subject.objects.filter(round=first).values_list("key", flat=True))
        assert dispose(by=JOB, at=AT + timedelta(days=11)) >= 1
        first.refresh_from_db()
        assert first.disposed_at is not None
        left = Subject.objects.filter(round=first).values_list("key", "label", "likely")
        assert not names & {key for key, _label, _likely in left}
        assert {(label, tuple(likely)) for _key, label, likely in left} == {("", ())}
        assert not ResponseShare.objects.filter(response__subject__round=first).exists()
        assert answered_in(first) == told
        assert astray_in(first, TODAY).gone == 0
        assert ResponseShare.objects.filter(response__subject__round=second).exists()
    taken = SurveyRound.objects.get(asked=first)
    assert taken.disposed_at is not None
    assert not taken.answers.exists()
    current = SurveyRound.objects.get(asked=second)
    assert current.month == month_of_register()
    assert current.answers.exists()
    told_of = AuditEvent.objects.get(action="survey.answers_disposed").payload
    assert told_of is not None
    assert told_of["facts"]["rows"] == 16
    assert not any(name in str(told_of) for name in names)
    assert not list(disposed_answers_are_gone())
    assert not list(answers_make_the_whole())


def test_a_cancelled_round_goes_too_and_an_open_one_never(own_lindby: str) -> None:
    del own_lindby
    SurveyRound.objects.update(superseded_at=AT)
    with clock.fixed(AT):
        made = a_round()
        one = Subject.objects.filter(round=made).order_by("pk")[0]
        answer(one, made.questions.get(), {"OVR": 100}, by=CONSOLE, at=AT, today=TODAY)
        with transaction.atomic(), pytest.raises(StillOpen):
            dispose_of_round(made, facts={}, by=JOB, at=AT)
        decided(0)
        dispose(by=JOB, at=AT + timedelta(days=1))
        assert ResponseShare.objects.filter(response__subject=one).exists()
        running.cancel_round(made, by=CONSOLE, at=AT)
        dispose(by=JOB, at=AT + timedelta(days=1))
    assert not ResponseShare.objects.filter(response__subject=one).exists()
    assert Response.objects.filter(subject=one).count() == 1


# ----------------------------------------------------------------- what is refused


def test_the_database_lets_no_answer_go_without_disposal(lindby: str) -> None:
    del lindby
    held = of_baseline()
    rows = SurveyAnswer.objects.filter(round=held)
    with pytest.raises(IntegrityError, match="by decision"), transaction.atomic():
        rows.delete()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        rows.update(share=0)
    SurveyRound.objects.filter(pk=held.pk).update(disposed_at=clock.now())
    assert rows.delete()[0] > 0, "the twin: once disposed of they go"


def test_a_decision_takes_the_place_of_the_one_before(lindby: str) -> None:
    del lindby
    first, second = decided(10), decided(20)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert AnswerRetention.objects.get(superseded_at=None) == second
    trail = AuditEvent.objects.filter(action="survey.retention").order_by("-pk")[0]
    assert trail.payload is not None
    assert trail.payload["changes"]["days"] == {"old": 10, "new": 20}
