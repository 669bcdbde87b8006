# SPDX-License-Identifier: EUPL-1.2
"""A version is locked: told by its digest, never changed, goes to the gate."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.programme.actions.computing import changing, recompute
from gemensam.programme.models import CaseVersion, SavingsCase
from gemensam.programme.queries.told import content

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


def lock_case(case: SavingsCase, *, by: By, at: datetime) -> CaseVersion:
    """Lock the case as it stands; the same content locked again is the same version.

    Raises `NotPossible`.
    """
    with changing(case):
        parts = recompute(case, at=at)
        told = {**content(parts), "result": case.result}
        digest = digest_of(told)
        last = case.versions.order_by("-number").first()
        if last and last.digest == digest:
            return last
        chain.lock_aggregate("programme.versions")
        newest = CaseVersion.objects.aggregate(newest=Max("number"))["newest"] or 0
        made = CaseVersion.objects.create(
            case=case,
            number=newest + 1,
            content=told,
            digest=digest,
            baseline_frozen=case.baseline.frozen_at is not None,
            locked_at=at,
            locked_by_id=by.account,
        )
        audit.record(
            made,
            "case.locked",
            by=by,
            at=at,
            facts={"case": case, "number": made.number, "digest": digest},
        )
    return made
