# SPDX-License-Identifier: EUPL-1.2
"""Decisions about single coding strings as few rules as say the same.

Accounts on which all strings agree share a rule; where cost centres differ, those that
differ are named first and the rest of the account follows. Each string given is decided
by the rules exactly as it was decided alone; strings that come later fall under the
account's common decision, so that next month's file needs no click.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gemensam.calc.costing.mapping import Coding, Rule, exactly

LONGEST_ACCOUNTS, LONGEST_CENTRES = 400, 2000  # letters a pattern may have

UNDECIDED = "undecided"

Decision = Hashable
Decided = tuple[Rule, Decision]


@dataclass(frozen=True, slots=True)
class _Of:
    """Strings of one legal entity and one chart, and what was decided of each."""

    entity: object
    chart: str
    strings: Mapping[Coding, Decision]


def compact(
    decisions: Mapping[Coding, Decision], *, leave: Iterable[Coding] = ()
) -> list[Decided]:
    """Rules in the order in which they are to be tried, each with its decision.

    `leave` are strings of which nothing was decided: no rule speaks of their accounts
    as a whole, nor of their cost centres.
    """
    parts: dict[tuple[object, str], dict[Coding, Decision]] = defaultdict(dict)
    for coding in leave:
        parts[coding.entity, coding.chart][coding] = UNDECIDED
    for coding, decision in decisions.items():
        parts[coding.entity, coding.chart][coding] = decision
    return [
        (rule, decision)
        for (entity, chart), strings in parts.items()
        for rule, decision in _of_entity(_Of(entity, chart, strings))
        if decision is not UNDECIDED
    ]


def _of_entity(part: _Of) -> list[Decided]:
    by_account: dict[str, dict[Coding, Decision]] = defaultdict(dict)
    for coding, decision in part.strings.items():
        by_account[coding.account][coding] = decision
    usual = {
        account: _usual(strings.values()) for account, strings in by_account.items()
    }
    special: list[Decided] = []
    centres: dict[tuple[Decision, tuple[str, ...]], list[str]] = defaultdict(list)
    for account, strings in sorted(by_account.items()):
        odd, centred = _odd(strings, usual[account])
        special += [(_exactly(part, coding), decision) for coding, decision in odd]
        for decision, own in centred.items():
            centres[decision, tuple(sorted(own))].append(exactly(account))
    special.sort(key=lambda decided: -_parts(decided[0]))
    common: dict[Decision, list[str]] = defaultdict(list)
    for account, decision in sorted(usual.items()):
        common[decision].append(exactly(account))
    return [
        *special,
        *(
            (_rule(part, accounts, listed), decision)
            for (decision, own), all_accounts in centres.items()
            for accounts in _listed(all_accounts, LONGEST_ACCOUNTS)
            for listed in _listed(own, LONGEST_CENTRES)
        ),
        *(
            (_rule(part, accounts, ""), decision)
            for decision, all_accounts in common.items()
            for accounts in _listed(all_accounts, LONGEST_ACCOUNTS)
        ),
    ]


def _usual(decisions: Collection[Decision]) -> Decision:
    if UNDECIDED in decisions:
        return UNDECIDED
    return Counter(decisions).most_common(1)[0][0]


def _odd(
    strings: Mapping[Coding, Decision], usual: Decision
) -> tuple[list[tuple[Coding, Decision]], Mapping[Decision, set[str]]]:
    """Strings of an account that cost centres do not tell apart; and the cost centres
    of those decided otherwise than usual."""
    of_centre: dict[str, set[Decision]] = defaultdict(set)
    for coding, decision in strings.items():
        of_centre[coding.cost_centre].add(decision)
    if of_centre.get("", {usual}) != {usual}:
        # An empty pattern fits every cost centre: here each string has to be named.
        return list(strings.items()), {}
    odd = [
        (coding, decision)
        for coding, decision in strings.items()
        if len(of_centre[coding.cost_centre]) > 1
    ]
    centred: dict[Decision, set[str]] = defaultdict(set)
    for centre, decisions in of_centre.items():
        if len(decisions) == 1 and decisions != {usual}:
            centred[next(iter(decisions))].add(exactly(centre))
    return odd, centred


def _exactly(part: _Of, coding: Coding) -> Rule:
    return Rule(
        entity=part.entity,
        chart=part.chart,
        account=exactly(coding.account),
        cost_centre=exactly(coding.cost_centre),
        activity=exactly(coding.activity),
        project=exactly(coding.project),
        counterpart=exactly(coding.counterpart),
    )


def _parts(rule: Rule) -> int:
    """How many code parts a rule names: the most special are tried first."""
    named = (rule.cost_centre, rule.activity, rule.project, rule.counterpart)
    return sum(1 for part in named if part)


def _rule(part: _Of, accounts: str, centres: str) -> Rule:
    return Rule(
        entity=part.entity, chart=part.chart, account=accounts, cost_centre=centres
    )


def _listed(codes: Sequence[str], longest: int) -> Iterator[str]:
    """Codes with commas between, in as many texts as their length asks for."""
    taken: list[str] = []
    length = 0
    for code in codes:
        if taken and length + len(code) + 1 > longest:
            yield ",".join(taken)
            taken, length = [], 0
        taken.append(code)
        length += len(code) + 1
    if taken:
        yield ",".join(taken)
