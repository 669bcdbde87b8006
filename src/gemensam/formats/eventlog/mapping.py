# SPDX-License-Identifier: EUPL-1.2
"""Which column of a delimited log holds what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gemensam.formats.eventlog.model import (
    ACTIVITY,
    INSTANT,
    LIFECYCLE,
    RESOURCE,
)
from gemensam.formats.tables.headers import normalised

CASE_PREFIX = "case:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Headers as they stand in the file.

    Every other column is an attribute: of the case when its header begins with
    `case_prefix` (which its name then loses), else of the event. `types` gives columns
    an XES type (int, float, boolean, date, id); without one a cell is text, except that
    an ISO date and time with an offset is an instant, for nothing else looks like that.
    """

    case: str
    activity: str
    instant: str
    resource: str | None = None
    lifecycle: str | None = None
    case_prefix: str = CASE_PREFIX
    types: Mapping[str, str] = field(default_factory=dict)


# What the columns are called by pm4py, Disco, Celonis, and in Swedish case systems.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "case": (
        "case:concept:name", "case id", "caseid", "case", "case number", "trace",
        "ärende", "ärende id", "ärendeid", "ärendenummer", "ärendenr", "ärende nr",
        "diarienummer", "dnr", "ticket", "ticket id", "ticket number", "incident",
        "incident id",
    ),
    "activity": (
        ACTIVITY, "activity", "activity name", "aktivitet", "händelse", "event",
        "event name", "task", "task name", "steg", "moment", "åtgärd",
    ),
    "instant": (
        INSTANT, "timestamp", "complete timestamp", "end timestamp", "tidsstämpel",
        "tidpunkt", "händelsetid", "tid", "time", "datum och tid", "sluttid", "klar",
        "start timestamp", "starttid",
    ),
    "resource": (
        RESOURCE, "resource", "resurs", "handläggare", "användare", "user", "agent",
        "utförd av", "assignee", "signatur",
    ),
    "lifecycle": (
        LIFECYCLE, "lifecycle", "transition", "livscykel", "händelsetyp",
    ),
}  # fmt: skip
_NEEDED = ("case", "activity", "instant")


def guess_mapping(headers: Sequence[str]) -> ColumnMapping | None:
    """The mapping that the headers suggest; None unless all three needed are there.

    Earlier names win over later ones, so "complete timestamp" is the instant where
    there is also a "start timestamp", which stays an attribute.
    """
    known = {normalised(header): header for header in reversed(headers)}
    found = {
        role: next(
            (known[normalised(name)] for name in names if normalised(name) in known),
            None,
        )
        for role, names in _NAMES.items()
    }
    case, activity, instant = (found[role] for role in _NEEDED)
    if case is None or activity is None or instant is None:
        return None
    return ColumnMapping(
        case=case,
        activity=activity,
        instant=instant,
        resource=found["resource"],
        lifecycle=found["lifecycle"],
    )
