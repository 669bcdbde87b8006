# SPDX-License-Identifier: EUPL-1.2
"""The job of a closed month: makes, files and sends, goes on where it was broken off, and
nobody gets anything twice."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client, override_settings

import pytest
from tests.benefits.test_packs import SignIn, charged_otherwise, closed_again, untold
from tests.rig.mailbox import Mailbox
from tests.site.people import someone

from gemensam.benefits.actions import packs as making, reopen_month
from gemensam.benefits.actions.sending import NoPost, ask_to_send, send_waiting
from gemensam.benefits.enums import PackKind, PackReader, Unsent
from gemensam.benefits.jobs import make_packs_of, send_packs
from gemensam.benefits.models import MonthClose, Pack, PackSending
from gemensam.benefits.queries.packs import steering_page
from gemensam.benefits.queries.packs.kept import sent_of
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.documents import Document
from gemensam.core.models import AuditEvent
from gemensam.group.models import Person, RoleAssignment
from gemensam.ui.templatetags.figures import kr

pytestmark = pytest.mark.usefixtures("lindby")


class Killed(RuntimeError):
    pass


@pytest.fixture
def unfiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs take their time; where they are not what is tried they are left out."""
    monkeypatch.setattr("gemensam.benefits.jobs.file_all", lambda *_one, **_more: 0)


def last() -> MonthClose:
    return MonthClose.objects.filter(reopened_at=None).order_by("-month")[0]


def got(box: Mailbox) -> Counter[tuple[str, str]]:
    """Who got which page, and how often."""
    found: Counter[tuple[str, str]] = Counter()
    for mail in box.mails:
        link = re.search(r"/resultat/rapporter/(\d+)/", mail.get_content())
        assert link is not None
        found[mail["To"], link[1]] += 1
    return found


def breaks_at(place: int, then: Callable[..., Any]) -> Callable[..., Any]:
    """As `then`, but killed when it is called for the `place`th time."""
    calls = iter(range(1, 10_000))

    def call(*given: Any, **named: Any) -> Any:
        if next(calls) == place:
            raise Killed
        return then(*given, **named)

    return call


# ------------------------------------------------------------------------ the mails


@pytest.mark.usefixtures("unfiled")
def test_everybody_gets_what_is_theirs_once(post: Mailbox) -> None:
    make_packs_of(untold().pk)
    told = got(post)
    assert set(told.values()) == {1}
    for address, number in told:
        person = Person.objects.get(email=address)
        pack = Pack.objects.visible_to(person).get(pk=number)
        if pack.kind == PackKind.STEERING:
            assert person.roles.filter(role="steering").exists()
        else:
            assert person.roles.filter(unit=pack.unit).exists()
    kinds = Pack.objects.filter(pk__in=[number for _to, number in told])
    assert set(kinds.values_list("kind", flat=True)) == set(PackKind.values)
    send_packs()
    make_packs_of(last().pk)
    assert {to for to, number in got(post)} == {to for to, _number in told}
    assert max(got(post).values()) == 1


@pytest.mark.usefixtures("unfiled")
def test_a_mail_leads_there_and_tells_no_figure(post: Mailbox) -> None:
    make_packs_of(last().pk)
    units = Pack.objects.filter(kind=PackKind.UNIT, reader=PackReader.OWN)
    numbers = {number: mail for mail in post.mails for number in re.findall(r"/rapporter/(\d+)/", mail.get_content())}  # fmt: skip
    told = [one for one in units if str(one.pk) in numbers]
    assert len(told) > 10
    for pack in told:
        mail = numbers[str(pack.pk)]
        text = mail.get_content()
        assert f"{settings.BASE_URL}/resultat/rapporter/{pack.pk}/" in text
        assert pack.title in text
        assert " ".join(mail["Subject"].split()) == pack.title
        charge = next(one["value"] for one in pack.figures if one["key"] == "charge")
        assert kr(int(charge)) not in text


