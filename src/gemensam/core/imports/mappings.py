# SPDX-License-Identifier: EUPL-1.2
"""How files from one source are read, remembered in versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gemensam.core.models import SavedMapping


def remembered(kind: str, source: str) -> Mapping[str, Any]:
    """The current mapping, or an empty one."""
    current = _current(kind, source)
    mapping: dict[str, Any] = current.mapping if current else {}
    return mapping


def remember(
    kind: str, source: str, mapping: Mapping[str, Any], *, at: datetime
) -> SavedMapping:
    """Keep `mapping` as the current one; an equal one is not a new version."""
    current = _current(kind, source)
    if current and current.mapping == dict(mapping):
        return current
    if current:
        current.superseded_at = at
        current.save(update_fields=["superseded_at"])
    return SavedMapping.objects.create(
        kind=kind,
        source=source,
        version=current.version + 1 if current else 1,
        mapping=dict(mapping),
        saved_at=at,
    )


def _current(kind: str, source: str) -> SavedMapping | None:
    return SavedMapping.objects.filter(
        kind=kind, source=source, superseded_at=None
    ).first()
