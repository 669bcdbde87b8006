# SPDX-License-Identifier: EUPL-1.2
"""Units that become others: merged on a first of a month, or split on a first of January.

The economy is followed by the units as they were; registers speak of the new ones from
the day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gemensam.demo.months import plus
from gemensam.demo.organisation import Receiver
from gemensam.demo.scene import Scene

_DECIDED = timedelta(days=100)  # before the day, it is known
_MERGING = ("preschool", "home_care", "lss", "care_home", "social", "technical")
_NAMES = {
    "preschool": ("Förskolan Skogsbrynet", "Fsk Skogsbrynet"),
    "home_care": ("Hemtjänst Centrum-Väst", "HTJ Centrum-Väst"),
    "lss": ("Gruppbostäderna Ängslyckan", "GB Ängslyckan"),
    "care_home": ("Vård- och omsorgsboendet Hagagården", "Hagagården"),
    "social": ("Enheten för barn, unga och vuxna", "Barn, unga och vuxna"),
    "technical": ("Plan- och byggenheten", "Plan och bygg"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """What a reorganisation makes; codes as each register will have them."""

    code: str
    name: str
    branch: str
    hr_code: str
    meter: str
    like: int  # the unit whose place it takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorganisation:
    """From `date`, units `old` are units `new`; `shares` [old][new] sum to 1 by row."""

    date: date
    old: tuple[int, ...]
    new: tuple[NewUnit, ...]
    shares: tuple[tuple[str, ...], ...]  # percent, as in the file
    basis: str


def reorganisations(scene: Scene) -> tuple[Reorganisation, ...]:
    """Those that are decided today: merges half a year and more after the start, and a
    split on the coming 1 January."""
    wanted = scene.settings.disturbances.reorganisations
    free = _free_units(scene)
    found: list[Reorganisation] = []
    merges = [6, 8, 9][: wanted - (wanted >= 2)] if wanted else []
    for number, after in enumerate(merges):
        day = plus(scene.timeline.start, after)
        pair = _pair(scene, free)
        if pair and day <= scene.timeline.today + _DECIDED:
            free = [unit for unit in free if unit not in pair]
            found.append(_merge(scene, pair, day, number))
    if wanted >= 2 and free:
        found.append(_split(scene, free))
    return tuple(sorted(found, key=lambda one: one.date))


def _free_units(scene: Scene) -> list[int]:
    """Units that have moved with the first wave, or all where nothing is planned."""
    if scene.plan is None:
        return list(range(len(scene.organisation.receivers)))
    return list(scene.plan.waves[1].units)


def _pair(scene: Scene, free: list[int]) -> tuple[int, int] | None:
    """Two units of one kind and department, the smallest kinds first."""
    receivers = scene.organisation.receivers
    for kind in _MERGING:
        own = [unit for unit in free if receivers[unit].kind == kind]
        for one, other in _pairs(own):
            if receivers[one].department == receivers[other].department:
                return one, other
    return None


def _pairs(units: list[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(units):
        for other in units[place + 1 :]:
            yield one, other


def _merge(
    scene: Scene, pair: tuple[int, int], day: date, number: int
) -> Reorganisation:
    first = scene.organisation.receivers[pair[0]]
    name, branch = _NAMES[first.kind]
    return Reorganisation(
        date=day,
        old=pair,
        new=(_new(first, name, branch, 70 + number, pair[0]),),
        shares=(("100",), ("100",)),
        basis=f"Sammanslagning, delegationsbeslut {day.year}-{41 + number}",
    )


def _split(scene: Scene, free: list[int]) -> Reorganisation:
    receivers = scene.organisation.receivers
    unit = next((u for u in free if receivers[u].kind == "home_care"), free[-1])
    old = receivers[unit]
    parts = (("Östra", "Ö"), ("Västra", "V"))
    new = tuple(
        _new(old, f"{old.name} {word}", f"{old.branch} {short}", 80 + place, unit)
        for place, (word, short) in enumerate(parts)
    )
    year = scene.timeline.today.year
    return Reorganisation(
        date=date(year + 1, 1, 1),
        old=(unit,),
        new=new,
        shares=(("55", "45"),),
        basis=f"Delning, nämndens beslut § {84 + year % 10}/{year}",
    )


def _new(like: Receiver, name: str, branch: str, serial: int, unit: int) -> NewUnit:
    return NewUnit(
        code=f"{like.code.split('-')[0]}-2{serial}",
        name=name,
        branch=branch,
        hr_code=f"{like.hr_code.split('-')[0]}-3{serial}0",
        meter=f"M{like.owner + 1}9{serial}",
        like=unit,
    )


class Registered:
    """What the registers call a unit of the model on a day."""

    def __init__(self, scene: Scene) -> None:
        self.changes = reorganisations(scene)
        self._receivers = scene.organisation.receivers
        self._merged = {
            unit: (change.date, change.new[0])
            for change in self.changes
            for unit in change.old
            if len(change.new) == 1
        }

    def new(self, unit: int, day: date) -> NewUnit | None:
        """The unit that has taken its place by `day`; splits lie ahead of every file."""
        change = self._merged.get(unit)
        return change[1] if change and change[0] <= day else None

    def since(self, unit: int) -> date | None:
        change = self._merged.get(unit)
        return change[0] if change else None

    def branch(self, unit: int, day: date) -> str:
        new = self.new(unit, day)
        return new.branch if new else self._receivers[unit].branch

    def meter(self, unit: int, day: date) -> str:
        new = self.new(unit, day)
        return new.meter if new else self._receivers[unit].meter

    def code(self, unit: int, day: date) -> str:
        new = self.new(unit, day)
        return new.code if new else self._receivers[unit].code
