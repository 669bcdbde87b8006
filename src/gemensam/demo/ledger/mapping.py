# SPDX-License-Identifier: EUPL-1.2
"""The controller's mapping, made from charts and names in the baseline year.

It knows nothing of rows posted wrongly nor of codes opened later. Rules speak of
accounts; only overhead needs to know which cost centres are support.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gemensam.demo.costs import PROJECT
from gemensam.demo.founding import NEW_CENTRES
from gemensam.demo.lists.accounts import (
    BAS_HOURLY,
    BAS_PAY,
    DIRECT_BAS,
    DIRECT_KOMMUN,
    KOMMUN_HOURLY,
    KOMMUN_PAY,
    OVERHEAD,
    Names,
)
from gemensam.demo.lists.charts import (
    BAS_INCOME,
    BAS_INTERNAL,
    BAS_OTHER,
    KOMMUN_INCOME,
    KOMMUN_INTERNAL,
    KOMMUN_OTHER,
)
from gemensam.demo.organisation import MUNICIPALITY, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Patterns as in the file: exact, `50*`, `5010-5799`, lists with commas, empty."""

    entity: int
    account: str = ""
    centre: str = ""
    project: str = ""
    treatment: str
    service: str = ""
    note: str = ""


def rules(organisation: Organisation) -> list[Rule]:
    """In the order in which they are tried; the first that fits decides."""
    return [rule for entity in range(4) for rule in _rules_of(organisation, entity)]


def _rules_of(organisation: Organisation, entity: int) -> Iterator[Rule]:
    own = entity == MUNICIPALITY
    if own:
        yield Rule(
            entity=entity,
            project=str(PROJECT),
            treatment="engångs",
            note="Projekt 9000, införande servicecenter",
        )
    yield Rule(
        entity=entity,
        account=_listed(KOMMUN_INTERNAL if own else BAS_INTERNAL),
        treatment="internt",
        note="Debitering från servicecentret, elimineras",
    )
    for code, (number, name) in (DIRECT_KOMMUN if own else DIRECT_BAS).items():
        yield Rule(
            entity=entity,
            account=str(number),
            treatment="direkt",
            service=code,
            note=name,
        )
    yield from _shared_rules(organisation, entity)


def _shared_rules(organisation: Organisation, entity: int) -> Iterator[Rule]:
    """Personnel everywhere, overhead where support is, and all the rest."""
    own = entity == MUNICIPALITY
    pay = {**KOMMUN_PAY, **KOMMUN_HOURLY} if own else {**BAS_PAY, **BAS_HOURLY}
    yield Rule(
        entity=entity,
        account=_listed(pay),
        treatment="personal",
        note="Lön, arbetsgivaravgifter och pension",
    )
    overhead = {row.kommun if own else row.bas: "" for row in OVERHEAD}
    yield Rule(
        entity=entity,
        account=_listed(overhead),
        centre=",".join(support_centres(organisation, entity)),
        treatment="gemensamt",
        note="Lokaler, utrustning, utbildning med mera på stödets ansvar",
    )
    income, other = (KOMMUN_INCOME, KOMMUN_OTHER) if own else (BAS_INCOME, BAS_OTHER)
    yield Rule(
        entity=entity,
        account=_listed({**overhead, **other}),
        treatment="utanför",
        note="Verksamhetens kostnader, även OB och jour som stödet inte har",
    )
    yield Rule(
        entity=entity, account=_listed(income), treatment="utanför", note="Intäkter"
    )


def support_centres(organisation: Organisation, entity: int) -> list[str]:
    """The cost centres of support departments and the centre, as known then."""
    later = {code for code, _, _ in NEW_CENTRES}
    return [
        place.code
        for place in organisation.cost_centres
        if place.entity == entity
        and organisation.first_support <= place.pool < organisation.programme
        and place.code not in later
    ]


def _listed(names: Names) -> str:
    return ",".join(str(number) for number in sorted(names))
