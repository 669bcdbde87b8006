# SPDX-License-Identifier: EUPL-1.2
from django.db.models import QuerySet

from gemensam.core.models import KeptDocument
from gemensam.group.models import Person
from gemensam.programme.queries.report.document import KIND
from gemensam.programme.rules import sees_case


def reports(person: Person) -> QuerySet[KeptDocument]:
    """The reports made so far, the newest first; for those who may see the case."""
    if not sees_case(person.standing):
        return KeptDocument.objects.none()
    return (
        KeptDocument.objects.filter(kind=KIND)
        .select_related("pdf")
        .order_by("-made_at", "-pk")
    )
