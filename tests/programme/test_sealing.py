# SPDX-License-Identifier: EUPL-1.2
"""The seal of a locked case holds what PostgreSQL gives back of it."""

import json

from django.db import connection

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from gemensam.core.canonical import digest_of

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.usefixtures("empty")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES)
@example([-0.0, 0.0, 1e16, -1.5e300, 1e-7, 5e-324, 10**20, 2.5])
def test_what_is_sealed_is_what_the_database_gives_back(told: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(told)])
        (kept,) = cursor.fetchone()
    assert digest_of({"all": json.loads(kept)}) == digest_of({"all": told})
