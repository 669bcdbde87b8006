# SPDX-License-Identifier: EUPL-1.2
"""Everybody employed in the group, one row for each spell in a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.dispersed import Helper
from gemensam.demo.lists.titles import EXECUTIVES, HOURLY, STAFF, Title
from gemensam.demo.posts import NEVER, Post
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.staffing import Staff

Ints = NDArray[np.int64]

_TURNOVER = {0: 0.08, 1: 0.03}  # a year, of ordinary posts and of helpers
_DEGREES = {
    "care": (100, 100, 90, 85, 80, 75, 75, 60),
    "school": (100, 100, 100, 100, 80, 75),
    "other": (100, 100, 100, 100, 100, 80),
}
_CARE = ("care_home", "home_care", "lss", "cleaning", "kitchen", "preschool")
_SCHOOL = ("school", "upper", "adult_ed", "arts", "health")
_SECOND_CENTRE = 0.4


class Role(IntEnum):
    ORDINARY = 0
    HELPER = 1
    LOCAL = 2
    CENTRE = 3
    PROGRAMME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """n spells. `title` is a place in `titles`; `degree` percent; `salary` full-time
    kronor a month in the baseline year, `hourly` öre an hour where paid by the hour.

    `post` is a place in `posts` for those who do support, otherwise −1; before month
    number `paid` the project pays.
    """

    titles: tuple[Title, ...]
    posts: tuple[Post, ...]
    person: Ints
    pool: Ints
    centre: Ints
    title: Ints
    degree: Ints
    salary: Ints
    begin: Ints
    end: Ints
    role: Ints
    post: Ints
    paid: Ints

    def __len__(self) -> int:
        return len(self.person)

    def present(self, months: int) -> NDArray[np.bool_]:
        """(n, m) whether the spell covers the month."""
        number = np.arange(months)[None, :]
        return (self.begin[:, None] <= number) & (number < self.end[:, None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hourly:
    """People paid by the hour: `wage` kronor an hour in the baseline year, `extent` how
    much they work over the year in thousandths of full time."""

    titles: tuple[Title, ...]
    person: Ints
    pool: Ints
    centre: Ints
    title: Ints
    wage: Ints
    extent: Ints
    begin: Ints
    end: Ints

    def present(self, months: int) -> NDArray[np.bool_]:
        number = np.arange(months)[None, :]
        return (self.begin[:, None] <= number) & (number < self.end[:, None])


def everybody(scene: Scene, staff: Staff, helpers: list[Helper]) -> Spells:
    """All spells: the support posts first, in the order of `posts`."""
    rng = stream(scene.settings.seed, "people")
    support = staff.everyone()
    posts = (*(helper.post for helper in helpers), *support)
    people = staff.people
    for helper in helpers:
        helper.post.person, people = people, people + 1
        helper.post.begin = -int(rng.integers(1, 300))
    roles = [
        *[Role.HELPER] * len(helpers),
        *[Role.LOCAL] * sum(len(group) for group in staff.local),
        *[Role.CENTRE] * sum(len(group) for group in staff.centre),
        *[Role.PROGRAMME] * len(staff.programme),
    ]
    ordinary = _ordinary(scene, helpers, people, rng)
    titles, title = _numbered([post.title for post in posts] + ordinary.titles)
    return _with_turnover(
        Spells(
            titles=titles,
            posts=posts,
            person=np.array([post.person for post in posts] + ordinary.person),
            pool=np.array([post.pool for post in posts] + ordinary.pool),
            centre=np.array([post.cost_centre for post in posts] + ordinary.centre),
            title=title,
            degree=np.array([post.degree for post in posts] + ordinary.degree),
            salary=np.array([post.salary for post in posts] + ordinary.salary),
            begin=np.array([post.begin for post in posts] + ordinary.begin),
            end=np.array([post.end for post in posts] + [NEVER] * len(ordinary.person)),
            role=np.array([*roles, *[Role.ORDINARY] * len(ordinary.person)]),
            post=np.array([*range(len(posts)), *[-1] * len(ordinary.person)]),
            paid=np.array(
                [post.paid_by_project for post in posts]
                + [-NEVER] * len(ordinary.person)
            ),
        ),
        scene,
        rng,
    )


@dataclass(slots=True)
class _Ordinary:
    titles: list[Title]
    person: list[int]
    pool: list[int]
    centre: list[int]
    degree: list[int]
    salary: list[int]
    begin: list[int]


def _ordinary(
    scene: Scene, helpers: list[Helper], people: int, rng: np.random.Generator
) -> _Ordinary:
    """Those who teach, nurse, drive and dig."""
    found = _Ordinary([], [], [], [], [], [], [])
    helping = np.bincount(
        [helper.post.pool for helper in helpers],
        minlength=len(scene.organisation.receivers),
    )
    for unit, receiver in enumerate(scene.organisation.receivers):
        count = receiver.employees - int(helping[unit])
        mix = STAFF[receiver.kind]
        weights = np.array([weight for _, weight in mix])
        kinds = rng.choice(len(mix), size=count, p=weights / weights.sum())
        centres = np.array(scene.organisation.centres_of(unit))
        second = (rng.random(count) < _SECOND_CENTRE) * (len(centres) - 1)
        spread = rng.standard_normal(count)
        salaries = [
            round((mix[k][0].salary + mix[k][0].spread * x) / 50) * 50
            for k, x in zip(kinds.tolist(), spread.tolist(), strict=True)
        ]
        found.titles += [mix[k][0] for k in kinds.tolist()]
        found.pool += [unit] * count
        found.centre += centres[second].tolist()
        found.degree += rng.choice(_degrees(receiver.kind), size=count).tolist()
        found.salary += salaries
        if receiver.code.endswith("-101"):
            executive = EXECUTIVES[receiver.owner]
            found.titles[-count], found.salary[-count] = executive, executive.salary
            found.degree[-count], found.centre[-count] = 100, int(centres[0])
    count = len(found.titles)
    found.person = list(range(people, people + count))
    found.begin = (-rng.integers(1, 300, count)).tolist()
    return found


def _degrees(kind: str) -> tuple[int, ...]:
    if kind in _CARE:
        return _DEGREES["care"]
    return _DEGREES["school" if kind in _SCHOOL else "other"]


def _numbered(titles: Iterable[Title]) -> tuple[tuple[Title, ...], Ints]:
    """Each title once, and for each row its place among them."""
    places: dict[Title, int] = {}
    rows = [places.setdefault(title, len(places)) for title in titles]
    return tuple(places), np.array(rows)


def _with_turnover(spells: Spells, scene: Scene, rng: np.random.Generator) -> Spells:
    """Some leave and somebody else comes to the same post, on the first of a month."""
    columns = {name: getattr(spells, name) for name in _COLUMNS}
    people = int(columns["person"].max()) + 1
    chance = np.array([_TURNOVER.get(role, 0.0) for role in range(len(Role))])
    for first in range(1, scene.months, 12):
        length = min(12, scene.months - first)
        leaves = (
            rng.random(len(columns["person"])) < chance[columns["role"]] * length / 12
        )
        month = rng.integers(first, first + length, len(leaves))
        gone = np.flatnonzero(
            leaves & (columns["begin"] < month) & (month < columns["end"])
        )
        new = {name: values[gone].copy() for name, values in columns.items()}
        columns["end"][gone] = month[gone]
        new["begin"] = month[gone]
        new["person"] = people + np.arange(len(gone))
        new["salary"] = _newcomers_pay(new["salary"], rng)
        people += len(gone)
        columns = {
            name: np.concatenate([values, new[name]])
            for name, values in columns.items()
        }
    return Spells(titles=spells.titles, posts=spells.posts, **columns)


def _newcomers_pay(salary: Ints, rng: np.random.Generator) -> Ints:
    pay: Ints = (salary * rng.normal(0.985, 0.02, len(salary)) / 50).round().astype(int)
    return pay * 50


_COLUMNS = (
    "person",
    "pool",
    "centre",
    "title",
    "degree",
    "salary",
    "begin",
    "end",
    "role",
    "post",
    "paid",
)


def by_the_hour(scene: Scene, *, first_person: int) -> Hourly:
    """Substitutes: as many as the catalogue has payslips for people paid by the hour."""
    rng = stream(scene.settings.seed, "hourly")
    receivers = scene.organisation.receivers
    place = scene.services.place("H02")
    level = scene.demand.expected[:, place, 0]
    titles, kinds = _numbered([HOURLY[kind] for kind in HOURLY])
    title_of = dict(zip(HOURLY, kinds.tolist(), strict=True))
    pools, title = [], []
    for unit, receiver in enumerate(receivers):
        if receiver.kind in HOURLY:
            count = round(float(level[unit]) * 1.15)  # not everybody works every month
            pools += [unit] * count
            title += [title_of[receiver.kind]] * count
    count = len(pools)
    begin = -rng.integers(1, 60, count)
    ends = rng.random(count) < 0.35
    return Hourly(
        titles=titles,
        person=np.arange(first_person, first_person + count),
        pool=np.array(pools, dtype=np.int64),
        centre=np.array([scene.organisation.centres_of(unit)[0] for unit in pools]),
        title=np.array(title, dtype=np.int64),
        wage=np.array([_hourly_wage(titles[k], rng) for k in title], dtype=np.int64),
        extent=np.clip(rng.gamma(2.2, 85, count), 20, 700).astype(np.int64),
        begin=begin,
        end=np.where(ends, rng.integers(1, max(2, scene.months), count), NEVER),
    )


def _hourly_wage(title: Title, rng: np.random.Generator) -> int:
    return round(title.salary + title.spread * float(rng.standard_normal()))
