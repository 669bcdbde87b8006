# SPDX-License-Identifier: EUPL-1.2
"""What happens to a case: answered, waiting, done, reopened, closed; in time or not."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.many import day_closings, earliest, readings
from gemensam.demo.cases.arrivals import Arrivals, centre_arrivals, now_of
from gemensam.demo.cases.hours import MINUTE, WORKDAY, Micros, service_hours
from gemensam.demo.months import between
from gemensam.demo.people import Role, Spells
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.services import TEAMS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EPOCH_MONTH = date(1970, 1, 1)
NOTHING = np.iinfo(np.int64).max
_BEFORE, _AFTER = 0.885, 0.955  # done in time: in the first months, and a year later
_DIP = 0.05  # the month a wave moves, and half of it the month after
_WORST = {"HR1": 2.2, "IT2": 1.15, "EK3": 1.1}  # times as often late
_PATIENCE = 0.20  # of the cases wait for the customer
_REOPENED = 0.04
_RATED = 0.40


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """n cases in order of arrival; instants in microseconds, NOTHING where none is.

    `agent` is a person's number, −1 when nobody has it yet. `rating` 0 is none given.
    `late` is whether the first solution came after the promise.
    """

    unit: Ints
    service: Ints
    priority: Ints
    opened: Micros
    assigned: Micros
    waits: Micros
    answered: Micros
    resumed: Micros
    resolved: Micros
    reopened: Micros
    resolved_again: Micros
    closed: Micros
    agent: Ints
    rating: Ints
    late: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.unit)


def centre_cases(scene: Scene, spells: Spells) -> Cases:
    """The centre's cases with their lives, as far as they have come now."""
    rng = stream(scene.settings.seed, "cases")
    arrivals = centre_arrivals(scene, rng)
    budget = _budgets(scene, arrivals)
    late = _late(scene, arrivals, budget, rng)
    active = _active(budget, late, rng)
    lives = _lives(scene, arrivals, active, rng)
    resolved = lives["resolved"]
    return Cases(
        unit=arrivals.unit,
        service=arrivals.service,
        priority=arrivals.priority,
        opened=arrivals.opened,
        **_until(lives, now_of(scene)),
        agent=_agents(scene, arrivals, spells, rng),
        rating=_ratings(scene, arrivals, late, resolved <= now_of(scene), rng),
        late=late,
    )


def done_by_month(scene: Scene, cases: Cases) -> Ints:
    """(u, s, m) how many cases were done in each month that has begun."""
    shape = (len(scene.organisation.receivers), len(scene.services), scene.months)
    counts = np.zeros(shape, dtype=np.int64)
    done = cases.resolved != NOTHING
    month = _months(scene, cases.resolved[done])
    np.add.at(counts, (cases.unit[done], cases.service[done], month), 1)
    return counts


def _months(scene: Scene, micros: Micros) -> Ints:
    """Month numbers of instants; the hour or two of UTC never matters at night."""
    whole = micros.astype("M8[us]").astype("M8[M]").astype(np.int64)
    first = scene.timeline.first
    return whole - between(_EPOCH_MONTH, first)


def _budgets(scene: Scene, arrivals: Arrivals) -> Floats:
    """Minutes of working time that the promise gives to the whole case."""
    hours = service_hours(scene.timeline.baseline_year)
    budget = np.zeros(len(arrivals))
    begun = readings(hours, arrivals.opened)
    for place, targets in enumerate(scene.services.targets):
        for priority, target in targets.items():
            rows = np.flatnonzero(
                (arrivals.service == place) & (arrivals.priority == priority)
            )
            size, unit = target.resolution
            if unit == "D" and len(rows):
                days = np.full(len(rows), size)
                due = day_closings(hours, arrivals.opened[rows], days)
                budget[rows] = (readings(hours, due) - begun[rows]) / MINUTE
            else:
                budget[rows] = size
    return budget


def _late(
    scene: Scene, arrivals: Arrivals, budget: Floats, rng: np.random.Generator
) -> NDArray[np.bool_]:
    month = _months(scene, arrivals.opened)
    age = month - scene.start
    kept = np.interp(age, [0, 12], [_BEFORE, _AFTER])
    late = (1 - kept) + _dips(scene)[scene.services.area[arrivals.service], month]
    worse = np.array([_WORST.get(team.code, 0.9) for team in TEAMS])
    late *= worse[scene.services.team[arrivals.service]]
    # A day's promise is broken more easily than a week's.
    late *= np.interp(budget / WORKDAY, [0.1, 1, 2, 5], [2.0, 1.7, 1.15, 0.5])
    return rng.random(len(late)) < np.clip(late, 0.01, 0.6)


