# SPDX-License-Identifier: EUPL-1.2
"""From a wish to a folder of files, and the truth beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.cases.export import MonthlyExport
from gemensam.demo.cases.local import LocalTickets
from gemensam.demo.cases.log import CaseLog
from gemensam.demo.cases.requesters import Requesters
from gemensam.demo.files import columns, registry, staff, usage
from gemensam.demo.files.signing_in import SigningIn
from gemensam.demo.identity import Identities
from gemensam.demo.ledger.books import posted_in
from gemensam.demo.ledger.money import opening
from gemensam.demo.ledger.writing import Books
from gemensam.demo.manifest import ImportFile, Manifest, Switch
from gemensam.demo.presence import Presences
from gemensam.demo.reorganisations import Registered
from gemensam.demo.services import TEAMS
from gemensam.demo.settings import Settings
from gemensam.demo.telephone import Telephone
from gemensam.demo.truth_file import write_truth
from gemensam.demo.world import World, world
from gemensam.formats.issues import mark
from gemensam.formats.tables import TableSpec, Value, write_csv, write_xlsx
from gemensam.installation.tell import Tell

Lines = Iterable[Mapping[str, Value]]


def generate(folder: Path, *, settings: Settings, progress: Tell) -> Manifest:
    """Write Lindby's files into `folder` and `truth.json` beside it.

    The same settings give the same bytes. `progress` is told what is being made, in
    marked English sentences of a few words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    progress(mark("Imagining the municipality"))
    made = world(settings)
    writing = _Writing(folder, made, progress)
    writing.everything()
    truth = folder.parent / "truth.json"
    progress(mark("Writing down the truth"))
    write_truth(truth, made)
    return _manifest(writing, truth)


