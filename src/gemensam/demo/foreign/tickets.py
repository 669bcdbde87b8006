# SPDX-License-Identifier: EUPL-1.2
"""A ticket system's export as it comes, drawn from a seed, and what is true of it.

Titles above the headers or none, `;`, cp1252 or a byte order mark, HTML and personal
numbers in headings, names of callers and agents, free texts, branches as somebody once
typed them, dates of another order, sums at the end. A later export of the same history
holds the same numbers again, with what has happened since.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

ADMINISTRATIONS: Mapping[str, tuple[str, ...]] = {
    "Barn- och utbildningsförvaltningen": (
        "Centralskolan", "Björkskolan", "Ängsskolan", "Förskolan Ekorren",
        "Förskolan Kotten", "Gymnasiet",
    ),
    "Vård- och omsorgsförvaltningen": (
        "Solgläntans äldreboende", "Ekhaga äldreboende", "Hemtjänst Centrum",
        "Hemtjänst Norr",
    ),
    "Samhällsbyggnadsförvaltningen": ("Gatuenheten", "Bygglovsenheten"),
    "Kommunstyrelseförvaltningen": ("Kommunkansliet",),
}  # fmt: skip
CATEGORIES = (
    "Lön & frånvaro", "Behörigheter > Nytt konto", "Dator/tillbehör", "Leverantörsfaktura",
    "Utskrift", "Övrigt",
)  # fmt: skip
HEADINGS = (
    "Kan inte logga in", "<p>Fel&nbsp;lön i <b>mars</b></p>", "Ny dator till vikarie",
    "Faktura saknas – betald 2 ggr?", "Skrivaren <i>strejkar</i> &amp; blinkar",
    "Gäller 19850312-{last}: frånvaro saknas", "=HYPERLINK(\"http://x\")",
)  # fmt: skip
FIRST, LAST = ("Anna", "Bo", "Cecilia", "David", "Eva"), ("Ek", "Berg", "Lind", "Ström")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a system writes its exports."""

    headers: Mapping[str, str]
    stamp: str
    encoding: str
    titles: Sequence[str] = ()
    total: bool = False


