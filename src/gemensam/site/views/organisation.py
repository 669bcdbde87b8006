# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from gemensam.core import clock
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Tree, Unit, tree_at
from gemensam.group.rules import Standing, may_administer, sees_ledger


def may_see_organisation(standing: Standing) -> bool:
    return may_administer(standing) or sees_ledger(standing)


@dataclass(slots=True)
class Node:
    unit: Unit
    below: list["Node"] = field(default_factory=list)


@page(may_see_organisation)
def organisation(request: PersonRequest) -> HttpResponse:
    """The tree as it hangs today."""
    tree = tree_at(clock.today())
    units = {
        unit.pk: unit
        for unit in Unit.objects.filter(pk__in=tree.parents).order_by("name_key")
    }
    roots = [unit for unit in units.values() if tree.parents[unit.pk] is None]
    return render(
        request,
        "site/organisation.html",
        {"nodes": [_node(root, tree, units) for root in roots], "count": len(units)},
    )


def _node(unit: Unit, tree: Tree, units: dict[int, Unit]) -> Node:
    below = [units[child] for child in tree.children.get(unit.pk, ()) if child in units]
    below.sort(key=lambda one: one.name_key)
    return Node(unit, [_node(child, tree, units) for child in below])
