# SPDX-License-Identifier: EUPL-1.2
"""Those who answer for something are told by mail that its pack is there. The mail leads
to it; the figures stay behind the sign-in. Never sent twice: what was broken off while it
was sent is told, not sent again."""

import smtplib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gemensam.benefits.enums import PackKind, PackReader, Unsent
from gemensam.benefits.models import MonthClose, Pack, PackSending
from gemensam.core import audit, chain, clock
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.post import has_post, reason, whole_address
from gemensam.formats.issues import mark
from gemensam.group.enums import RoleKind, UnitKind
from gemensam.group.models import Person, RoleAssignment
from gemensam.group.rules import GROUP_FIGURES
from gemensam.ui.templatetags.figures import month as month_name

TOPS = (UnitKind.ADMINISTRATION, UnitKind.COMPANY)
Versions = Mapping[PackReader, Pack]


class NoPost(ExpectedFailure):
    """No mail server is set up."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "No mail server is set up (GEMENSAM_SMTP_URL). Whoever answers for a unit "
                "finds its page under Result; ask whoever runs the installation for mail."
            )
        )


def ask_to_send(close: MonthClose, *, by: By, at: datetime) -> int:
    """Note who is to be told of the packs of a close, once for each; what failed is tried
    again. Who has no address is noted as well. Answers how many mails wait.

    Raises `NoPost`.
    """
    if not has_post():
        raise NoPost
    with transaction.atomic():
        chain.lock_aggregate(f"benefits.sending:{close.pk}")
        asked = set(
            PackSending.objects.filter(pack__close=close).values_list("pack", "person")
        )
        PackSending.objects.bulk_create(
            one
            for one in _sendings(close, at=at)
            if (one.pack_id, one.person_id) not in asked
        )
        PackSending.objects.filter(pack__close=close, sent_at=None).exclude(
            failure__in=["", *Unsent.values]
        ).update(failure="", begun_at=None)
        waiting = _waiting().filter(pack__close=close).count()
        if waiting:
            facts = {"month": close.month, "mails": waiting}
            audit.record(close, "packs.mails_asked", by=by, at=at, facts=facts)
    return waiting


def _sendings(close: MonthClose, *, at: datetime) -> Iterator[PackSending]:
    """Who was told of an edition is not written to about a new one in which no figure
    differs."""
    subjects: dict[tuple[str, int | None], dict[PackReader, Pack]] = {}
    for pack in Pack.objects.filter(close=close).select_related("unit").order_by("pk"):
        if not _within_a_page(pack):
            versions = subjects.setdefault((pack.kind, pack.unit_id), {})
            versions[PackReader(pack.reader)] = pack
    holders, told = _holders(clock.local(at).date()), _told(close)
    for (kind, unit), versions in subjects.items():
        people = holders.people.get((_role(kind, versions), unit), [])
        if not people:
            pack = next(iter(versions.values()))
            yield PackSending(pack=pack, asked_at=at, failure=Unsent.NOBODY)
        yield from (
            _sending(version, person, at=at)
            for person in people
            if (version := holders.version_for(person, versions)) is not None
            and (version.differs or (kind, unit, person.pk) not in told)
        )


def _told(close: MonthClose) -> frozenset[tuple[str, int | None, int | None]]:
    """Who was told of an earlier edition of what."""
    rows = PackSending.objects.filter(pack__month=close.month, sent_at__isnull=False)
    earlier = rows.exclude(pack__close=close)
    return frozenset(earlier.values_list("pack__kind", "pack__unit", "person"))


def _within_a_page(pack: Pack) -> bool:
    """An administration's own use is within the page that is sent of all of it."""
    top = pack.unit is not None and pack.unit.kind in TOPS
    return pack.kind == PackKind.UNIT and top


def _sending(pack: Pack, person: Person, *, at: datetime) -> PackSending:
    failure = "" if person.email else Unsent.NO_ADDRESS
    return PackSending(pack=pack, person=person, asked_at=at, failure=failure)


