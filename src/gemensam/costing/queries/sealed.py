# SPDX-License-Identifier: EUPL-1.2
"""What a frozen baseline's digest is taken over: every current cell, its draws, and what
explains them, each row in one way of writing."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from gemensam.core import chain
from gemensam.costing.models import FrozenBaseline
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import Cell

MONTH = "to_char(month, 'YYYY-MM-DD')"
OF_VERSION = "t.superseded_at IS NULL AND t.scenario_id = %(scenario)s"
OF_RUN = (
    "EXISTS (SELECT 1 FROM costing_costrun r WHERE r.id = t.run_id "
    "AND r.superseded_at IS NULL AND r.scenario_id = %(scenario)s)"
)
# Table, condition, columns: all that a version holds, and all that explains it.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "outcomes_cell",
        OF_VERSION,
        (
            *("id", MONTH, "source", "service_id", "unit_id", "provider"),
            *("provided_by_id", *MEASURES, "lead_histogram", "persons"),
        ),
    ),
    (
        "outcomes_costdraws",
        OF_VERSION,
        (
            *("id", MONTH, "service_id", "provided_by_id", "cost_ore"),
            "encode(draws, 'hex')",
        ),
    ),
    (
        "costing_costrun",
        OF_VERSION,
        (
            *("id", MONTH, "mapping_id", "survey_id", "step_down_id"),
            "calc_version",
            "encode(evidence_digest, 'hex')",
        ),
    ),
    (
        "costing_reconciled",
        OF_RUN,
        ("id", "run_id", "ledger_id", "category", "amount_ore"),
    ),
    (
        "costing_poolcost",
        OF_RUN,
        (
            *("id", "run_id", "pool_id", "ledger_id", "treatment", "service_id"),
            "amount_ore",
        ),
    ),
    (
        "costing_poolshare",
        OF_RUN,
        (
            *("id", "run_id", "pool_id", "service_id", "share", "people", "answered"),
            *("labour_ore", "overhead_ore", "stepped_ore"),
        ),
    ),
    (
        "costing_poolstep",
        OF_RUN,
        (
            *("id", "run_id", "pool_id", "receiver_id", "driver", "weight", "whole"),
            "amount_ore",
        ),
    ),
)
STATED = (
    "price_level", "areas", "entities", "left_out", "out_of_scope", "method",
    "signed_by_id", "on_behalf_of", "words", "cost_ore", "labour_ore", "cells",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Totals:
    """Öre and number of the current cells that tell cost."""

    cost: int
    labour: int
    cells: int


def totals_of(scenario: int) -> Totals:
    found = Cell.objects.filter(
        scenario=scenario, source="costing", superseded_at=None
    ).aggregate(cost=Sum("cost_ore"), labour=Sum("labour_ore"), cells=Count("pk"))
    return Totals(
        int(found["cost"] or 0), int(found["labour"] or 0), int(found["cells"])
    )


def digest_of(frozen: FrozenBaseline) -> bytes:
    """SHA-256 over what was stated and every row behind it."""
    stated: dict[str, Any] = {name: getattr(frozen, name) for name in STATED}
    if frozen.confirmations is not None:
        stated["confirmations"] = frozen.confirmations
    stated["months"] = [month.isoformat() for month in frozen.months]
    stated["frozen_at"] = frozen.frozen_at
    running = sha256(chain.canonical(stated))
    for table, condition, columns in PARTS:
        running.update(f"\x1e{table}\n".encode())
        statement = (
            f"COPY (SELECT {', '.join(columns)} FROM {table} t WHERE {condition} "
            "ORDER BY id) TO STDOUT"
        )
        given = {"scenario": frozen.scenario_id}
        with connection.cursor() as cursor, cursor.copy(statement, given) as copied:
            for block in copied:
                running.update(block)
    return running.digest()
