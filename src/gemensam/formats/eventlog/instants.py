# SPDX-License-Identifier: EUPL-1.2
"""Points in time as logs write them."""

from datetime import UTC, datetime, tzinfo

from gemensam.formats.eventlog.faults import (
    BAD_TIME,
    NO_ZONE,
    TIME_OUT_OF_RANGE,
    ZONE_ASSUMED,
)
from gemensam.formats.issues import IssueKind

FIRST = datetime(1900, 1, 1, tzinfo=UTC)
END = datetime(2200, 1, 1, tzinfo=UTC)


def parse_instant(
    text: str, zone: tzinfo | None
) -> tuple[datetime | None, IssueKind | None]:
    """The instant in UTC, and what is to be said about it.

    Accepts ISO 8601 with "T" or a blank between date and time (xs:dateTime, and what
    spreadsheets and pandas write); digits beyond microseconds are cut. A text without
    offset is local time in `zone`, or a fault when there is none; in the hour that
    comes twice in autumn it is the first.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None, BAD_TIME
    if text[10:11] not in "T ":
        return None, BAD_TIME
    remark = None
    if found.tzinfo is None:
        if zone is None:
            return None, NO_ZONE
        found, remark = found.replace(tzinfo=zone), ZONE_ASSUMED
    try:
        moment = found.astimezone(UTC)
    except OverflowError:
        return None, TIME_OUT_OF_RANGE
    if FIRST <= moment < END:
        return moment, remark
    return None, TIME_OUT_OF_RANGE
