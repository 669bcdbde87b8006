# SPDX-License-Identifier: EUPL-1.2
import pytest

from gemensam.core.models import Installation


@pytest.mark.usefixtures("lindby")
def test_lindby_is_there() -> None:
    assert Installation.objects.get().built_by_demo
