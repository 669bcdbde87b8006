# SPDX-License-Identifier: EUPL-1.2
"""On time, lead time, right the first time, corrections, satisfaction: before and after."""

from gemensam.benefits.queries.quality.compared import (
    Group,
    Line,
    Quality,
    quality_as_json,
    quality_now,
)

__all__ = ["Group", "Line", "Quality", "quality_as_json", "quality_now"]
