# SPDX-License-Identifier: EUPL-1.2
"""The list of standard shares: changed, taken back, imported; what it weighs."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest

from gemensam.calc.costing.titles import NothingToMatchError
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions as imports
from gemensam.core.models import AuditEvent
from gemensam.costing.actions import standards
from gemensam.costing.actions.standards import BadStandard, NoSuchLine, Said
from gemensam.costing.importers.standards import COLUMNS, exported
from gemensam.costing.models import StandardShareVersion
from gemensam.costing.queries.standards import (
    Weight,
    current_lines,
    current_version,
    listed,
    merged,
    standard_of,
    weighed,
)
from gemensam.formats.tables import write_csv

AT = clock.real_now()
CLERK = Said(
    title="fakturaskanner",
    code="",
    target="finance",
    low=Decimal("0.5"),
    likely=Decimal("0.8"),
    high=Decimal(1),
    note="",
    source="mätning i mars",
)


def put(row: Said, instead_of: tuple[str, str] | None = None) -> StandardShareVersion:
    return standards.put_line([row], instead_of=instead_of, by=CONSOLE, at=AT)


def test_every_municipality_starts_with_our_list(lindby: str) -> None:
    del lindby
    lines = current_lines()
    assert len(lines) >= 40
    assert standards.load_standards(by=CONSOLE, at=AT) is None
    find = standard_of()
    for title, area in (
        ("Ekonomiassistent", "finance"),
        ("Lönehandläggare", "hr"),
        ("HR-specialist", "hr"),
        ("IT-tekniker", "it"),
        ("Verksamhetscontroller", "finance"),
    ):
        found = find(title, "")
        assert found is not None, title
        assert list(found.line.shares) == [area], title
    for title in ("Skoladministratör", "Rektor", "Enhetschef"):
        found = find(title, "")
        assert found is not None, title
        assert set(found.line.shares) == {"finance", "hr", "it"}, title
    teacher = find("Lärare årskurs 4-6", "")
    assert teacher is not None
    assert not teacher.line.is_support


def test_a_change_is_a_new_version_and_the_old_one_can_be_restored(lindby: str) -> None:
    del lindby
    before = standards.said_by(current_version())
    added = put(CLERK)
    changed = put(replace(CLERK, likely=Decimal("0.7")), CLERK.line)
    assert changed.number == added.number + 1
    found = standard_of()("Fakturaskanner", "")
    assert found is not None
    assert found.line.shares["finance"].likely == 0.7
    standards.remove_line(CLERK.line, by=CONSOLE, at=AT)
    assert standards.said_by(current_version()) == before
    assert standard_of()("Fakturaskanner", "") is None
    standards.restore(added.number, by=CONSOLE, at=AT)
    assert standards.said_by(current_version()) == [*before, CLERK]
    told = AuditEvent.objects.filter(action="standards.published").latest("pk")
    assert told.payload is not None
    assert told.payload["facts"]["added"] == ["fakturaskanner · finance · 0.8000"]
    assert StandardShareVersion.objects.filter(superseded_at=None).count() == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (replace(CLERK, low=Decimal("0.9")), "none lower than the one before"),
        (replace(CLERK, high=Decimal("1.1")), "between 0 and"),
        (replace(CLERK, low=Decimal("-0.1")), "between 0 and"),
        (replace(CLERK, target="juridik"), "there is no area juridik"),
        (replace(CLERK, title="rektor*"), "in the list already"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_cure(
    lindby: str, row: Said, says: str
) -> None:
    del lindby
    before = current_version()
    with pytest.raises(BadStandard) as caught:
        put(row)
    assert says in str(caught.value)
    assert current_version() == before


def test_shares_over_the_whole_and_lines_without_pattern_are_refused(
    lindby: str,
) -> None:
    del lindby
    with pytest.raises(BadStandard) as caught:
        standards.put_line(
            [CLERK, replace(CLERK, target="hr")], instead_of=None, by=CONSOLE, at=AT
        )
    assert "160 %" in str(caught.value)
    with pytest.raises(NothingToMatchError):
        put(replace(CLERK, title=""))
    with pytest.raises(NoSuchLine):
        standards.remove_line(("finns inte", ""), by=CONSOLE, at=AT)
    with pytest.raises(NoSuchLine):
        put(CLERK, ("finns inte", ""))


def taken_in(data: bytes) -> object:
    record = imports.receive(
        io.BytesIO(data), kind="standards", name="lista.csv", by=CONSOLE, at=AT
    )
    imports.read(record, at=AT)
    return record


def as_file(rows: list[Said]) -> bytes:
    target = io.BytesIO()
    write_csv(exported(rows), COLUMNS, target)
    return target.getvalue()


def test_out_and_in_again_is_the_same_list(own_lindby: str) -> None:
    del own_lindby
    current = current_version()
    record = taken_in(as_file(standards.said_by(current)))
    imports.commit(record, by=CONSOLE, at=AT)  # type: ignore[arg-type]
    assert current_version() == current
    rows = [*standards.said_by(current), CLERK]
    record = taken_in(as_file(rows).replace(b";finance;", b";Ekonomi;"))
    imports.commit(record, by=CONSOLE, at=AT)  # type: ignore[arg-type]
    assert standards.said_by(current_version()) == rows


def test_a_file_with_a_bad_line_changes_nothing(own_lindby: str) -> None:
    del own_lindby
    current = current_version()
    bad = replace(CLERK, target="juridik")
    record = taken_in(as_file([*standards.said_by(current), bad]))
    assert record.state == "refused"  # type: ignore[attr-defined]
    told = record.report["issues"][0]  # type: ignore[attr-defined]
    assert "juridik" in str(told)
    assert current_version() == current


def test_what_the_list_weighs_is_the_register(lindby: str) -> None:
    """Every employment is under one line or among the unmatched, none twice."""
    del lindby
    from gemensam.costing.queries.pay import paid_in
    from gemensam.costing.queries.standards import newest_year

    year = newest_year()
    assert year is not None
    lines = [one.line for one in listed(current_version())]
    weights, unmatched = weighed(year, lines)
    paid = list(paid_in(year))
    told = sum(one.pay_ore for one in weights.values())
    told += sum(one.pay_ore for one in unmatched)
    assert told == sum(one.pay_ore for one in paid)
    weights, unmatched = weighed(year, [])
    assert weights == {}
    assert sum(one.persons for one in unmatched) >= len({p.pseudonym for p in paid})
    assert all(one.persons >= 5 for one in unmatched)


def weight(count: int, start: int, pay: int) -> Weight:
    people = {f"p{n}" for n in range(start, start + count)}
    return Weight(people, pay)


def test_titles_of_few_are_never_told_apart() -> None:
    many, few, one = weight(9, 0, 900), weight(3, 20, 300), weight(1, 30, 100)
    rows = merged({"a": many, "b": few, "c": one})
    # Three and one are four: the smallest of the others joins them.
    assert [(row.title, row.persons, row.pay_ore) for row in rows] == [(None, 13, 1300)]
    rows = merged({"a": many, "b": few, "c": weight(2, 30, 100)})
    assert [(row.title, row.persons) for row in rows] == [("a", 9), (None, 5)]
    rows = merged({"c": one})
    assert [(row.persons, row.pay_ore) for row in rows] == [(1, 0)]
