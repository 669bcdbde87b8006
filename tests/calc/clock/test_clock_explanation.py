# SPDX-License-Identifier: EUPL-1.2
"""How a due time came about, in steps that add up."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

from gemensam.calc.clock import (
    RULES,
    STEP_TEXTS,
    UNIT_TEXTS,
    Event,
    Explanation,
    Paused,
    Reopened,
    Resumed,
    Started,
    State,
    StepKind,
    Stopped,
    Target,
    TermsChanged,
    Unit,
    deadline,
)
from gemensam.calc.worktime import (
    Calendar,
    Occasion,
    ShortDay,
    every_day,
    swedish_days,
    weekdays,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = weekdays(((480, 720), (780, 990)))
OFFICE = Calendar(
    name="Office",
    version=7,
    week=WEEK,
    special=swedish_days(
        range(2026, 2028),
        week=WEEK,
        short=[ShortDay(occasion=Occasion.MAUNDY_THURSDAY, closes=840)],
    ),
    begins=date(2026, 1, 1),
    ends=date(2028, 1, 1),
)
HOUR = timedelta(hours=1)
SIX_HOURS = Target(amount=360)


def on(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM)


def explained(
    now: datetime,
    *events: Event,
    target: Target = SIX_HOURS,
    calendar: Calendar = OFFICE,
) -> Explanation:
    found = deadline(calendar=calendar, target=target, events=events, at=now)
    return found.explanation


def lines(explanation: Explanation) -> list[str]:
    """The steps as a page might print them."""
    return [
        " ".join(
            [
                f"{step.date:%m-%d}",
                f"{step.begins:%H:%M}–{step.ends:%H:%M}",
                step.kind,
                str(step.time // timedelta(minutes=1)),
                *step.reasons,
                step.day,
            ]
        ).strip()
        for step in explanation.steps
    ]


def test_easter_in_words() -> None:
    """Opened Maundy Thursday 13:30, a short day; Good Friday to Easter Monday closed."""
    opened = on(4, 2, 13, 30)
    found = explained(on(4, 7, 9), Started(opened))
    assert lines(found) == [
        "04-02 13:30–14:00 counted 30 Skärtorsdagen",
        "04-03 00:00–00:00 closed 0 Långfredagen",
        "04-04 00:00–00:00 closed 0",
        "04-05 00:00–00:00 closed 0 Påskdagen",
        "04-06 00:00–00:00 closed 0 Annandag påsk",
        "04-07 08:00–09:00 counted 60",
        "04-07 09:00–12:00 remaining 180",
        "04-07 13:00–14:30 remaining 90",
    ]
    assert (found.started, found.due) == (opened, on(4, 7, 14, 30))
    assert found.started.tzinfo == STOCKHOLM
    assert (found.broken_at, found.state, found.rules) == (None, State.RUNNING, RULES)


def test_pauses_stops_and_lateness_in_words() -> None:
    found = explained(
        on(5, 6, 10),
        Started(on(5, 4, 9)),
        Paused(on(5, 4, 11), "customer"),
        Paused(on(5, 4, 11, 30), "supplier"),
        Resumed(on(5, 4, 14)),
        Stopped(on(5, 4, 15)),
        Reopened(on(5, 5, 14)),
        target=Target(amount=270),
    )
    assert lines(found) == [
        "05-04 09:00–11:00 counted 120",
        "05-04 11:00–11:30 paused 30 customer",
        "05-04 11:30–12:00 paused 30 customer supplier",
        "05-04 13:00–14:00 paused 60 customer supplier",
        "05-04 14:00–15:00 counted 60",
        "05-04 15:00–16:30 stopped 90",
        "05-05 08:00–12:00 stopped 240",
        "05-05 13:00–14:00 stopped 60",
        "05-05 14:00–15:30 counted 90",
        "05-05 15:30–16:30 late 60",
        "05-06 08:00–10:00 late 120",
    ]
    assert found.broken_at == found.due == on(5, 5, 15, 30)
    assert [(wait.reasons, wait.time / HOUR) for wait in found.waits] == [
        (("customer",), 0.5),
        (("customer", "supplier"), 1.5),
        ((), 6.5),
    ]
    assert found.waits[0].begins == on(5, 4, 11)


def test_a_wait_in_closed_hours_is_told_but_takes_nothing() -> None:
    found = explained(
        on(5, 5, 9), Started(on(5, 4, 15)), Paused(on(5, 4, 17), "customer")
    )
    assert [(w.begins, w.ends, w.time) for w in found.waits] == [
        (on(5, 4, 17), on(5, 5, 9), HOUR)
    ]
    assert lines(found)[:2] == [
        "05-04 15:00–16:30 counted 90",
        "05-05 08:00–09:00 paused 60 customer",
    ]
    none = explained(
        on(5, 5, 8),
        Started(on(5, 4, 15)),
        Paused(on(5, 4, 17), "customer"),
        Resumed(on(5, 5, 7)),
    )
    assert [wait.time for wait in none.waits] == [timedelta()]
    assert none.total(StepKind.PAUSED) == timedelta()


def test_a_wait_that_does_not_stop_the_clock_is_told_and_counted() -> None:
    target = replace(SIX_HOURS, runs_during=frozenset({"supplier"}))
    found = explained(
        on(5, 4, 10),
        Started(on(5, 4, 8)),
        Paused(on(5, 4, 9), "supplier"),
        target=target,
    )
    assert lines(found)[0] == "05-04 08:00–10:00 counted 120"
    assert [(wait.reasons, wait.time) for wait in found.waits] == [
        (("supplier",), HOUR)
    ]


def test_a_stopped_clock_has_nothing_to_come() -> None:
    found = explained(on(5, 29), Started(on(5, 9, 8)), Stopped(on(5, 11, 9)))
    assert lines(found) == [
        "05-09 00:00–00:00 closed 0",
        "05-10 00:00–00:00 closed 0",
        "05-11 08:00–09:00 counted 60",
    ]
    waited = explained(
        on(5, 29),
        Started(on(5, 4, 8)),
        Paused(on(5, 4, 9), "customer"),
        Stopped(on(5, 4, 10)),
    )
    assert lines(waited) == [
        "05-04 08:00–09:00 counted 60",
        "05-04 09:00–10:00 paused 60 customer",
    ]
    at_once = explained(on(5, 29), Started(on(5, 4, 8)), Stopped(on(5, 4, 8)))
    assert at_once.steps == ()


def test_terms_are_told_in_their_order() -> None:
    other = replace(OFFICE, name="Other", version=2)
    more = Target(amount=1, unit=Unit.WORKING_DAYS)
    found = explained(
        on(5, 4, 10),
        Started(on(5, 4, 8)),
        TermsChanged(on(5, 4, 9), target=more, calendar=other),
    )
    assert [
        (used.since, used.target, used.calendar, used.version) for used in found.terms
    ] == [
        (on(5, 4, 8), SIX_HOURS, "Office", 7),
        (on(5, 4, 9), more, "Other", 2),
    ]


def test_real_time_needs_no_opening_hours() -> None:
    target = Target(amount=1440, unit=Unit.REAL_MINUTES)
    found = explained(
        on(5, 10, 12),
        Started(on(5, 9, 8)),
        Paused(on(5, 9, 9), "customer"),
        Resumed(on(5, 9, 20)),
        target=target,
    )
    assert lines(found) == [
        "05-09 08:00–09:00 counted 60",
        "05-09 09:00–20:00 paused 660 customer",
        "05-09 20:00–12:00 counted 960",
        "05-10 12:00–19:00 remaining 420",
    ]


def test_steps_follow_the_instants_on_an_autumn_night() -> None:
    """02:30 comes twice on 25 October 2026; a step ends where the clocks go back."""
    nights = replace(OFFICE, week=every_day(((120, 180),)), special=())
    first = datetime(2026, 10, 25, 2, 50, tzinfo=STOCKHOLM)
    found = explained(
        datetime(2026, 10, 25, 2, 40, tzinfo=STOCKHOLM, fold=1),
        Started(datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM)),
        Paused(first, "customer"),
        Resumed(datetime(2026, 10, 25, 2, 20, tzinfo=STOCKHOLM, fold=1)),
        target=Target(amount=60),
        calendar=nights,
    )
    assert [(step.kind, step.time // timedelta(minutes=1)) for step in found.steps] == [
        (StepKind.COUNTED, 20),
        (StepKind.PAUSED, 10),
        (StepKind.PAUSED, 20),
        (StepKind.COUNTED, 20),
        (StepKind.REMAINING, 20),
    ]


def test_every_kind_and_unit_has_its_text_with_known_placeholders() -> None:
    assert set(STEP_TEXTS) == set(StepKind)
    assert set(UNIT_TEXTS) == set(Unit)
    known = {"date", "begins", "ends", "time", "reasons", "day", "amount"}
    for text in (*STEP_TEXTS.values(), *UNIT_TEXTS.values()):
        used = {name for _, name, _, _ in Formatter().parse(text) if name}
        assert used
        assert used <= known
