# SPDX-License-Identifier: EUPL-1.2
"""All vouchers of all entities, from the world."""

from gemensam.demo.ledger.background import add_background
from gemensam.demo.ledger.draft import Draft, Posted
from gemensam.demo.ledger.internal import add_bought, add_internal, charges
from gemensam.demo.ledger.money import add_money
from gemensam.demo.ledger.support import add_support
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.world import World


def posted_in(world: World, entity: int) -> Posted:
    """Every voucher of the closed months, balanced to the öre."""
    scene = world.scene
    draft = Draft(entity)
    add_support(draft, scene, world.posted)
    charged = charges(scene, world.truth)
    if entity == MUNICIPALITY:
        add_internal(draft, scene, charged)
    else:
        add_bought(draft, scene, charged)
    add_background(draft, scene, world.rows)
    add_money(draft, scene)
    return draft.posted()
