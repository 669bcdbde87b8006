# SPDX-License-Identifier: EUPL-1.2
"""An honest controller: knows the files' contents and the rules of costing, nothing of
the generator. Point estimates only."""

from dataclasses import dataclass

import numpy as np

from gemensam.demo.founding import NEW_CENTRES
from gemensam.demo.ledger.mapping import Rule, rules
from gemensam.demo.people import Role
from gemensam.demo.survey import Round
from gemensam.demo.world import World

FULL_HOURS = 165


@dataclass(frozen=True)
class Estimate:
    """Öre: cost (s, m), labour (s, m), and by local and centre (2, m)."""

    cost: np.ndarray
    labour: np.ndarray
    provider: np.ndarray
    unmapped: np.ndarray


def estimate(world: World) -> Estimate:
    count, services = world.scene.timeline.count, len(world.scene.services)
    organisation = world.scene.organisation
    people, overhead, direct, unmapped = _sorted(world)
    cost, labour = np.zeros((services, count)), np.zeros((services, count))
    provider = np.zeros((2, count))
    for month in range(count):
        shares, inside, fte = _shares(world, month)
        pay = people[:, month] * inside
        pool_overhead = overhead[:, month].copy()
        first, last = organisation.first_centre, organisation.programme
        teams = np.arange(first + 2, last)
        leading = pay[first : first + 2].sum() + pool_overhead[first : first + 2].sum()
        if fte[teams].sum():
            pool_overhead[teams] += leading * fte[teams] / fte[teams].sum()
            pay[first : first + 2] = 0
            pool_overhead[first : first + 2] = 0
        total = shares[:, :-2].sum(axis=1, keepdims=True)
        effective = np.divide(
            shares[:, :-2], total, out=np.zeros_like(shares[:, :-2]), where=total > 0
        )
        own = (pay + pool_overhead)[:, None] * effective + direct[:, :, month]
        cost[:, month] = own.sum(axis=0)
        labour[:, month] = (pay[:, None] * effective).sum(axis=0)
        # What a pool without any answer costs is support all the same.
        bare = np.where(total[:, 0] > 0, 0, pay + pool_overhead)
        bare[:first] *= np.arange(first) >= organisation.first_support
        provider[1, month] = own[first:].sum() + bare[first:last].sum()
        provider[0, month] = own[:first].sum() + bare[:first].sum()
    return Estimate(cost, labour, provider, unmapped)


def fits(pattern: str, code: str) -> bool:
    if not pattern:
        return True
    return code in pattern.split(",")


def _sorted(world: World):
    """Rows by the mapping: people, overhead (pools, m), direct (pools, s, m)."""
    organisation, posted = world.scene.organisation, world.posted
    count = world.scene.timeline.count
    pools, services = organisation.pools, len(world.scene.services)
    codes = [centre.code for centre in organisation.cost_centres]
    known = np.array([code not in {c for c, _, _ in NEW_CENTRES} for code in codes])
    pool_of = np.array([centre.pool for centre in organisation.cost_centres])
    place = _first_fit(world)
    treatments = [rule.treatment for rule in rules(organisation)] + ["?"]
    service_of = np.array(
        [
            world.scene.services.place(rule.service) if rule.service else -1
            for rule in rules(organisation)
        ]
        + [-1]
    )
    treated = np.array(treatments)[place]
    service = service_of[place]
    bridged = known[posted.centre]
    pool = pool_of[posted.centre]
    people, overhead = np.zeros((pools, count)), np.zeros((pools, count))
    direct = np.zeros((pools, services, count))
    where = (treated == "personal") & bridged
    np.add.at(people, (pool[where], posted.month[where]), posted.amount[where])
    where = (treated == "gemensamt") & bridged
    np.add.at(overhead, (pool[where], posted.month[where]), posted.amount[where])
    where = (treated == "direkt") & bridged
    at = pool[where], service[where], posted.month[where]
    np.add.at(direct, at, posted.amount[where])
    unmapped = np.zeros(count)
    lost = (treated == "?") | (~bridged & (treated != "engångs"))
    np.add.at(unmapped, posted.month[lost], posted.amount[lost])
    return people, overhead, direct, unmapped


def _first_fit(world: World) -> np.ndarray:
    """The first rule that fits each row; one past the last where none does."""
    organisation, posted = world.scene.organisation, world.posted
    everything = rules(organisation)
    keys = np.stack(
        [posted.entity, posted.account, posted.centre, posted.project], axis=1
    )
    known, inverse = np.unique(keys, axis=0, return_inverse=True)
    found = [_rule(everything, organisation, *key) for key in known.tolist()]
    return np.array(found)[inverse.ravel()]


def _rule(
    everything: list[Rule], organisation, entity, account, centre, project
) -> int:
    code = organisation.cost_centres[centre].code
    for number, rule in enumerate(everything):
        if (
            rule.entity == entity
            and fits(rule.account, str(account))
            and fits(rule.centre, code)
            and fits(rule.project, str(project or ""))
        ):
            return number
    return len(everything)


def nearest(world: World, month: int) -> Round:
    day = world.scene.timeline.months[month]

    def distance(one: Round) -> tuple[bool, int]:
        steps = (one.month.year - day.year) * 12 + one.month.month - day.month
        return one.month.year != day.year, abs(steps)

    return min(world.rounds, key=distance)


def _shares(world: World, month: int):
    """Shares of each pool's asked people by pay, the part of all pay that was theirs,
    and full-time equivalents. Those silent are like the others of their kind."""
    organisation, spells = world.scene.organisation, world.spells
    one = nearest(world, month)
    present = spells.present(month + 1)[:, month]
    weight = spells.salary * spells.degree * 1.0 * present
    answers = _imputed(world, one)
    by_person = {int(spells.person[s]): row for row, s in enumerate(one.spell)}
    asked = np.array([by_person.get(int(p), -1) for p in spells.person])
    inside = (asked >= 0) & (weight > 0)
    shares = np.zeros((organisation.pools, answers.shape[1]))
    np.add.at(
        shares, spells.pool[inside], answers[asked[inside]] * weight[inside][:, None]
    )
    pay = np.zeros(organisation.pools)
    np.add.at(pay, spells.pool[inside], weight[inside])
    everyone = np.zeros(organisation.pools)
    np.add.at(everyone, spells.pool, weight)
    here = world.hourly.present(month + 1)[:, month]
    hours = world.hourly.wage * FULL_HOURS * world.hourly.extent / 10 * here
    np.add.at(everyone, world.hourly.pool, hours)
    normal = shares / np.where(pay > 0, pay, 1)[:, None]
    part = np.divide(pay, everyone, out=np.zeros_like(pay), where=everyone > 0)
    support = np.arange(organisation.pools) >= organisation.first_support
    part = np.where(support, 1.0, part) * (1 - normal[:, -1])
    fte = np.zeros(organisation.pools)
    np.add.at(fte, spells.pool, spells.degree / 100 * present)
    return normal, part, fte


def _imputed(world: World, one: Round) -> np.ndarray:
    """Silent people as the mean of those who answered in their pool, or of their role."""
    spells = world.spells
    shares = one.shares.copy()
    pool, role = spells.pool[one.spell], spells.role[one.spell]
    for row in np.flatnonzero(~one.answered):
        like = one.answered & (pool == pool[row]) & (role != Role.HELPER)
        if not like.any():
            same = spells.title[one.spell] == spells.title[one.spell[row]]
            like = one.answered & same
        if not like.any():
            like = one.answered & (role == role[row])
        if like.any():
            shares[row] = one.shares[like].mean(axis=0)
        else:
            shares[row, -1] = 1.0
    return shares
