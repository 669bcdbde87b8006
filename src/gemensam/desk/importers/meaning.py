# SPDX-License-Identifier: EUPL-1.2
"""What a log's own words mean to a case: which attribute is the service, which activity
is waiting. Guessed from common words, corrected by people, remembered for next month."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gemensam.desk.enums import EventKind

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "service": ("tjanst", "tjänst", "service", "service_code", "kategori", "product"),
    "unit": ("enhet", "unit", "avdelning", "branch", "verksamhet"),
    "priority": ("prioritet", "priority", "impact"),
    "channel": ("kanal", "channel"),
    "requester": ("bestallare", "beställare", "requester", "anmälare"),
    "subject": ("rubrik", "subject", "ärenderubrik", "title", "titel"),
    "rating": ("betyg", "rating", "nöjdhet"),
}
ACTIVITIES: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.OPENED: ("inkommet", "skapat", "registrerat", "created", "opened"),
    EventKind.TAKEN: ("tilldelat", "taget", "assigned", "assignment", "in progress"),
    EventKind.WAITING: (
        "väntar på kund", "vilande", "waiting", "awaiting customer", "wait - user",
        "wait - customer", "pending",
    ),
    EventKind.ANSWERED: ("svar från kund", "kundsvar", "customer replied"),
    EventKind.CONTINUED: ("åter till handläggning", "återupptaget", "resumed"),
    EventKind.RESOLVED: (
        "löst", "klart", "klar", "åtgärdat", "resolved", "completed", "closed",
        "in call", "avslutat",
    ),
    EventKind.REOPENED: ("återöppnat", "återupptaget av kund", "reopened"),
}  # fmt: skip
PASSED_OVER = ("stängt", "arkiverat", "archived")


@dataclass(slots=True)
class Meaning:
    """`attributes`: our name → the log's; `activities`: the log's words → event kind;
    `services`: the log's category → code of a service."""

    attributes: dict[str, str] = field(default_factory=dict)
    activities: dict[str, str] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    found: dict[tuple[str, tuple[str, ...]], str | None] = field(default_factory=dict)
    kinds: dict[tuple[str, str | None], EventKind | None] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)  # said of all cases of the log

    @classmethod
    def remembered(cls, mapping: Mapping[str, Any]) -> "Meaning":
        return cls(
            dict(mapping.get("attributes", {})),
            dict(mapping.get("activities", {})),
            dict(mapping.get("services", {})),
        )

    def kept(self) -> dict[str, Any]:
        """As it is remembered."""
        return {
            "attributes": self.attributes,
            "activities": self.activities,
            "services": self.services,
        }

    def attribute(self, ours: str, given: Mapping[str, Any]) -> str:
        """The text of one of our attributes in what the log gives, or nothing."""
        if ours in self.whole:
            return self.whole[ours]
        theirs = self.attributes.get(ours)
        if theirs is None or theirs not in given:
            theirs = self._name_among(ours, tuple(given))
        value = given.get(theirs) if theirs else None
        return "" if value is None else str(value).strip()

    def _name_among(self, ours: str, given: tuple[str, ...]) -> str | None:
        key = (ours, given)
        if key not in self.found:
            names = {name.casefold().removeprefix("case:"): name for name in given}
            words = (names[word] for word in ATTRIBUTES[ours] if word in names)
            self.found[key] = next(words, None)
        name = self.found[key]
        if name is not None:
            self.attributes.setdefault(ours, name)
        return name

    def kind(self, activity: str, lifecycle: str | None) -> EventKind:
        """What an event means. The finer word, the lifecycle, is asked first."""
        pair = (activity, lifecycle)
        if pair not in self.kinds:
            known = self._known(lifecycle or "") or self._known(activity)
            self.kinds[pair] = EventKind(known) if known else None
        kind = self.kinds[pair]
        if kind is None:
            self.unknown[f"{activity} / {lifecycle}" if lifecycle else activity] += 1
            return EventKind.ACTIVITY
        return kind

    def _known(self, word: str) -> str | None:
        if word in self.activities:
            return self.activities[word]
        folded = word.casefold().strip()
        if folded in PASSED_OVER:
            self.activities[word] = EventKind.ACTIVITY.value
        for kind, words in ACTIVITIES.items():
            if folded in words:
                self.activities[word] = kind.value
        return self.activities.get(word)
