# SPDX-License-Identifier: EUPL-1.2
"""The rough baseline: from a ledger, a roster and the list of standard shares, whatever
else is there. Nothing needs to be mapped, and no unit needs to be known."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Max

from gemensam.calc.costing.titles import Match
from gemensam.calc.rough import (
    ASSUMPTIONS,
    Answer,
    Centre,
    Matched,
    Person,
    area_of_account,
    match_centres,
    rough,
)
from gemensam.catalogue.models import Area
from gemensam.core.models import Import
from gemensam.costing.models import LedgerName, StaffRow
from gemensam.costing.queries.answered import shares_in
from gemensam.costing.queries.pay import Paid, paid_in
from gemensam.costing.queries.standards import current_lines, newest_year, standard_of
from gemensam.costing.queries.turnover import months_known

Finder = Callable[[str, str], Match | None]
FEWEST = 5
ACCOUNT_NAMES, CENTRE_NAMES = 0, 1  # the dimensions under which they are named
# People and other cost by chart: class 5 against 4, 6 and 7 in Kommun-Bas; 70–76 against
# 4–6 and 77–78 in BAS. Income, financial items and memo accounts are neither. A ledger of
# part of a year is raised to twelve months.
CENTRES = """
WITH posted AS (
    SELECT t.ledger_id, l.legal_entity_id, t.month, t.cost_centre, CASE
        WHEN e.chart = 'kommun-bas' AND left(t.account, 1) = '5' THEN 'people'
        WHEN e.chart = 'kommun-bas' AND left(t.account, 1) IN ('4', '6', '7') THEN 'other'
        WHEN e.chart = 'bas' AND left(t.account, 2) BETWEEN '70' AND '76' THEN 'people'
        WHEN e.chart = 'bas' AND (left(t.account, 1) IN ('4', '5', '6')
            OR left(t.account, 2) IN ('77', '78')) THEN 'other' END AS what,
        sum(t.amount_ore) AS amount_ore
    FROM costing_ledgerturnover t JOIN costing_ledger l ON l.id = t.ledger_id
    JOIN group_legalentity e ON e.id = l.legal_entity_id
    WHERE t.month >= %(first)s AND t.month < %(after)s
    GROUP BY 1, 2, 3, 4, 5
), months AS (
    SELECT ledger_id, count(DISTINCT month) AS n FROM posted
    WHERE what IS NOT NULL GROUP BY 1
)
SELECT p.legal_entity_id, p.cost_centre,
    round(sum(p.amount_ore * 12.0 / m.n) FILTER (WHERE p.what = 'people'))::bigint,
    round(sum(p.amount_ore * 12.0 / m.n) FILTER (WHERE p.what = 'other'))::bigint
FROM posted p JOIN months m USING (ledger_id) WHERE p.what IS NOT NULL GROUP BY 1, 2
"""
ON_ACCOUNTS = """
WITH months AS (
    SELECT ledger_id, count(DISTINCT month) AS n FROM costing_ledgerturnover
    WHERE month >= %(first)s AND month < %(after)s AND account ~ '^[4-7]' GROUP BY 1
)
SELECT t.ledger_id, l.legal_entity_id, t.cost_centre, t.account,
    sum(t.amount_ore * 12.0 / m.n)
