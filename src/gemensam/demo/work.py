# SPDX-License-Identifier: EUPL-1.2
"""The minutes that the work takes: in the units, in local departments, in the centre.

Local work is the standard time with the unit's own inefficiency; a part of it is done
inside the unit. The centre's work is the standard time with its team's factor, a
learning curve after every move, and the improvements made so far.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.organisation import Organisation
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.services import TEAMS, Services

Floats = NDArray[np.float64]

MONTH_MINUTES = 1350 * 60 / 12  # productive time of a full-time employee
INEFFICIENCY = 1.42  # the median; work inside the units is slower still
FRAGMENTED = 1.12
LEARNING = 0.15
_RESIDUAL = (0.04, 0.14)  # of its own support work, what stays in a unit that moved
_FADE = 3  # months it takes until no more than that is left

_DISPERSED = {
    0.05: "F16 I12 I13 I24",
    0.13: "F01 F09 F13 F14 F15 F19 H03 H10 H11 H19 H20 I10 I11 I22",
    0.25: "F02 F03 F04 F05 F08 F11 F17 F22 H01 H14 I09 I19",
    0.38: "F06 F10 F12 F20 H02 H04 H12 H18 H22 I01 I05 I06 I14 I23",
    0.50: "F07 F21 H06 H07 H08 H09 H13 H21 H23 I07 I16 I17 I20",
    0.66: "F18 H05 H15 I02 I03 I04 I08 I15 I18 I21",
    0.78: "H16 H17",
}
# Month of the centre's year, service, share, what. The first year's steps are smaller.
_TIME = (
    (4, "F02", 0.10, "Färre felregistrerade fakturor: beställarreferens krävs"),
    (5, "I06", 0.09, "Kunskapsartiklar för de tjugo vanligaste felen"),
    (6, "H01", 0.08, "Självrapportering av avvikande tid"),
    (8, "I14", 0.08, "Gemensam förvaltningsplan för verksamhetssystem"),
    (9, "H18", 0.12, "Vanliga frågor om lön på intranätet"),
    (10, "I07", 0.10, "Standardbeställning av dator och konto"),
    (12, "F22", 0.07, "Färdiga månadsrapporter till chefer"),
    (13, "H17", 0.12, "Vikarier bokar sina pass själva"),
)
_LATER = 1.6  # times the first year's shares
_PRICE = (
    (13, "I01", 0.06, "Nytt leasingavtal för datorer"),
    (14, "I18", 0.08, "Nytt ramavtal för mobilabonnemang"),
    (15, "I03", 0.05, "Längre livslängd för elevdatorer"),
    (17, "I05", 0.04, "Översyn av oanvända licenser"),
    (18, "I10", 0.06, "Upphandling av förbindelser"),
    (20, "I12", 0.06, "Färre virtuella servrar, delad drift"),
)


@dataclass(frozen=True, slots=True)
class Improvement:
    """From month number `month` a service takes `share` less of the centre's time, or
    of what the centre buys for it when `is_price`."""

    month: int
    service: int
    share: float
    text: str
    is_price: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Minutes a month, deseasonalised: people are employed for the year's work.

    `inside` (u, s) in the units before any move; `fade` (u, areas, m) what is left of
    it; `local` (d, s, m) in local departments; `centre` (s, m); `staffed` (s, m) the part of it that
    the centre employs people for: half of the learning is borne by stretching.
    """

    inside: NDArray[np.float64]
    fade: NDArray[np.float64]
    local: NDArray[np.float64]
    centre: NDArray[np.float64]
    staffed: NDArray[np.float64]
    inefficiency: NDArray[np.float64]
    improvements: tuple[Improvement, ...]


def work(scene: Scene) -> Work:
    """All minutes of the story."""
    organisation, services = scene.organisation, scene.services
    rng = stream(scene.settings.seed, "work")
    slow = _inefficiency(organisation, services, rng)
    share = _dispersed_share(organisation, services, rng)
    own = scene.demand.expected * services.minutes[None, :, None] * slow[:, :, None]
    stays = own * (1 - scene.moved[:, services.area])
    improvements = _improvements(scene)
    factor = rng.uniform(0.97, 1.05, len(TEAMS))[services.team]
    return Work(
        inside=FRAGMENTED * (own * share[:, :, None])[:, :, :12].mean(axis=2),
        fade=_fade(scene.since, scene.months, rng),
        local=_by_department(stays * (1 - share[:, :, None]), organisation, services),
        centre=_centre(scene, improvements, factor, learning=LEARNING),
        staffed=_centre(scene, improvements, factor, learning=LEARNING / 2),
        inefficiency=slow,
        improvements=improvements,
    )


