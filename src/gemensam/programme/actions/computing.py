# SPDX-License-Identifier: EUPL-1.2
"""A case is worked out in the action that changed it: pages only read what it came to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from gemensam.calc.errors import CalcError
from gemensam.core import chain
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import Marked
from gemensam.programme.enums import AssumptionKind
from gemensam.programme.models import SavingsCase
from gemensam.programme.queries.base import base_of
from gemensam.programme.queries.building import Parts, parts_of
from gemensam.programme.queries.told import inputs_of, told


class NotPossible(ExpectedFailure):
    """The model says why the case cannot be, and the cure; nothing was changed."""

    def __init__(self, why: CalcError) -> None:
        values = {name: _named(value) for name, value in why.values.items()}
        super().__init__(Marked(why.text), **values)


def _named(value: object) -> object:
    """An assumption by its label instead of its key."""
    kind = str(value).partition(":")[0]
    return AssumptionKind(kind).label if kind in AssumptionKind.values else value


@contextmanager
def changing(case: SavingsCase) -> Iterator[None]:
    """One change of a case at a time, in one transaction."""
    with transaction.atomic():
        chain.lock_aggregate(f"programme.case:{case.pk}")
        yield


def recompute(case: SavingsCase, *, at: datetime) -> Parts:
    """Work the case out and keep what it comes to; the same inputs are not worked out
    again. Raises `NotPossible`."""
    parts = parts_of(case, base_of(case.baseline))
    if case.result and case.result["inputs"] == inputs_of(parts):
        return parts
    try:
        case.result = told(parts)
    except CalcError as error:
        raise NotPossible(error) from error
    case.computed_at = at
    case.save(update_fields=["result", "computed_at"])
    return parts
