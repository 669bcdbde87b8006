# SPDX-License-Identifier: EUPL-1.2
"""What the telephone system counted, beside the cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gemensam.benefits.queries.months import baseline_months, newest
from gemensam.group.access import PersonRequest
from gemensam.outcomes.enums import ScenarioKind
from gemensam.telephony.queries import Answered, calls_of
from gemensam.telephony.rules import ties_queues


def calls(
    request: PersonRequest, months: Sequence[date], areas: Mapping[str, str]
) -> dict[str, Any]:
    """Telephony of the same months, and of the baseline's where files told of them."""
    told, by_month = calls_of(request.person, months)
    baseline = newest(ScenarioKind.BASELINE)
    months_before = baseline_months(baseline) if baseline and told else []
    before = _measured(request, months_before)
    none = _("Queues of no area")
    return {
        "calls": [
            {
                "area": areas.get(one.area or "", none),
                "now": one,
                "before": before.get(one.area),
            }
            for one in told
        ],
        "calls_by_month": [
            {"area": areas.get(one.area or "", none), "now": one} for one in by_month
        ],
        "calls_before": bool(before),
        "ties_queues": ties_queues(request.person.standing),
    }


def _measured(
    request: PersonRequest, months: Sequence[date]
) -> dict[str | None, Answered]:
    """Areas whose calls every month of the baseline tells: a pilot's are no baseline."""
    whole, by_month = calls_of(request.person, months)
    told = Counter(one.area for one in by_month)
    return {one.area: one for one in whole if told[one.area] == len(months)}
