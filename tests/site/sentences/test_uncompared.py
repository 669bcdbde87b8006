# SPDX-License-Identifier: EUPL-1.2
"""Closed months with nothing to hold them against: what is lacking, and who sees to it."""

from collections.abc import Callable
from datetime import date

from django.test import Client

import pytest
from tests.site.sentences.said import said

from gemensam.benefits.queries import months
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.packs.ground import ground_of
from gemensam.benefits.queries.packs.steering import steering_page
from gemensam.benefits.queries.routine.sources import first_with
from gemensam.benefits.queries.uncompared import uncompared
from gemensam.core import clock
from gemensam.core.documents import Figures
from gemensam.group.enums import RoleKind
from gemensam.group.models import RoleAssignment
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force

OCTOBER = date(2026, 10, 1)


def nobody_is_controller() -> None:
    """Nor anything else that sees to a baseline."""
    RoleAssignment.objects.filter(role=RoleKind.CONTROLLER).update(valid_to=OCTOBER)


def lacks_october(monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = compared().baseline_months
    kept = [one for one in baseline if one.month != OCTOBER.month]
    assert len(kept) < len(baseline)
    monkeypatch.setattr(months, "months_of", lambda _version: kept)


@pytest.mark.usefixtures("lindby")
def test_a_baseline_without_a_closed_months_month_is_told_with_who_sees_to_it(
    monkeypatch: pytest.MonkeyPatch, as_someone: Callable[..., Client]
) -> None:
    lacks_october(monkeypatch)
    text = said("STEERING").text
    assert text.startswith(
        "Oktober 2026 är stängd, men det går ännu inte att säga något om resultatet. Nollmätningen "
        "saknar oktober, så de stängda månaderna kan inte jämföras med den. "
        f"{first_with(RoleKind.CONTROLLER)} ansvarar för det."
    )
    assert "Ingen månad är stängd" not in text
    page = as_someone("STEERING").get("/resultat/").content.decode()
    assert "Nollmätningen saknar oktober" in page
    nobody_is_controller()
    assert "Ingen är utsedd att ansvara för det." in said("STEERING").text


@pytest.mark.usefixtures("lindby")
def test_a_baseline_that_is_missing_is_told_and_not_that_nothing_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        months,
        "in_force",
        lambda kind: None if kind == ScenarioKind.BASELINE else in_force(kind),
    )
    text = said("STEERING").text
    assert text.startswith(
        "Oktober 2026 är stängd, men det går ännu inte att säga något om resultatet. "
        "Fryst nollmätning saknas, så de stängda månaderna har inget att jämföras med. "
        f"{first_with(RoleKind.CONTROLLER)} ansvarar för det."
    )
    assert "Ingen månad är stängd" not in text


@pytest.mark.usefixtures("lindby")
def test_what_else_keeps_a_result_from_being_told_is_told() -> None:
    of = compared()
    why, who = uncompared([], of)
    assert why == "Det finns inget servicecenter vars månader kan redovisas."
    assert who == f"{first_with(RoleKind.ADMINISTRATOR)} ansvarar för det."
    why, who = uncompared([OCTOBER], of)
    assert why == "Nollmätningen har ingen kostnad för de stängda månadernas tjänster."
    assert who == f"{first_with(RoleKind.CONTROLLER)} ansvarar för det."


@pytest.mark.usefixtures("lindby")
def test_the_page_to_the_steering_group_says_what_the_baseline_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacks_october(monkeypatch)
    ground = ground_of(OCTOBER, at=clock.now())
    assert ground is not None
    told = steering_page(ground, evidence_of(OCTOBER))
    (first, *_rest) = told.blocks
    assert isinstance(first, Figures)
    (shown,) = first.figures
    assert shown.value == "inget att jämföra med"
    assert shown.note.startswith("Nollmätningen saknar oktober")
