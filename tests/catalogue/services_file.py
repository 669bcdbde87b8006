# SPDX-License-Identifier: EUPL-1.2
"""Files of services and what follows them, as a municipality writes them."""

import io
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions, report
from gemensam.core.models import Import

HEAD = (
    "Tjänst;Namn;Område;Räknas per;Räknas i;Räkneregel;Grund;Från;Till;"
    "Standardtid (min);Servicenivå som;Kan beställas"
)
FOLLOWS = "Från tjänst;Till tjänst;Från månad;Andel;Grund"


def in_a_test() -> None:
    """Imports hold their own transactions inside the test's."""
    blocks: Any = connection.atomic_blocks
    blocks[-1]._from_testcase = True


def taken_in(kind: str, head: str, rows: Sequence[str]) -> Import:
    """As far as the file comes: refused, or all the way in."""
    content = "".join(f"{row}\r\n" for row in [head, *rows]).encode()
    record = actions.receive(
        io.BytesIO(content), kind=kind, name="file", by=CONSOLE, at=clock.now()
    )
    if record.state == "received":
        record = actions.read(record, at=clock.now())
    if record.state == "read":
        record = actions.commit(record, by=CONSOLE, at=clock.now())
    return record


def services_in(*rows: str) -> Import:
    return taken_in("services", HEAD, rows)


def successions_in(*rows: str) -> Import:
    return taken_in("service_successions", FOLLOWS, rows)


def said(record: Import) -> list[str]:
    """The codes of what is remarked on; each can be told to people."""
    found = report.issues_of(record.report)
    for one in found:
        assert one.message(gettext)
        assert one.cure(gettext)
    return [one.kind.code for one in found]
