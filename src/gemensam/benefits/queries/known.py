# SPDX-License-Identifier: EUPL-1.2
"""What held at a time, of rows that are recorded and ended, never changed."""

from datetime import datetime

from django.db.models import Q


def known(at: datetime | None, *, since: str, until: str) -> Q:
    """Rows that were there at `at`, by the names of the fields that date them; None:
    those that are there now."""
    if at is None:
        return Q(**{until: None})
    ended = Q(**{until: None}) | Q(**{f"{until}__gt": at})
    return ended & Q(**{f"{since}__lte": at})