def _inefficiency(
    organisation: Organisation, services: Services, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(u, s) factors: the administration's habits, the unit's own, and chance."""
    units = len(organisation.receivers)
    owners = rng.normal(0, 0.08, (len(organisation.owners), len(AREAS)))
    own = rng.normal(0, 0.13, (units, 1))
    service = rng.normal(0, 0.07, (units, len(services)))
    habits = owners[organisation.owner_of][:, services.area]
    factor: NDArray[np.float64] = INEFFICIENCY * np.exp(habits + own + service)
    return factor


def _dispersed_share(
    organisation: Organisation, services: Services, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(u, s): how much of the local work is done inside the unit."""
    share = {code: part for part, text in _DISPERSED.items() for code in text.split()}
    base = np.array([share[code] for code in services.codes])
    company = np.array(
        [0.7 if unit.owner >= 6 else 1.0 for unit in organisation.receivers]
    )
    tilt = company * rng.lognormal(0.0, 0.15, len(company))
    return np.clip(base[None, :] * tilt[:, None], 0.02, 0.85)


def _by_department(
    minutes: NDArray[np.float64], organisation: Organisation, services: Services
) -> NDArray[np.float64]:
    found = np.zeros((len(organisation.support), *minutes.shape[1:]))
    for area in range(len(AREAS)):
        chosen = np.flatnonzero(services.area == area)
        part = np.zeros((len(organisation.support), len(chosen), minutes.shape[2]))
        np.add.at(part, organisation.support_of[:, area], minutes[:, chosen])
        found[:, chosen] += part
    return found


def _centre(
    scene: Scene,
    improvements: tuple[Improvement, ...],
    factor: NDArray[np.float64],
    *,
    learning: float,
) -> NDArray[np.float64]:
    services, moved = scene.services, scene.moved
    age = np.arange(scene.months)[None, None, :] - scene.since[:, :, None]
    slower = 1 + learning * np.clip((6 - age) / 3, 0, 1)
    served = (moved * slower)[:, services.area]
    minutes: NDArray[np.float64] = (scene.demand.expected * served).sum(axis=0)
    minutes *= (services.minutes * factor)[:, None]
    for step in improvements:
        if step.is_price:
            continue
        minutes[step.service, step.month :] *= 1 - step.share
    return minutes


def _improvements(scene: Scene) -> tuple[Improvement, ...]:
    """Those made so far, and none without a centre."""
    found = []
    for year in range(4 if scene.timeline.stage.has_centre else 0):
        for is_price, steps in ((False, _TIME), (True, _PRICE)):
            size = 1.0 if is_price or year == 0 else _LATER
            for after, code, share, text in steps:
                month = scene.start + after + 12 * year
                if month < scene.months:
                    place = scene.services.place(code)
                    found.append(
                        Improvement(month, place, share * size, text, is_price)
                    )
    return tuple(sorted(found, key=lambda step: (step.month, step.service)))


def price_factors(scene: Scene, improvements: tuple[Improvement, ...]) -> Floats:
    """(s, m): what the centre pays for a service, of what it first paid."""
    factor = np.ones((len(scene.services), scene.months))
    for step in improvements:
        if step.is_price:
            factor[step.service, step.month :] *= 1 - step.share
    return factor


def _fade(
    since: NDArray[np.int64], months: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(u, areas, m): 1 until the move, then down to the unit's residual."""
    residual = rng.uniform(*_RESIDUAL, len(since))[:, None, None]
    age = np.arange(months)[None, None, :] - since[:, :, None]
    gone = np.clip((age + 0.5) / _FADE, 0, 1)
    left: NDArray[np.float64] = 1 - gone * (1 - residual)
    return left
