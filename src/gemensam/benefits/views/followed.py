# SPDX-License-Identifier: EUPL-1.2
"""Budget, outcome and forecast, row by row, with what the owner says of each."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.benefits.actions.commenting import comment_row
from gemensam.benefits.forms import CommentForm
from gemensam.benefits.models import BudgetComment
from gemensam.benefits.queries.followed import PROGRAMME, followed as told_by
from gemensam.benefits.rules import comments_on_centre, comments_on_programme
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import sees_figures_of_group


@page(sees_figures_of_group)
def followed(request: PersonRequest) -> HttpResponse:
    made = told_by()
    return render(
        request,
        "benefits/followed.html",
        {"made": made, "last": made.closed[-1] if made else None},
    )


@page(sees_figures_of_group)
def followed_row(request: PersonRequest, key: str) -> HttpResponse:
    """A row month by month, what was said of it, and for its owner a form."""
    made = told_by()
    row = made.row(key) if made else None
    if made is None or row is None:
        raise Http404
    may_write = _may_comment(request, key)
    month = made.closed[-1]
    form = CommentForm(
        request.POST or None,
        initial={"text": row.comment.text if row.comment else ""},
    )
    if request.method == "POST" and may_write and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            comment_row(key, month, text=text, by=by(request), at=clock.now())
        except ExpectedFailure as failure:
            form.add_error("text", failure.message(_))
        else:
            messages.success(request, _("The comment is kept."))
            return redirect("benefits:followed-row", key)
    said = BudgetComment.objects.filter(row=key).order_by("-month", "-pk")
    return render(
        request,
        "benefits/followed_row.html",
        {
            "made": made,
            "row": row,
            "month": month,
            "said": said.select_related("made_by__person", "replaced_by"),
            "form": form if may_write else None,
        },
    )


def _may_comment(request: PersonRequest, key: str) -> bool:
    standing = request.person.standing
    if key == PROGRAMME:
        return comments_on_programme(standing)
    return comments_on_centre(standing)
