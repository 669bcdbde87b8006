# SPDX-License-Identifier: EUPL-1.2
"""The mapping at work: every coding string of a period by kronor, with the rule that
decides it, what is left, what is new, and what is probably meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.mapping import Coding
from gemensam.calc.costing.suggest import Described, Suggester, Suggestion
from gemensam.costing.models import LedgerTurnover, Patterns
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.mapped import Gap, Mapped, gap_of, mapped
from gemensam.costing.queries.names import CodeNames, code_names
from gemensam.costing.queries.strings import Posted, posted
from gemensam.costing.queries.suggester import suggester
from gemensam.costing.queries.treatment import places_of, treatments_of

PARTS = ("account", "cost_centre", "activity", "project", "counterpart")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A coding string of a ledger. `left` is the öre of it, without sign, that have no
    place, because of `gap`; `rule` is the place of the rule that decides, from 0."""

    row: Posted
    rule: int | None
    gap: Gap | None
    left: int

    @property
    def coding(self) -> Coding:
        return self.row.coding

    @property
    def key(self) -> str:
        """A short name of the string, the same whatever else is posted."""
        coding = self.row.coding
        parts = [str(coding.entity), *(getattr(coding, part) for part in PARTS)]
        return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


class Workbench:
    """The strings of `months` by `rules`, tried in their order."""

    def __init__(self, months: Sequence[date], rules: Sequence[Patterns]) -> None:
        self.months = months
        self.rules = rules
        self.rows = posted(months)
        self._treat = treatments_of(rules)

    @cached_property
    def mapped(self) -> Mapped:
        return mapped(self.rows, self._treat)

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The heaviest first."""
        place = places_of(self.rules)
        found = []
        for row in self.rows:
            gap = gap_of(row, self._treat(row.coding))
            found.append(
                Line(
                    row=row,
                    rule=place(row.coding),
                    gap=gap[0] if gap else None,
                    left=gap[1] if gap else 0,
                )
            )
        found.sort(key=lambda line: (-line.row.gross, line.row.coding.account))
        return found

    @cached_property
    def names(self) -> CodeNames:
        return code_names({row.ledger for row in self.rows})

    @cached_property
    def _frame(self) -> Frame:
        return frame_of(max(self.months))

    @cached_property
    def _suggester(self) -> Suggester:
        return suggester(self.months)

    def described(self, row: Posted) -> Described:
        """The string with what its ledger calls its codes."""
        coding, name = row.coding, self.names.of
        unit = self._frame.unit_of(coding.entity, coding.cost_centre)
        return Described(
            coding=coding,
            account=name(row.ledger, "account", coding.account),
            centre=name(row.ledger, "cost_centre", coding.cost_centre),
            activity=name(row.ledger, "activity", coding.activity),
            project=name(row.ledger, "project", coding.project),
            counterpart=name(row.ledger, "counterpart", coding.counterpart),
            supports=None if unit is None else self._frame.supports(unit),
        )

    def suggestion(self, line: Line) -> Suggestion | None:
        """What a string that no rule knows probably is."""
        if line.gap is not Gap.NO_RULE:
            return None
        return self._suggester.suggest(self.described(line.row))

    def suggestions(self, lines: Iterable[Line]) -> Mapping[str, Suggestion]:
        """By the lines' keys; those of which nothing tells are left out."""
        told = ((line, self.suggestion(line)) for line in lines)
        return {line.key: found for line, found in told if found is not None}

    def eliminated(self) -> Mapping[object, int]:
        """Per legal entity: what is left when its internal charges have met, in öre.
        Other than zero, a charge has lost its counterpart or has it in another entity."""
        sums: dict[object, int] = {}
        for row in self.rows:
            if self._treat(row.coding).treatment == "internal":
                entity = row.coding.entity
                sums[entity] = sums.get(entity, 0) + row.net
        return sums


def strings_of(months: Sequence[date]) -> frozenset[tuple[object, ...]]:
    """Legal entity, account, cost centre and activity of all that was posted."""
    rows = LedgerTurnover.objects.filter(month__in=months).values_list(
        "ledger__legal_entity_id", "account", "cost_centre", "activity"
    )
    return frozenset(rows.distinct())
