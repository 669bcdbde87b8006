# SPDX-License-Identifier: EUPL-1.2
"""Who works in the local departments and in the centre, month by month.

When a unit moves, people follow the work to the centre as far as it needs them; those
left over leave after some months; one department keeps everybody.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.lists.titles import (
    CENTRE_MANAGEMENT,
    CENTRE_SYSTEMS,
    PROGRAMME,
    SUPPORT_MANAGERS,
    SUPPORT_STAFF,
    TEAM_LEADER,
    Title,
)
from gemensam.demo.organisation import CentrePart
from gemensam.demo.posts import NEVER, Post, chosen, degrees, salary_of
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.services import TEAMS
from gemensam.demo.work import MONTH_MINUTES, Work

PLANTED = "SBF-EK"  # the department whose promised saving is not realised
CENTRE_UTILISATION = 0.90
LEAVES_AFTER = 1  # months without work before somebody leaves
_MANAGEMENT_FTE, _SYSTEMS_FTE, _PROGRAMME_FTE = 3.0, 4.0, 7.0


@dataclass(slots=True)
class Staff:
    """All posts of departments, centre and programme; `local` and `centre` by place."""

    local: list[list[Post]] = field(default_factory=list)
    centre: list[list[Post]] = field(default_factory=list)
    programme: list[Post] = field(default_factory=list)
    utilisation: list[float] = field(default_factory=list)
    people: int = 0

    def everyone(self) -> list[Post]:
        groups = [*self.local, *self.centre, self.programme]
        return [post for group in groups for post in group]

    def newcomer(self) -> int:
        self.people += 1
        return self.people - 1


def staff(scene: Scene, work: Work) -> Staff:
    """The whole history. People are numbered from 0 in the order they came."""
    rng = stream(scene.settings.seed, "staff")
    result = Staff()
    for place in range(len(scene.organisation.support)):
        result.utilisation.append(float(rng.uniform(0.80, 0.84)))
        result.local.append(_department(scene, work, place, result, rng))
    result.centre = [[] for _ in scene.organisation.centre]
    if scene.timeline.stage.has_centre:
        _open_centre(scene, work, result, rng)
        _History(scene, work, result, rng).run()
    result.programme = _programme(scene, result, rng)
    return result


def _department(
    scene: Scene, work: Work, place: int, result: Staff, rng: np.random.Generator
) -> list[Post]:
    """As many as the baseline year's work needs, at the department's utilisation."""
    organisation = scene.organisation
    department = organisation.support[place]
    pool = organisation.first_support + place
    centre = organisation.centres_of(pool)[0]
    need = _need(scene, work.local[place], result.utilisation[place])[:, :12].mean(
        axis=1
    )
    key = AREAS[department.area] if department.area >= 0 else "all"
    posts: list[Post] = []
    for area in np.flatnonzero(need > 0):
        for degree in degrees(float(need[area]) / 0.94, rng):
            title = chosen(SUPPORT_STAFF[AREAS[area]], rng)
            post = _post(pool, centre, title, degree, result, rng)
            post.area = int(area)
            post.leads = float(rng.uniform(0.02, 0.06))
            post.other = float(rng.choice((0.0, 0.0, 0.03, 0.06)))
            posts.append(post)
    leader = min(100, max(20, round(sum(post.degree for post in posts) * 0.25 / 5) * 5))
    manager = _post(pool, centre, SUPPORT_MANAGERS[key], leader, result, rng)
    manager.leads, manager.is_manager = float(rng.uniform(0.7, 0.85)), True
    manager.area = int(np.argmax(need))
    return [manager, *posts]


def _need(
    scene: Scene, minutes: NDArray[np.float64], utilisation: float
) -> NDArray[np.float64]:
    """(areas, m) full-time equivalents for minutes (s, m)."""
    by_area = np.zeros((len(AREAS), minutes.shape[1]))
    np.add.at(by_area, scene.services.area, minutes)
    return by_area / MONTH_MINUTES / utilisation


def _post(
    pool: int,
    centre: int,
    title: Title,
    degree: int,
    result: Staff,
    rng: np.random.Generator,
) -> Post:
    return Post(
        person=result.newcomer(),
        pool=pool,
        cost_centre=centre,
        title=title,
        degree=degree,
        salary=salary_of(title, rng),
        begin=-int(rng.integers(1, 260)),
    )


def _open_centre(
    scene: Scene, work: Work, result: Staff, rng: np.random.Generator
) -> None:
    """Management and systems people, and a leader for each team a month before its
    first work. Until the start the project pays."""
    organisation = scene.organisation
    need = _team_need(scene, work)
    for place, part in enumerate(organisation.centre):
        pool = organisation.first_centre + place
        cost_centre = organisation.centres_of(pool)[0]
        for title, degree, begin in _first_posts(scene, part, need, rng):
            post = _post(pool, cost_centre, title, degree, result, rng)
            post.leads = 1.0 if part.leads else 0.45
            post.is_manager = not part.leads or title is CENTRE_MANAGEMENT[0]
            post.begin, post.paid_by_project = begin, scene.start
            result.centre[place].append(post)


def _first_posts(
    scene: Scene, part: CentrePart, need: NDArray[np.float64], rng: np.random.Generator
) -> list[tuple[Title, int, int]]:
    """Title, degree and first month of those who come before the work does."""
    size, opening = scene.settings.scale, scene.start - 1
    if part.team == -1:
        shares = sorted(degrees(_MANAGEMENT_FTE * size, rng), reverse=True)
        return [
            (CENTRE_MANAGEMENT[n % len(CENTRE_MANAGEMENT)], share, opening)
            for n, share in enumerate(shares)
        ]
    if part.team == -2:
        shares = degrees(_SYSTEMS_FTE * size, rng)
        return [
            (CENTRE_SYSTEMS[n % len(CENTRE_SYSTEMS)], share, opening + 4 * (n % 2))
            for n, share in enumerate(shares)
        ]
    full = float(need[part.team].max(initial=0.0))
    share = min(100, max(20, round(full * 0.5 * 20) * 5))
    work = np.flatnonzero(need[part.team] > 0.15 * full)
    first = int(work[0]) - 1 if len(work) else NEVER
    return [(TEAM_LEADER, share, max(opening, first))]


def _team_need(scene: Scene, work: Work) -> NDArray[np.float64]:
    """(teams, m) full-time equivalents of service work."""
    need = np.zeros((len(TEAMS), scene.months))
    np.add.at(need, scene.services.team, work.staffed)
    return need / MONTH_MINUTES / CENTRE_UTILISATION


class _History:
    """Moves people month by month; each step leaves every post's begin and end set."""

    def __init__(
        self, scene: Scene, work: Work, result: Staff, rng: np.random.Generator
    ) -> None:
        self.scene, self.result, self.rng = scene, result, rng
        self.teams = _team_need(scene, work)
        self.local = np.array(
            [
                _need(scene, minutes, use)
                for minutes, use in zip(work.local, result.utilisation, strict=True)
            ]
        )
        self.planted = [part.code for part in scene.organisation.support].index(PLANTED)

    def run(self) -> None:
        begin = max(0, self.scene.timeline.number(self.scene.timeline.pilot))
        for month in range(begin, self.scene.months):
            for team in range(len(TEAMS)):
                self._fill(team, month)
                self._thin(team, month)
            for place in range(len(self.result.local)):
                if place != self.planted:
                    self._shrink(place, month)

    def _team(self, team: int, month: int) -> list[Post]:
        place = 2 + team
        return [post for post in self.result.centre[place] if post.holds(month)]

    def _fill(self, team: int, month: int) -> None:
        """People follow the work; when none are free somebody is hired."""
        posts = self._team(team, month)
        short = self.teams[team, month] - sum(post.capacity for post in posts)
        while short >= min(0.35, 0.35 * self.scene.settings.scale + 0.1):
            post = self._follower(team, month, short) or self._hire(team, month, short)
            self.result.centre[2 + team].append(post)
            short -= post.capacity

    def _follower(self, team: int, month: int, short: float) -> Post | None:
        """Somebody whose own department has too little left to do."""
        area = AREAS.index(TEAMS[team].area)
        best, most = None, 0.3 * min(1.0, self.scene.settings.scale * 2)
        for place, posts in enumerate(self.result.local):
            if place == self.planted:
                continue
            free = self._surplus(place, area, month)
            for post in posts:
                fits = post.holds(month) and post.begin < month and post.area == area
                small = post.capacity <= min(free, short) + 0.4
                if fits and small and not post.is_manager and free > most:
                    best, most = post, free
        return None if best is None else self._move(best, team, month)

    def _move(self, post: Post, team: int, month: int) -> Post:
        pool = self.scene.organisation.first_centre + 2 + team
        centre = self.scene.organisation.centres_of(pool)[0]
        post.end = month
        return Post(
            person=post.person,
            pool=pool,
            cost_centre=centre,
            title=post.title,
            degree=post.degree,
            salary=post.salary,
            area=post.area,
            begin=month,
            leads=float(self.rng.uniform(0.02, 0.05)),
            paid_by_project=self.scene.start,
        )

    def _hire(self, team: int, month: int, short: float) -> Post:
        pool = self.scene.organisation.first_centre + 2 + team
        centre = self.scene.organisation.centres_of(pool)[0]
        title = chosen(SUPPORT_STAFF[TEAMS[team].area], self.rng)
        degree = min(100, max(20, round(short / 0.96 * 20) * 5))
        post = _post(pool, centre, title, degree, self.result, self.rng)
        post.begin, post.leads = month, float(self.rng.uniform(0.02, 0.05))
        # The first month is learning beside those who do the work today.
        post.paid_by_project = max(self.scene.start, month + 1)
        return post

    def _surplus(self, place: int, area: int, month: int) -> float:
        posts = self.result.local[place]
        have = sum(p.capacity for p in posts if p.area == area and p.holds(month))
        return have - float(self.local[place, area, month])

    def _thin(self, team: int, month: int) -> None:
        """Improvements are taken home when somebody leaves and is not replaced."""
        since = max(0, month - LEAVES_AFTER)
        need = float(self.teams[team, since : month + 1].max())
        posts = self._team(team, month)
        over = sum(post.capacity for post in posts) - need
        for post in reversed(posts):
            if not post.is_manager and post.begin < month and post.capacity <= over:
                post.end = month
                over -= post.capacity

    def _shrink(self, place: int, month: int) -> None:
        since = max(0, month - LEAVES_AFTER)
        for area in range(len(AREAS)):
            need = float(self.local[place, area, since : month + 1].max())
            posts = [
                post
                for post in self.result.local[place]
                if post.area == area and post.holds(month) and not post.is_manager
            ]
            over = sum(post.capacity for post in posts) - need
            for post in sorted(posts, key=lambda post: post.capacity):
                if post.capacity <= over + 0.15:
                    post.end = month
                    over -= post.capacity
        left = [post for post in self.result.local[place] if post.holds(month)]
        if len(left) == 1 and left[0].is_manager:
            left[0].end = month


def _programme(scene: Scene, result: Staff, rng: np.random.Generator) -> list[Post]:
    """The programme office: one-off work, from half a year before the start until a
    year and a half after it."""
    organisation = scene.organisation
    cost_centre = organisation.centres_of(organisation.programme)[0]
    begin = scene.timeline.number(scene.timeline.programme)
    if begin >= scene.months:
        return []
    posts = []
    for number, degree in enumerate(
        degrees(_PROGRAMME_FTE * scene.settings.scale, rng)
    ):
        title = PROGRAMME[number % len(PROGRAMME)]
        post = _post(organisation.programme, cost_centre, title, degree, result, rng)
        post.begin = max(post.begin, begin) if post.begin >= 0 else begin
        post.end = scene.start + (18 if number % 2 == 0 else 11)
        post.paid_by_project = NEVER
        post.other = 1.0
        posts.append(post)
    return posts
