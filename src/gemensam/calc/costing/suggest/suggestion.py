# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from gemensam.calc.costing.mapping import Coding
from gemensam.calc.costing.suggest import words
from gemensam.calc.costing.suggest.charts import Nature, nature_of
from gemensam.calc.costing.suggest.internal import Account
from gemensam.calc.costing.suggest.services import Names, Offered
from gemensam.calc.errors import mark


class Kind(StrEnum):
    """What a row is to the cost of support."""

    PEOPLE = "people"
    DIRECT = "direct"
    OVERHEAD = "overhead"
    ONE_OFF = "one_off"
    INTERNAL = "internal"
    OUTSIDE = "outside"


class Sureness(IntEnum):
    GUESS = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A coding string with what its ledger calls its codes. `supports` says whether its
    cost centre is a support unit's; None: it belongs to no unit."""

    coding: Coding
    account: str = ""
    centre: str = ""
    activity: str = ""
    project: str = ""
    counterpart: str = ""
    supports: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`service` is the key of the one offered. `reason` holds {placeholders} that
    `values` fill; values that are marked are translated first."""

    kind: Kind
    sure: Sureness
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    area: str | None = None
    service: object | None = None


SAYS_ONE_OFF = mark("The project is called “{name}”.")
SAYS_INTERNAL = mark("“{word}” in the account’s name, and the counterpart is internal.")
SAYS_INTERNAL_WORD = mark("“{word}” in the account’s name.")
SAYS_INTERNAL_PART = mark("The counterpart is called “{name}”.")
SAYS_CANCELS = mark("Every month it is the opposite of account {other}, to the öre.")
SAYS_ELECTED = mark("Pay of the elected is not support: “{word}”.")
SAYS_UNSOCIAL = mark("Unsocial hours and stand-by are not support: “{word}”.")
SAYS_SERVICE = mark("“{words}” speaks of the service.")
SAYS_CHART = mark("Accounts {begins} are {nature} in this chart.")
SAYS_SUPPORT_UNIT = mark("{nature} on the cost centre of a support unit.")
SAYS_SUPPORT_NAME = mark("{nature} on a cost centre called “{name}”.")
SAYS_NOT_SUPPORT = mark("{nature} on a cost centre that is not support.")


class Suggester:
    """Suggests for one group: its catalogue's services, the accounts that cancel, and
    what its legal entities are called."""

    def __init__(
        self,
        services: Sequence[Offered],
        cancels: Mapping[Account, str],
        *,
        group: Iterable[str] = (),
    ) -> None:
        self._names = Names(services)
        self._cancels = cancels
        self._group = frozenset(name.casefold() for name in group)
        self._nearest: dict[str, tuple[Offered, str] | None] = {}

    def suggest(self, one: Described) -> Suggestion | None:
        """What the string probably is; None when nothing tells."""
        return self._one_off(one) or self._internal(one) or self._by_account(one)

    def _one_off(self, one: Described) -> Suggestion | None:
        if not words.found(one.project, words.ONE_OFF):
            return None
        return Suggestion(
            kind=Kind.ONE_OFF,
            sure=Sureness.LIKELY,
            reason=SAYS_ONE_OFF,
            values={"name": one.project},
        )

    def _internal(self, one: Described) -> Suggestion | None:
        """A word alone is not enough when the counterpart is somebody outside."""
        word = words.internal_word(one.account)
        inside = words.internal_word(one.counterpart)
        ours = inside or one.counterpart.casefold() in self._group
        other = self._cancels.get((one.coding.entity, one.coding.account))
        if one.counterpart and not ours:
            return None

        def internal(sure: Sureness, reason: str, **values: str) -> Suggestion:
            return Suggestion(
                kind=Kind.INTERNAL, sure=sure, reason=reason, values=values
            )

        if other is not None:
            sure = Sureness.SURE if word or inside else Sureness.LIKELY
            return internal(sure, SAYS_CANCELS, other=other)
        if word and ours:
            return internal(Sureness.SURE, SAYS_INTERNAL, word=word)
        if word:
            return internal(Sureness.LIKELY, SAYS_INTERNAL_WORD, word=word)
        if inside:
            return internal(Sureness.LIKELY, SAYS_INTERNAL_PART, name=one.counterpart)
        return None

    def _by_account(self, one: Described) -> Suggestion | None:
        nature = nature_of(one.coding.account, one.coding.chart)
        if nature is None:
            return None
        if nature in {Nature.INCOME, Nature.OPERATION, Nature.FINANCIAL}:
            return _outside(one, nature, Sureness.SURE)
        if nature is Nature.PAY:
            return self._pay(one)
        if nature is Nature.RUNNING:
            return self._direct(one) or self._running(one, nature)
        return self._running(one, nature)

    def _pay(self, one: Described) -> Suggestion:
        elected = words.found(one.account, words.ELECTED)
        unsocial = words.found(one.account, words.UNSOCIAL)
        if elected or unsocial:
            return Suggestion(
                kind=Kind.OUTSIDE,
                sure=Sureness.LIKELY,
                reason=SAYS_ELECTED if elected else SAYS_UNSOCIAL,
                values={"word": elected or unsocial},
            )
        return Suggestion(
            kind=Kind.PEOPLE,
            sure=Sureness.SURE,
            reason=SAYS_CHART,
            values={"begins": one.coding.account[:2], "nature": Nature.PAY.value},
            area=_area(one),
        )

    def _direct(self, one: Described) -> Suggestion | None:
        if one.account not in self._nearest:
            like = self._names.nearest(one.account)
            self._nearest[one.account] = (like.service, like.words) if like else None
        known = self._nearest[one.account]
        if known is None:
            return None
        service, spoken = known
        return Suggestion(
            kind=Kind.DIRECT,
            sure=Sureness.LIKELY,
            reason=SAYS_SERVICE,
            values={"words": spoken},
            area=service.area,
            service=service.key,
        )

    def _running(self, one: Described, nature: Nature) -> Suggestion:
        """Overhead where support is; elsewhere the operations' own."""
        supports, name = one.supports, ""
        if supports is None:
            name = one.centre or one.activity
            supports = bool(
                words.found(name, words.SUPPORT) or words.area_of(name)
            ) or one.coding.activity.startswith("92")
        if not supports:
            sure = Sureness.LIKELY if one.supports is None else Sureness.SURE
            return _outside(one, nature, sure)
        return Suggestion(
            kind=Kind.OVERHEAD,
            sure=Sureness.GUESS if name else Sureness.SURE,
            reason=SAYS_SUPPORT_NAME if name else SAYS_SUPPORT_UNIT,
            values={"nature": nature.value, "name": name},
            area=_area(one),
        )


def _outside(one: Described, nature: Nature, sure: Sureness) -> Suggestion:
    chart = nature not in {Nature.RUNNING, Nature.STAFF, Nature.WEAR}
    return Suggestion(
        kind=Kind.OUTSIDE,
        sure=sure,
        reason=SAYS_CHART if chart else SAYS_NOT_SUPPORT,
        values={"begins": one.coding.account[:1], "nature": nature.value},
    )


def _area(one: Described) -> str | None:
    for name in (one.centre, one.activity):
        found = words.area_of(name)
        if found:
            return found[0]
    return None
