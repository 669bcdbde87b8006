# SPDX-License-Identifier: EUPL-1.2
"""The roster of another municipality, with all the oddities of a real one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gemensam.demo.foreign.workbook import Value, write_rows
from gemensam.demo.identity import Identities
from gemensam.demo.lists.titles import (
    ADMINISTRATORS,
    HOURLY,
    MANAGERS,
    STAFF,
    SUPPORT_MANAGERS,
    SUPPORT_STAFF,
    Title,
)
from gemensam.demo.randomness import stream

# Cost centre, its name, its kind in `titles`, and how many of a thousand work there.
SUPPORT = (
    ("11000", "Ekonomiavdelningen", "finance", 14),
    ("12000", "HR-avdelningen", "hr", 12),
    ("13000", "IT-avdelningen", "it", 13),
)
ORDINARY = (
    ("31", "Björkskolan", "school", 45),
    ("32", "Granskolan", "school", 45),
    ("33", "Hasselskolan", "school", 45),
    ("35", "Lindbergs gymnasium", "upper", 70),
    ("41", "Förskolan Myran", "preschool", 22),
    ("42", "Förskolan Grodan", "preschool", 22),
    ("51", "Solgårdens äldreboende", "care_home", 60),
    ("52", "Ekbackens äldreboende", "care_home", 60),
    ("53", "Hemtjänst centrum", "home_care", 70),
    ("61", "Socialkontoret", "social", 45),
    ("71", "Tekniska kontoret", "technical", 40),
    ("72", "Måltid och lokalvård", "cleaning", 45),
)
HEADERS = (
    "Personnummer", "Namn", "Anst.nr", "Befattning", "Ssg %", "Ansvar", "Ansvar (T)",
    "Löneform", "Månadslön", "Timlön", "Anst. fr.o.m.", "E-post", "Kommentar",
    "Övrigt",
)  # fmt: skip
ON_COSTS = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A row of the roster; pay in kronor, a month for full time or an hour."""

    title: Title
    centre: str
    name_of_centre: str
    extent: int  # per cent; 0 for the hourly paid
    pay: float
    is_hourly: bool

    @property
    def year_ore(self) -> int:
        """What the year costs with on-costs, as posted: the hourly paid work a fifth."""
        month = self.pay * (165 * 0.2 if self.is_hourly else self.extent / 100)
        return round(month * 12 * (1 + ON_COSTS) * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    workers: tuple[Worker, ...]
    numbers: tuple[str, ...]  # YYYYMMDD-NNNC, in the order of the workers
    names: tuple[str, ...]
    year: int


def make_roster(*, seed: int, year: int = 2025, thousands: float = 1.0) -> Roster:
    """About `thousands` × 800 employments."""
    rng = stream(seed, "foreign roster")
    workers = tuple(_workers(rng, thousands))
    senior = np.array([one.title.aid.startswith("10") for one in workers])
    who = Identities(seed, senior, year)
    names = tuple(who.name(at) for at in range(len(workers)))
    return Roster(
        workers=workers, numbers=tuple(who.personal_numbers), names=names, year=year
    )


def _workers(rng: np.random.Generator, thousands: float) -> Iterator[Worker]:
    for centre, name, area, size in SUPPORT:
        yield _worker(rng, SUPPORT_MANAGERS[area], centre, name, full=True)
        for _ in range(round(size * thousands)):
            yield _worker(rng, _drawn(rng, SUPPORT_STAFF[area]), centre, name)
    for prefix, name, kind, size in ORDINARY:
        for part in range(max(1, round(thousands))):
            centre = f"{prefix}{100 + part}"
            yield _worker(rng, MANAGERS[kind], centre, name, full=True)
            yield _worker(rng, ADMINISTRATORS[kind], centre, name)
            for _ in range(round(size * min(thousands, 1))):
                yield _worker(rng, _drawn(rng, STAFF[kind]), centre, name)
            if kind in HOURLY:
                for _ in range(max(1, round(size * 0.2 * min(thousands, 1)))):
                    yield _worker(rng, HOURLY[kind], centre, name, hourly=True)


def _drawn(rng: np.random.Generator, choices: tuple[tuple[Title, float], ...]) -> Title:
    odds = np.array([odds for _title, odds in choices])
    return choices[int(rng.choice(len(choices), p=odds / odds.sum()))][0]


def _worker(
    rng: np.random.Generator,
    title: Title,
    centre: str,
    name: str,
    *,
    full: bool = False,
    hourly: bool = False,
) -> Worker:
    pay = title.salary + rng.normal(0, title.spread)
    extent = (
        100 if full else int(rng.choice([100, 75, 80, 50], p=[0.6, 0.15, 0.15, 0.1]))
    )
    return Worker(
        title=title,
        centre=centre,
        name_of_centre=name,
        extent=0 if hourly else extent,
        pay=round(pay, 1) if hourly else round(pay / 50) * 50,
        is_hourly=hourly,
    )


def write_roster(path: Path, roster: Roster) -> None:
    """Titles above, AID within the title, the same person in two rows, a number within
    a remark, a missing and a negative salary, a row of sums at the end."""
    write_rows(path, _rows(roster), sheet="Personal")


def _rows(roster: Roster) -> Iterator[tuple[Value, ...]]:
    yield ("Personallista",)
    yield ("Avser", f"{roster.year}-10-01")
    yield ()
    yield HEADERS
    for at, (worker, number, name) in enumerate(
        zip(roster.workers, roster.numbers, roster.names, strict=True)
    ):
        yield (
            number if at % 2 else number.replace("-", ""),
            name,
            f"A{at:06}",
            f"{worker.title.name} ({worker.title.aid})",
            None if worker.is_hourly else worker.extent,
            worker.centre,
            worker.name_of_centre,
            "Timavlönad" if worker.is_hourly else "Månadsavlönad",
            None if worker.is_hourly else _pay(at, worker.pay),
            f"{worker.pay:.2f}".replace(".", ",") if worker.is_hourly else None,
            f"{roster.year - 1 - at % 9}-0{1 + at % 9}-01",
            f"{name.split(' ', maxsplit=1)[0].lower()}@kommun.example",
            f"Vikarie för {roster.numbers[at - 1]}" if at % 97 == 5 else None,
            f"id_{number}x" if at % 50 == 7 else f"Grupp {at % 4}",
        )
    yield ("Summa", None, None, None, None, None, None, None, "se lönesystemet")


def _pay(at: int, pay: float) -> Value:
    if at == 40:
        return None
    if at == 41:
        return -pay
    text = f"{pay:,.0f}".replace(",", "\u00a0")
    return pay if at % 3 else f"{text},00"
