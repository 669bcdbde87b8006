# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Q, QuerySet

from gemensam.catalogue.models import Service

FIELDS = ("name_sv", "everyday_words", "includes_sv", "code")


def search_services(
    person: Any, words: str, *, area: str = "", today: date
) -> QuerySet[Service]:
    """Services that have not ended, for the words people use: "dator", "ny kollega", "fel lön".

    Swedish word forms are known to the search; the beginning of a word is enough.
    """
    open_to = Service.objects.visible_to(person).not_ended(today)
    services = open_to.select_related("area")
    if area:
        services = services.filter(area_id=area)
    wanted = words.strip()
    if not wanted:
        return services.order_by("area__order", "code")
    query = SearchQuery(wanted, config="swedish")
    vector = SearchVector(*FIELDS, config="swedish")
    beginning = Q()
    for word in wanted.split():
        beginning &= (
            Q(name_sv__icontains=word)
            | Q(name_en__icontains=word)
            | Q(everyday_words__icontains=word)
            | Q(code__iexact=word)
        )
    return (
        services.annotate(found=vector, rank=SearchRank(vector, query))
        .filter(Q(found=query) | beginning)
        .order_by("-orderable", "-rank", "code")
    )
