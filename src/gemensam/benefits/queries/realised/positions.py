# SPDX-License-Identifier: EUPL-1.2
"""The position list by department and title group: which posts ended since the baseline,
and which were filled again. What fewer than five persons are behind is told together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.benefits.enums import PostChange
from gemensam.benefits.queries.realised.posts import Change, Listed
from gemensam.benefits.queries.realised.registers import NO_GAP, Gap
from gemensam.calc.costing.titles import normal
from gemensam.calc.protection import FEWEST, Concerned, Level, protect
from gemensam.costing.queries.standards import standard_of
from gemensam.group.models import Authority, Unit

Group = (
    Hashable  # of titles: the line of the list of standard shares, or the title's words
)
Key = tuple[PostChange, int, int, Group]  # authority, department


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`extent` in thousandths of full time. Of departments and titles that are told
    together `department` and `titles` are None, of several authorities' `authority` too."""

    change: PostChange
    authority: Authority | None
    department: Unit | None
    titles: str | None
    extent: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Of a closed `month` against the same of the baseline, in thousandths of full time;
    None what fewer than five are behind, or what is not known. `cost` of a full-time post
    a month, in öre. `gap`: the staff registers that are missing; nobody of them is in it."""

    month: date
    lines: Sequence[Line]
    ended: int | None
    filled: int | None
    cost: int
    gap: Gap = NO_GAP

    @property
    def net(self) -> int | None:
        if self.ended is None or self.filled is None:
            return None
        return max(0, self.ended - self.filled)


def positions(listed: Listed, month: date) -> Positions:
    """Titles are grouped as the list of standard shares does."""
    held: dict[Key, list[int]] = defaultdict(list)
    named: dict[Group, Counter[str]] = defaultdict(Counter)
    group = _grouping()
    for one in listed.changes:
        of = group(one)
        held[_change(one), one.authority, one.post.unit, of].append(one.extent)
        named[of][one.post.title.strip()] += 1
    shown = _levels(held)
    names = {
        of: min(each, key=lambda one: (-each[one], one)) for of, each in named.items()
    }
    return Positions(
        month=month,
        lines=_lines(held, shown, names),
        ended=None if listed.gap.has_all else _told(held, PostChange.ENDED),
        filled=None if listed.gap.has_all else _told(held, PostChange.FILLED),
        cost=listed.cost,
        gap=listed.gap,
    )


def _change(one: Change) -> PostChange:
    return PostChange.ENDED if one.has_ended else PostChange.FILLED


def _grouping() -> Callable[[Change], Group]:
    find = standard_of()

    def group(one: Change) -> Group:
        match = find(one.post.title, one.post.aid)
        return match.line.key if match else normal(one.post.title)

    return group


def _levels(held: Mapping[Key, Sequence[int]]) -> Mapping[Key, Level]:
    """Nobody is in two cells of one kind of change, so persons of a kind add up."""
    levels = protect(
        Concerned(
            service=change,
            area=change,
            unit=(department, of),
            administration=authority,
            persons=len(each),
        )
        for (change, authority, department, of), each in held.items()
    )
    return {key: levels[key[0], key[2:]] for key in held}


def _lines(
    held: Mapping[Key, Sequence[int]],
    shown: Mapping[Key, Level],
    names: Mapping[Group, str],
) -> list[Line]:
    """What ended first, the most posts first; what is told together last."""
    together: dict[tuple[PostChange, int | None, int | None, Group], list[int]]
    together = defaultdict(list)
    for key, each in held.items():
        change, authority, *_where = key
        match shown[key]:
            case Level.ITSELF:
                together[key] += each
            case Level.ADMINISTRATION:
                together[change, authority, None, None] += each
            case Level.GROUP | Level.AREA:
                together[change, None, None, None] += each
    authorities, units = (
        Authority.objects.in_bulk(),
        Unit.objects.in_bulk(
            {
                department
                for _change, _authority, department, _of in together
                if department
            }
        ),
    )
    lines = [
        Line(
            change=change,
            authority=authorities[authority] if authority else None,
            department=units[department] if department else None,
            titles=names[of] if department else None,
            extent=sum(each),
            people=len(each),
        )
        for (change, authority, department, of), each in together.items()
    ]
    return sorted(
        lines,
        key=lambda one: (
            one.change != PostChange.ENDED,
            one.authority is None,
            one.department is None,
            -one.extent,
            str(one.authority),
            one.titles or "",
        ),
    )


def _told(held: Mapping[Key, Sequence[int]], change: PostChange) -> int | None:
    each = [
        extent
        for key, extents in held.items()
        if key[0] == change
        for extent in extents
    ]
    return None if 0 < len(each) < FEWEST else sum(each)
