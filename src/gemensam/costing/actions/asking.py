# SPDX-License-Identifier: EUPL-1.2
"""A survey of who does what: made of those where it matters, and taken in when closed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.catalogue.models import Service
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.enums import Activity
from gemensam.costing.models import StaffRow, SurveyAnswer, SurveyRound
from gemensam.costing.queries.assumed import Guesses
from gemensam.costing.queries.matters import Person, people_of
from gemensam.costing.queries.standards import newest_year
from gemensam.formats.issues import mark
from gemensam.group.enums import RoleKind
from gemensam.group.models import RoleAssignment, tree_at
from gemensam.surveys.actions.making import (
    NewInvitation,
    NewOption,
    NewRound,
    NewSubject,
    make_round,
)
from gemensam.surveys.enums import Recipients, RoundKind
from gemensam.surveys.models import Response, ResponseShare, Round, Subject

OTHER_WORK = "work"  # the heading of what is not support
HUNDRED = Decimal(100)


class NobodyHasAnswered(ExpectedFailure):
    """A round without answers can say nothing."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "Nobody has answered yet. Remind them, choose a later last day, or cancel "
                "the round: the standard shares hold as before."
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the controller chose: lines of the list and units (either is enough), who
    answers, and when."""

    title: str
    recipients: Recipients
    about_from: date
    about_to: date
    opens_on: date
    closes_on: date
    contact: str
    intro: str
    lines: Collection[int] = ()
    units: Collection[int] = ()


def ask(wanted: Wanted, *, by: By, at: datetime, today: date) -> Round:
    """Make the round, as a draft. Raises NobodyAsked."""
    year = newest_year()
    fit = [one for one in (people_of(year) if year else []) if _is_wanted(one, wanted)]
    # A person who has left cannot answer, by the newest register there is.
    here = _employed([one.pseudonym for one in fit], today)
    chosen = [one for one in fit if one.pseudonym in here]
    new = NewRound(
        kind=RoundKind.WHO_DOES_WHAT,
        title=wanted.title,
        recipients=wanted.recipients,
        about_from=wanted.about_from,
        about_to=wanted.about_to,
        opens_on=wanted.opens_on,
        closes_on=wanted.closes_on,
        contact=wanted.contact,
        intro=wanted.intro,
        question_sv="Hur fördelade sig arbetstiden?",
        question_en="How was working time divided?",
        options=list(_options(wanted)),
        invitations=_invitations(chosen, wanted.recipients, today),
    )
    return make_round(new, by=by, at=at)


def _is_wanted(one: Person, wanted: Wanted) -> bool:
    match, unit = one.guess.match, one.jobs[0].unit
    if match is None or not one.guess.is_support:
        return False
    return match.line.key in wanted.lines or unit in wanted.units


def _employed(people: Collection[str], today: date) -> set[str]:
    rows = StaffRow.objects.filter(
        Q(employed_to=None) | Q(employed_to__gt=today),
        pseudonym__in=people,
        year=newest_year() or 0,
        superseded_at=None,
    )
    return set(rows.values_list("pseudonym", flat=True))


def _options(wanted: Wanted) -> Iterator[NewOption]:
    """The services there were under their areas, then leadership and other work."""
    there = Service.objects.not_ended(wanted.about_from).filter(
        valid_from__lte=wanted.about_to
    )
    services = there.select_related("area").order_by("area__order", "code")
    for one in services:
        yield NewOption(
            code=one.code,
            group=one.area.code,
            group_sv=one.area.name_sv,
            group_en=one.area.name_en,
            label_sv=one.name_sv,
            label_en=one.name_en,
            hint_sv=one.includes_sv[:400],
            hint_en=one.includes_en[:400],
        )
    for code, sv, en in (
        (
            Activity.LEADERSHIP.value,
            "Leda eller samordna dem som arbetar med ekonomi, HR eller IT",
            "Lead or coordinate those who work with finance, HR or IT",
        ),
        (
            Activity.OTHER.value,
            "Allt annat arbete, som inte är ekonomi, HR eller IT",
            "All other work, that is not finance, HR or IT",
        ),
    ):
        yield NewOption(
            code=code,
            group=OTHER_WORK,
            group_sv="Ledning och annat arbete",
            group_en="Leadership and other work",
            label_sv=sv,
            label_en=en,
        )


def _invitations(
    people: Sequence[Person], recipients: Recipients, today: date
) -> list[NewInvitation]:
    areas = Guesses().targets[:-1]
    if recipients == Recipients.EMPLOYEES:
        return [
            NewInvitation(
                unit=one.jobs[0].unit, email="", subjects=[_subject(one, areas)]
            )
            for one in people
        ]
    managers = _managers(today)
    units: dict[int | None, list[Person]] = defaultdict(list)
    for one in people:
        units[one.jobs[0].unit].append(one)
    return [
        NewInvitation(
            unit=unit,
            email=managers.get(unit or 0, ""),
            subjects=[_subject(one, areas) for one in theirs],
        )
        for unit, theirs in units.items()
    ]


def _subject(one: Person, areas: Sequence[str]) -> NewSubject:
    """The areas the title speaks of come first, and always leadership and other work."""
    likely = [
        area
        for area, high in zip(areas, one.guess.ranges[:-1, 2].tolist(), strict=True)
        if high > 0
    ]
    job = one.jobs[0]
    return NewSubject(
        key=one.pseudonym,
        label=f"{job.title}, {round(job.extent * 100)} %"[:160],
        unit=job.unit,
        likely=(*likely, OTHER_WORK),
    )


def _managers(today: date) -> dict[int, str]:
    """Unit → address of who manages it on the day; one above where it has none itself."""
    rows = (
        RoleAssignment.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=today),
            role=RoleKind.UNIT_MANAGER,
            valid_from__lte=today,
            unit__isnull=False,
            person__active=True,
        )
        .order_by("-valid_from", "pk")
        .values_list("unit_id", "person__email")
    )
    own: dict[int, str] = {}
    for unit, email in rows:
        own.setdefault(unit, email)
    tree = tree_at(today)
    found = {}
    for unit in tree.parents:
        above = next((one for one in tree.path(unit) if one in own), None)
        if above is not None:
            found[unit] = own[above]
    return found


class WhoDoesWhat:
    """What costing does with rounds of its kind: registered with the surveys."""

    kind = RoundKind.WHO_DOES_WHAT.value

    def closed(self, round_: int, *, by: By, at: datetime) -> None:
        take_in(Round.objects.get(pk=round_), by=by, at=at)

    def gone(self, round_: int) -> frozenset[str]:
        found = Round.objects.get(pk=round_)
        keys = set(
            Subject.objects.filter(round=found, withdrawn_at=None).values_list(
                "key", flat=True
            )
        )
        day = max(found.opens_on, found.made_at.date())
        return frozenset(keys - _employed(keys, day))

    def pages(self, round_: int) -> Sequence[tuple[str, str]]:
        made = SurveyRound.objects.filter(asked=round_, superseded_at=None).first()
        if made is None:
            return []
        return [
            (_("What the silence means"), reverse("costing:silence", args=[made.pk])),
            (_("Compute the baseline"), reverse("benefits:compute")),
        ]


def take_in(round_: Round, *, by: By, at: datetime) -> SurveyRound:
    """The closed round becomes the survey of its last month. Answers of an earlier one of
    that month by people who were not asked again stay. Raises NobodyHasAnswered."""
    shares = _shares(round_)
    if not shares:
        raise NobodyHasAnswered
    asked = list(
        Subject.objects.filter(round=round_, withdrawn_at=None)
        .order_by("pk")
        .values_list("key", flat=True)
    )
    month = round_.about_to
    earlier = SurveyRound.objects.filter(month=month, superseded_at=None).first()
    if earlier is not None:
        earlier.superseded_at = at
        earlier.save(update_fields=["superseded_at"])
    made = SurveyRound.objects.create(
        month=month,
        about_from=round_.about_from,
        about_to=round_.about_to,
        asked=round_,
        partial=earlier is None or earlier.partial or earlier.disposed_at is not None,
    )
    new = {*asked, *shares}
    SurveyAnswer.objects.bulk_create(
        [*_kept(earlier, made, new), *_answers(made, asked, shares)], batch_size=5000
    )
    facts = {"month": month, "answered": len(shares), "asked": len(asked)}
    audit.record(made, "survey.taken_in", by=by, at=at, facts=facts)
    return made


def _shares(round_: Round) -> dict[str, list[tuple[str, Decimal]]]:
    """Key → (activity, share), of those who answered."""
    found: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    rows = ResponseShare.objects.filter(
        response__in=Response.objects.filter(
            subject__round=round_, subject__withdrawn_at=None, superseded_at=None
        )
    ).order_by("response__subject_id", "option__order")
    for key, code, percent in rows.values_list(
        "response__subject__key", "option__code", "percent"
    ):
        found[key].append((code, percent / HUNDRED))
    return dict(found)


def _kept(
    earlier: SurveyRound | None, made: SurveyRound, new: Collection[str]
) -> Iterator[SurveyAnswer]:
    if earlier is None:
        return
    rows = SurveyAnswer.objects.filter(round=earlier).exclude(pseudonym__in=new)
    for row in rows.order_by("pk").iterator(5000):
        yield SurveyAnswer(
            round=made, pseudonym=row.pseudonym, activity=row.activity, share=row.share
        )


def _answers(
    made: SurveyRound,
    asked: Sequence[str],
    shares: dict[str, list[tuple[str, Decimal]]],
) -> Iterator[SurveyAnswer]:
    for key in asked:
        for activity, share in shares.get(key, []):
            yield SurveyAnswer(
                round=made, pseudonym=key, activity=activity, share=share
            )
        if key not in shares:
            yield SurveyAnswer(round=made, pseudonym=key)
