# SPDX-License-Identifier: EUPL-1.2
"""What ticket systems call the units, and which unit each may be."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Max

from gemensam.calc.likeness import likeliest, plain_name
from gemensam.core import clock
from gemensam.desk.enums import CaseSystem
from gemensam.desk.models import Case
from gemensam.group.enums import Register
from gemensam.group.models import Unit
from gemensam.group.queries import aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch as text, how many cases it has, the unit it is tied to, and the unit it
    may be (shown to a person, never used by itself)."""

    text: str
    cases: int
    unit: int | None
    suggestion: int | None = None


@dataclass(slots=True)
class Names:
    """Units by code and name, as written and in plain form; a name of two is of none."""

    codes: dict[str, int] = field(default_factory=dict)
    plain: dict[str, int] = field(default_factory=dict)

    def exactly(self, text: str) -> int | None:
        return self.codes.get(text.strip().casefold()) or self.plain.get(
            plain_name(text)
        )

    def likely(self, text: str) -> int | None:
        found = likeliest(text, self.plain)
        return found[0] if found else None


def units_by_name() -> Names:
    """The units of today's organisation."""
    today = clock.today()
    rows = Unit.objects.exclude(valid_to__lte=today).values_list("pk", "code", "name")
    names = Names(codes={code.casefold(): pk for pk, code, _name in rows})
    called: dict[str, list[int]] = defaultdict(list)
    for pk, _code, name in rows:
        called[plain_name(name)].append(pk)
    names.plain = {name: pks[0] for name, pks in called.items() if len(pks) == 1}
    return names


def tied_branches() -> Mapping[str, int]:
    """Branch → unit, as the bridge between registers says today."""
    today = aliases(Register.TICKETS, clock.today())
    return {code: unit for (_entity, code), unit in today.items()}


def known_branches() -> Counter[str]:
    """Branches of the cases that came from other systems, with their number of cases."""
    rows = (
        Case.objects.filter(system=CaseSystem.FOREIGN)
        .exclude(branch="")
        .values_list("branch")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return Counter(dict(rows))


def untied() -> int:
    """How many branches with cases are tied to no unit."""
    return len(known_branches().keys() - tied_branches().keys())


def branches() -> list[Branch]:
    """All of them: those tied to no unit first, by their number of cases."""
    tied, names = tied_branches(), units_by_name()
    found = [
        Branch(
            text=text,
            cases=count,
            unit=tied.get(text),
            suggestion=None if text in tied else names.likely(text),
        )
        for text, count in known_branches().items()
    ]
    return sorted(found, key=lambda one: (one.unit is not None, -one.cases, one.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category as text, how many cases it has, and the service it is tied to."""

    text: str
    cases: int
    service: int | None


def categories() -> list[Category]:
    """Categories of other systems: those tied to no service first, by their cases."""
    rows = (
        Case.objects.filter(system=CaseSystem.FOREIGN)
        .exclude(branch="")
        .exclude(category="")
        .values_list("category")
        .annotate(n=Count("pk"), service=Max("service"))
        .order_by()
    )
    found = [Category(text=text, cases=n, service=tied) for text, n, tied in rows]
    return sorted(
        found, key=lambda one: (one.service is not None, -one.cases, one.text)
    )
