# SPDX-License-Identifier: EUPL-1.2
"""Addresses come by a file with personal numbers, which nothing may write to a disk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.gate import visible_or_404
from gemensam.core.striking import struck
from gemensam.core.uploads import WholeInMemory
from gemensam.group.access import PersonRequest, by, page
from gemensam.surveys.actions.addresses import take_addresses
from gemensam.surveys.forms import AddressForm
from gemensam.surveys.models import Round
from gemensam.surveys.rules import runs_surveys

LARGEST = 16 << 20


@csrf_exempt
def addresses(request: PersonRequest, number: int) -> HttpResponse:
    """Take in the addresses of those who are asked."""
    # Must be decided before the request is parsed, hence before the CSRF check, which
    # parses it; `_addresses` makes that check all the same.
    request.upload_handlers = [WholeInMemory(request)]
    return _addresses(request, number)


@csrf_protect
@require_POST
@page(runs_surveys)
def _addresses(request: PersonRequest, number: int) -> HttpResponse:
    found = visible_or_404(Round.objects.all(), request.person, pk=number)
    form = AddressForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > LARGEST:
        messages.error(request, _("Choose a file of at most 16 MB with the addresses."))
        return redirect("surveys:round", number=number)
    taken = take_addresses(
        found,
        form.cleaned_data["file"].file,
        by=by(request),
        at=clock.now(),
        today=clock.today(),
    )
    if taken.issues and not taken.set:
        issues = [
            (one.line, struck(one.message(_)), one.cure(_)) for one in taken.issues
        ]
        told = {"round": found, "issues": issues}
        return render(request, "surveys/addresses.html", told, status=422)
    messages.success(
        request,
        _(
            "{set} of those asked have an address now; {others} rows were of others."
        ).format(set=taken.set, others=taken.others),
    )
    return redirect("surveys:round", number=number)
