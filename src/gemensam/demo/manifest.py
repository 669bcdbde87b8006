# SPDX-License-Identifier: EUPL-1.2
"""What was made: files in the order in which they are imported, and the story's dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gemensam.demo.files.signing_in import Face
from gemensam.demo.waves import Wave


@dataclass(frozen=True, slots=True)
class ImportFile:
    """`kind` is the importer's; `options` are handed to it with the file. A survey's
    `from` and `to` are the months it asks about."""

    kind: str
    path: Path
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Switch:
    """From `date` the centre serves the unit in the area (finance, hr, it)."""

    unit: str
    area: str
    date: date
    wave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`switches` are all cut-overs in order of date, those that lie ahead included:
    whoever builds performs those with `date` up to today. `routes` tell which team takes
    which service. `truth` is the file that no importer may see."""

    files: tuple[ImportFile, ...]
    switches: tuple[Switch, ...]
    waves: tuple[Wave, ...]
    routes: Mapping[str, str]
    faces: tuple[Face, ...]
    truth: Path
    today: date
    baseline_year: int
    programme: date
    pilot: date
    start: date
    closed: date
