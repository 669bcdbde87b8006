# SPDX-License-Identifier: EUPL-1.2
"""Support cost that the mapping does not see, or sees in the wrong place.

Nobody knows which rows it is, so no krona is moved for it; but an interval that left it
out would be too narrow and lie too low. What can be seen is direct cost of a service
where nobody delivers it: that tells how often rows are posted wrongly, and each draw sends
such cost home and lets as much as that rate says have gone astray elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.pools import Money, PoolMonth
from gemensam.calc.costing.usual import NEAR

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What is assumed.

    `misposted`: of rows, how many lie on a wrong account or cost centre, before the month
    itself has told; it weighs as `weight` rows seen astray. `rate_sd` is how far that may
    be off on the log scale, of which `lasts` is the same from year to year, as those who
    post and those who look at it mostly are [own]. Half of them lie on another
    account (`account`): of direct cost `to_overhead` on overhead instead of another
    service, of overhead `to_direct` on a service; the other half on another cost centre,
    `to_support` of them another support unit's of the same ledger. Beyond `most`, cost
    where nobody delivers is a habit and no mistake. `likely`: how much of the money on
    cost centres nobody knows is support, low and high – most are opened by those who
    reorganise; `likely_there`: of unmapped money on the cost centres of support units,
    where all else is support.

    Slips go where people have posted for long: to no cost centre of a centre, which is
    newly opened. All of where slips go is assumed as the demo's generator has it;
    docs/accuracy.md tells what other assumptions do there.
    """

    misposted: float = 0.03
    weight: float = 1.0
    rate_sd: float = 0.25
    lasts: float = 0.5
    account: float = 0.5
    to_overhead: float = 0.5
    to_direct: float = 0.3
    to_support: float = 0.7
    most: float = 0.10
    likely: tuple[float, float] = (0.4, 1.0)
    likely_there: tuple[float, float] = (0.8, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A month's rows behind the amounts of `PoolMonth`: p pools, s services.

    `people_square`, `overhead_square` (p,), `direct_square` (p, s): sums of the rows'
    squared öre; `overhead_rows` (p,), `direct_rows` (p, s) how many. `ledger` (p,) which
    pools are in one ledger, counted from 0; `supports` (p,) support units, `settled` (p,)
    those of them that were there before any centre; `serves` (p, s) who delivers what.
    `unmapped_ore` without mapping on cost centres nobody knows, and `beyond_ore` that a
    rule leaves outside there, by its account alone.
    """

    people_square: Floats
    overhead_square: Floats
    direct_square: Floats
    overhead_rows: Floats
    direct_rows: Floats
    ledger: NDArray[np.int64]
    supports: NDArray[np.bool_]
    settled: NDArray[np.bool_]
    serves: NDArray[np.bool_]
    unmapped_ore: float
    beyond_ore: float
    level: Floats
    steady: Floats


def drawn_money(
    month: PoolMonth,
    seen: Seen,
    *,
    assumed: Unseen,
    codes: np.random.Generator,
    year: np.random.Generator,
    rng: np.random.Generator,
) -> Money:
    """What may truly have been posted, for every draw of `month`.

    A year's postings share one rate of error: `year` draws the same in each month. What
    hides behind codes nobody has mapped is the same whenever they are used, and part of
    the rate lasts: `codes` draws the same in every month of every year, so that of two
    years it goes out of the difference.
    """
    draws = len(month.draws)
    rate, believed = _rate(seen, assumed)
    off = np.sqrt(assumed.lasts) * codes.normal(size=draws)
    off += np.sqrt(1 - assumed.lasts) * year.normal(size=draws)
    rates = rate * np.exp(assumed.rate_sd * off - assumed.rate_sd**2 / 2)
    found = _Drawn(month, seen, assumed, rates, rng)
    found.move_between_centres()
    found.send_direct_home(believed)
    found.add_unmapped(month, codes)
    return Money(
        people=found.people.astype(np.float32),
        overhead=found.overhead.astype(np.float32),
        direct=found.direct.astype(np.float32),
    )


def _rate(seen: Seen, assumed: Unseen) -> tuple[float, float]:
    """How often rows are posted wrongly, and how much of the direct cost where nobody
    delivers is believed to be such rows."""
    astray = float(seen.direct_rows[~seen.serves].sum())
    used = seen.direct_rows.sum(axis=0) > 0
    strange = (
        1 - seen.serves[:, used].mean(axis=1) if used.any() else seen.supports * 0.0
    )
    elsewhere = np.zeros(seen.serves.shape)
    for ledger in np.unique(seen.ledger):
        own = (seen.ledger == ledger) & seen.supports
        if own.any():
            elsewhere[seen.ledger == ledger] = 1 - seen.serves[own].mean(axis=0)
    account, centre = assumed.account, 1 - assumed.account
    visible = account * (1 - assumed.to_overhead) * strange[:, None] + centre * (
        assumed.to_support * elsewhere + (1 - assumed.to_support)
    )
    exposed = float((visible * seen.direct_rows * seen.serves).sum())
    exposed += account * assumed.to_direct * float((strange * seen.overhead_rows).sum())
    told = astray / max(exposed, 1.0)
    believed = min(1.0, assumed.most / told) if told else 1.0
    rate = assumed.misposted * (assumed.weight + astray * believed)
    rate /= assumed.weight + assumed.misposted * exposed
    return min(rate, assumed.most), believed


class _Drawn:
    """Amounts (R, p) and (R, p, s), changed step by step."""

    def __init__(
        self,
        month: PoolMonth,
        seen: Seen,
        assumed: Unseen,
        rates: Floats,
        rng: np.random.Generator,
    ) -> None:
        self.seen, self.assumed, self.rng = seen, assumed, rng
        self.rates = rates[:, None]
        shape = (len(rates), 1)
        self.people = np.tile(month.people.astype(float), shape)
        self.overhead = np.tile(month.overhead.astype(float), shape)
        self.direct = np.tile(month.direct.astype(float), (len(rates), 1, 1))

    def _lost(self, amount: Floats, square: Floats, share: float) -> Floats:
        """(R, …) of amounts (…), what lies elsewhere: a gamma of as few rows as it is."""
        rates = self.rates.reshape(-1, *[1] * amount.ndim)
        some = (amount > 0) & (square > 0)
        size = square / np.where(some, amount, 1.0)
        size = np.where(some, size, 1.0)
        shape = rates * share * np.where(some, amount / size, 0.0)
        lost: Floats = self.rng.standard_gamma(shape) * size
        return lost

    def move_between_centres(self) -> None:
        """Personnel and overhead on a wrong cost centre: some is with the settled support
        units of the ledger, the rest where no support is looked for."""
        seen, assumed = self.seen, self.assumed
        for amounts, square in (
            (self.people, seen.people_square),
            (self.overhead, seen.overhead_square),
        ):
            for ledger in np.unique(seen.ledger):
                own = np.flatnonzero((seen.ledger == ledger) & seen.supports)
                if not len(own):
                    continue
                base, squares = amounts[0, own], square[own]
                lost = self._lost(base, squares, 1 - assumed.account)
                amounts[:, own] += lost
                here = seen.settled[own]
                if here.any():
                    came = lost.sum(axis=1, keepdims=True) * assumed.to_support
                    shape = len(lost), int(here.sum())
                    parts = self._parts(base[here], squares[here], shape)
                    amounts[:, own[here]] -= came * parts

    def _parts(self, base: Floats, square: Floats, shape: tuple[int, ...]) -> Floats:
        """(R, n) how what went astray spreads over so many, row by row."""
        mean = float(self.rates.mean()) * (1 - self.assumed.account)
        rows = mean * max(base.sum(), 1.0) ** 2 / max(square.sum(), 1.0)
        parts = self.rng.standard_gamma(max(rows, 0.05) / shape[1], shape) + 1e-9
        share: Floats = parts / parts.sum(axis=1, keepdims=True)
        return share

    def send_direct_home(self, believed: float) -> None:
        """Direct cost where nobody delivers goes to those who do, and some of theirs has
        come from others of them; overhead and direct cost are taken for each other."""
        seen, assumed = self.seen, self.assumed
        point, serves = self.direct[0], seen.serves
        lost = self._lost(np.where(serves, point, 0.0), seen.direct_square, 1.0)
        sure = serves & (self.rng.random(lost.shape) < seen.steady)
        off = np.where(
            np.abs(point - seen.level) > NEAR * seen.level, point, seen.level
        )
        lost = np.where(sure, np.maximum(seen.level - off, 0.0), lost)
        came = np.where(
            sure, np.maximum(off - seen.level, 0.0), self._came(point, believed)
        )
        wrong = self.rates * assumed.account
        to_overhead = wrong * assumed.to_overhead * point.sum(axis=1)
        to_direct = wrong * assumed.to_direct * self.overhead.mean(axis=0)
        change = np.where(seen.supports, to_direct - to_overhead, 0.0)
        self.overhead += change
        wanted = self.direct.sum(axis=2) - change
        self.direct += lost - came
        for ledger in np.unique(seen.ledger):
            own = seen.ledger == ledger
            kept = self.direct[:, own]
            loose = serves[own] & ~sure[:, own]
            home = np.where(loose, kept, 0.0).sum(axis=(1, 2))
            away = kept.sum(axis=(1, 2)) - home
            ratio = np.divide(
                wanted[:, own].sum(axis=1) - away,
                home,
                out=np.ones_like(home),
                where=home > 0,
            )
            scale = np.clip(ratio, 0.5, 2.0)[:, None, None]
            self.direct[:, own] *= np.where(loose, scale, 1.0)

    def add_unmapped(self, month: PoolMonth, codes: np.random.Generator) -> None:
        """Money without mapping: what lies on a pool's own cost centres is more of what
        else it buys; what lies on cost centres nobody knows is a little more of all
        support – of personnel only the part that is support."""
        seen, assumed, draws = self.seen, self.assumed, len(self.rates)
        there = np.maximum(month.unmapped, 0) * codes.uniform(
            *assumed.likely_there, (draws, 1)
        )
        inside = month.people * (1 - month.shares[:, -1])
        bought = month.overhead + month.direct.sum(axis=1)
        support = max(float(inside.sum() + bought.sum()), 1.0)
        # A rule that speaks of accounts speaks of cost centres opened later too. Where
        # much lies so, cost centres are not in the bridge, and it says nothing.
        tells = seen.beyond_ore <= assumed.most * support
        beyond = seen.beyond_ore if tells else 0.0
        nobodys = seen.unmapped_ore + beyond
        more = 1 + nobodys * codes.uniform(*assumed.likely, (draws, 1)) / support
        grown = more + there / np.maximum(bought, 1.0)
        self.people *= more
        buys = bought > 0
        self.overhead = np.where(
            buys, self.overhead * grown, self.overhead * more + there
        )
        self.direct *= grown[:, :, None]

    def _came(self, point: Floats, believed: float) -> Floats:
        """(R, p, s) what on each account and cost centre is not its own: where nobody
        delivers all that is believed astray, elsewhere what is usual."""
        seen, assumed = self.seen, self.assumed
        used = point.sum(axis=0) > 0
        many = max(int(used.sum()), 1)
        wrong = assumed.account * (
            (1 - assumed.to_overhead) * point.sum(axis=1)
            + assumed.to_direct * self.overhead.mean(axis=0)
        )
        usual = np.zeros_like(point)
        for ledger in np.unique(seen.ledger):
            own = (seen.ledger == ledger) & seen.supports
            others = point[own].sum(axis=0) - point
            away = (1 - assumed.account) * assumed.to_support / max(own.sum(), 1)
            usual[own] = (wrong[:, None] / many + away * others)[own]
        here = seen.serves & (point > 0)
        usual = np.where(
            here, np.minimum(usual, point / 2 / max(self.rates.max(), 1e-9)), 0.0
        )
        typical = seen.direct_square.sum() / max(point.sum(), 1.0)
        square = usual * max(typical, 1.0)
        came = self._lost(usual, square, 1.0)
        came = np.minimum(came, 0.5 * np.maximum(point, 0.0))
        return came + np.where(seen.serves, 0.0, believed * point)
