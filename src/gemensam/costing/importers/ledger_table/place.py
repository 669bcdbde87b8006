# SPDX-License-Identifier: EUPL-1.2
"""Whose ledger a table is, and of which fiscal year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gemensam.core.imports.importer import Reading
from gemensam.core.wording import kronor
from gemensam.costing.importers.ledger_table import kinds, staging
from gemensam.costing.models import Ledger
from gemensam.formats.untidy import looks
from gemensam.group.enums import EntityKind
from gemensam.group.models import LegalEntity

_NUMBER = re.compile(r"(?<!\d)(?:16)?(\d{2}[2-9]\d{3})-?(\d{4})(?!\d)")
MONTHS = """
SELECT date_trunc('month', day)::date, count(*), sum(abs(ore)), min(line)
FROM incoming GROUP BY 1 ORDER BY 1
"""
OTHER_KINDS = """
SELECT EXISTS (SELECT 1 FROM costing_voucher v JOIN core_import i
    ON i.id = v.first_import_id WHERE v.ledger_id = %(ledger)s
    AND v.superseded_at IS NULL AND i.kind <> 'ledger_table')
"""


@dataclass(slots=True)
class Place:
    """The legal entity, the first day of the fiscal year, and the ledger, if it is there."""

    entity: LegalEntity | None = None
    year_from: date | None = None
    ledger: Ledger | None = None

    @property
    def year_to(self) -> date:
        assert self.year_from is not None
        return self.year_from.replace(year=self.year_from.year + 1)


def entity_of(reading: Reading, titles: Iterable[str]) -> LegalEntity | None:
    """The chosen one, else the one whose number stands above the table, else the
    municipality; None, with an issue, when it is not known or another is spoken of."""
    chosen = "".join(re.findall(r"\d", str(reading.options.get("orgnr") or "")))
    said = {number for title in titles for number in numbers_in(title)}
    entities = {one.orgnr: one for one in LegalEntity.objects.exclude(orgnr=None)}
    if chosen:
        if chosen not in entities:
            reading.log.add(kinds.UNKNOWN_COMPANY, number=chosen)
            return None
        if said and chosen not in said and said & set(entities):
            other = entities[min(said & set(entities))]
            reading.log.add(
                kinds.WRONG_COMPANY, said=other.name, chosen=entities[chosen].name
            )
            return None
        return entities[chosen]
    for number in sorted(said):
        if number in entities:
            return entities[number]
    return default_entity()


def default_entity() -> LegalEntity | None:
    """The municipality, else the only legal entity there is."""
    found = LegalEntity.objects.filter(kind=EntityKind.MUNICIPALITY).order_by("pk")
    return found.first() or LegalEntity.objects.order_by("pk").first()


def numbers_in(text: str) -> set[str]:
    """Organisation numbers in a text: the third digit two or more, check digit right."""
    return {
        head + tail for head, tail in _NUMBER.findall(text) if looks.luhn(head + tail)
    }


def check_companies(place: Place, companies: set[str], reading: Reading) -> None:
    """A column of companies must speak of one, and of the chosen one if by number."""
    said = {one for one in companies if one}
    if len(said) > 1:
        reading.log.add(kinds.SEVERAL_COMPANIES, said=", ".join(sorted(said)[:5]))
        return
    for text in said:
        numbers = numbers_in(text)
        number = place.entity.orgnr if place.entity else None
        if numbers and number and number not in numbers:
            assert place.entity is not None
            reading.log.add(kinds.WRONG_COMPANY, said=text, chosen=place.entity.name)


def find_year(place: Place, reading: Reading, year: int | None) -> None:
    """The fiscal year: the given one, else the one most rows are of. Rows of another
    are an error. Asks the staged rows, which must be there."""
    start = place.entity.fiscal_year_start if place.entity else 1
    years: dict[int, list[tuple[int, int, int]]] = {}
    for month, count, ore, line in staging.many(MONTHS):
        begins = month.year if month.month >= start else month.year - 1
        years.setdefault(begins, []).append((count, int(ore), line))
    if not years:
        return
    chosen = year or max(years, key=lambda each: sum(row[0] for row in years[each]))
    place.year_from = date(chosen, start, 1)
    others = {each: rows for each, rows in years.items() if each != chosen}
    if others:
        rows = [row for each in others.values() for row in each]
        reading.log.add(
            kinds.WRONG_YEAR,
            min(row[2] for row in rows),
            count=sum(row[0] for row in rows),
            kr=kronor(sum(row[1] for row in rows)),
            year=str(chosen),
            other=", ".join(map(str, sorted(others))),
            first=min(row[2] for row in rows),
        )


def find_ledger(place: Place, reading: Reading) -> None:
    """The ledger of that year, unless it came in from another kind of export."""
    if place.entity is None or place.year_from is None:
        return
    place.ledger = Ledger.objects.filter(
        legal_entity=place.entity, year_from=place.year_from
    ).first()
    if place.ledger and staging.one(OTHER_KINDS, ledger=place.ledger.pk)[0]:
        reading.log.add(
            kinds.FROM_SIE, year=str(place.year_from.year), entity=place.entity.name
        )