@dataclass
class _Writing:
    folder: Path
    world: World
    progress: Tell
    files: list[ImportFile] = field(default_factory=list)

    def __post_init__(self) -> None:
        scene = self.world.scene
        self.registered = Registered(scene)
        year = scene.timeline.baseline_year
        self.who = Identities(scene.settings.seed, leaders(self.world), year)
        self.accounts = SigningIn(scene, self.world.spells, self.who, self.registered)

    def everything(self) -> None:
        """In the order of import: what others refer to comes first."""
        has_centre = self.world.scene.timeline.stage.has_centre
        self._registers()
        self._evidence()
        self.progress(mark("Posting the ledgers"))
        self._ledgers()
        self.progress(mark("Reading the meters"))
        self._volumes()
        self.progress(mark("Answering the telephone"))
        if has_centre:
            self._centre_cases()
        self._local_cases()
        self._calls()
        self._presence()

    def _table(self, kind: str, name: str, spec: TableSpec, lines: Lines) -> None:
        path = self.folder / name
        with path.open("wb") as target:
            writer = write_xlsx if path.suffix == ".xlsx" else write_csv
            writer(lines, spec, target)
        if kind:
            self.files.append(ImportFile(kind, path, self._options(kind, name)))

    def _options(self, kind: str, name: str) -> dict[str, str]:
        told = Path(name).stem.rpartition("_")[2]
        named = {"staff": "year", "survey": "month", "volumes": "year"}
        return {named[kind]: told} if kind in named else {}

    def _registers(self) -> None:
        scene, registered = self.world.scene, self.registered
        stage = scene.timeline.stage
        self.progress(mark("Keeping the registers"))
        self._table(
            "entities",
            "juridiska_personer.csv",
            columns.ENTITIES,
            registry.entities(scene),
        )
        self._table(
            "units",
            "organisation.xlsx",
            columns.UNITS,
            registry.units(scene, registered),
        )
        self._table(
            "successions",
            "efterfoljare.csv",
            columns.SUCCESSIONS,
            registry.successions(scene, registered),
        )
        self._table(
            "bridge", "koppling.csv", columns.BRIDGE, registry.bridge(scene, registered)
        )
        if stage.has_centre:
            self._table("teams", "team.csv", columns.TEAMS, registry.teams())
        self._table("people", "personer.csv", columns.PEOPLE, self.accounts.people())
        self._table("roles", "roller.csv", columns.ROLES, self.accounts.roles())
        self._table(
            "deliveries",
            "leveranser.csv",
            columns.DELIVERIES,
            usage.deliveries(scene, registered),
        )
        if scene.plan is not None:
            self._table("terms", "villkor.csv", columns.TERMS, usage.terms(scene))
            self._table("", "flyttplan.csv", columns.WAVES, usage.wave_plan(scene))

    def _evidence(self) -> None:
        made, scene = self.world, self.world.scene
        self._table("mapping", "mappning.csv", columns.MAPPING, usage.mapping(scene))
        self._table("index", "index.csv", columns.INDEX, usage.indices(scene))
        register = staff.Register(scene, self.registered, self.who)
        for year in scene.timeline.years:
            lines = register.lines(made.spells, made.hourly, year)
            self._table("staff", f"personal_{year}.xlsx", columns.STAFF, lines)
        for one in made.rounds:
            answers = staff.survey(scene, made.spells, self.who, one)
            name = f"tidsstudie_{one.month:%Y-%m}.csv"
            self._table("survey", name, columns.SURVEY, answers)
            begins, ends = one.covers
            told = {"from": f"{begins:%Y-%m}", "to": f"{ends:%Y-%m}"}
            last = self.files[-1]
            self.files[-1] = replace(last, options={**last.options, **told})

    def _ledgers(self) -> None:
        scene = self.world.scene
        folder = self.folder / "sie"
        folder.mkdir(exist_ok=True)
        for number, entity in enumerate(scene.organisation.entities):
            begin = opening(number, scene)
            books = Books(scene, number, posted_in(self.world, number), begin)
            for year in scene.timeline.years:
                path = folder / f"{entity.orgnr}_{year}.se"
                books.write(path, year)
                self.files.append(ImportFile("ledger", path, {}))

    def _volumes(self) -> None:
        scene = self.world.scene
        for year in scene.timeline.years:
            lines = usage.volumes(scene, self.registered, self.world.counted, year)
            self._table("volumes", f"volymer_{year}.csv", columns.VOLUMES, lines)

    def _centre_cases(self) -> None:
        callers = Requesters(
            self.world.spells, self.registered, self.accounts.addresses
        )
        log = CaseLog(self.world.scene, self.world.cases, callers)
        if not self.world.scene.settings.desk:
            self._exported_cases(MonthlyExport(log, self.world.scene.services))
            return
        for month in log.months():
            path = self.folder / f"arenden_{month:%Y-%m}.xes.gz"
            log.write(path, month)
            self.files.append(ImportFile("cases", path, {"system": "desk"}))

    def _exported_cases(self, export: MonthlyExport) -> None:
        """The centre's cases from the system it had before, a file a month."""
        for month in export.months():
            path = self.folder / f"arenden_export_{month:%Y-%m}.csv"
            export.write(path, month)
            self.files.append(ImportFile("tickets", path, {"source": "topdesk"}))

    def _calls(self) -> None:
        telephone = Telephone(self.world)
        for month in telephone.months:
            lines = usage.calls(telephone, month)
            name = f"telefoni_{month:%Y-%m}.csv"
            self._table("telephony", name, columns.TELEPHONY, lines)

    def _presence(self) -> None:
        presences = Presences(self.world)
        for month in presences.months:
            lines = staff.presence(presences, self.who, month)
            name = f"narvaro_{month:%Y-%m}.csv"
            self._table("presence", name, columns.PRESENCE, lines)

    def _local_cases(self) -> None:
        tickets = LocalTickets(self.world.scene, self.registered)
        for path in tickets.write(self.folder):
            options = {"system": "foreign", "source": "lokala-it"}
            self.files.append(ImportFile("cases", path, options))


def leaders(world: World) -> NDArray[np.bool_]:
    """For each person whether a title of theirs is to lead (AID's field 10)."""
    spells = world.spells
    found = np.zeros(
        int(world.hourly.person.max(initial=spells.person.max())) + 1, bool
    )
    leads = np.array([title.aid.startswith("10") for title in spells.titles])
    found[spells.person[leads[spells.title]]] = True
    return found


def _manifest(writing: _Writing, truth: Path) -> Manifest:
    scene = writing.world.scene
    timeline = scene.timeline
    plan = scene.plan
    units = scene.organisation.receivers
    return Manifest(
        files=tuple(writing.files),
        switches=tuple(
            Switch(units[move.unit].code, move.area, move.date, move.wave)
            for move in (plan.cutovers if plan else ())
        ),
        waves=plan.waves if plan else (),
        routes={code: team.code for team in TEAMS for code in team.services},
        faces=tuple(writing.accounts.shown()),
        truth=truth,
        today=timeline.today,
        baseline_year=timeline.baseline_year,
        programme=timeline.programme,
        pilot=timeline.pilot,
        start=timeline.start,
        closed=timeline.closed,
    )
