# SPDX-License-Identifier: EUPL-1.2
"""The road of the pre-study, and the reports that the steering group decides on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.documents import Picture, from_json, kept_pdf
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import KeptDocument
from gemensam.group.access import PersonRequest, by, page
from gemensam.programme.actions.reporting import make_report
from gemensam.programme.forms import ReportForm
from gemensam.programme.queries.report import Asked, reports
from gemensam.programme.queries.road import before_a_report, next_step, road
from gemensam.programme.rules import sees_case, writes_case


@page(sees_case)
def prestudy(request: PersonRequest) -> HttpResponse:
    """What is done in the pre-study, what is next, and what may wait."""
    steps = road(request.person)
    return render(
        request, "programme/road.html", {"steps": steps, "next": next_step(steps)}
    )


@page(sees_case)
def report_list(request: PersonRequest) -> HttpResponse:
    """Reports made so far; whoever writes the case can make another."""
    lacking = before_a_report(request.person)
    writes = writes_case(request.person.standing)
    form = ReportForm(request.POST or None, day=clock.today())
    if request.method == "POST":
        if not writes:
            raise Http404
        if not lacking and form.is_valid():
            return _made(request, form)
    return render(
        request,
        "programme/reports.html",
        {
            "reports": reports(request.person),
            "form": form if writes and not lacking else None,
            "lacking": lacking,
        },
    )


def _made(request: PersonRequest, form: ReportForm) -> HttpResponse:
    asked = Asked(
        decision=form.cleaned_data["decision"],
        meeting=form.cleaned_data["meeting"],
        risks=form.cleaned_data["risks"],
    )
    try:
        kept = make_report(asked, person=request.person, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return redirect("programme:reports")
    messages.success(request, _("The report is made and kept as it is."))
    return redirect("programme:report", number=kept.pk)


@page(sees_case)
def report(request: PersonRequest, number: int) -> HttpResponse:
    """A report as it was made, on the screen."""
    kept = _one(request, number)
    document = from_json(kept.content)
    return render(
        request,
        "programme/report.html",
        {
            "kept": kept,
            "document": document,
            "has_pictures": any(isinstance(one, Picture) for one in document.blocks),
        },
    )


@page(sees_case)
def report_pdf(request: PersonRequest, number: int) -> HttpResponse:
    """The same report on paper: PDF/UA-1 and PDF/A-2b, the bytes that were kept."""
    kept = _one(request, number)
    name = f"{slugify(kept.title)}-{kept.dated:%Y-%m-%d}.pdf"
    return HttpResponse(
        kept_pdf(kept),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _one(request: PersonRequest, number: int) -> KeptDocument:
    found = reports(request.person).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