@pytest.mark.usefixtures("unfiled")
def test_who_has_no_address_is_told_of_and_nobody_is_passed_over(post: Mailbox) -> None:
    roles = RoleAssignment.objects.filter(
        role="unit_manager", valid_to=None, unit__kind="unit"
    ).order_by("pk")
    silent, left = roles[0], roles[1]
    Person.objects.filter(pk=silent.person_id).update(email="")
    RoleAssignment.objects.filter(role="unit_manager", unit=left.unit).update(
        valid_to=clock.today()
    )
    make_packs_of(last().pk)
    missed = {
        (one.pack.unit_id, why)
        for one, why in sent_of(Pack.objects.values_list("pk", flat=True)).missed
    }
    assert (silent.unit_id, Unsent.NO_ADDRESS) in missed
    assert (left.unit_id, Unsent.NOBODY) in missed
    # Every unit, administration and company is either sent to someone or listed.
    subjects = Pack.objects.filter(close=last()).exclude(
        kind=PackKind.UNIT, unit__kind__in=("administration", "company")
    )
    asked = PackSending.objects.filter(pack__close=last())
    assert set(asked.values_list("pack__kind", "pack__unit")) == set(
        subjects.values_list("kind", "unit")
    )


@pytest.mark.usefixtures("unfiled")
def test_an_address_that_fails_holds_up_nobody_and_can_be_tried_again(
    post: Mailbox, as_someone: SignIn
) -> None:
    refused = someone("UNIT_MANAGER").email
    post.refused.add(refused)
    make_packs_of(last().pk)
    assert len(post.mails) > 10
    failed = PackSending.objects.get(person__email=refused, sent_at=None)
    assert failed.failure == "SMTPRecipientsRefused 550", "and not whose"
    before = got(post)
    controller = as_someone("CONTROLLER")
    page = controller.get("/resultat/rapporter/").content.decode()
    assert "SMTPRecipientsRefused 550" in page
    post.refused.clear()
    assert as_someone("STEERING").post("/resultat/rapporter/").status_code == 404
    assert controller.post("/resultat/rapporter/").status_code == 302
    send_packs()
    assert got(post) == before + Counter({(refused, str(failed.pack_id)): 1})


@pytest.mark.usefixtures("unfiled")
def test_a_new_edition_is_told_of_only_where_a_figure_differs(post: Mailbox) -> None:
    make_packs_of(last().pk)
    post.mails.clear()
    manager = RoleAssignment.objects.filter(
        role="unit_manager", valid_to=None, unit__kind="unit",
        unit__in=Pack.objects.filter(close=last(), reader="own").values("unit"),
    ).order_by("pk")[0]  # fmt: skip
    assert manager.unit_id is not None
    charged_otherwise(manager.unit_id, 777)
    close = closed_again()
    make_packs_of(close.pk)
    differing = Pack.objects.filter(close=close, differs=True)
    assert {int(number) for _to, number in got(post)} <= set(
        differing.values_list("pk", flat=True)
    )
    assert manager.person.email in {mail["To"] for mail in post.mails}
    assert 0 < len(post.mails) < 15
    assert all("ny utgåva" in mail.get_content() for mail in post.mails)


@pytest.mark.usefixtures("unfiled")
def test_who_was_not_told_of_the_first_edition_is_told_of_the_next(
    post: Mailbox,
) -> None:
    closed_again()  # whatever the demo's own edition told
    close = closed_again()
    assert not Pack.objects.filter(close=close).exclude(differs=False).exists()
    make_packs_of(close.pk)
    assert len(post.mails) > 20
    assert not any("ny utgåva" in mail.get_content() for mail in post.mails)
    post.mails.clear()
    make_packs_of(closed_again().pk)
    assert post.mails == []


def test_what_was_opened_before_it_was_sent_is_not_sent(post: Mailbox) -> None:
    close = last()
    assert ask_to_send(close, by=CONSOLE, at=clock.now())
    reopen_month(close.month, reason="Fel", by=CONSOLE, at=clock.now())
    assert send_waiting(at=clock.now()) == 0
    assert post.mails == []


