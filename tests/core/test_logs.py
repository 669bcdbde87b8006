# SPDX-License-Identifier: EUPL-1.2
import logging

import pytest


def test_what_goes_wrong_is_told_without_personal_numbers(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The handler is Django's own of this process: set up by the settings, not here."""
    others = logging.getLogger("django.request")  # noqa: TID251  what others log by
    others.error("no page for %s", "850709-9805")
    told = capfd.readouterr().err
    assert "no page for" in told
    assert "850709" not in told
