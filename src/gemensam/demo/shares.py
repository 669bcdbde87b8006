# SPDX-License-Identifier: EUPL-1.2
"""How everybody who does support really divides the time, period by period.

A period is what a time survey asks about: everything before the centre, then each
half-year of it. Within a period a person's pattern holds still.
"""

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.dispersed import Helper
from gemensam.demo.posts import Post, balance
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.staffing import Staff
from gemensam.demo.work import Work

Floats = NDArray[np.float64]

_ELSEWHERE = 0.06  # of a mixed department's time in one area, by people of another


def true_shares(
    scene: Scene, work: Work, *, helpers: list[Helper], staff: Staff
) -> Floats:
    """(posts, periods, s + 2), each row summing to 1; posts in the order of `Spells`.

    The last two columns are leadership and other work. A post that nobody held in a
    period keeps the pattern of a like one.
    """
    months = periods_of(scene)
    size = len(scene.services) + 2
    rng = stream(scene.settings.seed, "shares")
    tables = [_helpers(scene, work, helpers, months)]
    for place, posts in enumerate(staff.local):
        minutes = work.local[place]
        tables.append(_pool(scene, posts, minutes, months, rng))
    for part, posts in zip(scene.organisation.centre, staff.centre, strict=True):
        if part.leads:
            tables.append(_fixed(len(posts), len(months), size, column=-2))
        else:
            own = np.where(scene.services.team == part.team, 1.0, 0.0)
            minutes = work.centre * own[:, None]
            tables.append(_pool(scene, posts, minutes, months, rng))
    tables.append(_fixed(len(staff.programme), len(months), size, column=-1))
    return np.concatenate(tables)


def periods_of(scene: Scene) -> list[NDArray[np.int64]]:
    """The month numbers of each period that has begun."""
    number = np.array([scene.timeline.period_of(m) for m in range(scene.months)])
    return [np.flatnonzero(number == period) for period in range(number.max() + 1)]


def _fixed(posts: int, periods: int, size: int, *, column: int) -> Floats:
    table = np.zeros((posts, periods, size))
    table[:, :, column] = 1.0
    return table


def _helpers(
    scene: Scene, work: Work, helpers: list[Helper], months: list[NDArray[np.int64]]
) -> Floats:
    base = np.array([helper.shares for helper in helpers])
    unit = np.array([helper.post.pool for helper in helpers])
    table = np.zeros((len(helpers), len(months), base.shape[1] + 2))
    for period, inside in enumerate(months):
        left = work.fade[:, :, inside].mean(axis=2)[unit][:, scene.services.area]
        table[:, period, :-2] = base * left
        table[:, period, -1] = 1 - table[:, period, :-2].sum(axis=1)
    return table


def _pool(
    scene: Scene,
    posts: list[Post],
    minutes: Floats,
    months: list[NDArray[np.int64]],
    rng: np.random.Generator,
) -> Floats:
    """Shares of a pool's people: their time is filled by the pool's minutes."""
    area, size = scene.services.area, len(scene.services)
    taste = rng.gamma(0.8, size=(len(posts), size)) + 0.01
    own = np.array([post.area for post in posts])[:, None]
    taste *= np.where((own < 0) | (own == area[None, :]), 1.0, _ELSEWHERE)
    table = np.zeros((len(posts), len(months), size + 2))
    last = minutes[:, : len(months[0])].sum(axis=1)
    if not last.any():
        last = minutes.sum(axis=1)
    for period, inside in enumerate(months):
        column = minutes[:, inside].sum(axis=1)
        column = column if column.any() else last
        table[:, period] = _period(posts, inside, column, taste)
        last = column
    return table


def _period(
    posts: list[Post], inside: NDArray[np.int64], column: Floats, taste: Floats
) -> Floats:
    leads = np.array([post.leads for post in posts])
    other = np.array([post.other for post in posts])
    held = [sum(post.holds(int(month)) for month in inside) for post in posts]
    time = np.array([post.capacity for post in posts]) * np.array(held)
    shares = np.zeros((len(posts), taste.shape[1] + 2))
    pattern = taste * column
    if time.sum() > 0 and column.sum() > 0:
        working = time > 0
        rows = time[working] / time.sum() * column.sum()
        pattern[working] = balance(rows, column, pattern[working])
    total = pattern.sum(axis=1, keepdims=True)
    if column.sum() > 0:
        shares[:, :-2] = pattern / total * (1 - leads - other)[:, None]
        shares[:, -2], shares[:, -1] = leads, other
    else:
        shares[:, -2] = 1.0
    return shares
