# SPDX-License-Identifier: EUPL-1.2
"""Addresses of those who are asked, from a list with personal numbers. The numbers become
pseudonyms on the way in and are never stored; addresses go when the round is closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gemensam.core import audit, keys
from gemensam.core.by import By
from gemensam.core.pseudonym import NotAPersonalNumber, twelve_digits
from gemensam.formats.issues import Issue, IssueKind, IssueLog, Severity, mark
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import (
    Code,
    Column,
    TableSpec,
    Text,
    UnreadableTable,
    opened_table,
)
from gemensam.surveys.models import Invitation, Round, Subject

COLUMNS = TableSpec(
    columns=(
        Column(name="person", type=Code(), header="Personnummer", required=True),
        Column(
            name="email",
            type=Text(longest=254),
            header="E-post",
            aliases=("E-postadress", "Epost", "Mejl", "Mail", "E-mail"),
            required=True,
        ),
    ),
)
BAD_NUMBER = IssueKind(
    "surveys.bad-number",
    Severity.ERROR,
    mark("The personal number cannot be right: {reason}."),
    mark("Correct it in the HR system and export again."),
)
BAD_ADDRESS = IssueKind(
    "surveys.bad-address",
    Severity.ERROR,
    mark("The address cannot be right."),
    mark("Write one address in each row, such as anna.berg@kommunen.se."),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many invitations got an address, how many rows were of nobody who is asked,
    and what was wrong; with errors nothing was taken."""

    set: int
    others: int
    issues: list[Issue]


def take_addresses(
    round_: Round, source: BinaryIO, *, by: By, at: datetime, today: date
) -> Taken:
    """Give the invitations their addresses; all of the file or nothing."""
    log = IssueLog()
    found = _read(source, log, today)
    if log.has_errors():
        return Taken(0, 0, list(log))
    subjects = Subject.objects.filter(round=round_, withdrawn_at=None)
    invitations = dict(subjects.values_list("key", "invitation_id"))
    wanted = {
        invitations[key]: mail for key, mail in found.items() if key in invitations
    }
    with transaction.atomic():
        rows = Invitation.objects.select_for_update().filter(pk__in=wanted)
        for one in rows:
            one.email = wanted[one.pk]
            one.save(update_fields=["email"])
        audit.record(
            round_, "survey.addresses", by=by, at=at, facts={"set": len(wanted)}
        )
    return Taken(len(wanted), len(found) - len(wanted), list(log))


def _read(source: BinaryIO, log: IssueLog, today: date) -> dict[str, str]:
    key = keys.current_pseudonym_key()
    found: dict[str, str] = {}
    try:
        with opened_table(source, COLUMNS, log=log) as table:
            for row in table:
                if row.is_faulty:
                    continue
                email = str(row["email"]).strip()
                try:
                    number = twelve_digits(str(row["person"]), at=today)
                    validate_email(email)
                except NotAPersonalNumber as fault:
                    log.add(BAD_NUMBER, row.line, reason=fault.reason)
                except ValidationError:
                    log.add(BAD_ADDRESS, row.line)
                else:
                    found[key.pseudonym(number)] = email
    except (UnreadableTable, UnreadableXml) as trouble:
        issue = trouble.issue
        log.add(issue.kind, issue.line, issue.column, **issue.values)
    return found