def _role(kind: str, versions: Versions) -> RoleKind:
    if kind == PackKind.STEERING:
        return RoleKind.STEERING
    unit = next(iter(versions.values())).unit
    if kind == PackKind.ADMINISTRATION and unit and unit.kind == UnitKind.COMPANY:
        return RoleKind.COMPANY_CEO
    return RoleKind.UNIT_MANAGER


@dataclass(frozen=True, slots=True)
class Holders:
    """Who answers for what: by role and unit (None: the steering group). `followers`, by
    id, see the whole group and so what is written for those who do."""

    people: Mapping[tuple[str, int | None], list[Person]]
    followers: frozenset[int]

    def version_for(self, person: Person, versions: Versions) -> Pack | None:
        group = person.pk in self.followers
        return versions.get(PackReader.GROUP if group else PackReader.OWN)


def _holders(day: date) -> Holders:
    found: dict[tuple[str, int | None], list[Person]] = {}
    roles = RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day
    )
    told = roles.filter(
        person__active=True,
        role__in=(RoleKind.UNIT_MANAGER, RoleKind.COMPANY_CEO, RoleKind.STEERING),
    ).select_related("person")
    for one in told.order_by("pk"):
        unit = None if one.role == RoleKind.STEERING else one.unit_id
        held = found.setdefault((one.role, unit), [])
        if one.person not in held:
            held.append(one.person)
    followers = roles.filter(role__in=GROUP_FIGURES).values_list("person", flat=True)
    return Holders(found, frozenset(followers))


# --------------------------------------------------------------------------- the job


def _waiting() -> QuerySet[PackSending]:
    return PackSending.objects.filter(
        begun_at=None, sent_at=None, failure="", pack__close__reopened_at=None
    ).exclude(person=None)


def send_waiting(*, at: datetime) -> int:
    """Send what waits; one that fails says why and does not hold up the others. Answers
    how many were sent."""
    sent = 0
    with get_connection() as post, translation.override(settings.LANGUAGE_CODE):
        while (one := _begun(at)) is not None:
            sent += _sent(one, post, at=at)
    return sent


def _begun(at: datetime) -> PackSending | None:
    """The next, noted as begun before anything goes out."""
    with transaction.atomic():
        one = (
            _waiting()
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("pack", "person")
            .order_by("pk")
            .first()
        )
        if one is not None:
            one.begun_at = at
            one.save(update_fields=["begun_at"])
    return one


def _sent(one: PackSending, post: Any, *, at: datetime) -> int:
    person = one.person
    assert person is not None
    if not Pack.objects.visible_to(person).filter(pk=one.pack_id).exists():
        one.failure = Unsent.NOT_THEIRS
    else:
        try:
            _message(one.pack, person.email, post).send()
        except (smtplib.SMTPException, OSError) as trouble:
            one.failure = reason(trouble)
        else:
            one.sent_at = at
    one.save(update_fields=["sent_at", "failure"])
    return int(one.sent_at is not None)


def _message(pack: Pack, address: str, post: Any) -> EmailMessage:
    """In the municipality's language; of the figures not one."""
    text = (
        _("{title} is told in a new edition: a figure differs from the first.")
        if pack.differs
        else _("{title} is ready: what you used, what it cost, and what can be done about it.")
        if pack.kind != PackKind.STEERING
        else _("The page of {month} is ready: the saving, how far it is realised, and what is missing.")
    )  # fmt: skip
    told = text.format(title=pack.title, month=month_name(pack.month))
    link = whole_address(reverse("benefits:pack", args=[pack.pk]))
    return EmailMessage(
        subject=" ".join(pack.title.split()),
        body=_("{told}\n\nIt is here, when you have signed in:\n{link}\n").format(
            told=told, link=link
        ),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        connection=post,
    )
