# SPDX-License-Identifier: EUPL-1.2
"""Which key figures are shown beside the baseline, and per how many inhabitants."""

from datetime import datetime

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.models import Inhabitants, KoladaPin, KoladaValue
from gemensam.formats.issues import mark


class NotImported(ExpectedFailure):
    """A key figure that no file has told of."""

    def __init__(self, kpi: str, municipality: str) -> None:
        super().__init__(
            mark(
                "There is no figure of {kpi} for {municipality}. Import a file from "
                "Kolada with it first, or correct the codes."
            ),
            kpi=kpi,
            municipality=municipality,
        )


def pin(kpi: str, municipality: str, *, by: By, at: datetime) -> KoladaPin:
    """Show it; one shown already is answered as it is. Raises `NotImported`."""
    kpi = kpi.upper()
    told = KoladaValue.objects.filter(kpi=kpi, municipality=municipality)
    if not told.exists():
        raise NotImported(kpi, municipality)
    with transaction.atomic():
        chain.lock_aggregate("costing.kolada")
        shown = KoladaPin.objects.filter(
            kpi=kpi, municipality=municipality, unpinned_at=None
        ).first()
        if shown:
            return shown
        made = KoladaPin.objects.create(
            kpi=kpi, municipality=municipality, pinned_at=at, pinned_by_id=by.account
        )
        facts = {"kpi": kpi, "municipality": municipality}
        audit.record(made, "kolada.pinned", by=by, at=at, facts=facts)
    return made


def unpin(one: KoladaPin, *, by: By, at: datetime) -> None:
    with transaction.atomic():
        KoladaPin.objects.filter(pk=one.pk, unpinned_at=None).update(unpinned_at=at)
        audit.record(one, "kolada.unpinned", by=by, at=at)


def count_inhabitants(
    year: int, count: int, *, source: str, by: By, at: datetime
) -> Inhabitants:
    with transaction.atomic():
        made = Inhabitants.objects.create(
            year=year, count=count, source=source, made_at=at, made_by_id=by.account
        )
        facts = {"year": year, "count": count, "source": source}
        audit.record(
            "costing.inhabitants", "inhabitants.counted", by=by, at=at, facts=facts
        )
    return made
