# SPDX-License-Identifier: EUPL-1.2
"""Finding by the codes that files use, with an issue when there is nothing."""

from dataclasses import dataclass, field

from gemensam.core.imports.importer import Reading
from gemensam.group.importers import kinds
from gemensam.group.models import LegalEntity, Unit


@dataclass(slots=True)
class Lookup:
    """The registers as they were when the file began."""

    reading: Reading
    units: dict[str, Unit] = field(
        default_factory=lambda: {
            unit.code: unit for unit in Unit.objects.select_related("authority")
        }
    )
    entities: dict[str | None, LegalEntity] = field(
        default_factory=lambda: {one.orgnr: one for one in LegalEntity.objects.all()}
    )

    def unit(self, code: object, line: int) -> Unit | None:
        found = self.units.get(str(code))
        if found is None:
            self.reading.log.add(kinds.UNKNOWN_UNIT, line, code=code)
        return found

    def entity(self, number: object, line: int) -> LegalEntity | None:
        found = self.entities.get(digits(number))
        if found is None:
            self.reading.log.add(kinds.UNKNOWN_ENTITY, line, number=number)
        return found


def digits(number: object) -> str:
    """An organisation number as ten digits; the twelve-digit form loses its prefix 16."""
    found = "".join(sign for sign in str(number) if sign.isdigit())
    return found[2:] if len(found) == 12 and found.startswith("16") else found


def is_organisation_number(number: str) -> bool:
    """Ten digits, the third at least 2, the last by Luhn (SKV 709)."""
    if len(number) != 10 or number[2] < "2":
        return False
    total = 0
    for place, digit in enumerate(map(int, number)):
        doubled = digit * (2 - place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0
