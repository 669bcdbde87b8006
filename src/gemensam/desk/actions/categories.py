# SPDX-License-Identifier: EUPL-1.2
"""Tying a ticket system's categories to services; remembered for every file to come."""

from datetime import datetime

from django.db import transaction

from gemensam.catalogue.models import Service
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.imports import mappings
from gemensam.core.models import Import
from gemensam.desk.enums import CaseSystem
from gemensam.desk.models import Case

KIND = "tickets"


def tie_category(text: str, service: Service, *, by: By, at: datetime) -> int:
    """`text` is `service`, in the cases at hand and in those to come; answers how many
    cases moved. What a service may be read by goes with it."""
    with transaction.atomic():
        chain.lock_aggregate("desk.categories")
        sources = Import.objects.filter(kind=KIND).values_list("source", flat=True)
        for source in set(sources):
            mapping = dict(mappings.remembered(KIND, source))
            services = {**mapping.get("services", {}), text: service.code}
            mappings.remember(KIND, source, {**mapping, "services": services}, at=at)
        cases = Case.objects.filter(system=CaseSystem.FOREIGN, category=text)
        moved = (
            cases.exclude(branch="")
            .exclude(service=service)
            .update(service=service, confidentiality=service.confidentiality)
        )
        audit.record(
            service,
            "category.tied",
            by=by,
            at=at,
            facts={"category": text, "cases": moved},
        )
    return moved
