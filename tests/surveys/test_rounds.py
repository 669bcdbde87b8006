# SPDX-License-Identifier: EUPL-1.2
"""A round from draft to closing: links, answers, mails, and everything that goes wrong."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client, override_settings

import pytest
from tests.rig.mailbox import Mailbox
from tests.site.people import someone

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.keys import current_pseudonym_key
from gemensam.core.models import AuditEvent
from gemensam.core.post import has_post
from gemensam.group.models import Unit
from gemensam.surveys import ports
from gemensam.surveys.actions import running
from gemensam.surveys.actions.addresses import take_addresses
from gemensam.surveys.actions.answering import TooLate, answer, told_by
from gemensam.surveys.actions.links import invitation_for, links_to_hand_out
from gemensam.surveys.actions.mailing import NoPost, send_waiting, write_to
from gemensam.surveys.actions.making import (
    AskedTwice,
    NewInvitation,
    NewOption,
    NewRound,
    NewSubject,
    NobodyAsked,
    make_round,
)
from gemensam.surveys.actions.running import NotNow
from gemensam.surveys.enums import MailKind, Recipients, RoundKind, RoundState
from gemensam.surveys.models import Invitation, Link, Response, Round, Subject
from gemensam.surveys.queries.response import answered_in, astray_in

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
TODAY = date(2026, 11, 2)
PULSE = NewRound(
    kind=RoundKind.PULSE,
    title="Vad gör du?",
    recipients=Recipients.EMPLOYEES,
    about_from=date(2026, 9, 1),
    about_to=date(2026, 10, 1),
    opens_on=TODAY,
    closes_on=TODAY + timedelta(days=14),
    contact="controllern, 0123-45 67 89",
    question_sv="Hur fördelar du din tid?",
    question_en="How do you divide your time?",
    options=tuple(
        NewOption(
            code=code,
            group=group,
            group_sv=group.title(),
            group_en=group.title(),
            label_sv=label,
            label_en=label,
        )
        for code, group, label in (
            ("F02", "finance", "Leverantörsfakturor"),
            ("H01", "hr", "Löner"),
            ("OVR", "other", "Annat arbete"),
        )
    ),
)


@pytest.fixture
def made(lindby: str, static_files: None) -> Iterator[Round]:
    del lindby, static_files
    from django.core.cache import cache

    cache.clear()  # of links tried in other tests
    with clock.fixed(NOON):
        yield a_round()


def a_round(count: int = 7, **more: Any) -> Round:
    units = list(Unit.objects.order_by("pk")[:2])
    invitations = [
        NewInvitation(
            unit=units[n >= 5].pk,
            email=f"p{n}@lindby.test" if n < 3 else "",
            subjects=[
                NewSubject(
                    key=f"pseudonym{n}-{more.get('title', '')}",
                    label="Administratör",
                    unit=units[n >= 5].pk,
                    likely=("hr",),
                )
            ],
        )
        for n in range(count)
    ]
    new = replace(PULSE, invitations=invitations, **more)
    return make_round(new, by=CONSOLE, at=NOON)


def opened(round_: Round) -> Round:
    running.tell_unions(
        round_, text="Vi frågar.", on=TODAY, by=CONSOLE, at=NOON, today=TODAY
    )
    running.open_round(round_, by=CONSOLE, at=NOON, today=TODAY)
    round_.refresh_from_db()
    return round_


def tokens(round_: Round) -> list[str]:
    return [token for _, token in links_to_hand_out(round_, by=CONSOLE, at=NOON)]


def address(token: str) -> str:
    return f"/enkat/svar/{token}/"


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


# ------------------------------------------------------------------------- steps


def test_no_round_opens_before_the_unions_are_told(made: Round) -> None:
    with pytest.raises(NotNow) as caught:
        running.open_round(made, by=CONSOLE, at=NOON, today=TODAY)
    assert "19 § MBL" in str(caught.value)
    with pytest.raises(NotNow):
        running.tell_unions(made, text="  ", on=TODAY, by=CONSOLE, at=NOON, today=TODAY)
    with pytest.raises(NotNow):
        running.tell_unions(
            made,
            text="I morgon",
            on=TODAY + timedelta(1),
            by=CONSOLE,
            at=NOON,
            today=TODAY,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=made.pk).update(state=RoundState.OPEN)
    assert opened(made).state == RoundState.OPEN


def test_steps_come_in_their_order(made: Round) -> None:
    with pytest.raises(NotNow):
        running.close_round(made, by=CONSOLE, at=NOON)
    with pytest.raises(NotNow):
        links_to_hand_out(made, by=CONSOLE, at=NOON)
    opened(made)
    with pytest.raises(NotNow):
        running.open_round(made, by=CONSOLE, at=NOON, today=TODAY)
    running.close_round(made, by=CONSOLE, at=NOON)
    with pytest.raises(NotNow):
        running.close_round(made, by=CONSOLE, at=NOON)
    with pytest.raises(NotNow):
        running.cancel_round(made, by=CONSOLE, at=NOON)
    told = AuditEvent.objects.filter(aggregate=f"surveys.round:{made.pk}")
    assert list(told.order_by("seq").values_list("action", flat=True)) == [
        "survey.made",
        "survey.unions_told",
        "survey.opened",
        "survey.closed",
    ]


def test_a_round_needs_someone_and_each_once(made: Round) -> None:
    del made
    with pytest.raises(NobodyAsked):
        make_round(PULSE, by=CONSOLE, at=NOON)
    twice = NewInvitation(
        unit=None,
        email="",
        subjects=[NewSubject(key="a", label="", unit=None)] * 2,
    )
    with pytest.raises(AskedTwice):
        make_round(replace(PULSE, invitations=[twice]), by=CONSOLE, at=NOON)


# ------------------------------------------------------------------------- links


def test_a_link_is_kept_as_a_digest_only(made: Round) -> None:
    token = tokens(opened(made))[0]
    assert len(token) >= 43  # 256 bits
    digests = [bytes(one) for one in Link.objects.values_list("digest", flat=True)]
    assert all(token.encode() not in one for one in digests)
    facts = [event.payload for event in AuditEvent.objects.all()]
    assert token not in str(facts)
    found = invitation_for(token, today=TODAY)
    assert found is not None
    assert found.round == made


def test_wrong_late_early_and_taken_back_links_answer_alike(made: Round) -> None:
    token = tokens(opened(made))[0]
    client = browser()
    good = client.get(address(token))
    assert good.status_code == 200
    first = client.get(address("x" * 43))
    assert first.status_code == 404
    pages = [client.get(address(token[:-1])), client.get(address(token + "a"))]
    with clock.fixed(NOON + timedelta(days=14)):  # the first day after the last
        pages.append(client.get(address(token)))
    Round.objects.filter(pk=made.pk).update(opens_on=TODAY + timedelta(1))
    pages.append(client.get(address(token)))
    Round.objects.filter(pk=made.pk).update(opens_on=TODAY)
    Invitation.objects.filter(round=made).update(withdrawn_at=NOON)
    pages.append(client.get(address(token)))
    Invitation.objects.filter(round=made).update(withdrawn_at=None)
    running.close_round(made, by=CONSOLE, at=NOON)
    pages.append(client.get(address(token)))
    for page in pages:
        assert page.status_code == 404
        assert _bare(page.content) == _bare(first.content)
        assert page["X-Robots-Tag"] == "noindex"


def _bare(content: bytes) -> str:
    """Without what differs in every answer: tokens against forgery and nonces."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", content.decode())
    text = re.sub(r'<p class="demo-strip".*?</p>', "", text, flags=re.DOTALL)
    return re.sub(r"/enkat/svar/[^/\"]*/", "", text)


