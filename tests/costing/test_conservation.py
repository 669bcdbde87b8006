# SPDX-License-Identifier: EUPL-1.2
"""No öre is made or lost between a ledger and a unit, whatever the shares and volumes."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, strategies as st

from gemensam.calc.costing.pools import PoolMonth, services_of
from gemensam.calc.costing.receivers import Use, receive

SERVICES = 4


@st.composite
def months(draw: st.DrawFn) -> PoolMonth:
    pools = draw(st.integers(1, 6))
    money = st.lists(
        st.integers(-5_000_000, 90_000_000), min_size=pools, max_size=pools
    )
    parts = draw(
        st.lists(
            st.lists(st.integers(0, 9), min_size=SERVICES + 2, max_size=SERVICES + 2),
            min_size=pools,
            max_size=pools,
        )
    )
    shares = np.array(parts, dtype=float)
    shares[shares.sum(axis=1) == 0, -2] = 1
    shares /= shares.sum(axis=1, keepdims=True)
    direct = draw(
        st.lists(
            st.lists(st.integers(0, 10**7), min_size=SERVICES, max_size=SERVICES),
            min_size=pools,
            max_size=pools,
        )
    )
    return PoolMonth(
        people=np.array(draw(money)),
        overhead=np.array(draw(money)),
        unmapped=np.array(draw(money)),
        direct=np.array(direct),
        shares=shares,
        draws=shares[None].astype(np.float32),
        fte=np.array(draw(st.lists(st.floats(0, 50), min_size=pools, max_size=pools))),
        provider=np.array(
            draw(st.lists(st.integers(0, 2), min_size=pools, max_size=pools))
        ),
    )


@given(months())
def test_pools_become_services_to_the_ore(month: PoolMonth) -> None:
    result = services_of(month)
    went_in = month.people.sum() + month.overhead.sum() + month.direct.sum()
    went_in += month.unmapped.sum()
    came_out = result.cost.sum() + result.unplaced.sum() + result.outside.sum()
    assert came_out == went_in
    assert np.isfinite(result.drawn).all()


@given(months(), st.integers(0, 2**32 - 1))
def test_no_draw_loses_a_krona(month: PoolMonth, seed: int) -> None:
    """Also one in which somebody only leads; what nobody serves is unplaced in all."""
    rng = np.random.default_rng(seed)
    draws = rng.random((20, *month.shares.shape)) * (month.shares > 0)
    draws[:10, :, :-2] *= rng.random((10, len(month.people), 1)) < 0.5
    inside = draws[:, :, :-1].sum(axis=2, keepdims=True)
    draws[:, :, -2:-1] += inside == 0
    inside = draws[:, :, :-1].sum(axis=2, keepdims=True)
    draws[:, :, :-1] *= (1 - month.shares[None, :, -1:]) / inside
    draws[:, :, -1] = month.shares[None, :, -1]
    month = replace(month, draws=draws.astype(np.float32))
    result = services_of(month)
    size = np.abs(month.people).sum() + np.abs(month.overhead).sum()
    assert np.allclose(
        result.drawn.sum(axis=(1, 2), dtype=float),
        result.cost.sum(),
        rtol=1e-5,
        atol=1e-4 * float(size) + 100,
    )


@given(months())
def test_a_pool_of_its_own_is_divided_as_fractions_would(month: PoolMonth) -> None:
    """One pool that serves: within one öre a service of exact rational shares."""
    shares = [Fraction(float(one)).limit_denominator(10**6) for one in month.shares[0]]
    serving = sum(shares[:-2])
    if not serving or month.people[0] < 0 or month.overhead[0] < 0:
        return
    alone = PoolMonth(
        people=month.people[:1],
        overhead=month.overhead[:1],
        unmapped=month.unmapped[:1],
        direct=month.direct[:1],
        shares=month.shares[:1],
        draws=month.draws[:, :1],
        fte=month.fte[:1],
        provider=np.zeros(1, dtype=np.int64),
    )
    result = services_of(alone)
    inside = int(month.people[0]) * (1 - shares[-1]) + int(month.overhead[0])
    for service in range(SERVICES):
        exact = inside * shares[service] / serving + int(month.direct[0, service])
        assert abs(int(result.cost[0, service]) - exact) <= 3


@given(
    st.lists(st.integers(-(10**6), 10**9), min_size=6, max_size=6),
    st.lists(
        st.tuples(
            st.integers(0, 1), st.integers(0, 2), st.integers(1, 5), st.floats(0, 1e5)
        ),
        max_size=30,
    ),
)
def test_services_become_units_to_the_ore(
    amounts: list[int], rows: list[tuple[int, int, int, float]]
) -> None:
    """Also when a unit comes twice, and when nobody used a service at all."""
    cost = np.array(amounts).reshape(2, 3)
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    received = receive(
        cost,
        cost // 2,
        use=Use(
            provider=np.array(columns[0], dtype=np.int64),
            service=np.array(columns[1], dtype=np.int64),
            unit=np.array(columns[2], dtype=np.int64),
            volume=np.array(columns[3], dtype=float),
        ),
        stays_with=np.array([91, 92]),
    )
    held: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for provider, service, ore, labour in zip(
        received.provider.tolist(),
        received.service.tolist(),
        received.cost.tolist(),
        received.labour.tolist(),
        strict=True,
    ):
        held[provider, service][0] += ore
        held[provider, service][1] += labour
    for provider in range(2):
        for service in range(3):
            assert held[provider, service] == [
                int(cost[provider, service]),
                int(cost[provider, service] // 2),
            ]
