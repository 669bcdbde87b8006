# SPDX-License-Identifier: EUPL-1.2
"""The index as a file, from which a spreadsheet gives the same per cent.

Laspeyres: the sum of “Nu vid förra årets volym och priser” ÷ the sum of “Kostnad då”.
Paasche: the sum of “Nu i förra årets priser” ÷ the sum of “Då vid årets volym”.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.http import HttpResponse

from gemensam.benefits.queries.efficiency import Efficiency, Line, efficiency
from gemensam.catalogue.models import Service
from gemensam.formats.tables import (
    Code,
    Column,
    Fraction,
    Integer,
    Money,
    Month,
    TableSpec,
    Text,
    Value,
)
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.ui.files import table_file

PLACES = 12  # of indices and costs per unit, so that sums come out to the öre
AS_UNITS, AS_IT_STANDS, NOT_YET = "styckkostnad", "som det står", "jämförs inte"
SPEC = TableSpec(
    columns=(
        Column(name="then", type=Month(), header="Första månaden då"),
        Column(name="now", type=Month(), header="Första månaden nu"),
        Column(name="months", type=Integer(), header="Antal månader"),
        Column(name="code", type=Code(), header="Tjänst"),
        Column(name="service", type=Text(), header="Tjänstens namn"),
        Column(name="compared", type=Text(), header="Jämförs"),
        Column(name="before", type=Money(), header="Kostnad då"),
        Column(name="volume_before", type=Fraction(places=2), header="Volym då"),
        Column(name="after", type=Money(), header="Kostnad nu"),
        Column(name="labour", type=Money(), header="Varav personal"),
        Column(name="volume_after", type=Fraction(places=2), header="Volym nu"),
        Column(name="wage_index", type=Fraction(places=PLACES), header="Löneindex"),
        Column(name="price_index", type=Fraction(places=PLACES), header="Prisindex"),
        Column(name="real", type=Money(), header="Nu i förra årets priser"),
        Column(name="unit_before", type=Fraction(places=PLACES), header="Kronor per styck då"),
        Column(name="unit_after", type=Fraction(places=PLACES), header="Kronor per styck nu, förra årets priser"),
        Column(name="at_before", type=Money(), header="Nu vid förra årets volym och priser"),
        Column(name="at_after", type=Money(), header="Då vid årets volym"),
        Column(name="saved", type=Money(), header="Billigare"),
    )
)  # fmt: skip


@page(sees_figures_of_group)
def efficiency_file(request: PersonRequest) -> HttpResponse:
    """Every service that is compared, and what is not; only the heads before any is."""
    del request
    found = efficiency()
    closed = f"-{found.months[-1]:%Y-%m}" if found else ""
    rows = _rows(found) if found else ()
    return table_file(rows, SPEC, name=f"effektivitet{closed}.csv")


def _rows(found: Efficiency) -> Iterator[Mapping[str, Value]]:
    services = Service.objects.in_bulk()
    for line in found.lines:
        service = services.get(line.service) if line.service is not None else None
        # Each service is compared through the last month.
        first = len(found.months) - line.months
        yield {
            "then": found.compared_with[first],
            "now": found.months[first],
            "months": line.months,
            **_named(service),
            "compared": AS_UNITS if line.is_counted else AS_IT_STANDS,
            "before": line.before,
            "after": line.after,
            "labour": line.labour,
            "wage_index": _exact(found.change.wage),
            "price_index": _exact(found.change.price),
            "real": line.real,
            "at_before": line.at_before,
            "at_after": line.at_after,
            "saved": line.saved,
            **(_units(line) if line.service is not None else {}),
        }
    for out in found.left_out:
        service = services.get(out.service) if out.service is not None else None
        yield {
            **_named(service),
            "compared": NOT_YET,
            "before": out.before,
            "after": out.after,
        }


def _named(service: Service | None) -> Mapping[str, Value]:
    if service is None:
        return {}
    return {"code": service.code, "service": service.name}


def _units(line: Line) -> Mapping[str, Value]:
    told: dict[str, Value] = {
        "volume_before": Decimal(str(line.volume_before)),
        "volume_after": Decimal(str(line.volume_after)),
    }
    if line.is_counted:
        told["unit_before"] = _exact(line.unit_before / 100)
        told["unit_after"] = _exact(line.unit_after / 100)
    return told


def _exact(value: float) -> Decimal:
    return round(Decimal(str(value)), PLACES)
