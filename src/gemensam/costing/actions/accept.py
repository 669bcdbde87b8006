# SPDX-License-Identifier: EUPL-1.2
"""Suggestions that someone accepted become rules, as few as say the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gemensam.calc.costing.mapping import Coding, Rule
from gemensam.calc.costing.suggest import Decision, Suggestion, compact
from gemensam.core.by import By
from gemensam.costing.actions.rules import Place, RuleValues, add_rules
from gemensam.costing.models import DraftRule, MappingDraft
from gemensam.costing.queries.mapped import Gap
from gemensam.costing.queries.workbench import Line


def accept(
    draft: MappingDraft,
    suggestions: Mapping[str, Suggestion],
    *,
    lines: Sequence[Line],
    note: str,
    by: By,
    at: datetime,
) -> list[DraftRule]:
    """Rules, after all others, for the strings of `suggestions` (by key of `lines`).

    `lines` are all strings of the period: what no rule knows and was not accepted is
    left alone. Raises `DraftClosed`.
    """
    decisions: dict[Coding, Decision] = {}
    leave: list[Coding] = []
    for line in lines:
        if line.gap is not Gap.NO_RULE:
            continue
        found = suggestions.get(line.key)
        if found is None:
            leave.append(line.coding)
        else:
            decisions[line.coding] = (found.kind, found.service)
    rules = [
        _values(rule, decision, note)
        for rule, decision in compact(decisions, leave=leave)
    ]
    return add_rules(draft, rules, place=Place.LAST, by=by, at=at) if rules else []


def _values(rule: Rule, decision: Decision, note: str) -> RuleValues:
    assert isinstance(decision, tuple)
    kind, service = decision
    assert isinstance(rule.entity, int)
    return RuleValues(
        treatment=kind.value,
        legal_entity_id=rule.entity,
        chart=rule.chart,
        account=rule.account,
        cost_centre=rule.cost_centre,
        activity=rule.activity,
        project=rule.project,
        counterpart=rule.counterpart,
        service_id=service,
        note=note,
    )
