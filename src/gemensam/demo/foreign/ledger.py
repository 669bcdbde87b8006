# SPDX-License-Identifier: EUPL-1.2
"""A dirty ledger of another municipality, over several workbooks, with its true totals."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from gemensam.demo.foreign.roster import ON_COSTS, SUPPORT, Roster
from gemensam.demo.foreign.workbook import Value, write_rows
from gemensam.demo.randomness import stream

HEADERS = (
    "Konto", "Konto (T)", "Ansvar", "Ansvar (T)", "Verksamhet", "Aktivitet", "Projekt",
    "Motpart", "Objekt", "Fri kod", "Ver.datum", "Serie", "Ver.nr", "Text", "Belopp",
)  # fmt: skip
PAY, FEES = (5010, "Löner månadsavlönade"), (5610, "Arbetsgivaravgifter")
OTHER = (
    (6010, "Hyra lokaler"), (6210, "Leasing datorer"), (6410, "Förbrukningsmaterial"),
    (6540, "Licenser"), (6810, "Telefoni"), (7010, "Resor"), (7430, "Konsulter"),
    (7490, "Övriga tjänster"), (3410, "Hyresintäkter"),
)  # fmt: skip
OF_IT = ((6540, "Licenser"), (7520, "Driftavtal IT"), (6210, "Leasing datorer"))
BATCH = 4096


@dataclass(slots=True)
class LedgerTruth:
    """What the files hold: öre by account, rows, and the files in their order."""

    accounts: Counter[int] = field(default_factory=Counter)
    rows: int = 0
    paths: list[Path] = field(default_factory=list)

    @property
    def total_ore(self) -> int:
        return sum(self.accounts.values())


@dataclass(frozen=True, slots=True)
class _Post:
    month: int
    day: int
    series: str
    number: int
    account: tuple[int, str]
    centre: tuple[str, str]
    ore: int


def write_ledger(
    folder: Path,
    roster: Roster,
    *,
    rows: int,
    files: int = 2,
    months: Sequence[int] = range(1, 13),
    seed: int = 1,
) -> LedgerTruth:
    """About `rows` postings of the months in `files` workbooks: pay by the roster, the
    rest invoices of two or three rows. The cut falls wherever it falls."""
    truth = LedgerTruth()
    posts = _posts(roster, rows, months, seed)
    each = -(-rows // files)
    for number in range(1, files + 1):
        last = number == files
        part = posts if last else islice(posts, each)
        path = folder / f"huvudbok_{roster.year}_del{number}.xlsx"
        write_rows(path, _dirty(part, roster.year, truth), sheet="Transaktioner")
        truth.paths.append(path)
    return truth


def _posts(
    roster: Roster, rows: int, months: Sequence[int], seed: int
) -> Iterator[_Post]:
    pay: Counter[tuple[str, str]] = Counter()
    for one in roster.workers:
        pay[one.centre, one.name_of_centre] += one.year_ore
    centres = sorted(pay)
    room = max(0, rows - 2 * len(centres) * len(months))
    for month in months:
        for place, centre in enumerate(centres, 1):
            number = month * 10_000 + place
            gross = round(pay[centre] / 12 / (1 + ON_COSTS))
            yield _Post(month, 27, "L", number, PAY, centre, gross)
            yield _Post(
                month, 27, "L", number, FEES, centre, round(pay[centre] / 12) - gross
            )
        yield from _invoices(
            stream(seed, "foreign invoices", month), month, room // len(months), centres
        )


def _invoices(
    rng: np.random.Generator, month: int, count: int, centres: list[tuple[str, str]]
) -> Iterator[_Post]:
    it = next(one[0] for one in SUPPORT if one[2] == "it")
    at_it = next(at for at, one in enumerate(centres) if one[0] == it)
    number = done = 0
    while done < count:
        size = min(BATCH, count - done)
        where = rng.integers(0, len(centres), size)
        where[rng.random(size) < 0.06] = at_it
        ore = np.round(rng.lognormal(11.3, 1.2, size)).astype(np.int64)
        ore[rng.random(size) < 0.08] *= -1
        what = rng.integers(0, len(OTHER), size)
        days, same = rng.integers(1, 29, size), rng.random(size) < 0.45
        for at in range(size):
            if not same[at] or at == 0:
                number += 1
                day = int(days[at])
            centre = centres[int(where[at])]
            accounts = OF_IT if centre[0] == it else OTHER
            account = accounts[int(what[at]) % len(accounts)]
            income = -1 if account[0] < 4000 else 1
            yield _Post(
                month, day, "F", month * 10_000_000 + number, account, centre,
                income * int(ore[at]),
            )  # fmt: skip
        done += size


def _dirty(
    posts: Iterator[_Post], year: int, truth: LedgerTruth
) -> Iterator[tuple[Value, ...]]:
    """Rows with titles, headers repeated, a sum per month and one of all."""
    yield ("Lindhaga kommun",)
    yield ("Huvudbok, transaktioner", None, None, f"Period {year}01 - {year}12")
    yield ()
    yield HEADERS
    month, subtotal, total = 0, 0, 0
    for count, post in enumerate(posts):
        if month and post.month != month:
            yield _sum(f"Delsumma {year}-{month:02}", subtotal)
            yield ()
            subtotal = 0
        month = post.month
        if count and count % 5000 == 0:
            yield HEADERS
        yield _row(post, year, count)
        truth.accounts[post.account[0]] += post.ore
        truth.rows += 1
        subtotal += post.ore
        total += post.ore
    if month:
        yield _sum(f"Delsumma {year}-{month:02}", subtotal)
    yield _sum("Totalt", total)


def _sum(label: str, ore: int) -> tuple[Value, ...]:
    return (label, *[None] * 13, written(ore))


def _row(post: _Post, year: int, at: int) -> tuple[Value, ...]:
    return (
        str(post.account[0]),
        post.account[1],
        post.centre[0],
        post.centre[1],
        f"{200 + int(post.centre[0][:2])}",
        "" if at % 3 else f"A{at % 40:02}",
        "" if at % 7 else f"P{at % 90:03}",
        f"{8 + at % 3}{at % 10}",
        f"OBJ{at % 50}" if at % 5 == 0 else "",
        "",
        f"{year}-{post.month:02}-{post.day:02}",
        post.series,
        str(post.number),
        f"Faktura {at % 977} å ä ö" if post.series == "F" else "Lön",
        written(post.ore),
    )


def written(ore: int) -> str:
    """An amount as some systems print it: 1 234,50-"""
    whole, rest = divmod(abs(ore), 100)
    thousands = f"{whole:,}".replace(",", "\u00a0")
    return f"{thousands},{rest:02}" + ("-" if ore < 0 else "")
