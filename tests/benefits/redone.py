# SPDX-License-Identifier: EUPL-1.2
"""The bridge redone as in a spreadsheet: by the formulas of its page, from the columns of
its file alone."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from gemensam.calc.bridge import Part

Line = Mapping[str, str]
NAMES = {
    Part.PRICE: "Löner och priser",
    Part.VOLUME: "Volym",
    Part.MIX: "Mix",
    Part.SCOPE: "Omfattning",
    Part.EFFICIENCY: "Effektivitet",
    Part.QUALITY: "Kvalitet",
}
NOTHING = Decimal(0)
SURE = Decimal("0.011")  # an öre, and what costs per unit are rounded by


def lines_in(text: str) -> list[Line]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def amount(said: str) -> Decimal:
    plain = re.sub(r"[\s\u00a0\u202f]", "", said).replace(",", ".").replace("−", "-")
    return Decimal(plain or "0")


def in_ore(kronor: Decimal) -> int:
    return int((kronor * 100).quantize(Decimal(1), ROUND_HALF_UP))


def column(name: str, lines: Sequence[Line]) -> Decimal:
    return sum((amount(line[name]) for line in lines), NOTHING)


def told(lines: Sequence[Line]) -> dict[Part, int]:
    """What the file says of each part, in öre."""
    return {part: in_ore(column(name, lines)) for part, name in NAMES.items()}


def price(lines: Sequence[Line]) -> int:
    """Wages and prices in öre, which every line tells enough of."""
    return in_ore(
        sum((_price(line) for line in lines), NOTHING)
        + column("Justering: Löner och priser", lines)
    )


def parts_of(lines: Sequence[Line]) -> list[tuple[Line, dict[Part, Decimal]]]:
    """Each line that names its service, with its six parts in kronor, not rounded."""
    listed = [line for line in lines if line["Tjänst"]]
    alone = _alone(listed)
    return [(line, _parts(line, line["Tjänst"] in alone)) for line in listed]


def differing(lines: Sequence[Line]) -> list[str]:
    """What the file says otherwise than its formulas: each part of a line is handed whole
    öre, so that it lies less than one from its own, and what is left less than five."""
    found = []
    for line, parts in parts_of(lines):
        for part, kronor in parts.items():
            said = amount(line[NAMES[part]])
            most = 5 if part is Part.EFFICIENCY else 1
            if abs(kronor - said) >= most * SURE:
                where = (line["Månad"], line["Tjänst"], line["Förvaltning eller bolag"])
                found.append(f"{part} of {where}: {said}, should be {kronor}")
    return found


def _price(line: Line) -> Decimal:
    return amount(line["Utfall"]) - _deflated(line)


def _deflated(line: Line) -> Decimal:
    labour = amount(line["Varav personal"])
    other = amount(line["Utfall"]) - labour
    return labour / amount(line["Löneindex"]) + other / amount(line["Prisindex"])


def _base(line: Line) -> Decimal:
    return amount(line["Fryst nollmätning"]) + sum(
        amount(line[f"Justering: {NAMES[part]}"])
        for part in (Part.SCOPE, Part.PRICE, Part.VOLUME)
    )


def _parts(line: Line, is_alone: bool) -> dict[Part, Decimal]:
    cost, own = (
        amount(line[f"{whose} kronor per styck"]) for whose in ("Tjänstens", "Egna")
    )
    after = amount(line["Volym nu"])
    change = after - amount(line["Volym då"]) if cost else NOTHING
    base, deflated = _base(line), _deflated(line)
    alone = deflated - base if is_alone else NOTHING
    volume, mix = cost * change, (own - cost) * change
    quality = own * after * amount(line["Ändring av omtag"])
    left = deflated - base - volume - mix - alone - quality
    added = {
        part: amount(line[f"Justering: {NAMES[part]}"])
        for part in (Part.SCOPE, Part.PRICE, Part.VOLUME)
    }
    return {
        Part.PRICE: _price(line) + added[Part.PRICE],
        Part.VOLUME: volume + added[Part.VOLUME],
        Part.MIX: mix,
        Part.SCOPE: alone + added[Part.SCOPE],
        Part.EFFICIENCY: left,
        Part.QUALITY: quality,
    }


def _alone(lines: Sequence[Line]) -> set[str]:
    """Services that only one of the sides has. That the other has nothing anywhere may be
    hidden: it is what the file says of any of its lines, and then holds for all."""
    return {
        line["Tjänst"]
        for line in lines
        if amount(line["Omfattning"]) != amount(line["Justering: Omfattning"])
    }
