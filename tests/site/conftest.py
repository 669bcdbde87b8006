# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable

from django.test import Client

import pytest

SignIn = Callable[..., Client]


@pytest.fixture
def as_someone(lindby: str, static_files: None) -> SignIn:
    """A client signed in as someone of Lindby; `""` is nobody."""
    from tests.site.people import someone

    del lindby, static_files

    def enter(role: str, place: int = 0) -> Client:
        client = Client(SERVER_NAME="localhost")
        if role:
            account = someone(role, place).account
            assert account is not None
            client.force_login(account)
        return client

    return enter
