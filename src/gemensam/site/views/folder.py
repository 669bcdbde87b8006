# SPDX-License-Identifier: EUPL-1.2
"""The folder that other systems put their files into: what came of each."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.imports import pickup
from gemensam.core.jobs import look_now
from gemensam.core.models import PickUp
from gemensam.core.ports import importers
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import may_import
from gemensam.ui.paging import Order, page_of


@page(may_import)
def folder(request: PersonRequest) -> HttpResponse:
    """Every file that lay there, the newest first; and where each kind is put."""
    rows = page_of(
        PickUp.objects.select_related("record"),
        request,
        orders={"seen": Order("first_seen_at", True)},
    )
    kinds = sorted(importers().values(), key=lambda one: str(one.label))
    return render(
        request,
        "site/folder.html",
        {
            "page": rows,
            "waiting": pickup.waiting(),
            "kinds": [(one, pickup.answers(one.kind)) for one in kinds],
            "inbox": settings.INBOX,
        },
    )


@require_POST
@page(may_import)
def look(request: PersonRequest) -> HttpResponse:
    """Look now rather than in a minute or two."""
    look_now(by=by(request), at=clock.now())
    messages.success(
        request,
        _(
            "The folder is being looked into. A file that is new there is taken at the "
            "next look, when it has not changed."
        ),
    )
    return redirect("site:folder")
