# SPDX-License-Identifier: EUPL-1.2
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from gemensam.demo.costs import ON_COST, PROJECT, Kind
from gemensam.demo.files.columns import STAFF
from gemensam.demo.ledger.books import posted_in
from gemensam.demo.ledger.budget import budgets
from gemensam.demo.ledger.draft import Draft, UnbalancedError, lines
from gemensam.demo.ledger.mapping import rules
from gemensam.demo.lists.accounts import BAS_PAY, KOMMUN_PAY
from gemensam.demo.lists.charts import BAS, KOMMUN, LATER
from gemensam.demo.manifest import Manifest
from gemensam.demo.world import World
from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import Balance, Voucher, read, read_all
from gemensam.formats.tables import opened_table


def test_every_file_reads_back_without_a_remark(written: Manifest) -> None:
    """Balances, sums, checksums, dates and declared codes: the reader judges them all."""
    files = [file for file in written.files if file.kind == "ledger"]
    assert len(files) == 8
    for file in files:
        log = IssueLog()
        with file.path.open("rb") as source:
            count = sum(isinstance(record, Voucher) for record in read(source, log=log))
        assert [(issue.code, issue.line) for issue in log] == []
        assert count > 50


def vouchers(written: Manifest, stem: str) -> list[Voucher]:
    path = next(f.path for f in written.files if f.path.stem == stem)
    with path.open("rb") as source:
        records = read(source, log=IssueLog())
        return [record for record in records if isinstance(record, Voucher)]


def test_vouchers_balance_and_have_two_to_twenty_rows(written: Manifest) -> None:
    for voucher in vouchers(written, "2120009879_2025"):
        assert sum(row.amount for row in voucher.rows) == 0
        assert 2 <= len(voucher.rows) <= 20
        assert voucher.text
        assert voucher.date is not None
        assert voucher.date.year == 2025


def test_the_files_hold_the_rows_of_the_world(written: Manifest, small: World) -> None:
    """Öre by account, cost centre and month, for every account that support uses."""
    organisation = small.scene.organisation
    expected: Counter[tuple[str, str, str, str]] = Counter()
    posted = small.posted
    for number in range(len(posted)):
        month = small.scene.timeline.months[posted.month[number]]
        entity = organisation.entities[posted.entity[number]].orgnr
        centre = organisation.cost_centres[posted.centre[number]].code
        key = (entity, f"{month:%Y-%m}", str(posted.account[number]), centre)
        expected[key] += int(posted.amount[number])
    own = {
        (organisation.entities[rule.entity].orgnr, account)
        for rule in rules(organisation)
        if rule.treatment in ("personal", "direkt")
        for account in rule.account.split(",")
    }
    found: Counter[tuple[str, str, str, str]] = Counter()
    for file in written.files:
        if file.kind != "ledger":
            continue
        orgnr = file.path.stem.split("_")[0]
        for voucher in vouchers(written, file.path.stem):
            for row in voucher.rows:
                if (orgnr, row.account) in own:
                    centre = dict(row.objects)["1"]
                    key = (orgnr, f"{voucher.date:%Y-%m}", row.account, centre)
                    found[key] += row.amount
    wanted = {key: ore for key, ore in expected.items() if (key[0], key[2]) in own}
    assert {key: ore for key, ore in found.items() if ore} == {
        key: ore for key, ore in wanted.items() if ore
    }


def test_a_year_begins_where_the_last_one_ended(written: Manifest) -> None:
    balances: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for stem in ("2120009879_2025", "2120009879_2026"):
        path = next(f.path for f in written.files if f.path.stem == stem)
        with path.open("rb") as source:
            for record in read_all(source).records:
                if isinstance(record, Balance):
                    own = balances[stem].setdefault(record.kind.value, {})
                    own[record.account] = record.amount
    before, after = balances["2120009879_2025"], balances["2120009879_2026"]
    result = sum(before["RES"].values())
    for account, ore in after["IB"].items():
        carried = before["UB"].get(account, 0) + (result if account == "2010" else 0)
        assert ore == carried
    assert sum(after["IB"].values()) == 0
    assert sum(after["UB"].values()) + sum(after["RES"].values()) == 0


def test_internal_charges_have_two_sides(small: World) -> None:
    """What the centre charges inside the municipality sums to nothing; what it invoices
    companies is what they book, without VAT."""
    municipality = posted_in(small, 0).rows
    for pair in ((7981, 3981),):
        inside = np.isin(municipality.account, pair)
        assert inside.any()
        assert municipality.amount[inside].sum() == 0
    sold = municipality.amount[municipality.account == 3982].sum()
    bought = sum(
        posted_in(small, entity)
        .rows.amount[posted_in(small, entity).rows.account == 6891]
        .sum()
        for entity in (1, 2, 3)
    )
    assert bought == -sold > 0


def test_a_company_cannot_deduct_all_of_the_vat(small: World) -> None:
    for entity, ratio in ((1, 0.10), (2, 1.0), (3, 0.60)):
        rows = posted_in(small, entity).rows
        paid = rows.amount[rows.account == 2641]
        kept = paid[paid > 0].sum()
        lost = rows.amount[rows.account == 6993].sum()
        # Settling with the state takes the deducted part away again, so debits only.
        assert kept / (kept + lost) == pytest.approx(ratio, abs=0.02)


