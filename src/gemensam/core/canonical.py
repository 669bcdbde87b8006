# SPDX-License-Identifier: EUPL-1.2
"""What is kept as JSON is told by a digest over one way of writing it."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

EXPONENT_FROM = 1e16  # Python writes an exponent from here


def digest_of(told: Mapping[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted keys and no blanks, in UTF-8."""
    text = json.dumps(
        _as_kept(told), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _as_kept(value: Any) -> Any:
    """As PostgreSQL gives jsonb back: its numbers know no minus before zero and no
    exponent, so that a large one comes back whole."""
    if isinstance(value, Mapping):
        return {key: _as_kept(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_kept(one) for one in value]
    if isinstance(value, float):
        large = abs(value) >= EXPONENT_FROM
        return int(Decimal(repr(value))) if large else value + 0.0
    return value
