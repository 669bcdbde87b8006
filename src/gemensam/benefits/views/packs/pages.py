# SPDX-License-Identifier: EUPL-1.2
"""A pack as it was made: on the screen, and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from gemensam.benefits.actions.packs import file_pdf
from gemensam.benefits.models import Pack
from gemensam.benefits.queries.packs.kept import editions_of
from gemensam.benefits.queries.packs.shared import OF_SERVICE
from gemensam.benefits.rules import sees_packs
from gemensam.core import clock, files
from gemensam.core.documents import from_json
from gemensam.core.gate import visible_or_404
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import sees_figures_of_group


@page(sees_packs)
def pack(request: PersonRequest, number: int) -> HttpResponse:
    """With the editions there are of it, and the way to what it is made of."""
    found = visible_or_404(Pack.objects.all(), request.person, pk=number)
    editions = editions_of(found, request.person)
    return render(
        request,
        "benefits/pack.html",
        {
            "pack": found,
            "document": from_json(found.content),
            "editions": editions,
            "newest": editions[-1],
            "follows_group": sees_figures_of_group(request.person.standing),
            "services": _services(found),
        },
    )


def _services(found: Pack) -> list[tuple[str, str]]:
    """Code and name of the services that the pack tells of as differing most."""
    return [
        (one["key"].removeprefix(OF_SERVICE), one["label"])
        for one in found.figures
        if one["key"].startswith(OF_SERVICE)
    ]


@page(sees_packs)
def pack_pdf(request: PersonRequest, number: int) -> HttpResponse:
    """PDF/UA-1 and PDF/A-2b; made when first asked for, and the same bytes ever after."""
    found = visible_or_404(Pack.objects.all(), request.person, pk=number)
    filed = file_pdf(found, by=by(request), at=clock.now())
    assert filed.pdf is not None
    with files.opened(filed.pdf) as source:
        data = source.read()
    name = f"{slugify(found.title)}-{found.month:%Y-%m}-{found.edition}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