def test_who_may_no_longer_see_it_is_not_told(post: Mailbox) -> None:
    close = last()
    ask_to_send(close, by=CONSOLE, at=clock.now())
    person = someone("UNIT_MANAGER")
    RoleAssignment.objects.filter(person=person).update(valid_to=clock.today())
    send_waiting(at=clock.now())
    assert person.email not in {mail["To"] for mail in post.mails}
    row = PackSending.objects.filter(person=person)[0]
    assert row.failure == Unsent.NOT_THEIRS


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
@pytest.mark.usefixtures("unfiled")
def test_without_a_mail_server_it_is_said_and_made_all_the_same(
    as_someone: SignIn,
) -> None:
    make_packs_of(untold().pk)
    assert not PackSending.objects.exists()
    with pytest.raises(NoPost):
        ask_to_send(last(), by=CONSOLE, at=clock.now())
    controller: Client = as_someone("CONTROLLER")
    page = controller.get("/resultat/rapporter/").content.decode()
    assert "Ingen e-postserver är inställd" in page
    told = controller.post("/resultat/rapporter/", follow=True).content.decode()
    assert "GEMENSAM_SMTP_URL" in told


# ------------------------------------------------------------------ the job is killed


@pytest.mark.usefixtures("unfiled")
def test_killed_while_making_there_is_nothing_and_then_all(
    monkeypatch: pytest.MonkeyPatch, post: Mailbox
) -> None:
    close, whole = untold(), steering_page
    before = AuditEvent.objects.filter(action="packs.made").count()
    monkeypatch.setattr(making, "steering_page", breaks_at(1, whole))
    with pytest.raises(Killed):
        make_packs_of(close.pk)
    assert not Pack.objects.filter(close=close).exists()
    assert post.mails == []
    make_packs_of(close.pk)
    assert Pack.objects.filter(close=close).count() > 60
    assert AuditEvent.objects.filter(action="packs.made").count() == before + 1


def test_killed_while_filing_each_is_filed_once(
    monkeypatch: pytest.MonkeyPatch, post: Mailbox
) -> None:
    close = untold()

    def on_paper(document: Document) -> bytes:
        return document.title.encode()  # what is on paper is tried in test_packs

    monkeypatch.setattr(making, "on_paper", breaks_at(6, on_paper))
    with pytest.raises(Killed):
        make_packs_of(close.pk)
    assert Pack.objects.filter(close=close).exclude(pdf=None).count() == 5
    assert post.mails == []
    make_packs_of(close.pk)
    own = Pack.objects.filter(close=close, reader=PackReader.OWN)
    assert not own.filter(pdf=None).exists()
    filed = AuditEvent.objects.filter(action="pack.filed")
    assert filed.count() == own.count() + 1, "and the steering group’s"
    assert filed.values("aggregate").distinct().count() == filed.count()
    assert post.mails


@pytest.mark.usefixtures("unfiled")
def test_killed_while_sending_nobody_gets_anything_twice(
    monkeypatch: pytest.MonkeyPatch, post: Mailbox
) -> None:
    """Killed after the mail went and before that was noted: the worst moment."""
    close = last()
    send = EmailMessage.send

    def sent_and_killed(self: EmailMessage, *given: Any, **named: Any) -> int:
        done = send(self, *given, **named)
        if len(post.mails) == 4:
            raise Killed
        return int(done)

    monkeypatch.setattr(EmailMessage, "send", sent_and_killed)
    with pytest.raises(Killed):
        make_packs_of(close.pk)
    assert len(post.mails) == 4
    monkeypatch.undo()
    monkeypatch.setattr("gemensam.benefits.jobs.file_all", lambda *_one, **_more: 0)
    make_packs_of(close.pk)
    assert set(got(post).values()) == {1}
    told = sent_of(Pack.objects.filter(close=close).values_list("pk", flat=True))
    assert told.waiting == 0
    assert told.told == len(post.mails) - 1
    doubtful = [one for one, why in told.missed if why == ""]
    assert len(doubtful) == 1, "of one nobody knows; it is told"
    ask_to_send(close, by=CONSOLE, at=clock.now())
    assert send_waiting(at=clock.now()) == 0
    assert set(got(post).values()) == {1}
