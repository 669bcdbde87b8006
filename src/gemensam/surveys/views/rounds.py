# SPDX-License-Identifier: EUPL-1.2
"""Rounds, for whoever asks: prepared, opened, followed and closed. No answer is shown."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.core.gate import visible_or_404
from gemensam.core.post import has_post
from gemensam.formats.tables import Column, TableSpec, Text
from gemensam.group.access import PersonRequest, by, page
from gemensam.surveys.actions import mailing, running
from gemensam.surveys.actions.links import links_to_hand_out
from gemensam.surveys.enums import MailKind, Recipients, RoundState
from gemensam.surveys.forms import AddressForm, DaysForm, UnionForm
from gemensam.surveys.jobs import send
from gemensam.surveys.models import Invitation, Mailing, Round
from gemensam.surveys.ports import use_of
from gemensam.surveys.queries.response import answered_in, astray_in
from gemensam.surveys.rules import runs_surveys
from gemensam.ui.files import table_file

LIST = TableSpec(
    columns=(
        Column(name="unit", type=Text(), header="Enhet"),
        Column(name="who", type=Text(), header="Vem"),
        Column(name="link", type=Text(), header="Länk"),
        Column(name="until", type=Text(), header="Sista svarsdag"),
    ),
)


@page(runs_surveys)
def rounds(request: PersonRequest) -> HttpResponse:
    """Every round, the newest first."""
    rows = Round.objects.visible_to(request.person).annotate(
        asked=Count("subjects", filter=Q(subjects__withdrawn_at=None), distinct=True),
        done=Count(
            "subjects",
            filter=Q(subjects__withdrawn_at=None, subjects__responses__isnull=False),
            distinct=True,
        ),
    )
    return render(
        request, "surveys/rounds.html", {"rounds": rows.order_by("-made_at")[:100]}
    )


@page(runs_surveys)
def one_round(request: PersonRequest, number: int) -> HttpResponse:
    """A round: its steps, its response rate, and what has changed since it was made."""
    found = visible_or_404(Round.objects.all(), request.person, pk=number)
    return _shown(request, found)


def _shown(
    request: PersonRequest,
    found: Round,
    *,
    unions: UnionForm | None = None,
    days: DaysForm | None = None,
) -> HttpResponse:
    use = use_of(found.kind)
    invited = Invitation.objects.filter(round=found, withdrawn_at=None)
    mails = Mailing.objects.filter(invitation__round=found)
    return render(
        request,
        "surveys/round.html",
        {
            "round": found,
            "answered": answered_in(found),
            "astray": astray_in(found, clock.today()),
            "state": RoundState(found.state),
            "by_managers": found.recipients == Recipients.MANAGERS,
            "invited": invited.count(),
            "with_address": invited.exclude(email="").count(),
            "has_post": has_post(),
            "mails": {
                "sent": mails.exclude(sent_at=None).count(),
                "waiting": mails.filter(sent_at=None, failure="").count(),
                "failed": mails.exclude(failure="").count(),
            },
            "unions": unions
            or UnionForm(
                initial={
                    "text": found.union_notice,
                    "on": found.union_noticed_on or clock.today(),
                }
            ),
            "days": days
            or DaysForm(
                initial={"opens_on": found.opens_on, "last_day": found.last_day}
            ),
            "addresses": AddressForm(),
            "pages": use.pages(found.pk) if use else [],
            "today": clock.today(),
        },
        status=422 if unions or days else 200,
    )


@require_POST
@page(runs_surveys)
def do(request: PersonRequest, number: int, step: str) -> HttpResponse:
    """Take one step with a round."""
    found = visible_or_404(Round.objects.all(), request.person, pk=number)
    if step not in STEPS:
        raise Http404
    try:
        answered = STEPS[step](request, found)
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        answered = None
    return answered or redirect("surveys:round", number=number)


def _unions(request: PersonRequest, found: Round) -> HttpResponse | None:
    form = UnionForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, unions=form)
    running.tell_unions(
        found,
        text=form.cleaned_data["text"],
        on=form.cleaned_data["on"],
        by=by(request),
        at=clock.now(),
        today=clock.today(),
    )
    messages.success(request, _("It is noted what the unions were told."))
    return None


def _days(request: PersonRequest, found: Round) -> HttpResponse | None:
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, days=form)
    running.change_days(
        found,
        opens_on=form.cleaned_data["opens_on"],
        closes_on=form.cleaned_data["closes_on"],
        by=by(request),
        at=clock.now(),
    )
    messages.success(request, _("The days are changed."))
    return None


def _open(request: PersonRequest, found: Round) -> None:
    running.open_round(found, by=by(request), at=clock.now(), today=clock.today())
    messages.success(request, _("The round is open. Send the links, or hand them out."))


def _close(request: PersonRequest, found: Round) -> None:
    running.close_round(found, by=by(request), at=clock.now())
    messages.success(request, _("The round is closed and its answers are taken in."))


def _cancel(request: PersonRequest, found: Round) -> None:
    running.cancel_round(found, by=by(request), at=clock.now())
    messages.success(request, _("The round is cancelled. Its answers are not used."))


def _withdraw(request: PersonRequest, found: Round) -> None:
    number = running.withdraw_gone(found, by=by(request), at=clock.now())
    messages.success(
        request,
        ngettext(
            "%(n)d person who has left is asked no more.",
            "%(n)d persons who have left are asked no more.",
            number,
        )
        % {"n": number},
    )


def _write(kind: MailKind) -> Callable[[PersonRequest, Round], None]:
    def write(request: PersonRequest, found: Round) -> None:
        number = mailing.write_to(found, kind, by=by(request), at=clock.now())
        if number:
            send.defer()
        messages.success(
            request,
            ngettext(
                "%(n)d mail is on its way.", "%(n)d mails are on their way.", number
            )
            % {"n": number},
        )

    return write


STEPS: Mapping[str, Callable[[PersonRequest, Round], HttpResponse | None]] = {
    "unions": _unions,
    "days": _days,
    "open": _open,
    "close": _close,
    "cancel": _cancel,
    "withdraw": _withdraw,
    "invite": _write(MailKind.INVITATION),
    "remind": _write(MailKind.REMINDER),
}


@require_POST
@page(runs_surveys)
def links(request: PersonRequest, number: int) -> HttpResponse:
    """New links for all who are asked, as a list to hand out."""
    found = visible_or_404(Round.objects.all(), request.person, pk=number)
    try:
        listed = links_to_hand_out(found, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return redirect("surveys:round", number=number)
    rows = (
        {
            "unit": one.unit.name if one.unit else "",
            "who": _who(found, one),
            "link": mailing.link_of(token),
            "until": found.last_day.isoformat(),
        }
        for one, token in listed
    )
    return table_file(rows, LIST, name=f"lankar-{number}.csv")


def _who(found: Round, one: Invitation) -> str:
    subjects = list(one.subjects.all())
    if found.recipients == Recipients.MANAGERS:
        return _("the manager, for {n} employees").format(n=len(subjects))
    return subjects[0].label if subjects else ""