SHAPES = {
    "topdesk": Shape(
        headers={
            "number": "Ärendenummer", "opened": "Skapad", "closed": "Avslutad",
            "due": "Måldatum", "branch": "Filial", "category": "Kategori",
            "group": "Handläggargrupp", "subject": "Kort beskrivning",
            "caller": "Anmälare", "agent": "Handläggare", "text": "Begäran",
        },
        stamp="%d-%m-%Y %H:%M",
        encoding="utf-8-sig",
    ),
    "artvise": Shape(
        headers={
            "number": "Ärendenr", "branch": "Enhet", "subject": "Ämne",
            "opened": "Registrerad", "due": "Klart senast", "closed": "Stängd",
            "category": "Ärendetyp", "caller": "Uppgiftslämnare", "group": "Grupp",
            "agent": "Ansvarig", "text": "Beskrivning",
        },
        stamp="%Y-%m-%d %H:%M:%S",
        encoding="cp1252",
        titles=("Ärendelista", "Urval: alla ärenden, senaste 12 månaderna"),
        total=True,
    ),
    "easit": Shape(
        headers={
            "number": "Id", "category": "Område", "opened": "Skapat", "subject": "Rubrik",
            "branch": "Organisation", "closed": "Avslutsdatum", "due": "Åtgärdas senast",
            "group": "Ansvarig grupp", "caller": "Kontaktperson", "agent": "Tilldelad",
            "text": "Detaljer",
        },
        stamp="%Y-%m-%d %H:%M",
        encoding="cp1252",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    number: str
    unit: str
    branch: str
    category: str
    subject: str
    caller: str
    opened: datetime
    due: datetime | None
    closed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a right answer says of an export taken at `at`, per unit's administration."""

    at: datetime
    opened: Mapping[str, int]
    closed: Mapping[str, int]
    on_time: Mapping[str, int]
    judged: Mapping[str, int]
    oldest: Mapping[str, str]  # number of the case open longest
    personal_numbers: Sequence[str]
    names: Sequence[str]


@dataclass(slots=True)
class History:
    """All tickets of a time, of which an export tells what was known when it was taken."""

    seed: int
    begins: datetime
    days: int = 365
    a_day: float = 6.0
    tickets: list[Ticket] = field(default_factory=list)

    def __post_init__(self) -> None:
        draw = Random(self.seed)  # noqa: S311 - repeatable, not secret
        pairs = [
            (top, unit) for top, units in ADMINISTRATIONS.items() for unit in units
        ]
        weights = [draw.uniform(0.3, 3) for _ in pairs]
        for place in range(round(self.days * self.a_day)):
            top, unit = draw.choices(pairs, weights)[0]
            self.tickets.append(self._ticket(draw, place, top, unit))
        self.tickets.sort(key=lambda one: one.opened)

    def _ticket(self, draw: Random, place: int, top: str, unit: str) -> Ticket:
        opened = self.begins + timedelta(
            days=draw.randrange(self.days), minutes=60 * 7 + draw.randrange(60 * 10)
        )
        slow = 1.0 + list(ADMINISTRATIONS).index(top) / 2
        took = timedelta(minutes=max(5, round(draw.lognormvariate(7.2, 1.1) * slow)))
        due = opened + timedelta(days=draw.choice((1, 3, 5)))
        last = f"{draw.randrange(10_000):04d}"
        return Ticket(
            number=f"{25}{place:05d}",
            unit=unit,
            branch=typed(unit),
            category=draw.choice(CATEGORIES),
            subject=draw.choice(HEADINGS).format(last=last),
            caller=f"{draw.choice(FIRST)} {draw.choice(LAST)}son{place % 37}",
            opened=opened,
            due=due if draw.random() > 0.1 else None,
            closed=opened + took,
        )

    def until(self, at: datetime) -> list[Ticket]:
        return [one for one in self.tickets if one.opened <= at]

    def truth(self, at: datetime) -> Truth:
        """Per administration, in the twelve months that end with that of `at`."""
        above = {unit: top for top, units in ADMINISTRATIONS.items() for unit in units}
        # Exports know no zones.
        first = datetime(at.year - 1 + at.month // 12, at.month % 12 + 1, 1)  # noqa: DTZ001
        sums: dict[str, dict[str, int]] = {
            name: dict.fromkeys(ADMINISTRATIONS, 0)
            for name in ("opened", "closed", "on_time", "judged")
        }
        oldest: dict[str, str] = {}
        for one in self.until(at):
            top = above[one.unit]
            sums["opened"][top] += one.opened >= first
            if one.closed > at:
                oldest.setdefault(top, one.number)
            elif one.closed >= first:
                sums["closed"][top] += 1
                sums["judged"][top] += one.due is not None
                sums["on_time"][top] += one.due is not None and one.closed <= one.due
        told = self.until(at)
        return Truth(
            at=at,
            **sums,
            oldest=oldest,
            personal_numbers=sorted(
                {one.subject[7:20] for one in told if one.subject.startswith("Gäller")}
            ),
            names=sorted({one.caller for one in told}),
        )

    def export(self, system: str, at: datetime) -> bytes:
        """The file that `system` would give at the minute `at`."""
        shape = SHAPES[system]
        text = io.StringIO()
        rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
        for title in shape.titles:
            rows.writerow([title, *[""] * (len(shape.headers) - 1)])
        rows.writerow(shape.headers.values())
        told = self.until(at)
        for one in told:
            cells = _cells(one, shape, at)
            rows.writerow([cells[name] for name in shape.headers])
        if shape.total:
            rows.writerow([f"Summa: {len(told)} st", *[""] * (len(shape.headers) - 1)])
        return text.getvalue().encode(shape.encoding)


def _cells(one: Ticket, shape: Shape, at: datetime) -> dict[str, str]:
    def stamp(moment: datetime | None) -> str:
        return moment.strftime(shape.stamp) if moment else ""

    return {
        "number": one.number,
        "opened": stamp(one.opened),
        "closed": stamp(one.closed) if one.closed <= at else "",
        "due": stamp(one.due),
        "branch": one.branch,
        "category": one.category,
        "group": "Servicedesk",
        "subject": one.subject,
        "caller": one.caller,
        "agent": "Handläggare Handläggarsson",
        "text": f"<div>Hej!<br>{one.subject}<br>/{one.caller}</div>",
    }


def typed(unit: str) -> str:
    """A unit as somebody once typed it into the ticket system, and it stayed so."""
    return Random(unit).choice(  # noqa: S311 - repeatable, not secret
        (
            unit,
            unit.upper(),
            unit.replace("Förskolan", "Fsk").replace("äldreboende", "äb"),
            f"{unit} (gamla)",
            unit.replace("skolan", "sk"),
        )
    )


def branch_table(history: History) -> bytes:
    """The table somebody keeps: branch, unit, administration."""
    above = {unit: top for top, units in ADMINISTRATIONS.items() for unit in units}
    pairs = sorted({(one.branch, one.unit) for one in history.tickets})
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(["Filial", "Enhet", "Förvaltning"])
    rows.writerows([branch, unit, above[unit]] for branch, unit in pairs)
    return text.getvalue().encode("cp1252")
