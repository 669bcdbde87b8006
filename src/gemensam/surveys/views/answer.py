# SPDX-License-Identifier: EUPL-1.2
"""The form behind a link: no sign-in, one answer that can be changed until closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allauth.account.adapter import get_adapter

from gemensam.calc.survey import Fault, Read, read_shares
from gemensam.core import clock
from gemensam.core.by import By
from gemensam.core.enums import Origin
from gemensam.surveys.actions.answering import TooLate, answer as keep, told_by
from gemensam.surveys.actions.links import invitation_for
from gemensam.surveys.models import Invitation, Option, Question, Response, Subject

FIELD = "share_"
WRONG_A_MINUTE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """An option with what stands in its field."""

    option: Option
    name: str
    written: str
    fault: str


@dataclass(slots=True)
class Group:
    """Options under a heading; `first`: likely this person's, and shown at once."""

    key: str
    heading: str
    rows: list[Row]
    first: bool

    @property
    def has_fault(self) -> bool:
        return any(row.fault for row in self.rows)

    @property
    def is_open(self) -> bool:
        return self.first or any(row.written not in {"", "0"} for row in self.rows)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str, number: int | None = None) -> HttpResponse:
    """The form of a link, or the list of those one answers for."""
    invitation = invitation_for(token, today=clock.today())
    if invitation is None:
        return _nowhere(request)
    subjects = _subjects(invitation)
    chosen = [one for one in subjects if number is None or one.pk == number]
    if not chosen:
        return _nowhere(request)
    if len(chosen) > 1:
        return _shown(request, "surveys/several.html", _several(token, subjects))
    return _form(request, token, chosen[0], several=len(subjects) > 1)


def _nowhere(request: HttpRequest) -> HttpResponse:
    """A wrong link, one of a closed round and one taken back answer alike; whoever tries
    many is slowed down."""
    if not _may_try(request):
        answered = _shown(request, "surveys/slower.html", {})
        answered.status_code = 429
        return answered
    answered = _shown(request, "surveys/nowhere.html", {})
    answered.status_code = 404
    return answered


def _may_try(request: HttpRequest) -> bool:
    """Whether this address has tried few enough wrong links in the present minute."""
    minute = f"{clock.now():%Y%m%d%H%M}"
    key = f"survey-link:{get_adapter().get_client_ip(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    return bool(cache.incr(key) <= WRONG_A_MINUTE)


def _shown(request: HttpRequest, template: str, told: dict[str, Any]) -> HttpResponse:
    answered = render(request, template, told)
    answered["X-Robots-Tag"] = "noindex"
    # The address is the key: Django would write it in the log with every refusal.
    answered._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return answered


def _subjects(invitation: Invitation) -> list[Subject]:
    return list(
        Subject.objects.filter(invitation=invitation, withdrawn_at=None)
        .select_related("round", "unit")
        .order_by("unit__name_key", "label", "pk")
    )


def _several(token: str, subjects: list[Subject]) -> dict[str, Any]:
    done = set(
        Response.objects.filter(subject__in=subjects, superseded_at=None).values_list(
            "subject_id", flat=True
        )
    )
    return {
        "token": token,
        "round": subjects[0].round,
        "subjects": [(one, one.pk in done) for one in subjects],
        "done": len(done),
    }


def _form(
    request: HttpRequest, token: str, subject: Subject, *, several: bool
) -> HttpResponse:
    question = Question.objects.filter(round=subject.round).order_by("order")[0]
    options = list(question.options.order_by("order"))
    before = Response.objects.filter(
        subject=subject, question=question, superseded_at=None
    ).first()
    kept = {code: str(n) for code, n in told_by(before).items()} if before else {}
    written, read = kept, None
    if request.method == "POST":
        written = {o.code: request.POST.get(FIELD + o.code, "") for o in options}
        read = read_shares(written, step=subject.round.step)
        if not read.faults:
            answered = _kept(request, token, subject, question, read, several)
            if answered is not None:
                return answered
            return _nowhere(request)
    told = {
        "token": token,
        "round": subject.round,
        "subject": subject,
        "several": several,
        "question": question,
        "groups": _groups(options, written, read, subject.likely),
        "faults": [_words(one) for one in read.faults if not one.option]
        if read
        else [],
        "wrong": [one for one in read.faults if one.option] if read else [],
        "total": read.total if read else sum(int(n) for n in kept.values()),
        "answered_at": before.at if before else None,
        "refused": bool(read),
    }
    answered = _shown(request, "surveys/form.html", told)
    answered.status_code = 422 if read else 200
    return answered


def _kept(
    request: HttpRequest,
    token: str,
    subject: Subject,
    question: Question,
    read: Read,
    several: bool,
) -> HttpResponse | None:
    identity = getattr(request, "identity", "")
    by = By(origin=Origin.WEB, account=None, request=identity)
    try:
        keep(subject, question, read.shares, by=by, at=clock.now(), today=clock.today())
    except TooLate:
        return None
    messages.success(
        request,
        _("Thank you! Your answer is saved. You can change it until {day}.").format(
            day=f"{subject.round.last_day:%Y-%m-%d}"
        ),
    )
    if several:
        return redirect("surveys:answer", token=token)
    return redirect("surveys:answer_for", token=token, number=subject.pk)


def _words(fault: Fault) -> str:
    return _(fault.text).format_map(fault.values)


def _groups(
    options: list[Option],
    written: Mapping[str, str],
    read: Read | None,
    likely: list[str],
) -> list[Group]:
    """Headings in the round's order, those most likely this person's first."""
    wrong = {one.option: _words(one) for one in read.faults} if read else {}
    groups: dict[str, Group] = {}
    for one in options:
        group = groups.setdefault(
            one.group,
            Group(one.group, one.heading, [], one.group in likely or not likely),
        )
        group.rows.append(
            Row(
                one,
                FIELD + one.code,
                written.get(one.code, ""),
                wrong.get(one.code, ""),
            )
        )
    return sorted(groups.values(), key=lambda one: not one.first)