def _dips(scene: Scene) -> Floats:
    """(areas, m) more lateness where many units moved."""
    size = np.diff(scene.moved.mean(axis=0), axis=1, prepend=0.0)
    after = np.zeros_like(size)
    after[:, 1:] = 0.5 * size[:, :-1]
    dips: Floats = _DIP * np.clip((size + after) * 4, 0, 1)
    return dips


def _active(
    budget: Floats, late: NDArray[np.bool_], rng: np.random.Generator
) -> Floats:
    """Working minutes from the first to the solution, waiting not counted."""
    typical = np.interp(budget / WORKDAY, [0.2, 1, 2, 5], [0.3, 0.13, 0.06, 0.025])
    share = np.minimum(typical * rng.lognormal(0.0, 0.9, len(budget)), 0.97)
    over = 1.02 + rng.exponential(0.12, len(budget))
    return np.maximum(3.0, budget * np.where(late, over, share))


def _lives(
    scene: Scene, arrivals: Arrivals, active: Floats, rng: np.random.Generator
) -> dict[str, Micros]:
    hours = service_hours(scene.timeline.baseline_year)
    count = len(arrivals)
    begun = readings(hours, arrivals.opened)
    waits = rng.random(count) < _PATIENCE * np.where(active > 60, 1.25, 0.5)
    pause = np.where(waits, rng.lognormal(np.log(0.45 * WORKDAY), 0.8, count), 0.0)
    pause = np.where(waits, np.maximum(20.0, pause), 0.0)
    first = np.minimum(0.35 * active, rng.lognormal(np.log(45), 1.0, count))
    asks = first + 0.3 * (active - first)
    back = rng.exponential(25.0, count) + 1
    again = rng.random(count) < _REOPENED
    later = active + pause + rng.uniform(0.3, 4, count) * WORKDAY
    redo = later + np.minimum(active, WORKDAY) * rng.uniform(0.3, 0.9, count)
    last = np.where(again, redo, active + pause)
    minutes = {
        "assigned": first,
        "waits": np.where(waits, asks, np.inf),
        "answered": np.where(waits, asks + pause, np.inf),
        "resumed": np.where(
            waits, np.minimum(asks + pause + back, active + pause - 1), np.inf
        ),
        "resolved": active + pause,
        "reopened": np.where(again, later, np.inf),
        "resolved_again": np.where(again, redo, np.inf),
        "closed": last + WORKDAY * rng.integers(4, 7, count),
    }
    return {name: _instants(hours, begun, spent) for name, spent in minutes.items()}


def _instants(hours: Calendar, begun: Micros, minutes: Floats) -> Micros:
    found = np.full(len(begun), NOTHING)
    real = np.flatnonzero(np.isfinite(minutes))
    wanted = begun[real] + np.rint(minutes[real] * 60).astype(np.int64) * 1_000_000
    found[real] = earliest(hours, wanted)
    return found


def _until(lives: dict[str, Micros], now: int) -> dict[str, Micros]:
    """Nothing that lies ahead has happened."""
    return {
        name: np.where(moment > now, NOTHING, moment) for name, moment in lives.items()
    }


def _agents(
    scene: Scene, arrivals: Arrivals, spells: Spells, rng: np.random.Generator
) -> Ints:
    """Somebody of the service's team who worked there that month."""
    month = _months(scene, arrivals.opened)
    team = scene.services.team[arrivals.service]
    agents = np.full(len(arrivals), -1)
    present = spells.present(scene.months)
    first = scene.organisation.first_centre + 2
    for place in range(len(TEAMS)):
        inside = np.flatnonzero(
            (spells.role == Role.CENTRE) & (spells.pool == first + place)
        )
        for number in range(scene.months):
            rows = np.flatnonzero((team == place) & (month == number))
            there = inside[present[inside, number]]
            # Before a team has anybody of its own, those who come first help out.
            there = there if len(there) else inside[:1]
            if len(rows) and len(there):
                weight = spells.degree[there] / spells.degree[there].sum()
                agents[rows] = rng.choice(spells.person[there], len(rows), p=weight)
    return agents


def _ratings(
    scene: Scene,
    arrivals: Arrivals,
    late: NDArray[np.bool_],
    done: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Ints:
    age = _months(scene, arrivals.opened) - scene.start
    mean = np.interp(age, [-2, 10], [3.93, 4.28]) - 0.7 * late
    score = np.rint(np.clip(rng.normal(mean, 0.95), 1, 5)).astype(np.int64)
    given = done & (rng.random(len(arrivals)) < _RATED)
    return np.where(given, score, 0)
