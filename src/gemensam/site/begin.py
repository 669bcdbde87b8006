# SPDX-License-Identifier: EUPL-1.2
"""The first morning with one's own files: two roads, and how far one has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.costing.models import Ledger, StaffRow
from gemensam.desk.models import CaseLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A file to take in or an answer to look at; `others` are other ways to do it."""

    text: str
    note: str
    is_done: bool
    ways: Sequence[tuple[str, str]]  # what the link says, and where it leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    name: str
    promise: str
    steps: Sequence[Step]


def roads() -> list[Road]:
    """Road A before there is a centre, road B when there is one."""
    return [_before(), _after()]


def _before() -> Road:
    has_ledger = Ledger.objects.exists()
    has_staff = StaffRow.objects.filter(superseded_at=None).exists()
    return Road(
        name=_("A. Before there is a centre: two files"),
        promise=_(
            "What finance, HR and IT support costs, with a range; how scattered the "
            "work is; what 15 % is in kronor."
        ),
        steps=[
            Step(
                text=_("The ledger of a year"),
                note=_("As your finance system exports it, also in several files."),
                is_done=has_ledger,
                ways=[
                    (_("Excel or CSV"), upload("ledger_table")),
                    (_("SIE 4"), upload("ledger")),
                ],
            ),
            Step(
                text=_("The roster"),
                note=_(
                    "Personal numbers and names are gone before anything is stored."
                ),
                is_done=has_staff,
                ways=[(_("Excel or CSV"), upload("staff_table"))],
            ),
            Step(
                text=_("The answer"),
                note=_(
                    "A rough baseline, which cannot be frozen, and what would narrow it."
                ),
                is_done=has_ledger and has_staff,
                ways=[(_("Rough baseline"), reverse("costing:rough"))],
            ),
        ],
    )


def _after() -> Road:
    has_cases = CaseLog.objects.exists()
    return Road(
        name=_("B. The centre exists: one file"),
        promise=_(
            "In time or not, volumes and the oldest cases, for each administration."
        ),
        steps=[
            Step(
                text=_("Twelve months of cases"),
                note=_("The ticket system’s own export: one row per case."),
                is_done=has_cases,
                ways=[(_("Excel or CSV"), upload("tickets"))],
            ),
            Step(
                text=_("Which branch is which unit"),
                note=_("A table, or one by one on the page. It can wait."),
                is_done=False,
                ways=[
                    (_("Excel or CSV"), upload("branches")),
                    (_("One by one"), reverse("desk:branches")),
                ],
            ),
            Step(
                text=_("The answer"),
                note=_("Half a page for each administration."),
                is_done=has_cases,
                ways=[(_("How it stands"), reverse("desk:situation"))],
            ),
        ],
    )


def upload(kind: str) -> str:
    return reverse("site:upload", args=[kind])
