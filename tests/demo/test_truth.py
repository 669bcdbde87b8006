# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace

import numpy as np
import pytest
from tests.demo.conftest import SMALL, TODAY
from tests.demo.estimator import estimate

from gemensam.calc.costing.pools import PoolMonth, services_of
from gemensam.demo.comparison import centre_efficiency, compare, unit_cost_index
from gemensam.demo.costs import Kind
from gemensam.demo.people import Role
from gemensam.demo.settings import Settings
from gemensam.demo.staffing import PLANTED
from gemensam.demo.truth import CENTRE, LOCAL
from gemensam.demo.truth_file import windows
from gemensam.demo.world import World


def test_every_ore_of_support_is_somebodys_service(small: World) -> None:
    """Direct and overhead rows whole, of personnel what is no other work."""
    facts, rows = small.truth, small.rows
    other = sum(
        int(rows.amount[rows.kind == kind].sum())
        for kind in (Kind.DIRECT, Kind.OVERHEAD)
    )
    organisation = small.scene.organisation
    people = np.zeros((organisation.pools, small.scene.timeline.count))
    own = rows.kind == Kind.PEOPLE
    np.add.at(people, (rows.pool[own], rows.month[own]), rows.amount[own])
    inside = (people * (1 - facts.pool_shares[:, -1])).sum()
    assert int(facts.cost.sum()) == pytest.approx(other + inside, abs=500)
    assert facts.unit_cost.sum() == facts.cost.sum()
    assert facts.unit_labour.sum() == facts.labour.sum()
    assert facts.cost.min() >= 0


def test_all_views_of_the_cost_have_the_same_sum(lindby: World) -> None:
    facts = lindby.truth
    total = facts.cost.sum(axis=(0, 1, 2))
    areas = lindby.scene.services.area
    by_area = sum(
        facts.cost[:, :, areas == area].sum(axis=(0, 1, 2)) for area in range(3)
    )
    assert np.array_equal(by_area, total)
    before = facts.cost[CENTRE, :, :, : lindby.scene.start - 2]
    assert before.sum() == 0
    assert np.array_equal(
        facts.one_off,
        np.bincount(
            lindby.rows.month[lindby.rows.kind == Kind.ONE_OFF],
            weights=lindby.rows.amount[lindby.rows.kind == Kind.ONE_OFF],
            minlength=lindby.scene.timeline.count,
        ).astype(np.int64),
    )


def test_people_shares_are_whole(lindby: World) -> None:
    assert np.allclose(lindby.shares.sum(axis=2), 1.0)
    assert lindby.shares.min() >= 0
    paid = lindby.truth.pool_shares.sum(axis=1)
    assert np.all(np.isclose(paid, 1) | np.isclose(paid, 0))


def test_lindby_has_the_size_that_was_wished(lindby: World) -> None:
    facts, scene = lindby.truth, lindby.scene
    baseline = facts.cost[..., :12].sum() / 1e8
    assert 250 <= baseline <= 285
    labour = facts.labour[..., :12].sum() / facts.cost[..., :12].sum()
    assert 0.54 <= labour <= 0.60
    found = windows(scene)
    assert 0.15 <= compare(lindby, found["run_rate"]).saving <= 0.175
    assert 0.09 <= compare(lindby, found["calendar_year_to_date"]).saving <= 0.14
    ordered = scene.demand.ordered[:, :, :12].sum(axis=(0, 2))
    wished = scene.services.per_thousand * 5.2
    busy = wished > 12_000
    assert ordered[busy] / wished[busy] == pytest.approx(np.ones(busy.sum()), abs=0.03)
    assert len(scene.organisation.receivers) == 120
    people = lindby.spells.present(scene.months)[:, 0]
    assert people.sum() == pytest.approx(5200, rel=0.02)


def test_the_centre_has_the_people_it_needs(lindby: World) -> None:
    now = lindby.spells.present(lindby.scene.months)[:, -1]
    centre = now & (lindby.spells.role == Role.CENTRE)
    assert 105 <= lindby.spells.degree[centre].sum() / 100 <= 122


def test_one_department_keeps_everybody_though_its_work_moved(lindby: World) -> None:
    scene = lindby.scene
    places = {part.code: n for n, part in enumerate(scene.organisation.support)}
    kept, other = (
        lindby.spells.pool == scene.organisation.first_support + places[code]
        for code in (PLANTED, "VOF-EK")
    )
    there = lindby.spells.present(scene.months)
    assert there[kept, 0].sum() == there[kept, -1].sum() > 0
    assert there[other, 0].sum() > there[other, -1].sum() == 0


def test_the_truth_does_not_know_the_disturbances(made) -> None:
    worse = replace(
        SMALL.disturbances,
        nonresponse=0.6,
        misposted=0.2,
        new_codes=0.1,
        volume_noise=0.2,
        cases_without_close=0.5,
    )
    calm, rough = made(SMALL), made(replace(SMALL, disturbances=worse))
    assert np.array_equal(calm.truth.cost, rough.truth.cost)
    assert np.array_equal(calm.truth.volume, rough.truth.volume)
    assert np.array_equal(calm.cases.resolved, rough.cases.resolved)
    assert not np.array_equal(calm.counted, rough.counted)


