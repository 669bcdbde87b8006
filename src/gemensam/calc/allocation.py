# SPDX-License-Identifier: EUPL-1.2
"""Step-down allocation: support pools handed down, one after the other, to the öre.

The order is the caller's: each pool gives all it has, its own cost and what it has been
given, to the pools after it and to the receivers, in proportion to its driver. Then it
is closed and receives nothing more; what its driver says of itself or of closed pools
is left out. What comes in goes out: the receivers end with exactly the sum of all.

Each step is split by the largest remainder; where remainders are equal the öre goes to
later pools before receivers, both in their given order (see `money.split`). Method: the
sequential or step-down allocation of any text on cost accounting, such as Horngren.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.money import Exact, exact, split, whole_ore


class CircleError(CalcError):
    """A name that comes twice would let money go round."""

    text = mark(
        "{name} comes more than once among pools and receivers, so its money would go "
        "round. Name each once, as a pool or as a receiver."
    )


class UnknownReceiverError(CalcError):
    """A driver that counts something for nobody known."""

    text = mark(
        "The driver {driver} of {pool} names {receiver}, which is neither a pool nor a "
        "receiver. Add it or correct the name."
    )


class NoDriverWeightError(CalcError):
    """Money with nowhere to go."""

    text = mark(
        "{pool} has {ore} öre to hand down, but its driver {driver} counts nothing for "
        "the pools after it or the receivers. Choose another driver or place in the order."
    )


class NegativeDriverError(CalcError):
    """A driver counts people, square metres, cases: never below zero."""

    text = mark(
        "The driver {driver} of {pool} counts {weight} for {receiver}, below zero. "
        "Correct it."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A cost pool: whole öre of its own, and by what it is handed down.

    `weights` is the driver by receiver: employees, users, square metres, cases.
    """

    name: str
    ore: int
    driver: str
    weights: Mapping[str, Exact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    receiver: str
    weight: Exact
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One pool handed down: `own` of its cost and `given` by earlier pools, in öre.

    `left_out` names what the driver counts for the pool itself and for closed pools.
    """

    pool: str
    driver: str
    own: int
    given: int
    shares: tuple[Share, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """`ore` by receiver, in the order given; the sum is that of all costs put in."""

    ore: Mapping[str, int]
    steps: tuple[Step, ...]


def step_down(pools: Sequence[Pool], receivers: Mapping[str, int]) -> Allocation:
    """Hand `pools` down in their order; `receivers` gives each its direct cost in öre.

    A pool without money needs no driver. Negative amounts (credits) are handed down
    like others. Raises CircleError, UnknownReceiverError, NegativeDriverError,
    NoDriverWeightError, and NotExactError for amounts and weights that are not exact.
    """
    has = _openings(pools, receivers)
    steps = []
    for place, pool in enumerate(pools, start=1):
        still_open = [later.name for later in pools[place:]] + list(receivers)
        shares = _shares(pool, has[pool.name], still_open)
        for share in shares:
            has[share.receiver] += share.ore
        counted = {name for name, weight in pool.weights.items() if weight}
        steps.append(
            Step(
                pool=pool.name,
                driver=pool.driver,
                own=pool.ore,
                given=has[pool.name] - pool.ore,
                shares=shares,
                left_out=tuple(sorted(counted - set(still_open))),
            )
        )
    return Allocation(
        ore=MappingProxyType({name: has[name] for name in receivers}),
        steps=tuple(steps),
    )


def _openings(pools: Sequence[Pool], receivers: Mapping[str, int]) -> dict[str, int]:
    """What each has before the first step, all drivers checked."""
    has = {name: whole_ore(ore) for name, ore in receivers.items()}
    for pool in pools:
        if pool.name in has:
            raise CircleError(name=pool.name)
        has[pool.name] = whole_ore(pool.ore)
    for pool in pools:
        for receiver, weight in pool.weights.items():
            if receiver not in has:
                raise UnknownReceiverError(
                    pool=pool.name, driver=pool.driver, receiver=receiver
                )
            if exact(weight) < 0:
                raise NegativeDriverError(
                    pool=pool.name, driver=pool.driver, receiver=receiver, weight=weight
                )
    return has


def _shares(pool: Pool, ore: int, still_open: Sequence[str]) -> tuple[Share, ...]:
    names = [name for name in still_open if pool.weights.get(name)]
    if not names:
        if ore:
            raise NoDriverWeightError(pool=pool.name, driver=pool.driver, ore=ore)
        return ()
    weights = [pool.weights[name] for name in names]
    return tuple(
        Share(receiver=name, weight=weight, ore=part)
        for name, weight, part in zip(names, weights, split(ore, weights), strict=True)
    )
