# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime

from django.db import transaction

from gemensam.calc.worktime import Calendar, definition_of
from gemensam.catalogue.models import OpeningHours
from gemensam.core import audit, chain
from gemensam.core.by import By


def publish_hours(calendar: Calendar, *, by: By, at: datetime) -> OpeningHours:
    """Publish opening hours as a new version of that name; equal ones are not new."""
    definition = definition_of(calendar)
    with transaction.atomic():
        chain.lock_aggregate(f"catalogue.hours:{calendar.name}")
        newest = (
            OpeningHours.objects.filter(name=calendar.name).order_by("-version").first()
        )
        if newest and newest.definition == definition:
            return newest
        published = OpeningHours.objects.create(
            name=calendar.name,
            version=newest.version + 1 if newest else 1,
            definition=definition,
            published_at=at,
        )
        audit.record(
            f"catalogue.hours:{calendar.name}",
            "hours.published",
            by=by,
            at=at,
            facts={"version": published.version},
        )
    return published
