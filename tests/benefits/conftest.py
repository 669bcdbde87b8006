# SPDX-License-Identifier: EUPL-1.2
import pytest
from tests.site.conftest import as_someone

__all__ = ["as_someone"]


@pytest.fixture
def year_ago(lindby: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The centre of Lindby had the same months a year before too, cost for cost."""
    from tests.benefits.two_years import copy_a_year_back, start_a_year_sooner

    del lindby
    copy_a_year_back()
    start_a_year_sooner(monkeypatch)


@pytest.fixture
def nothing_in_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """No start page has told anything of the year in this process."""
    from gemensam.benefits.queries import in_brief
    from gemensam.outcomes.queries.kept import Kept

    was = in_brief._kept
    monkeypatch.setattr(in_brief, "_kept", Kept(most=was.most, size=was.size))
