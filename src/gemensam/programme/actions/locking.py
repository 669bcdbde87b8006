# SPDX-License-Identifier: EUPL-1.2
"""A version is locked: told by its digest, never changed, goes to the gate."""

from datetime import datetime

from django.db.models import Max

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.canonical import digest_of
from gemensam.programme.actions.computing import changing, recompute
from gemensam.programme.models import CaseVersion, SavingsCase
from gemensam.programme.queries.told import content


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