def test_wages_rise_by_the_drift_each_april(small: World) -> None:
    from gemensam.demo.costs import wage_level

    levels = [wage_level(small.scene, month) for month in (2, 3, 14, 15)]
    assert levels == pytest.approx([1 / 1.032, 1, 1, 1.032])


def test_an_old_centre_gets_cheaper_by_three_to_five_percent_a_year(made) -> None:
    old = made(Settings(today=TODAY, months=36))
    last = unit_cost_index(old)[-1]
    assert last["year"] == 2026
    change = last["unit_cost_change_pct"]
    assert isinstance(change, float)
    assert -5.5 <= change <= -3
    of_centre = centre_efficiency(old)[-1]
    assert (of_centre["year"], of_centre["months"]) == (2026, 10)
    alone = of_centre["yearly_efficiency_pct"]
    assert isinstance(alone, float)
    assert 3 <= alone <= 5


def test_a_young_centre_has_no_year_to_be_compared_with(lindby: World) -> None:
    assert centre_efficiency(lindby) == []


def test_equal_volume_takes_growth_out(lindby: World) -> None:
    months = windows(lindby.scene)["calendar_year_to_date"]
    result = compare(lindby, months)
    place = lindby.scene.services.place("H01")
    volume = lindby.truth.volume.sum(axis=(0, 1))[place]
    grown = volume[months].sum() / volume[[m - 12 for m in months]].sum()
    assert grown == pytest.approx(1.01, abs=0.01)
    cost = lindby.truth.cost.sum(axis=(0, 1))[place][months].sum()
    labour = lindby.truth.labour.sum(axis=(0, 1))[place][months].sum()
    real = (labour / 1.032 + (cost - labour) / 1.02) / grown
    assert result.at_baseline[place] == pytest.approx(real)


def test_the_product_computes_the_same_from_the_same_facts(lindby: World) -> None:
    """Two implementations of one definition: true shares in, the same kronor out."""
    scene, facts, rows = lindby.scene, lindby.truth, lindby.rows
    organisation, services = scene.organisation, len(scene.services)
    first, last = organisation.first_centre, organisation.programme
    provider = np.arange(organisation.pools)
    provider[first:last] = first
    for month in (3, 13, 21):
        table = np.zeros((2, organisation.pools), dtype=np.int64)
        direct = np.zeros((organisation.pools, services), dtype=np.int64)
        for place, kind in enumerate((Kind.PEOPLE, Kind.OVERHEAD)):
            own = (rows.month == month) & (rows.kind == kind)
            np.add.at(table[place], rows.pool[own], rows.amount[own])
        own = (rows.month == month) & (rows.kind == Kind.DIRECT)
        np.add.at(direct, (rows.pool[own], rows.service[own]), rows.amount[own])
        fte = np.zeros(organisation.pools)
        present = lindby.spells.present(month + 1)[:, month]
        np.add.at(fte, lindby.spells.pool, lindby.spells.degree / 100 * present)
        shares = facts.pool_shares[:, :, month]
        found = services_of(
            PoolMonth(
                people=table[0],
                overhead=table[1],
                unmapped=np.zeros_like(table[1]),
                direct=direct,
                shares=shares,
                draws=shares[None].astype(np.float32),
                fte=fte,
                provider=provider,
            )
        )
        centre = found.cost[first]
        assert centre == pytest.approx(
            facts.cost[CENTRE, :, :, month].sum(axis=0), abs=50
        )
        local = np.delete(found.cost, first, axis=0).sum(axis=0)
        assert local == pytest.approx(
            facts.cost[LOCAL, :, :, month].sum(axis=0), abs=300
        )
        assert found.unplaced.sum() == 0
        labour = facts.labour[..., month].sum(axis=(0, 1))
        assert found.labour.sum(axis=0) == pytest.approx(labour, abs=300)


# --------------------------------------------------------------- an honest controller


def test_faultless_registers_give_the_truth_back(faultless: World) -> None:
    found, facts = estimate(faultless), faultless.truth
    true = facts.cost.sum(axis=(0, 1))
    area = faultless.scene.services.area
    for span in (slice(0, 12), slice(12, 22)):
        whole = found.cost[:, span].sum() / true[:, span].sum()
        assert whole == pytest.approx(1, abs=0.006)
        for number in range(3):
            part = [table[area == number, span].sum() for table in (found.cost, true)]
            assert part[0] == pytest.approx(part[1], rel=0.03)
        by_provider = facts.cost[..., span].sum(axis=(1, 2, 3))
        assert found.provider[:, span].sum(axis=1) == pytest.approx(
            by_provider, rel=0.02
        )
    assert not found.unmapped.any()


def test_disturbed_registers_lead_astray_by_no_more_than_they_should(
    lindby: World,
) -> None:
    found, facts = estimate(lindby), lindby.truth
    true = facts.cost.sum(axis=(0, 1))
    before = found.provider[:, :12].sum() / true[:, :12].sum()
    assert before == pytest.approx(1, abs=0.02)
    after = (found.provider[:, 12:].sum() + found.unmapped[12:].sum()) / true[
        :, 12:
    ].sum()
    assert after == pytest.approx(1, abs=0.02)
    assert found.unmapped[12:].sum() / true[:, 12:].sum() == pytest.approx(
        0.019, abs=0.004
    )
    assert found.provider[LOCAL, :12].sum() > 0
