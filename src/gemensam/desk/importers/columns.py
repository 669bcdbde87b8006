# SPDX-License-Identifier: EUPL-1.2
"""What the columns of an imported case are: promise and clock, as if it had been ours."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, ClassVar

from psycopg.types.json import Jsonb

from gemensam.catalogue.enums import Confidentiality, Priority, Provider
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.level import target_of
from gemensam.core import keys
from gemensam.core.imports.importer import Reading
from gemensam.desk import clock
from gemensam.desk.actions.events import status_after
from gemensam.desk.actions.opening import folded
from gemensam.desk.enums import CaseStatus, CaseSystem, Channel, EventKind
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.places import Delivered, Places
from gemensam.desk.importers.read import LogCase, LogEvent
from gemensam.desk.models import Case, CaseLog

CHANNELS = {
    "portal": Channel.PORTAL,
    "e-post": Channel.MAIL,
    "mail": Channel.MAIL,
    "telefon": Channel.PHONE,
    "phone": Channel.PHONE,
}
CUSTOMERS = {EventKind.ANSWERED, EventKind.REOPENED}


@dataclass(frozen=True, slots=True)
class Made:
    """A case ready to be copied: its id, its columns in order, what it came from."""

    id: int
    columns: tuple[Any, ...]
    case: LogCase


class Columns:
    NAMES: ClassVar[tuple[str, ...]] = (
        "id", "number", "system", "log_id", "service_id", "unit_id", "provider",
        "provided_by_id", "team_id", "assignee_id", "requester_id", "requester_label",
        "confidentiality", "channel", "subject", "status", "priority", "promise",
        "hours_id", "opened_at", "touched_at", "first_answer_at", "resolved_at", "due_at",
        "due_answer_at", "on_time", "lead_minutes", "waited_minutes", "reopened",
        "rating", "search", "customer_answered", "branch", "category",
    )  # fmt: skip

    def __init__(
        self, log: CaseLog, reading: Reading, meaning: Meaning, places: Places
    ) -> None:
        self._log = log
        self._at = reading.at
        self._meaning = meaning
        self._places = places
        self._key = keys.current_pseudonym_key().secret
        self._aliases: dict[str, str] = {}

    def of(self, cases: Iterable[LogCase], *, ids: Iterable[int]) -> list[Made]:
        return [
            Made(number, self._values(number, case), case)
            for number, case in zip(ids, cases, strict=True)
        ]

    def _values(self, number: int, case: LogCase) -> tuple[Any, ...]:
        values = {"id": number, **self._standing(case), **self._clock(case)}
        return tuple(values[name] for name in self.NAMES)

    def follow(
        self, known: Case, case: LogCase, *, happened: tuple[LogEvent, ...]
    ) -> None:
        """Bring the columns of a known case up to what its log says now; its clock is
        that of all that `happened`, also of what the log no longer tells."""
        whole = replace(case, events=happened)
        told = {**self._standing(case), **self._clock(whole)}
        told["touched_at"] = happened[-1].at
        changing = (
            "status", "touched_at", "first_answer_at", "resolved_at", "due_at",
            "on_time", "lead_minutes", "waited_minutes", "reopened", "rating",
            "team_id", "assignee_id",
            "customer_answered", "unit_id", "service_id", "branch", "category",
            "confidentiality",
        )  # fmt: skip
        for name in changing:
            setattr(known, name, told[name])
        known.save(update_fields=[name.removesuffix("_id") for name in changing])

    def differs(self, known: Case, case: LogCase) -> bool:
        """Whether what the log says now of place, kind or due time is not what we have."""
        told = self._standing(case)
        return (
            any(getattr(known, one) != told[one] for one in ("branch", "category"))
            or (told["unit_id"] is not None and known.unit_id != told["unit_id"])
            or (case.due is not None and known.due_at != case.due)
            or self._is_rated_anew(known, case)
        )

    def _is_rated_anew(self, known: Case, case: LogCase) -> bool:
        rating = self._rating(case)
        done = any(event.kind == EventKind.RESOLVED for event in case.events)
        return done and rating is not None and known.rating != rating

    def tell_again(self, known: Case, case: LogCase) -> None:
        """A case that was tied to a service and a unit after it came: who delivered it,
        what was promised and what its clock says, as if it had been tied from the first."""
        told = {**self._standing(case), **self._clock(case)}
        changing = (
            "provider", "provided_by_id", "promise", "hours_id", "due_answer_at",
            "due_at", "on_time", "lead_minutes", "waited_minutes",
        )  # fmt: skip
        for name in changing:
            setattr(known, name, _plain(told[name]))
        known.save(update_fields=[name.removesuffix("_id") for name in changing])

    def alias(self, who: str) -> str:
        """Someone we do not know: the same alias every time, and no name."""
        if who and who not in self._aliases:
            code = hmac.new(self._key, who.encode(), sha256).hexdigest()
            self._aliases[who] = f"P-{code[:8]}"
        return self._aliases.get(who, "")

    # -------------------------------------------------------------- what it is about

    def _standing(self, case: LogCase) -> dict[str, Any]:
        meaning, places, opened = self._meaning, self._places, case.events[0].at
        service = places.service(meaning.attribute("service", case.attributes))
        unit = places.unit(meaning.attribute("unit", case.attributes), opened)
        requester = meaning.attribute("requester", case.attributes)
        person = places.people.get(requester.lower())
        delivery = (
            places.delivery(service.pk, unit, opened) if service and unit else None
        )
        last = case.events[-1]
        team = next(
            (
                places.teams[e.group]
                for e in reversed(case.events)
                if e.group in places.teams
            ),
            None,
        )
        assignee = places.people.get(last.who)
        return {
            "number": case.number[:24],
            "system": self._log.system,
            "log_id": self._log.pk,
            "service_id": service.pk if service else None,
            "unit_id": unit,
            "provider": self._provider(delivery),
            "provided_by_id": delivery.provided_by if delivery else None,
            "team_id": team.pk if team else None,
            "assignee_id": assignee.pk if assignee else None,
            "requester_id": person.pk if person else None,
            "requester_label": "" if person else self.alias(requester),
            "confidentiality": (
                service.confidentiality if service else Confidentiality.OPEN
            ),
            "channel": CHANNELS.get(
                meaning.attribute("channel", case.attributes).lower(), Channel.IMPORTED
            ),
            "subject": self._subject(case, service),
            "search": folded(self._subject(case, service)),
            "opened_at": opened,
            "touched_at": last.at,
            **self._as_told(case),
        }

    def _as_told(self, case: LogCase) -> dict[str, Any]:
        """Another system's own words for where and what."""
        if self._log.system == CaseSystem.DESK:
            return {"branch": "", "category": ""}
        said = self._meaning.attribute
        return {
            "branch": said("unit", case.attributes)[:100],
            "category": said("service", case.attributes)[:100],
        }

    def _provider(self, delivery: Delivered | None) -> str:
        if delivery:
            return delivery.provider
        ours = self._log.system == CaseSystem.DESK
        return Provider.CENTRE if ours else Provider.LOCAL

    def _subject(self, case: LogCase, service: Service | None) -> str:
        text = self._meaning.attribute("subject", case.attributes)
        return (text or (service.name_sv if service else case.events[0].activity))[:300]

    # -------------------------------------------------------------- promise and clock

    def _clock(self, case: LogCase) -> dict[str, Any]:
        events = [clock.Happened(event.kind, event.at) for event in case.events]
        status = CaseStatus.NEW
        for event in events:
            status = status_after(status, EventKind(event.kind))
        done = status == CaseStatus.RESOLVED
        resolved = max(
            (e.at for e in events if e.kind == EventKind.RESOLVED), default=None
        )
        first = next((e.at for e in events[1:] if e.kind != EventKind.ACTIVITY), None)
        return {
            "status": status,
            "resolved_at": resolved if done else None,
            "first_answer_at": first,
            "reopened": sum(1 for e in events if e.kind == EventKind.REOPENED),
            "rating": self._rating(case) if done else None,
            "customer_answered": events[-1].kind in CUSTOMERS,
            **self._promise(case, events, done=done),
        }

    def _rating(self, case: LogCase) -> int | None:
        text = self._meaning.attribute("rating", case.attributes)
        return int(text) if text in {"1", "2", "3", "4", "5"} else None

    def _promise(
        self, case: LogCase, events: list[clock.Happened], *, done: bool
    ) -> dict[str, Any]:
        """The promise as it was made then, and what the clock says of it.

        A system that stated its own due time is judged by that.
        """
        opened = case.events[0].at
        meaning, places = self._meaning, self._places
        service = places.service(meaning.attribute("service", case.attributes))
        unit = places.unit(meaning.attribute("unit", case.attributes), opened)
        priority = self._priority(case, service)
        nothing = {
            "priority": priority, "promise": None, "hours_id": None, "due_at": case.due,
            "due_answer_at": None, "on_time": self._kept_due(case, events, done=done),
            "lead_minutes": None, "waited_minutes": 0,
        }  # fmt: skip
        targets = places.targets(service.pk, priority, opened) if service else None
        if targets is None or targets.resolution is None or service is None:
            return nothing
        kept = {
            "resolution": clock.kept(target_of(targets.resolution)),
            "response": clock.kept(target_of(targets.response))
            if targets.response
            else None,
            "price_ore": places.price(service.pk, unit, opened) if unit else None,
            "terms": None,
        }
        promise = clock.promised(kept, targets.resolution.hours_id)
        assert promise is not None
        moves = clock.clock_events(events)
        at = max(self._at, case.events[-1].at)
        due = clock.due(promise, moves, at=at)
        answer = clock.due_answer(promise, moves[:1], at=at)
        taken = clock.taken_time(promise.calendar, moves, at=at)
        on_time = (due.broken_at is None) if due and done else None
        return {
            "priority": priority,
            "promise": Jsonb(kept),
            "hours_id": targets.resolution.hours_id,
            "due_at": case.due or (due.due if due else None),
            "due_answer_at": answer.due if answer else None,
            "on_time": self._kept_due(case, events, done=done) if case.due else on_time,
            "lead_minutes": round(taken.used.total_seconds() / 60) if done else None,
            "waited_minutes": round(taken.paused.total_seconds() / 60),
        }

    def _priority(self, case: LogCase, service: Service | None) -> int:
        text = self._meaning.attribute("priority", case.attributes)
        if text in {"1", "2", "3", "4"}:
            return int(text)
        return service.default_priority if service else Priority.P4

    @staticmethod
    def _kept_due(
        case: LogCase, events: list[clock.Happened], *, done: bool
    ) -> bool | None:
        if not done or case.due is None:
            return None
        return max(e.at for e in events if e.kind == EventKind.RESOLVED) <= case.due


def _plain(value: Any) -> Any:
    """What a row that is copied holds wrapped, as a model's field takes it."""
    return value.obj if isinstance(value, Jsonb) else value
