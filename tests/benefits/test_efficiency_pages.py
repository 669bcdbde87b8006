# SPDX-License-Identifier: EUPL-1.2
"""The yearly efficiency as a page, and as a file that a spreadsheet redoes."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal

from django.test import Client

import pytest

from gemensam.benefits.queries.efficiency import efficiency, known_from
from gemensam.benefits.queries.months import centre_start
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum
from gemensam.ui.templatetags.figures import month, number, saved_share

SignIn = Callable[..., Client]
PAGE = "/resultat/effektivitet/"
NOTHING = Decimal(0)


def lines(client: Client) -> list[dict[str, str]]:
    text = client.get(f"{PAGE}fil/").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".") or "0")


def dearer_and_scarcer() -> None:
    """Volumes of the year before of every other service were a fifth lower."""
    found = efficiency()
    assert found is not None
    early = MonthSum.objects.filter(
        service__in=[line.service for line in found.lines[::2] if line.service],
        month__in=found.compared_with, source="costing", volume__gt=0,
        provider=Provider.CENTRE, scenario__kind=ScenarioKind.ACTUAL,
    )  # fmt: skip
    copies = list(early)
    early.delete()
    for one in copies:
        one.pk, one.volume = None, (one.volume or NOTHING) * 4 / 5
    MonthSum.objects.bulk_create(copies)


@pytest.mark.usefixtures("year_ago")
def test_a_spreadsheet_gives_the_same_per_cent(as_someone: SignIn) -> None:
    """By the formulas of the page, from the columns of the file alone: both indices."""
    dearer_and_scarcer()
    found = efficiency()
    assert found is not None
    cost = at_before = real = at_after = NOTHING
    told = [one for one in lines(as_someone("STEERING")) if one["Jämförs"] != "jämförs inte"]  # fmt: skip
    for one in told:
        labour = amount(one["Varav personal"])
        then, now = amount(one["Volym då"]), amount(one["Volym nu"])
        grown = now / then if one["Jämförs"] == "styckkostnad" else Decimal(1)
        deflated = labour / amount(one["Löneindex"])
        deflated += (amount(one["Kostnad nu"]) - labour) / amount(one["Prisindex"])
        before = amount(one["Kostnad då"])
        assert amount(one["Billigare"]) == before - amount(
            one["Nu vid förra årets volym och priser"]
        )
        if one["Kronor per styck nu, förra årets priser"]:
            unit = amount(one["Kronor per styck nu, förra årets priser"])
            assert float(unit * then) == pytest.approx(
                float(deflated / grown), abs=0.02
            )
        cost, real = cost + before, real + deflated
        at_before, at_after = at_before + deflated / grown, at_after + before * grown
    laspeyres, paasche = at_before / cost, real / at_after
    assert float(1 - laspeyres) == pytest.approx(found.share, abs=1e-9)
    fisher = float(laspeyres * paasche) ** 0.5
    assert 1 - fisher == pytest.approx(found.superlative, abs=1e-9)
    assert found.superlative != pytest.approx(found.share, abs=1e-5)
    column = "Nu vid förra årets volym och priser"
    assert sum(amount(one[column]) for one in told) * 100 == found.at_before


@pytest.mark.usefixtures("year_ago")
def test_the_page_says_the_figure_and_what_it_is_made_of(as_someone: SignIn) -> None:
    client, found = as_someone("CONTROLLER"), efficiency()
    assert found is not None
    answer = client.get(PAGE)
    text = answer.content.decode()
    for share in (found.share, found.low, found.high):
        assert saved_share(share) in text
    for share in (found.share, found.superlative, found.paasche):
        assert number(100 * (1 - share), 2) in text
    groups = answer.context["groups"]
    assert sum(one.area.saved for one in groups) == found.saved
    assert sum(one.area.before for one in groups) == found.before
    for group in groups:
        if group.rows:
            assert sum(row.saved for row in group.rows) == group.area.saved
        low, high = group.area.between
        assert low <= group.area.saved / found.before <= high
    assert answer.context["whole"].between == pytest.approx((found.low, found.high))
    first = found.lines[0].service
    assert first is not None
    named = Service.objects.get(pk=first)
    assert f'href="/ekonomi/tjanst/{named.code}/?version=actual"' in text
    assert f'href="{PAGE}"' in client.get("/resultat/").content.decode()


@pytest.mark.usefixtures("year_ago")
def test_the_superlative_index_is_behind_a_click(as_someone: SignIn) -> None:
    dearer_and_scarcer()
    found = efficiency()
    assert found is not None
    page = as_someone("CONTROLLER").get(PAGE).content.decode()
    closed = r"<details>.*?</details>"  # one that is open says so
    behind, before = "".join(re.findall(closed, page, re.DOTALL)), re.sub(closed, "", page, flags=re.DOTALL)  # fmt: skip
    told = number(100 * (1 - found.superlative), 2)
    assert f"medelvärdet är {told} (Fisher)" in behind
    for word in (told, "Fisher", "superlativ"):
        assert word not in before
    assert saved_share(found.share) in before


def test_a_young_centre_is_told_from_when_it_can_be_known(as_someone: SignIn) -> None:
    client, start = as_someone("STEERING"), centre_start()
    assert start is not None
    text = client.get(PAGE).content.decode()
    (told,) = re.findall(r'class="empty-text">([^<]*)<', text)
    assert f"Det går att veta när {month(known_from(start))} är stängd" in told
    assert text.count("Det går att veta") == 1
    assert lines(client) == []
