# SPDX-License-Identifier: EUPL-1.2
"""Which columns of a table tell who someone is: by their headers and by what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from gemensam.formats.issues import mark
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.headers import normalised
from gemensam.formats.untidy import Untidy, Wanted, looks

PERSONAL_NUMBER = Wanted(
    name="person",
    label=mark("Personal number"),
    words=(
        "personnummer", "personnr", "pnr", "persnr", "person nr", "pers nr",
        "samordningsnummer", "födelsenummer", "personal identity number", "ssn",
    ),
    looks=looks.like_personal_number,
    by_content=True,
)  # fmt: skip
EMPLOYEE_NUMBER = Wanted(
    name="employee",
    label=mark("Employee number"),
    words=(
        "anställningsnummer", "anställningsnr", "anstnr", "anst nr", "anst id",
        "anställningsid", "personid", "person id", "medarbetarid", "employee id",
        "anställd id", "användarid", "användarnamn", "signatur",
    ),
)  # fmt: skip
WANTED = (PERSONAL_NUMBER, EMPLOYEE_NUMBER)

# Headers that are left out whatever stands below them. What is not needed is not kept.
_NAMES = frozenset({
    "namn", "name", "medarbetare", "anställds namn", "personnamn", "fullständigt namn",
    "för och efternamn", "förnamn", "efternamn", "tilltalsnamn", "first name",
    "last name", "surname", "given name", "employee", "employee name", "anställd namn",
    "person",
})  # fmt: skip
_PARTS = (
    "förnamn", "efternamn", "tilltalsnamn", "e post", "epost", "email", "e mail",
    "telefon", "mobil", "gatuadress", "postadress", "hemadress", "adress", "postnummer",
    "postnr", "bankkonto", "clearing", "kommentar", "anteckning", "notering", "kön",
    "ålder", "födelsedatum", "födelsedag", "födelseår", "fackförbund", "facklig",
    "medborgarskap", "civilstånd", "anhörig", "frånvaro", "sjuk", "skatt",
)  # fmt: skip
MANY, MOST = 0.3, 0.8


@dataclass(frozen=True, slots=True)
class Secret:
    """`identity` is the column a pseudonym is made of; `gone` are all that are not kept,
    that one among them."""

    identity: int | None
    is_personal_number: bool
    gone: frozenset[int]


def found(table: Untidy, wanted: Sequence[Wanted]) -> Secret:
    """The secret columns of a table in which the `wanted` ones are to be kept."""
    keys = [normalised(header) for header in table.headers]
    cells = [_cells(table, at) for at in range(len(keys))]
    numbers = [at for at in range(len(keys)) if _has_numbers(keys[at], cells[at])]
    employees = [
        at
        for at, key in enumerate(keys)
        if _is_one_of(key, EMPLOYEE_NUMBER) and at not in numbers
    ]
    known = {normalised(word) for one in wanted for word in one.words}
    names = {
        at for at, key in enumerate(keys) if _tells_who(key, cells[at], key in known)
    }
    first = [*_best_first(numbers, keys, cells), *employees]
    return Secret(
        identity=first[0] if first else None,
        is_personal_number=bool(numbers),
        gone=frozenset({*numbers, *employees, *names}),
    )


def _cells(table: Untidy, at: int) -> list[Cell]:
    return [
        row[at]
        for _line, row in table.sample
        if at < len(row) and not is_empty(row[at])
    ]


def _has_numbers(key: str, cells: Sequence[Cell]) -> bool:
    part = looks.fraction(cells, looks.like_personal_number) or 0.0
    return part >= MANY or _is_one_of(key, PERSONAL_NUMBER)


def _best_first(
    numbers: Sequence[int], keys: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> list[int]:
    """Columns called personal number before others, those with most of them first."""
    return sorted(
        numbers,
        key=lambda at: (
            not _is_one_of(keys[at], PERSONAL_NUMBER),
            -(looks.fraction(cells[at], looks.like_personal_number) or 0.0),
        ),
    )


def _is_one_of(key: str, wanted: Wanted) -> bool:
    return key in {normalised(word) for word in wanted.words}


def _tells_who(key: str, cells: Sequence[Cell], is_wanted: bool) -> bool:
    """By header; or, for headers that mean nothing to us, by content: names of people,
    most of them different, or addresses of mail."""
    if key in _NAMES or any(part in key for part in _PARTS):
        return True
    if any("@" in shown(cell) for cell in cells):
        return True
    if is_wanted:
        return False
    part = looks.fraction(cells, looks.like_name) or 0.0
    different = len({shown(cell) for cell in cells})
    return part >= MOST and different >= max(2, len(cells) * 0.5)
