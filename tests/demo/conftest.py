# SPDX-License-Identifier: EUPL-1.2
"""One small municipality in memory and one in files, made once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from gemensam.demo.disturbances import NONE
from gemensam.demo.generate import generate
from gemensam.demo.manifest import Manifest
from gemensam.demo.settings import Settings
from gemensam.demo.world import World, world
from gemensam.installation.tell import silent

TODAY = date(2026, 11, 23)
SMALL = Settings(today=TODAY, scale=0.05)


@cache
def _world(settings: Settings) -> World:
    return world(settings)


@pytest.fixture(scope="session")
def made() -> Callable[[Settings], World]:
    """A world for the settings, made once for each."""
    return _world


@pytest.fixture(scope="session")
def lindby() -> World:
    """At full scale, with the default seed."""
    return _world(Settings(today=TODAY))


@pytest.fixture(scope="session")
def faultless() -> World:
    """A sixth of Lindby whose registers tell the truth."""
    return _world(Settings(today=TODAY, scale=0.15, disturbances=NONE))


@pytest.fixture(scope="session")
def small() -> World:
    return _world(SMALL)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The smallest Lindby as files."""
    folder = tmp_path_factory.mktemp("lindby") / "files"
    return generate(folder, settings=SMALL, progress=silent)


@pytest.fixture
def folder(written: Manifest) -> Path:
    return written.files[0].path.parent


def at_seed(seed: int) -> Settings:
    return replace(SMALL, seed=seed)
