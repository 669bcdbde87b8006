# SPDX-License-Identifier: EUPL-1.2
"""A unit's manager corrects the standard shares of her own employees."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.models import Correction
from gemensam.costing.queries.corrections import rows_of
from gemensam.formats.issues import mark
from gemensam.group.models import Unit


class NotHere(ExpectedFailure):
    """The employee is not in the unit any more."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "An employee is no longer in the unit by the staff register. Load the "
                "page again; nothing was saved."
            )
        )


class BadShares(ExpectedFailure):
    """Shares that cannot be."""


def correct(
    unit: Unit, said: Mapping[str, Mapping[str, int]], *, by: By, at: datetime
) -> int:
    """Keep what the manager says: by pseudonym, percent by target. Answers how many
    changed; the same again changes nothing. Raises NotHere, BadShares."""
    for percent in said.values():
        if any(not 0 <= one <= 100 for one in percent.values()):
            raise BadShares(mark("A share is between 0 and 100 %."))
        if sum(percent.values()) > 100:
            raise BadShares(
                mark("The shares of one employee are {sum} % together; at most 100."),
                sum=sum(percent.values()),
            )
    with transaction.atomic():
        here = {one.pseudonym for one in rows_of(unit)}
        if not said.keys() <= here:
            raise NotHere
        current = {
            one.pseudonym: one
            for one in Correction.objects.select_for_update().filter(
                pseudonym__in=said, superseded_at=None
            )
        }
        wanted = {name: _tidy(percent) for name, percent in said.items()}
        changed = [
            name
            for name, percent in wanted.items()
            if name not in current or current[name].percent != percent
        ]
        Correction.objects.filter(
            pk__in=[current[name].pk for name in changed if name in current]
        ).update(superseded_at=at)
        Correction.objects.bulk_create(
            Correction(
                pseudonym=name,
                unit=unit,
                percent=wanted[name],
                made_by_id=by.account,
                made_at=at,
            )
            for name in changed
        )
        if changed:
            # How many, never whose: the trail is read by others than the manager.
            audit.record(
                unit, "shares.corrected", by=by, at=at, facts={"rows": len(changed)}
            )
    return len(changed)


def _tidy(percent: Mapping[str, int]) -> dict[str, int]:
    return {target: share for target, share in sorted(percent.items()) if share}
