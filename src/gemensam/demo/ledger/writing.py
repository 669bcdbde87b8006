# SPDX-License-Identifier: EUPL-1.2
"""A year of an entity's vouchers as a SIE 4E file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.kinds import PROFILES
from gemensam.demo.ledger.accounts import chart_of
from gemensam.demo.ledger.budget import budgets
from gemensam.demo.ledger.draft import NONE, Posted
from gemensam.demo.lists.charts import (
    ACTIVITIES,
    BAS,
    COUNTERPARTS,
    KOMMUN,
    LATER,
    PROJECTS,
)
from gemensam.demo.months import plus
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.scene import Scene
from gemensam.formats.sie import (
    Account,
    AccountType,
    Balance,
    BalanceKind,
    ChartType,
    CompanyName,
    Currency,
    Dimension,
    Extent,
    FileKind,
    FiscalYear,
    Generated,
    Object,
    ObjectList,
    OrganisationNumber,
    Program,
    Record,
    Row,
    Voucher,
    Writer,
)

Ints = NDArray[np.int64]

DIMENSIONS = {
    "1": "Kostnadsställe",
    "6": "Projekt",
    "20": "Verksamhet",
    "21": "Motpart",
}
_SUPPORT_ACTIVITY = ("92100", "92200", "92300")


class Books:
    """One entity's vouchers, with balances carried from year to year."""

    def __init__(
        self, scene: Scene, entity: int, posted: Posted, opening: Mapping[int, int]
    ) -> None:
        self._scene, self._entity, self._posted = scene, entity, posted
        self._balances = dict(opening)
        self._activity = activities_of(scene)

    def write(self, path: Path, year: int) -> int:
        """Write a year; the years must come in order. Returns the number of rows."""
        this = _Year(self._posted, year)
        checked = self._entity == MUNICIPALITY
        with (
            path.open("wb") as target,
            Writer(target, kind=FileKind.EXPORT, checksum=checked) as writer,
        ):
            writer.write_all(self._heading(this))
            writer.write_all(self._objects(this))
            writer.write_all(self._carried(this))
            writer.write_all(budgets(self._scene, self._posted, year))
            writer.write_all(self._vouchers(this))
        return len(this.rows)

    def _heading(self, this: "_Year") -> Iterator[Record]:
        scene, year = self._scene, this.year
        entity = scene.organisation.entities[self._entity]
        closed = min(date(year, 12, 1), scene.timeline.closed)
        yield Program("Ekonomisystem", "7.2")
        yield Generated(scene.timeline.today)
        yield OrganisationNumber(f"{entity.orgnr[:6]}-{entity.orgnr[6:]}")
        yield CompanyName(entity.name)
        yield FiscalYear(0, date(year, 1, 1), date(year, 12, 31))
        yield FiscalYear(-1, date(year - 1, 1, 1), date(year - 1, 12, 31))
        yield Extent(plus(closed, 1) - timedelta(days=1))
        yield ChartType("KOMMUN-BAS" if self._entity == MUNICIPALITY else "EUBAS97")
        yield Currency("SEK")
        for number, name in sorted(self._chart(this).items()):
            yield Account(str(number), name)
            yield AccountType(str(number), _type(number))

    def _chart(self, this: "_Year") -> dict[int, str]:
        """The whole chart, and accounts opened since if the year uses them."""
        place = min(self._entity, 1)
        used = set(np.unique(this.rows_of("account")).tolist())
        later = {n: name for n, name in LATER[place].items() if n in used}
        return (BAS if place else KOMMUN) | later

    def _objects(self, this: "_Year") -> Iterator[Record]:
        centres = self._scene.organisation.cost_centres
        for code, name in DIMENSIONS.items():
            yield Dimension(code, name)
        used = this.used("centre")
        for place in sorted(used, key=lambda one: centres[one].code):
            yield Object("1", centres[place].code, centres[place].name)
        for number in this.used("project"):
            yield Object("6", str(number), PROJECTS[str(number)])
        for code in sorted({self._activity[place] for place in used}):
            yield Object("20", code, ACTIVITY_NAMES[code])
        for number in this.used("counterpart"):
            yield Object("21", str(number), COUNTERPARTS[str(number)])

    def _carried(self, this: "_Year") -> Iterator[Record]:
        """Balances in, out and of the result; the next year begins where this ends."""
        turnover = this.turnover()
        opening = self._balances
        closing = {
            account: opening.get(account, 0) + turnover.get(account, 0)
            for account in {*opening, *turnover}
            if account < 3000
        }
        result = {account: ore for account, ore in turnover.items() if account >= 3000}
        for kind, balances in (
            (BalanceKind.OPENING, opening),
            (BalanceKind.CLOSING, closing),
            (BalanceKind.RESULT, result),
        ):
            for account, ore in sorted(balances.items()):
                if ore:
                    yield Balance(kind, 0, str(account), (), ore)
        equity = chart_of(self._entity).equity
        self._balances = {
            **closing,
            equity: closing.get(equity, 0) + sum(result.values()),
        }

    def _vouchers(self, this: "_Year") -> Iterator[Voucher]:
        posted = self._posted
        codings = self._codings(this)
        accounts = [str(one) for one in this.rows_of("account").tolist()]
        amounts = this.rows_of("amount").tolist()
        rows = list(map(Row, accounts, codings, amounts))
        number, before, low = 0, NONE, 0
        for place, size in zip(this.vouchers.tolist(), this.sizes, strict=True):
            series = int(posted.series[place])
            number = number + 1 if series == before else 1
            before = series
            yield Voucher(
                posted.names[series],
                str(number),
                date.fromordinal(int(posted.day[place])),
                posted.texts[place],
                rows=tuple(rows[low : low + size]),
            )
            low += size

    def _codings(self, this: "_Year") -> list[ObjectList]:
        """Each row's code parts; the same combination is the same object."""
        parts = np.stack(
            [this.rows_of(name) for name in ("centre", "project", "counterpart")],
            axis=1,
        )
        shifted = parts + 1
        key = (shifted[:, 0] * 10_000 + shifted[:, 1]) * 1_000 + shifted[:, 2]
        _, first, place = np.unique(key, return_index=True, return_inverse=True)
        known = [self._coding(*parts[row].tolist()) for row in first.tolist()]
        return [known[number] for number in place.tolist()]

    def _coding(self, centre: int, project: int, counterpart: int) -> ObjectList:
        found = []
        if centre != NONE:
            found.append(("1", self._scene.organisation.cost_centres[centre].code))
        if project != NONE:
            found.append(("6", str(project)))
        if centre != NONE:
            found.append(("20", self._activity[centre]))
        if counterpart != NONE:
            found.append(("21", str(counterpart)))
        return tuple(found)


