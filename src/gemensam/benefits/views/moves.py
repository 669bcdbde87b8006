# SPDX-License-Identifier: EUPL-1.2
"""Every decision by which a frame is cut, as a file with the headings of the import."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpResponse

from gemensam.benefits.enums import MoveOrigin
from gemensam.benefits.importers.budget import ORIGINS, SPANS
from gemensam.benefits.queries.budget import Told, told_moves
from gemensam.benefits.rules import sees_budget_moved
from gemensam.formats.tables import (
    Code,
    Column,
    Day,
    Integer,
    Money,
    Month,
    TableSpec,
    Text,
    Value,
)
from gemensam.group.access import PersonRequest, page
from gemensam.ui.files import table_file

WORDS = {origin: word for word, origin in ORIGINS.items()}
SPAN_WORDS = {span: word for word, span in reversed(SPANS.items())}
SPEC = TableSpec(
    columns=(
        Column(name="number", type=Integer(), header="Nummer"),
        Column(name="authority", type=Text(), header="Nämnd"),
        Column(name="ore", type=Money(), header="Belopp"),
        Column(name="from_month", type=Month(), header="Från månad"),
        Column(name="span", type=Text(), header="Varaktighet"),
        Column(name="decision", type=Text(), header="Beslut"),
        Column(name="decided_on", type=Day(), header="Beslutsdatum"),
        Column(name="origin", type=Text(), header="Ursprung"),
        Column(name="service", type=Code(), header="Tjänst"),
        Column(name="reverses", type=Integer(), header="Återtar nummer"),
        Column(name="booked", type=Text(), header="Bokförd genom"),
        Column(name="note", type=Text(), header="Anteckning"),
    )
)


@page(sees_budget_moved)
def budget_file(request: PersonRequest) -> HttpResponse:
    """In the order in which they were registered; what took one back with its sign turned."""
    del request
    return table_file(_rows(told_moves()), SPEC, name="ramvaxlingar.csv")


def _rows(told: Sequence[Told]) -> Iterator[Mapping[str, Value]]:
    for one in told:
        move = one.move
        yield {
            "number": move.number,
            "authority": move.authority.name,
            "ore": move.ore,
            "from_month": move.from_month,
            "span": SPAN_WORDS["permanent" if move.is_permanent else "once"],
            "decision": move.decision,
            "decided_on": move.decided_on,
            "origin": WORDS[MoveOrigin(move.origin)],
            "service": move.service.code if move.service else None,
            "reverses": move.reverses.number if move.reverses else None,
            "booked": _booked(one),
            "note": move.note,
        }


def _booked(one: Told) -> str | None:
    if one.booking is not None:
        return one.booking.voucher
    return one.file.original_name if one.file else None
