# SPDX-License-Identifier: EUPL-1.2
"""A service that a file is about and the catalogue lacks."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gemensam.catalogue.actions.seed import SINCE
from gemensam.catalogue.enums import CountingSource
from gemensam.catalogue.models import Area, Service
from gemensam.core import audit, chain
from gemensam.core.by import By

OTHER = ("other", "Övrigt", "Other", 90)  # code, names and order of an area


def found_service(name: str, *, by: By, at: datetime) -> Service:
    """The service of that code or name, made in the area of others if there is none.
    It is counted in cases and cannot be ordered."""
    with transaction.atomic():
        chain.lock_aggregate("catalogue.services")
        if known := service_called(name):
            return known
        code, name_sv, name_en, order = OTHER
        area, _made = Area.objects.get_or_create(
            code=code, defaults={"name_sv": name_sv, "name_en": name_en, "order": order}
        )
        made = Service.objects.create(
            code=_free_code(),
            area=area,
            name_sv=name[:160],
            name_en=name[:160],
            unit_sv="ärende",
            unit_en="case",
            counting_source=CountingSource.CASE,
            counting_rule_sv="Klara ärenden",
            counting_rule_en="Cases done",
            basis="",
            valid_from=SINCE,
        )
        audit.record(made, "service.made", by=by, at=at, facts={"name": name})
    return made


def service_called(text: str) -> Service | None:
    """The one service with this code, or else this name in either language."""
    plain = text.strip()
    found = list(Service.objects.filter(code__iexact=plain)[:2])
    named = Q(name_sv__iexact=plain) | Q(name_en__iexact=plain)
    found = found or list(Service.objects.filter(named)[:2])
    return found[0] if len(found) == 1 else None


def _free_code() -> str:
    taken = set(
        Service.objects.filter(code__startswith="X").values_list("code", flat=True)
    )
    number = 1
    while f"X{number:02d}" in taken:
        number += 1
    return f"X{number:02d}"