class _Year:
    """The vouchers of a year, in order, with their rows."""

    def __init__(self, posted: Posted, year: int) -> None:
        self.year = year
        first, last = (date(one, 1, 1).toordinal() for one in (year, year + 1))
        inside = (posted.day >= first) & (posted.day < last)
        self.vouchers = np.flatnonzero(inside)
        self.rows = np.flatnonzero(inside[posted.rows.voucher])
        counts = np.bincount(posted.rows.voucher[self.rows], minlength=len(posted.day))
        self.sizes: list[int] = counts[self.vouchers].tolist()
        self._posted = posted

    def rows_of(self, name: str) -> Ints:
        found: Ints = getattr(self._posted.rows, name)[self.rows]
        return found

    def used(self, name: str) -> list[int]:
        """The values of a code part that occur, in order."""
        return [one for one in np.unique(self.rows_of(name)).tolist() if one != NONE]

    def turnover(self) -> dict[int, int]:
        """Öre by account."""
        accounts, place = np.unique(self.rows_of("account"), return_inverse=True)
        total = np.zeros(len(accounts), dtype=np.int64)
        np.add.at(total, place, self.rows_of("amount"))
        return dict(zip(accounts.tolist(), total.tolist(), strict=True))


ACTIVITY_NAMES = dict(profile.activity for profile in PROFILES.values()) | ACTIVITIES


def activities_of(scene: Scene) -> list[str]:
    """The activity code of each cost centre."""
    organisation = scene.organisation
    found = []
    for centre in organisation.cost_centres:
        if centre.pool < organisation.first_support:
            found.append(organisation.receivers[centre.pool].activity)
        elif centre.pool < organisation.first_centre:
            area = organisation.support[centre.pool - organisation.first_support].area
            found.append("92000" if area < 0 else _SUPPORT_ACTIVITY[area])
        else:
            found.append("92500")
    return found


def _type(account: int) -> str:
    """T asset, S debt, K cost, I income."""
    first = account // 1000
    if account in (8410, 8511):
        return "K"
    return {1: "T", 2: "S", 3: "I", 8: "I"}.get(first, "K")
