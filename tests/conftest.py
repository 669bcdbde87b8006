# SPDX-License-Identifier: EUPL-1.2
"""Shared by all tests; nothing here may need Django."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fast",
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("GEMENSAM_HYPOTHESIS", "tests"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of files that no one here wrote."""
    folder = os.environ.get("GEMENSAM_REAL_DATA")
    if not folder:
        pytest.skip("GEMENSAM_REAL_DATA names no folder of real files")
    return Path(folder)
