# SPDX-License-Identifier: EUPL-1.2
"""Files: what came in, what it holds, and the decision to import it or not."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.enums import ImportState
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports import actions, disposal, later, report, work
from gemensam.core.jobs import commit_import, read_import
from gemensam.core.models import Import
from gemensam.core.ports import importers
from gemensam.core.uploads import LARGEST, WholeInMemory
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import may_import, sees_ledger, sees_presence
from gemensam.site.forms import (
    AskingUploadForm,
    ColumnsForm,
    DecisionForm,
)
from gemensam.ui.paging import Order, page_of


@page(may_import)
def imports(request: PersonRequest) -> HttpResponse:
    """Every file that came in, the newest first; and the kinds that can."""
    asked = work.with_jobs(Import.objects.all())
    rows = page_of(asked, request, orders={"received": Order("received_at", True)})
    kinds = sorted(importers().values(), key=lambda one: str(one.label))
    return render(
        request,
        "site/imports.html",
        {"page": rows, "kinds": kinds, "at_work": work.at_work(rows.rows)},
    )


@csrf_exempt
def upload(request: PersonRequest, kind: str) -> HttpResponse:
    """Choose a file of a kind; it is taken in and read."""
    importer = importers().get(kind)
    if importer is not None and importer.personal:
        # Must be decided before the request is parsed, hence before the CSRF check,
        # which parses it; `_upload` makes that check all the same.
        request.upload_handlers = [WholeInMemory(request)]
    return _upload(request, kind)


@page(may_import)
@csrf_protect
def _upload(request: PersonRequest, kind: str) -> HttpResponse:
    importer = importers().get(kind)
    if importer is None:
        raise Http404
    form = AskingUploadForm(
        request.POST or None,
        request.FILES or None,
        asks=getattr(importer, "asks", ()),
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            form.add_error(
                "file", _("The file is too large for a page; use the command line.")
            )
        else:
            record = actions.receive(
                file.file,
                kind=kind,
                name=file.name,
                by=by(request),
                at=clock.now(),
                options=form.options(),
            )
            read_import.defer(number=record.pk)
            return redirect("site:import", number=record.pk)
    return render(request, "site/upload.html", {"form": form, "importer": importer})


@page(may_import)
def one_import(request: PersonRequest, number: int) -> HttpResponse:
    """What one file holds, what is new, what is wrong with it; and the decision."""
    record = get_object_or_404(work.with_jobs(Import.objects.all()), pk=number)
    at_work = work.at_work([record])
    issues = report.issues_of(record.report)
    return render(
        request,
        "site/import.html",
        {
            "record": record,
            "at_work": at_work,
            "waits": bool(at_work),
            "is_imported": record.is_asked_for and bool(at_work),
            "is_lost": record.waits_for_a_job and not at_work,
            "importer": importers().get(record.kind),
            "issues": issues,
            "refused": record.state == ImportState.REFUSED and bool(issues),
            "kept_until": disposal.kept_until(record),
            "is_large": later.is_large(record),
            "steps": _steps(record),
            "failure": _failure(record),
            "holds": _where_it_shows(record, request),
            "columns": _columns_form(record, None),
        },
    )


def _steps(record: Import) -> tuple[int, int] | None:
    """How many rows (cases, vouchers) the job has read of how many, while it works."""
    importer = importers().get(record.kind)
    counts = record.report.get("counts", {})
    whole = sum(counts.get(name, 0) for name in getattr(importer, "steps", ("rows",)))
    if not record.is_asked_for or not whole:
        return None
    return min(record.progress["done"], whole), whole


def _failure(record: Import) -> str:
    """Why a job did not import the file, if it did not."""
    kept = record.progress.get("failure")
    waits = kept and record.state == ImportState.READ
    return report.failure_told(kept, _) if waits else ""


def _columns_form(record: Import, given: Any) -> ColumnsForm | None:
    """The columns of an untidy table; None when there are none to show."""
    shown = record.report.get("columns")
    importer = importers().get(record.kind)
    if not shown or importer is None or not hasattr(importer, "wanted"):
        return None
    return ColumnsForm(given, shown=shown, wanted=importer.wanted)


@require_POST
@page(may_import)
def correct(request: PersonRequest, number: int) -> HttpResponse:
    """Say what the columns are; the file is read again, and the next like it so too."""
    record = get_object_or_404(Import, pk=number)
    form = _columns_form(record, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        messages.error(
            request, _("Two columns were chosen to be the same. Nothing was changed.")
        )
        return redirect("site:import", number=number)
    try:
        with transaction.atomic():
            actions.correct(record, form.columns(), by=by(request), at=clock.now())
            read_import.defer(number=record.pk)
        messages.success(request, _("The file is read again with these columns."))
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    return redirect("site:import", number=number)


def _where_it_shows(record: Import, request: PersonRequest) -> str:
    """The page on which one sees what came in with the file, if there is one."""
    if record.state != ImportState.COMMITTED:
        return ""
    if record.kind == "cases":
        return reverse("desk:log", args=[record.pk])
    if record.kind == "presence" and sees_presence(request.person.standing):
        return reverse("site:presence")
    if record.kind == "telephony":
        return reverse("telephony:queues")
    if record.kind == "tickets":
        return reverse("desk:situation")
    if record.kind in {"ledger", "ledger_table"} and sees_ledger(
        request.person.standing
    ):
        return reverse("costing:ledgers")
    return ""


def _import(record: Import, request: PersonRequest) -> None:
    """At once; a large file by a job, since a page that is waited for may break off."""
    if not later.is_large(record):
        actions.commit(record, by=by(request), at=clock.now())
        messages.success(request, _("The file is imported."))
        return
    with transaction.atomic():
        later.ask(record, by=by(request), at=clock.now())
        commit_import.defer(number=record.pk)


def _read_again(record: Import) -> None:
    """A file whose job was lost before it was read."""
    if record.state != ImportState.RECEIVED:
        raise actions.NotReady(record)
    if not work.has_job(record):
        read_import.defer(number=record.pk)


@require_POST
@page(may_import)
def decide(request: PersonRequest, number: int) -> HttpResponse:
    """Import the file, decide against it, or have it read again."""
    record = get_object_or_404(Import, pk=number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        if form.cleaned_data["decision"] == "commit":
            _import(record, request)
        elif form.cleaned_data["decision"] == "read":
            _read_again(record)
        else:
            actions.undo(record, by=by(request), at=clock.now())
            messages.success(request, _("Nothing was imported."))
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    return redirect("site:import", number=number)
