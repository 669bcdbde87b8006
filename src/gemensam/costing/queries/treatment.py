# SPDX-License-Identifier: EUPL-1.2
"""The mapping in force, as a function from coding string to what it is to support."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gemensam.calc.costing.mapping import Coding, Rule, first_fit
from gemensam.costing.enums import Treatment
from gemensam.costing.models import MappingRule, MappingVersion, Patterns


@dataclass(frozen=True, slots=True)
class Treated:
    """`treatment` None: no rule fits."""

    treatment: Treatment | None
    service: int | None = None


UNMAPPED = Treated(None)

Treat = Callable[[Coding], Treated]


def current_mapping() -> MappingVersion | None:
    return MappingVersion.objects.filter(superseded_at=None).first()


def rules_of(version: MappingVersion | None) -> list[MappingRule]:
    rules = MappingRule.objects.filter(version=version)
    return list(rules.select_related("service", "legal_entity").order_by("order"))


def treatments(version: MappingVersion | None) -> Treat:
    """How each coding string is treated by `version`; without one nothing is mapped."""
    return treatments_of(rules_of(version))


def treatments_of(rules: Sequence[Patterns]) -> Treat:
    """How each coding string is treated by `rules`, tried in their order."""
    place = places_of(rules)
    treated = [Treated(Treatment(rule.treatment), rule.service_id) for rule in rules]

    def treat(coding: Coding) -> Treated:
        found = place(coding)
        return UNMAPPED if found is None else treated[found]

    return treat


def places_of(rules: Sequence[Patterns]) -> Callable[[Coding], int | None]:
    """Which of `rules` decides a coding string, counted from 0."""
    return first_fit(
        [
            Rule(
                entity=rule.legal_entity_id,
                chart=rule.chart,
                account=rule.account,
                cost_centre=rule.cost_centre,
                activity=rule.activity,
                project=rule.project,
                counterpart=rule.counterpart,
            )
            for rule in rules
        ]
    )