def test_the_programme_is_on_its_project_alone(small: World) -> None:
    rows = small.rows
    assert np.array_equal(rows.project == PROJECT, rows.kind == Kind.ONE_OFF)


def test_mapping_covers_the_charts_and_none_of_what_came_later(small: World) -> None:
    for entity in range(4):
        own = [
            rule for rule in rules(small.scene.organisation) if rule.entity == entity
        ]
        listed = {code for rule in own for code in rule.account.split(",") if code}
        chart = KOMMUN if entity == 0 else BAS
        results = {str(number) for number in chart if number >= 3000}
        project_only = {"7421", "7548"}
        assert results - listed - project_only == set()
        assert listed & {str(number) for number in LATER[min(entity, 1)]} == set()


def test_a_draft_refuses_what_does_not_balance() -> None:
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(UnbalancedError, match="5 öre"):
        Draft(0).add(
            "BOK",
            np.array([738_000]),
            ["wrong"],
            [lines(one, 1941, np.array([105])), lines(one, 3010, np.array([-100]))],
        )


def test_only_pay_is_in_the_series_of_pay(written: Manifest) -> None:
    """The charts use the same numbers for different things: 7533 is a licence in one."""
    expected = {"5", "2"}
    for voucher in vouchers(written, "2120009879_2025"):
        if voucher.series == "LON":
            assert {row.account[0] for row in voucher.rows} <= expected


def test_pay_is_posted_on_pay_day(written: Manifest) -> None:
    days = {v.date for v in vouchers(written, "2120009879_2025") if v.series == "LON"}
    pay = {f"{day:%m-%d}" for day in days if day and day.day < 28}
    assert pay == {
        "01-27", "02-27", "03-27", "04-25", "05-27", "06-27", "07-25", "08-27",
        "09-26", "10-27", "11-27", "12-23",
    }  # fmt: skip


def test_pay_in_the_ledger_is_that_of_the_roster(
    written: Manifest, small: World
) -> None:
    """December: monthly pay with on-cost, cost centre by cost centre."""
    path = next(f.path for f in written.files if f.path.name == "personal_2025.xlsx")
    expected: Counter[tuple[str, str]] = Counter()
    day = date(2025, 12, 1)
    with (
        path.open("rb") as source,
        opened_table(source, STAFF, log=IssueLog()) as rows,
    ):
        for row in rows:
            begins, ends, pay = row["begins"], row["ends"], row["monthly"]
            assert isinstance(begins, date)
            there = begins <= day and (ends is None or str(ends) > str(day))
            if there and isinstance(pay, int) and isinstance(row["extent"], Decimal):
                key = str(row["orgnr"]), str(row["centre"])
                expected[key] += round(float(pay * row["extent"]) * (1 + ON_COST))
    found: Counter[tuple[str, str]] = Counter()
    rows_ = small.rows
    own = np.where(
        rows_.entity == 0,
        np.isin(rows_.account, list(KOMMUN_PAY)),
        np.isin(rows_.account, list(BAS_PAY)),
    )
    chosen = own & (rows_.month == 11)
    for number in np.flatnonzero(chosen).tolist():
        centre = small.scene.organisation.cost_centres[rows_.centre[number]]
        orgnr = small.scene.organisation.entities[centre.entity].orgnr
        found[orgnr, centre.code] += int(rows_.amount[number])
    assert set(found) == set(expected)
    for key, ore in expected.items():
        assert found[key] == pytest.approx(ore, rel=0.0005), key


def test_direct_cost_follows_volume(lindby: World) -> None:
    """A leased computer costs what the catalogue says, a tenth more outside the centre."""
    services, rows = lindby.scene.services, lindby.rows
    place = services.place("I01")
    own = (rows.service == place) & (rows.month < 12) & (rows.kind == Kind.DIRECT)
    used = lindby.scene.demand.ordered[:, place, :12].sum()
    assert rows.amount[own].sum() / used / services.direct[place] == pytest.approx(
        1.10, abs=0.05
    )


def test_the_centre_has_a_budget_about_as_large_as_what_it_came_to(
    written: Manifest, small: World
) -> None:
    """By month and cost centre, and of nobody else; quarters to come are budgeted too."""
    scene, posted = small.scene, posted_in(small, 0)
    organisation = scene.organisation
    centres = {
        one.code: one.pool >= organisation.first_centre
        and one.pool < organisation.programme
        for one in organisation.cost_centres
    }
    year = scene.timeline.closed.year
    given = list(budgets(scene, posted, year))
    assert given == list(budgets(scene, posted, year))
    assert {one.month for one in given} == {
        date(year, month, 1)
        for month in range(1, 13)
        if date(year, month, 1) >= scene.timeline.start
    }
    assert all(
        centres[one.objects[0][1]] and one.amount % 1_000_00 == 0 for one in given
    )
    closed = [one.amount for one in given if one.month <= scene.timeline.closed]
    spent = sum(
        int(ore)
        for place, account, ore, voucher in zip(
            posted.rows.centre.tolist(),
            posted.rows.account.tolist(),
            posted.rows.amount.tolist(),
            posted.rows.voucher.tolist(),
            strict=True,
        )
        if place >= 0
        and centres[organisation.cost_centres[place].code]
        and 4000 <= account < 9000
        and date.fromordinal(int(posted.day[voucher])).year == year
    )
    assert sum(closed) == pytest.approx(spent, rel=0.06)
    assert not list(budgets(scene, posted, scene.timeline.baseline_year))
