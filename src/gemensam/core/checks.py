# SPDX-License-Identifier: EUPL-1.2
"""System checks: what must hold before the product serves anyone."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def time_zone_is_utc(**_: Any) -> list[CheckMessage]:
    if settings.TIME_ZONE == "UTC" and settings.USE_TZ:
        return []
    return [
        Error(
            "TIME_ZONE must be UTC: business time is computed from calendars",
            hint="Set LOCAL_TIME_ZONE for what people see.",
            id="gemensam.E001",
        )
    ]


@register(deploy=True)
def secret_key_is_our_own(**_: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= 50:
        return []
    return [
        Error(
            "There is no secret key",
            hint="Start through ./gemensam, or set GEMENSAM_SECRET_KEY.",
            id="gemensam.E002",
        )
    ]
