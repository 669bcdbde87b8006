# SPDX-License-Identifier: EUPL-1.2
"""The one gate: what a person may see is asked of the model, by every road.

A list, a page, a count, a search, an export, a feed and a mail all start from
`Model.objects.visible_to(person)`. What is not there and what is not yours answer alike.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)


class GatedQuerySet(models.QuerySet[M]):
    """A query set that knows who may see which of its rows."""

    def visible_to(self, person: Any) -> Self:
        """Narrow to the rows `person` (a `group.Person`) may see; never widens."""
        raise NotImplementedError


def visible_or_404(rows: GatedQuerySet[M], person: Any, **key: Any) -> M:
    """The one row with `key` among those `person` may see.

    Raises `Http404` with the same words whether it is missing or someone else's.
    """
    found = rows.visible_to(person).filter(**key).first()
    if found is None:
        raise Http404(_("There is nothing here that you can see."))
    return found
