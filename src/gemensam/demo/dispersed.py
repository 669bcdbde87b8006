# SPDX-License-Identifier: EUPL-1.2
"""Support that is done inside the units: by managers, secretaries and assistants."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.lists.titles import ADMINISTRATORS, DEPUTIES, MANAGERS, Title
from gemensam.demo.organisation import Receiver
from gemensam.demo.posts import Post, balance, salary_of
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.work import MONTH_MINUTES, Work

UTILISATION = 0.80  # of the time that people call support, what is spent on it
_HEAVY, _LIGHT = 0.85, 0.25  # share of an administrator's time
_MANAGERS_LEAN = np.array([0.6, 1.5, 0.5])  # managers meet HR more than IT


@dataclass(frozen=True, slots=True)
class Helper:
    """A post inside a unit and the shares (s,) of its time before anything moved."""

    post: Post
    shares: NDArray[np.float64]


def helpers_of(scene: Scene, work: Work) -> list[Helper]:
    """Everybody in the units who does support, with shares that make up the work."""
    found = []
    for unit, receiver in enumerate(scene.organisation.receivers):
        rng = stream(scene.settings.seed, "helpers", unit)
        posts, support = _posts(scene, unit, work.inside[unit].sum(), rng)
        shares = _shares(scene, posts, support, work.inside[unit], rng)
        found += [Helper(post, row) for post, row in zip(posts, shares, strict=True)]
        assert len(posts) <= receiver.employees
    return found


def _posts(
    scene: Scene, unit: int, minutes: float, rng: np.random.Generator
) -> tuple[list[Post], NDArray[np.float64]]:
    """Posts with the share of their time that is support, together the minutes."""
    receiver = scene.organisation.receivers[unit]
    centre = scene.organisation.centres_of(unit)[0]
    need = minutes / MONTH_MINUTES / UTILISATION
    posts, support = [], []
    for title in _managers(receiver):
        share = min(float(rng.uniform(0.05, 0.15)), need)
        posts.append(_post(unit, centre, title, 100, rng))
        posts[-1].is_manager = True
        support.append(share)
        need -= share
    while need > 0.01 and len(posts) < receiver.employees - 1:
        degree = int(rng.choice((100, 100, 80, 75)))
        most = _HEAVY if need > 0.6 else float(rng.uniform(_LIGHT, _HEAVY))
        share = min(most, need / (degree / 100))
        posts.append(_post(unit, centre, ADMINISTRATORS[receiver.kind], degree, rng))
        support.append(share)
        need -= share * degree / 100
    return posts, np.array(support)


def _managers(receiver: Receiver) -> list[Title]:
    found = [MANAGERS[receiver.kind]]
    if receiver.employees >= 45 and receiver.kind in DEPUTIES:
        found.append(DEPUTIES[receiver.kind])
    elif receiver.employees >= 75:
        found.append(MANAGERS[receiver.kind])
    return found


def _post(
    unit: int, centre: int, title: Title, degree: int, rng: np.random.Generator
) -> Post:
    return Post(
        person=-1,
        pool=unit,
        cost_centre=centre,
        title=title,
        degree=degree,
        salary=salary_of(title, rng),
    )


def _shares(
    scene: Scene,
    posts: list[Post],
    support: NDArray[np.float64],
    minutes: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """(p, s): rows sum to the support shares, columns to the minutes of the unit."""
    area = scene.services.area
    taste = rng.gamma(0.9, size=(len(posts), 3))[:, area]
    taste = taste * rng.gamma(0.9, size=(len(posts), len(area))) + 0.002
    managers = np.array([post.is_manager for post in posts])
    taste[managers] *= _MANAGERS_LEAN[area]
    time = support * np.array([post.degree / 100 for post in posts])
    rows = time / time.sum() * minutes.sum()
    table = balance(rows, minutes, taste * minutes)
    shares: NDArray[np.float64] = (
        table / table.sum(axis=1, keepdims=True) * support[:, None]
    )
    return shares
