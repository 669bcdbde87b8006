# SPDX-License-Identifier: EUPL-1.2
"""Who was there: written from files, and counted by team and area, never by person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from gemensam.group.models import Person, Presence, Team
from gemensam.group.rules import sees_presence

Days = tuple[date, date]
FEWEST = 5  # persons that a figure is told of
# Per team: how many persons the files told of in the month, and of their working days how
# many they were there. Days are those on which anybody of the centre was told present.
COUNTED = """
WITH told AS (
    SELECT p.pseudonym, p.team_id, p.is_present, d::date AS day
    FROM group_presence p, generate_series(greatest(p.begins, %(month)s),
        least(p.ends, %(after)s) - 1, interval '1 day') d
    WHERE p.superseded_at IS NULL AND p.team_id IS NOT NULL
        AND p.begins < %(after)s AND p.ends > %(month)s
), working AS (SELECT DISTINCT day FROM told WHERE is_present AND extract(isodow FROM day) < 6)
SELECT t.team_id, count(DISTINCT t.pseudonym), count(*) FILTER (WHERE t.is_present),
    count(*), (SELECT count(*) FROM working)
FROM told t JOIN working USING (day) GROUP BY t.team_id
"""


def write_presence(rows: Sequence[Presence], *, at: datetime) -> int:
    """These take the place of what was told before of the same persons and days; answers
    how many rows that touched. What an earlier row told of other days stays told. In the
    transaction of an import."""
    if not rows:
        return 0
    told: dict[str, list[Days]] = defaultdict(list)
    for one in rows:
        told[one.pseudonym].append((one.begins, one.ends))
    held = Presence.objects.filter(
        superseded_at=None,
        pseudonym__in=told,
        begins__lt=max(one.ends for one in rows),
        ends__gt=min(one.begins for one in rows),
    )
    gone: list[int] = []
    rest: list[Presence] = []
    for one in held:
        left = days_left((one.begins, one.ends), told[one.pseudonym])
        if left == [(one.begins, one.ends)]:
            continue
        gone.append(one.pk)
        rest += [_like(one, begins, ends) for begins, ends in left]
    Presence.objects.filter(pk__in=gone).update(superseded_at=at)
    Presence.objects.bulk_create([*rest, *rows], batch_size=2000)
    return len(gone)


def days_left(whole: Days, taken: Sequence[Days]) -> list[Days]:
    """The parts of a half-open period that none of the `taken` covers, in order."""
    begins, ends = whole
    left = []
    for first, after in sorted(taken):
        if after <= begins or first >= ends:
            continue
        if first > begins:
            left.append((begins, first))
        begins = max(begins, after)
    return [*left, (begins, ends)] if begins < ends else left


def _like(one: Presence, begins: date, ends: date) -> Presence:
    """What an earlier file told, of fewer days."""
    return Presence(
        pseudonym=one.pseudonym,
        begins=begins,
        ends=ends,
        is_present=one.is_present,
        team_id=one.team_id,
        unit_id=one.unit_id,
        from_import_id=one.from_import_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A team, or an area (`team` None), in a month. None where fewer than five persons
    would be told of, also by taking what is shown from a total."""

    area: str
    team: Team | None
    persons: int | None
    mean_a_day: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class _Sum:
    persons: int
    present: int
    told: int
    days: int


def present_in(person: Person, month: date) -> list[Present]:
    """Each area with its teams; nothing for those who do not see it."""
    if not sees_presence(person.standing):
        return []
    counted = _counted(month)
    teams: dict[str, list[Team]] = defaultdict(list)
    for team in Team.objects.filter(pk__in=counted).order_by("area", "name"):
        teams[team.area].append(team)
    found = []
    for area, own in teams.items():
        found.append(_of_area(area, [counted[team.pk] for team in own]))
        found += [_one(area, team, counted[team.pk]) for team in own]
    return found


def _counted(month: date) -> Mapping[int, _Sum]:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"month": month, "after": after})
        return {team: _Sum(*sums) for team, *sums in cursor.fetchall()}


def _of_area(area: str, teams: Sequence[_Sum]) -> Present:
    """Not told where the teams that are not shown would be found by subtraction: unless
    they are five persons or more together."""
    hidden = sum(one.persons for one in teams if one.persons < FEWEST)
    whole = _Sum(
        sum(one.persons for one in teams),
        sum(one.present for one in teams),
        sum(one.told for one in teams),
        max(one.days for one in teams),
    )
    if 0 < hidden < FEWEST:
        return Present(area=area, team=None, persons=None, mean_a_day=None, share=None)
    return _one(area, None, whole)


def _one(area: str, team: Team | None, told: _Sum) -> Present:
    if told.persons < FEWEST or not told.days:
        return Present(area=area, team=team, persons=None, mean_a_day=None, share=None)
    return Present(
        area=area,
        team=team,
        persons=told.persons,
        mean_a_day=told.present / told.days,
        share=told.present / told.told,
    )
