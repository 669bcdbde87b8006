# SPDX-License-Identifier: EUPL-1.2
"""What must hold of the organisation."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core import clock
from gemensam.core.ports import Finding, Invariant
from gemensam.group.models import Placement, Unit, UnitSuccession, tree_at


def tree_has_no_loops() -> Iterator[Finding]:
    """On every day something changed, each unit leads to a root."""
    days = set(Placement.objects.values_list("valid_from", flat=True))
    for day in sorted(days | {clock.today()}):
        tree = tree_at(day)
        for unit in tree.parents:
            root = tree.path(unit)[-1]
            if tree.parents.get(root, root) is not None:
                yield Finding(
                    "tree",
                    f"{Unit.objects.get(pk=unit)} {day}",
                    gettext("a loop, or a parent that is gone"),
                )


def successions_are_whole() -> Iterator[Finding]:
    rows = (
        UnitSuccession.objects.values("predecessor__code", "date")
        .annotate(total=Sum("share"))
        .exclude(total=Decimal(1))
    )
    for row in rows:
        where = f"{row['predecessor__code']} {row['date']}"
        what = gettext("the shares add up to {total}").format(total=row["total"])
        yield Finding("successions", where, what)


def units_stay_with_their_authority() -> Iterator[Finding]:
    # A unit may have come from another legal entity; what has ended is history.
    holds = Q(valid_to=None) | Q(valid_to__gt=clock.today())
    wrong = ~Q(authority__legal_entity=F("unit__legal_entity"))
    placed = Placement.objects.filter(holds, wrong).values_list(
        "unit__code", "valid_from"
    )
    units = Unit.objects.exclude(authority__legal_entity=F("legal_entity"))
    for where in (
        *units.order_by("pk").values_list("code", flat=True),
        *(f"{code} {day}" for code, day in placed.order_by("unit_id", "valid_from")),
    ):
        yield Finding(
            "authorities", where, gettext("its authority is of another legal entity")
        )


INVARIANTS = (
    Invariant("tree", _("Every unit hangs in the tree, without loops"), tree_has_no_loops),
    Invariant("successions", _("What follows a unit adds up to the whole of it"), successions_are_whole),
    Invariant("authorities", _("Every unit has an authority of its own legal entity"), units_stay_with_their_authority),
)  # fmt: skip