FROM costing_ledgerturnover t JOIN costing_ledger l ON l.id = t.ledger_id
JOIN months m ON m.ledger_id = t.ledger_id
WHERE t.month >= %(first)s AND t.month < %(after)s AND t.account = ANY(%(accounts)s)
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A cost centre that was found on one side only. Kronor are None below five persons."""

    code: str
    name: str
    ore: int | None
    persons: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rough:
    """The answer, with what it is made of and what could not be matched."""

    answer: Answer
    ledger_year: int | None
    staff_year: int
    months: int
    persons: int
    matched: int
    only_roster: Sequence[Left]
    only_ledger: Sequence[Left]
    centres: Mapping[str, str]  # name of a support department → area
    answered: int  # persons whose shares are from a survey
    imported: Sequence[tuple[str, datetime]]  # the files, and when they came in


def rough_baseline(year: int | None = None) -> Rough | None:
    """The answer for a year, by default the newest that has a roster. None: no roster."""
    staff_year = year or newest_year()
    if staff_year is None:
        return None
    people = list(paid_in(staff_year))
    months = Counter(month.year for month in months_known())
    ledger_year = _ledger_year(staff_year, months)
    if not people:
        return None
    ledger = _centres(ledger_year) if ledger_year else {}
    names = _names(ledger_year) if ledger_year else {}
    matched = _matched(people, ledger, names, staff_year)
    find = standard_of()
    surveyed = shares_in(staff_year)
    persons = [_person(one, find, surveyed) for one in people]
    answer = rough(
        persons,
        {roster: ledger[code] for roster, code in matched.pairs.items()},
        {line.key: line.shares for line in current_lines()},
        list(Area.objects.values_list("code", flat=True)),
        ASSUMPTIONS,
        named=_named_cost(ledger_year) if ledger_year else {},
    )
    return Rough(
        answer=answer,
        ledger_year=ledger_year,
        staff_year=staff_year,
        months=months[ledger_year] if ledger_year else 0,
        persons=len({one.pseudonym for one in people}),
        matched=len(matched.pairs),
        only_roster=_only_roster(people, matched),
        only_ledger=_only_ledger(ledger, matched, names),
        centres={
            _named(matched.pairs.get(code, code), names): area
            for code, area in sorted(answer.departments.items())
        },
        answered=sum(one.shares is not None for one in persons),
        imported=_imported(),
    )


def years_with_a_roster() -> list[int]:
    """The newest first."""
    rows = StaffRow.objects.filter(superseded_at=None).values_list("year", flat=True)
    return sorted(set(rows.distinct()), reverse=True)


def fragmentation_pct() -> float | None:
    """Per cent of the support work that is done outside support departments by people
    who do it less than a quarter of their time; None before there is a roster, and while
    no support work is seen in it."""
    found = rough_baseline()
    if found is None or not found.answer.fte.likely:
        return None
    return round(found.answer.fragmentation_pct.likely, 1)


# ---------------------------------------------------------------- the evidence


def _ledger_year(staff_year: int, years: Collection[int]) -> int | None:
    """The roster's own year if there is a ledger for it, else the nearest before, else
    the first after."""
    before = [year for year in years if year <= staff_year]
    return max(before) if before else min(years, default=None)


def _span(year: int) -> dict[str, date]:
    return {"first": date(year, 1, 1), "after": date(year + 1, 1, 1)}


def _centres(year: int) -> dict[str, Centre]:
    with connection.cursor() as cursor:
        cursor.execute(CENTRES, _span(year))
        return {
            _key(entity, code): Centre(
                code=_key(entity, code), people_ore=people or 0, other_ore=other or 0
            )
            for entity, code, people, other in cursor.fetchall()
            if code
        }


def _named_cost(year: int) -> dict[str, dict[str, float]]:
    """Cost centre → öre of a year per area, on accounts whose names speak of it."""
    areas: dict[tuple[int, str], str] = {}
    rows = LedgerName.objects.filter(
        dimension=ACCOUNT_NAMES, code__regex="^[4-7]", ledger__year_from__year=year
    )
    for ledger, code, name in rows.values_list("ledger_id", "code", "name"):
        area = area_of_account(name)
        if area is not None:
            areas[ledger, code] = area
    found: defaultdict[str, defaultdict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    with connection.cursor() as cursor:
        accounts = sorted({account for _ledger, account in areas})
        cursor.execute(ON_ACCOUNTS, {**_span(year), "accounts": accounts})
        for ledger, entity, centre, account, ore in cursor.fetchall():
            if (ledger, account) in areas:
                found[_key(entity, centre)][areas[ledger, account]] += float(ore)
    return {key: dict(by_area) for key, by_area in found.items()}


def _names(year: int) -> dict[str, str]:
    rows = LedgerName.objects.filter(
        dimension=CENTRE_NAMES, ledger__year_from__year=year
    ).values_list("ledger__legal_entity_id", "code", "name")
    return {_key(entity, code): name for entity, code, name in rows}


def _key(entity: int, code: str) -> str:
    """Cost centres of two legal entities may be written alike."""
    return f"{entity}|{code}"


def _named(key: str, names: Mapping[str, str]) -> str:
    code = key.partition("|")[2]
    name = names.get(key, "")
    return f"{code} {name}".strip() or "–"


def _matched(
    people: Sequence[Paid],
    ledger: Mapping[str, Centre],
    names: Mapping[str, str],
    year: int,
) -> Matched:
    """Each legal entity on its own."""
    units = dict(
        StaffRow.objects.filter(year=year, superseded_at=None).values_list(
            "pk", "hr_code"
        )
    )
    roster: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for one in people:
        roster[one.entity][one.cost_centre].add(units.get(one.row, ""))
    pairs: dict[str, str] = {}
    for entity, codes in roster.items():
        start = f"{entity}|"
        own = {
            key.removeprefix(start): names.get(key, "")
            for key in ledger
            if key.startswith(start)
        }
        found = match_centres(codes, own)
        pairs |= {start + code: start + other for code, other in found.pairs.items()}
    centres = {_key(one.entity, one.cost_centre) for one in people}
    return Matched(
        pairs=pairs,
        only_roster=frozenset(centres) - frozenset(pairs),
        only_ledger=frozenset(ledger) - frozenset(pairs.values()),
    )


def _person(
    one: Paid, find: Finder, surveyed: Mapping[str, Mapping[str, float]]
) -> Person:
    match = find(one.title, one.aid)
    return Person(
        person=one.pseudonym,
        line=match.line.key if match else None,
        centre=_key(one.entity, one.cost_centre),
        pay_ore=one.pay_ore,
        fte=one.fte,
        shares=surveyed.get(one.pseudonym),
    )


# ---------------------------------------------------------------- what was left


def _only_roster(people: Sequence[Paid], matched: Matched) -> list[Left]:
    """By kronor of pay; where fewer than five are paid, no kronor are shown."""
    pay: defaultdict[str, int] = defaultdict(int)
    who: defaultdict[str, set[str]] = defaultdict(set)
    for one in people:
        key = _key(one.entity, one.cost_centre)
        if key in matched.only_roster:
            pay[key] += one.pay_ore
            who[key].add(one.pseudonym)
    return [
        Left(
            code=key.partition("|")[2],
            name="",
            ore=pay[key] if len(who[key]) >= FEWEST else None,
            persons=len(who[key]),
        )
        for key in sorted(pay, key=lambda key: (len(who[key]) < FEWEST, -pay[key], key))
    ]


def _only_ledger(
    ledger: Mapping[str, Centre], matched: Matched, names: Mapping[str, str]
) -> list[Left]:
    """Centres with cost of people of whom the roster knows none."""
    left = [ledger[key] for key in matched.only_ledger if ledger[key].people_ore > 0]
    return [
        Left(
            code=one.code.partition("|")[2],
            name=names.get(one.code, ""),
            ore=one.people_ore,
        )
        for one in sorted(left, key=lambda one: (-one.people_ore, one.code))
    ]


def _imported() -> list[tuple[str, datetime]]:
    kinds = ("ledger", "ledger_table", "staff", "staff_table")
    rows = (
        Import.objects.filter(kind__in=kinds, state="committed")
        .values("original_name")
        .annotate(at=Max("committed_at"))
        .order_by("-at")[:8]
    )
    return [(row["original_name"], row["at"]) for row in rows]
