# SPDX-License-Identifier: EUPL-1.2
"""What the registers say instead: rows posted wrongly, new codes, miscounted volumes."""

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.costs import Kind, Rows
from gemensam.demo.founding import NEW_CENTRES
from gemensam.demo.lists.accounts import (
    DIRECT_BAS,
    DIRECT_KOMMUN,
    NEW_BAS,
    NEW_KOMMUN,
    OVERHEAD,
)
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]

_NEW_ACCOUNTS = 0.6  # of the share on new codes; the rest lies on new cost centres
_COURSES = (5811, 7610)


def observed_rows(scene: Scene, rows: Rows) -> Rows:
    """The ledger as posted: same kronor, same months, some in the wrong place."""
    rng = stream(scene.settings.seed, "posting")
    posted = _misposted(scene, rows, rng)
    return _on_new_codes(scene, posted, rng)


def support_rows(scene: Scene, rows: Rows) -> NDArray[np.bool_]:
    """Rows that are support as they stand: of departments and the centre."""
    inside = (rows.pool >= scene.organisation.first_support) & (
        rows.pool < scene.organisation.programme
    )
    return inside & (rows.kind <= Kind.OVERHEAD)


def _misposted(scene: Scene, rows: Rows, rng: np.random.Generator) -> Rows:
    share = scene.settings.disturbances.misposted
    wrong = support_rows(scene, rows) & (rng.random(len(rows)) < share)
    other_account = wrong & (rng.random(len(rows)) < 0.5)
    other_centre = wrong & ~other_account
    account, centre = rows.account.copy(), rows.centre.copy()
    account[other_account] = _other_accounts(rows.where(other_account), rng)
    centre[other_centre] = _other_centres(scene, rows.where(other_centre), rng)
    return rows.with_(account=account, centre=centre)


def _other_accounts(rows: Rows, rng: np.random.Generator) -> Ints:
    """Cost of services lands on another service or in the overhead, overhead on other
    overhead or a service, personnel among the courses."""
    chart = np.minimum(rows.entity, 1)
    direct = np.array(
        [
            [number for number, _ in DIRECT_KOMMUN.values()],
            [number for number, _ in DIRECT_BAS.values()],
        ]
    )
    shared = np.array([[row.kommun for row in OVERHEAD], [row.bas for row in OVERHEAD]])
    to_direct = direct[chart, rng.integers(0, direct.shape[1], len(rows))]
    to_shared = shared[chart, rng.integers(0, shared.shape[1], len(rows))]
    stays = np.where(rows.kind == Kind.DIRECT, 0.5, 0.3)
    account = np.where(rng.random(len(rows)) < stays, to_direct, to_shared)
    return np.where(rows.kind == Kind.PEOPLE, np.array(_COURSES)[chart], account)


def _other_centres(scene: Scene, rows: Rows, rng: np.random.Generator) -> Ints:
    """Mostly another support department of the same ledger, sometimes an ordinary unit."""
    organisation = scene.organisation
    centre = rows.centre.copy()
    pools = np.array([place.pool for place in organisation.cost_centres])
    entities = np.array([place.entity for place in organisation.cost_centres])
    opened = np.arange(len(pools)) < len(pools) - len(NEW_CENTRES)
    support = (pools >= organisation.first_support) & (
        pools < organisation.first_centre
    )
    ordinary = pools < organisation.first_support
    to_support = rng.random(len(rows)) < 0.7
    for entity in range(len(organisation.entities)):
        for chosen, kind in ((to_support, support), (~to_support, ordinary)):
            places = np.flatnonzero(kind & opened & (entities == entity))
            mine = np.flatnonzero(chosen & (rows.entity == entity))
            if len(places) and len(mine):
                centre[mine] = rng.choice(places, len(mine))
    return centre


def _on_new_codes(scene: Scene, rows: Rows, rng: np.random.Generator) -> Rows:
    """Since the start, part of the purchases goes to codes nobody has mapped."""
    share = scene.settings.disturbances.new_codes
    since = support_rows(scene, rows) & (rows.month >= scene.start)
    wanted = share * float(rows.amount[since].sum())
    buys = since & (rows.kind != Kind.PEOPLE)
    account, centre = rows.account.copy(), rows.centre.copy()
    taken = _pick(rows, buys, _NEW_ACCOUNTS * wanted, rng)
    kommun, bas = np.array(list(NEW_KOMMUN)), np.array(list(NEW_BAS))
    group = (rows.account + rows.centre) % 4
    account[taken] = np.where(
        rows.entity == MUNICIPALITY, kommun[group], bas[group % len(bas)]
    )[taken]
    own = buys & (rows.pool >= scene.organisation.first_centre)
    free = own & (account == rows.account)
    moved = _pick(rows, free, (1 - _NEW_ACCOUNTS) * wanted, rng)
    last = len(scene.organisation.cost_centres) - len(NEW_CENTRES)
    centre[moved] = last + (rows.pool[moved] % len(NEW_CENTRES))
    return rows.with_(account=account, centre=centre)


def _pick(
    rows: Rows, among: NDArray[np.bool_], wanted: float, rng: np.random.Generator
) -> Ints:
    """Whole groups of one account and cost centre, in random order, until the kronor
    wanted are reached as nearly as can be."""
    places = np.flatnonzero(among)
    key = rows.account[places] * 10_000 + rows.centre[places]
    groups, group = np.unique(key, return_inverse=True)
    size = np.bincount(group, weights=rows.amount[places], minlength=len(groups))
    order = rng.permutation(len(groups))
    total, chosen = 0.0, np.zeros(len(groups), dtype=bool)
    for number in order.tolist():
        if total + size[number] <= wanted * 1.02:
            chosen[number] = True
            total += float(size[number])
    found: Ints = places[chosen[group]]
    return found


def observed_volumes(scene: Scene, volume: Ints) -> Ints:
    """(u, s, m) as counted: every count is off by a little."""
    rng = stream(scene.settings.seed, "counting")
    noise = rng.normal(1.0, scene.settings.disturbances.volume_noise, volume.shape)
    low = np.floor(volume * np.maximum(noise, 0) + rng.random(volume.shape))
    counted: Ints = np.where(volume > 0, low, 0).astype(np.int64)
    return counted