def test_no_link_is_written_in_a_log(
    made: Round, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    token = tokens(opened(made))[0]
    assert browser().post(address(token), {"share_OVR": "5"}).status_code == 422
    running.close_round(made, by=CONSOLE, at=NOON)
    assert browser().get(address(token)).status_code == 404
    assert token not in caplog.text
    assert token not in "".join(capfd.readouterr())


def test_a_link_leads_to_its_own_round_and_subjects_only(made: Round) -> None:
    other = opened(a_round(title="En annan"))
    mine = tokens(opened(made))[0]
    foreign = Subject.objects.filter(round=other)[0]
    colleague = Subject.objects.filter(round=made).order_by("-pk")[0]
    client = browser()
    for one in (foreign, colleague):
        there = f"{address(mine)}{one.pk}/"
        assert client.get(there).status_code == 404
        assert client.post(there, {"share_OVR": "100"}).status_code == 404
    assert not Response.objects.exists()


def test_whoever_tries_many_links_is_slowed_down(made: Round) -> None:
    token = tokens(opened(made))[0]
    client = browser()
    said = [client.get(address(f"{n:043d}")).status_code for n in range(40)]
    assert said[:30] == [404] * 30
    assert said[30:] == [429] * 10
    # Whoever holds a true link is not kept out by others' attempts.
    assert client.get(address(token)).status_code == 200


# ----------------------------------------------------------------------- answers


def test_an_answer_is_kept_changed_and_sent_twice(made: Round) -> None:
    token = tokens(opened(made))[0]
    client = browser()
    said = {"share_F02": "60", "share_OVR": "40"}
    assert client.post(address(token), said).status_code == 302
    assert client.post(address(token), said).status_code == 302
    assert Response.objects.count() == 1
    page = client.get(address(token)).content.decode()
    assert 'value="60"' in page
    client.post(address(token), {"share_H01": "25", "share_OVR": "75"})
    (current,) = Response.objects.filter(superseded_at=None)
    assert told_by(current) == {"H01": 25, "OVR": 75}
    assert Response.objects.count() == 2
    actions = AuditEvent.objects.filter(aggregate=f"surveys.round:{made.pk}")
    last = actions.latest("seq")
    assert last.action == "survey.answer_changed"
    assert "H01" not in str(last.payload)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"share_F02": "60", "share_OVR": "37"}, "Summan är 97"),
        ({"share_F02": "-5", "share_OVR": "105"}, "under noll"),
        ({"share_F02": "150"}, "mer än all din tid"),
        ({"share_F02": "halva"}, "inget tal"),
        ({}, "Ingenting är ifyllt"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_written_kept(
    made: Round, said: dict[str, str], words: str
) -> None:
    token = tokens(opened(made))[0]
    answered = browser().post(address(token), said)
    assert answered.status_code == 422
    page = answered.content.decode()
    assert words in page
    for value in said.values():
        assert f'value="{value}"' in page
    assert not Response.objects.exists()


def test_nothing_is_taken_after_closing_not_even_a_form_left_open(made: Round) -> None:
    token = tokens(opened(made))[0]
    subject = Subject.objects.filter(invitation__links__isnull=False)[0]
    question = made.questions.get()
    running.close_round(made, by=CONSOLE, at=NOON)
    assert browser().post(address(token), {"share_OVR": "100"}).status_code == 404
    with pytest.raises(TooLate):
        answer(subject, question, {"OVR": 100}, by=CONSOLE, at=NOON, today=TODAY)
    assert not Response.objects.exists()


def test_a_manager_answers_for_each_of_her_employees(made: Round) -> None:
    del made
    unit = Unit.objects.order_by("pk")[0]
    subjects = [
        NewSubject(key=f"m{n}", label=f"Administratör {n}", unit=unit.pk)
        for n in range(3)
    ]
    invited = [NewInvitation(unit=unit.pk, email="", subjects=subjects)]
    new = replace(PULSE, invitations=invited, recipients=Recipients.MANAGERS)
    token = tokens(opened(make_round(new, by=CONSOLE, at=NOON)))[0]
    client = browser()
    page = client.get(address(token)).content.decode()
    assert page.count("/enkat/svar/") >= 3
    one = Subject.objects.get(key="m1")
    there = f"{address(token)}{one.pk}/"
    answered = client.post(there, {"share_OVR": "100"})
    assert answered["Location"] == address(token)
    assert one.responses.count() == 1


# ------------------------------------------------------------------------- mails


def test_mails_reach_those_with_an_address_once_a_day(
    made: Round, post: Mailbox
) -> None:
    opened(made)
    assert write_to(made, MailKind.INVITATION, by=CONSOLE, at=NOON) == 3
    assert send_waiting(at=NOON) == 3
    assert send_waiting(at=NOON) == 0
    assert write_to(made, MailKind.INVITATION, by=CONSOLE, at=NOON) == 0
    assert sorted(mail["To"] for mail in post.mails) == [
        f"p{n}@lindby.test" for n in range(3)
    ]
    found = re.search(r"/enkat/svar/([^/]+)/", post.mails[0].get_content())
    assert found is not None
    assert settings.BASE_URL in post.mails[0].get_content()
    assert browser().post(address(found[1]), {"share_OVR": "100"}).status_code == 302
    later = NOON + timedelta(days=2)
    assert write_to(made, MailKind.REMINDER, by=CONSOLE, at=later) == 2
    assert send_waiting(at=later) == 2
    assert "Påminnelse" in post.mails[-1]["Subject"]
    links = [
        m[1]
        for mail in post.mails
        if (m := re.search(r"/svar/([^/]+)/", mail.get_content()))
    ]
    assert len(set(links)) == 5  # none is used again


def test_an_address_that_fails_does_not_stop_the_others(
    made: Round, post: Mailbox
) -> None:
    post.refused.add("p1@lindby.test")
    opened(made)
    write_to(made, MailKind.INVITATION, by=CONSOLE, at=NOON)
    assert send_waiting(at=NOON) == 2
    failed = made.invitations.get(email="p1@lindby.test").mailings.get()
    assert failed.sent_at is None
    assert failed.failure == "SMTPRecipientsRefused 550", "and not whose"


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_without_a_mail_server_it_is_said(made: Round) -> None:
    opened(made)
    assert not has_post()
    with pytest.raises(NoPost):
        write_to(made, MailKind.INVITATION, by=CONSOLE, at=NOON)


def test_a_title_cannot_put_headers_into_a_mail(made: Round, post: Mailbox) -> None:
    opened(made)
    Round.objects.filter(pk=made.pk).update(title="Hej\r\nBcc: x@y.test")
    write_to(made, MailKind.INVITATION, by=CONSOLE, at=NOON)
    assert send_waiting(at=NOON) == 3
    assert all(mail["Bcc"] is None for mail in post.mails)


def test_addresses_go_when_the_round_is_closed(made: Round, post: Mailbox) -> None:
    opened(made)
    write_to(made, MailKind.INVITATION, by=CONSOLE, at=NOON)
    running.close_round(made, by=CONSOLE, at=NOON)
    assert not Invitation.objects.filter(round=made).exclude(email="").exists()
    assert send_waiting(at=NOON) == 0
    assert post.mails == []


def test_addresses_go_also_when_nobody_closes_the_round(made: Round) -> None:
    opened(made)
    with_one = made.invitations.exclude(email="").count()
    assert with_one > 0
    last = made.closes_on + timedelta(days=30)
    early, late = last - timedelta(days=1), last
    assert running.forget_addresses(by=CONSOLE, at=NOON, today=early) == 0
    assert made.invitations.exclude(email="").count() == with_one
    assert running.forget_addresses(by=CONSOLE, at=NOON, today=late) == 1
    assert not made.invitations.exclude(email="").exists()
    assert running.forget_addresses(by=CONSOLE, at=NOON, today=late) == 0
    trail = AuditEvent.objects.get(action="survey.forgotten")
    assert trail.payload is not None
    assert trail.payload["facts"] == {"addresses": with_one}


def addresses(rows: str) -> io.BytesIO:
    return io.BytesIO(("Personnummer;E-post\r\n" + rows).encode())


def test_addresses_come_by_a_file_whose_numbers_are_not_kept(made: Round) -> None:
    number = "189001019802"  # a test number: no living person has it
    del made
    key = current_pseudonym_key().pseudonym(number)
    made_key = NewSubject(key=key, label="", unit=None)
    invited = [NewInvitation(unit=None, email="", subjects=[made_key])]
    other = make_round(replace(PULSE, invitations=invited), by=CONSOLE, at=NOON)
    taken = take_addresses(
        other,
        addresses(f"{number};karin@lindby.test\r\n"),
        by=CONSOLE,
        at=NOON,
        today=TODAY,
    )
    assert (taken.set, taken.others, taken.issues) == (1, 0, [])
    assert other.invitations.get().email == "karin@lindby.test"
    bad = take_addresses(
        other,
        addresses(f"{number};inte en adress\r\n19000101;x@y.test\r\n"),
        by=CONSOLE,
        at=NOON,
        today=TODAY,
    )
    assert bad.set == 0
    assert [one.line for one in bad.issues] == [2, 3]
    assert all(number not in one.message() for one in bad.issues)


# -------------------------------------------------------------- rates and the gone


class Leaver:
    """A room whose first person has left, and which counts how often it was closed."""

    kind = RoundKind.PULSE.value

    def __init__(self) -> None:
        self.closings: list[int] = []

    def closed(self, round_: int, **_: Any) -> None:
        self.closings.append(round_)

    def gone(self, round_: int) -> frozenset[str]:
        first = Subject.objects.filter(round=round_).order_by("pk")[0]
        return frozenset({first.key})

    def pages(self, round_: int) -> list[tuple[str, str]]:
        del round_
        return []


@pytest.fixture
def leaver(monkeypatch: pytest.MonkeyPatch) -> Leaver:
    use = Leaver()
    monkeypatch.setitem(ports._uses, use.kind, use)
    return use


def test_who_has_left_is_named_and_asked_no_more(made: Round, leaver: Leaver) -> None:
    token = tokens(opened(made))
    assert astray_in(made, TODAY).gone == 1
    assert running.withdraw_gone(made, by=CONSOLE, at=NOON) == 1
    assert astray_in(made, TODAY).gone == 0
    assert answered_in(made).asked == 6
    working = [one for one in token if invitation_for(one, today=TODAY)]
    assert len(working) == 6
    running.close_round(made, by=CONSOLE, at=NOON)
    assert leaver.closings == [made.pk]


def test_a_unit_that_is_no_more_is_named(made: Round) -> None:
    unit = Unit.objects.order_by("pk")[0]
    Unit.objects.filter(pk=unit.pk).update(valid_to=TODAY)
    assert list(astray_in(made, TODAY).units) == [unit.name]


def test_small_units_have_no_rate_of_their_own(made: Round) -> None:
    opened(made)
    found = answered_in(made)  # five in one unit, two in another
    assert [(one.name, one.rate.asked) for one in found.units] == [(None, 7)]
    assert found.asked == 7


# ------------------------------------------------------------------------- pages


@pytest.mark.parametrize(
    "role", ["", "customer", "UNIT_MANAGER", "UNION_REP", "CENTRE_MANAGER", "AGENT"]
)
def test_only_the_controller_has_a_rounds_page(made: Round, role: str) -> None:
    client = browser()
    if role:
        account = someone(role).account
        assert account is not None
        client.force_login(account)
    wanted = 404 if role else 302
    assert client.get(f"/enkat/omgang/{made.pk}/").status_code == wanted
    for step in ("unions", "open", "close", "invite", "withdraw"):
        there = f"/enkat/omgang/{made.pk}/gor/{step}/"
        assert client.post(there, {}).status_code == wanted
    assert client.post(f"/enkat/omgang/{made.pk}/lankar/").status_code == wanted
    made.refresh_from_db()
    assert made.state == RoundState.DRAFT


def test_the_controller_runs_a_round_in_the_pages(made: Round, post: Mailbox) -> None:
    client = browser()
    account = someone("CONTROLLER").account
    assert account is not None
    client.force_login(account)
    there = f"/enkat/omgang/{made.pk}/"
    answered = client.post(f"{there}gor/open/", follow=True)
    assert "19 § MBL" in answered.content.decode()
    assert client.post(f"{there}gor/unions/", {"text": ""}).status_code == 422
    client.post(f"{there}gor/unions/", {"text": "Vi frågar.", "on": "2026-11-02"})
    client.post(f"{there}gor/open/")
    made.refresh_from_db()
    assert made.state == RoundState.OPEN
    listed = client.post(f"{there}lankar/")
    rows = listed.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Enhet;Vem;Länk;Sista svarsdag"
    assert len(rows) == 8
    token = rows[1].split("/svar/")[1].split("/")[0]
    assert browser().get(address(token)).status_code == 200
    client.post(
        f"{there}gor/days/", {"opens_on": "2026-11-02", "last_day": "2026-11-01"}
    )
    made.refresh_from_db()
    assert made.closes_on == TODAY + timedelta(days=14)
    page = client.get(there).content.decode()
    assert "pseudonym" not in page.replace("pseudonymer", "")
    client.post(f"{there}gor/close/")
    made.refresh_from_db()
    assert made.state == RoundState.CLOSED
    assert client.get(there).status_code == 200
