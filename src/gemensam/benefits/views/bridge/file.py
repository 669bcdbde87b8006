# SPDX-License-Identifier: EUPL-1.2
"""The bridge as a file, from which a spreadsheet gives the same öre."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import compress

from django.http import Http404, HttpResponse

import numpy as np

from gemensam.benefits.queries.bridge import HIDDEN, Made
from gemensam.benefits.views.bridge.chosen import Chosen, chosen_by
from gemensam.benefits.views.bridge.words import node_name
from gemensam.calc.bridge import PARTS, Part
from gemensam.catalogue.models import Service
from gemensam.formats.tables import (
    Code,
    Column,
    Fraction,
    Money,
    Month,
    TableSpec,
    Text,
    Value,
)
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_figures_of_group
from gemensam.ui.files import table_of_columns

PLACES = 12  # of the costs per unit, so that sums come out to the öre
NAMES: Mapping[Part, str] = {
    Part.PRICE: "Löner och priser",
    Part.VOLUME: "Volym",
    Part.MIX: "Mix",
    Part.SCOPE: "Omfattning",
    Part.EFFICIENCY: "Effektivitet",
    Part.QUALITY: "Kvalitet",
}
OF_MONTH = frozenset({"month", "against", "unit", "wage_index", "price_index"})
ADJUSTED = (Part.SCOPE, Part.PRICE, Part.VOLUME)
SPEC = TableSpec(
    columns=(
        Column(name="month", type=Month(), header="Månad"),
        Column(name="against", type=Month(), header="Månad i nollmätningen"),
        Column(name="code", type=Code(), header="Tjänst"),
        Column(name="service", type=Text(), header="Tjänstens namn"),
        Column(name="unit", type=Text(), header="Förvaltning eller bolag"),
        Column(name="frozen", type=Money(), header="Fryst nollmätning"),
        Column(name="volume_before", type=Fraction(places=2), header="Volym då"),
        *(
            Column(name=f"added_{part}", type=Money(), header=f"Justering: {NAMES[part]}")
            for part in ADJUSTED
        ),
        Column(name="actual", type=Money(), header="Utfall"),
        Column(name="labour", type=Money(), header="Varav personal"),
        Column(name="volume_after", type=Fraction(places=2), header="Volym nu"),
        Column(name="wage_index", type=Fraction(places=PLACES), header="Löneindex"),
        Column(name="price_index", type=Fraction(places=PLACES), header="Prisindex"),
        Column(name="cost", type=Fraction(places=PLACES), header="Tjänstens kronor per styck"),
        Column(name="own", type=Fraction(places=PLACES), header="Egna kronor per styck"),
        Column(name="redone", type=Fraction(places=PLACES), header="Ändring av omtag"),
        *(Column(name=part.value, type=Money(), header=NAMES[part]) for part in PARTS),
        Column(name="difference", type=Money(), header="Skillnad"),
        *(
            Column(name=f"equal_{part}", type=Money(), header=f"{NAMES[part]}, lika volym")
            for part in PARTS
        ),
    )
)  # fmt: skip


@page(sees_figures_of_group)
def bridge_file(request: PersonRequest) -> HttpResponse:
    """Every cell that is asked for, with what its parts are computed from."""
    chosen = chosen_by(request)
    if chosen.made is None:
        raise Http404
    closed, key = chosen.made.period.closed, chosen.made.period.key
    name = f"brygga-{key}-stangd-{closed:%Y-%m}.csv"
    return table_of_columns(_told(chosen, chosen.made), SPEC, name=name)


def _told(chosen: Chosen, made: Made) -> Mapping[str, Sequence[Value]]:
    """The cells that are asked for; last what is not told by service, a month in a row."""
    units = dict(Unit.objects.values_list("pk", "name"))
    nodes = {node: node_name(node, units) for node in made.nodes}
    added_up = _columns(made)
    each: Mapping[str, Sequence[Value]]
    each = {**_words(made, nodes), **added_up, **_figures(made)}
    asked, is_hidden = chosen.cells(made), made.keys.node == HIDDEN
    told = (asked & ~is_hidden).tolist()
    hidden: dict[int, list[int]] = {}
    for place in np.flatnonzero(asked & is_hidden).tolist():
        hidden.setdefault(int(made.keys.month[place]), []).append(place)
    months = [places for _month, places in sorted(hidden.items())]

    def of_month(name: str, places: Sequence[int]) -> Value:
        if name in added_up:
            return sum(added_up[name][place] for place in places)
        return each[name][places[0]] if name in OF_MONTH else None

    return {
        name: [*compress(values, told), *(of_month(name, places) for places in months)]
        for name, values in each.items()
    }


def _words(made: Made, nodes: Mapping[int, str]) -> Mapping[str, Sequence[Value]]:
    """Which cell it is."""
    known = {one.pk: (one.code, one.name) for one in Service.objects.all()}
    services = [known.get(one or 0, (None, None)) for one in made.services]
    told = [services[at] for at in made.cells.service.tolist()]
    months = made.keys.month.tolist()
    return {
        "month": [made.period.months[at] for at in months],
        "against": [made.compared_with[at] for at in months],
        "code": [code for code, _name in told],
        "service": [name for _code, name in told],
        "unit": [nodes[node] for node in made.keys.node.tolist()],
    }


def _columns(made: Made) -> Mapping[str, Sequence[int]]:
    """What can be added up over services, cell by cell, in öre."""
    cells, nominal, equal = made.cells, made.bridge.nominal, made.bridge.equal
    found = {
        "frozen": cells.before.cost,
        **{f"added_{part}": cells.adjusted[part] for part in ADJUSTED},
        "actual": cells.after.cost,
        "labour": cells.after.labour,
        **{part.value: ore for part, ore in zip(PARTS, nominal.T, strict=True)},
        "difference": nominal.sum(axis=1),
        **{f"equal_{part}": ore for part, ore in zip(PARTS, equal.T, strict=True)},
    }
    return {name: ore.astype(np.int64).tolist() for name, ore in found.items()}


def _figures(made: Made) -> Mapping[str, Sequence[Value]]:
    """What belongs to one cell, its service or its month, and is not added up."""
    cells, standard = made.cells, made.bridge.standard
    costs = [_exact(one / 100) for one in standard.unit_cost.tolist()]
    redone = [_exact(one) for one in standard.redone.tolist()]
    services = cells.service.tolist()
    return {
        "wage_index": [_exact(one) for one in cells.wage.tolist()],
        "price_index": [_exact(one) for one in cells.price.tolist()],
        "volume_before": [_exact(one) for one in cells.before.volume.tolist()],
        "volume_after": [_exact(one) for one in cells.after.volume.tolist()],
        "cost": [costs[service] for service in services],
        "redone": [redone[service] for service in services],
        "own": [_exact(one) for one in (made.bridge.own / 100).tolist()],
    }


@lru_cache(maxsize=1024)  # a service has one unit cost, a month one index
def _exact(value: float) -> Decimal:
    return round(Decimal(str(value)), PLACES)
