# SPDX-License-Identifier: EUPL-1.2
"""Lindby from its files to its stage, by the product's own actions in their order.

Nothing here writes a table: files go through the importers, moves through the switch of
providers, months through rebuild and close – as they would in a real municipality.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from gemensam.benefits.actions import build_actual, build_baseline, close_month
from gemensam.benefits.actions.packs import make_packs
from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries import months_between
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.catalogue.actions import load_seed, switch_provider
from gemensam.catalogue.models import Service
from gemensam.core import anchors, clock
from gemensam.core.by import CONSOLE
from gemensam.costing.actions.standards import load_standards
from gemensam.demo.aims import lay_down_the_case
from gemensam.demo.beside import taken_in_beside
from gemensam.demo.budgeting import move_budgets
from gemensam.demo.days import signed_on
from gemensam.demo.manifest import ImportFile, Manifest
from gemensam.demo.months import plus
from gemensam.demo.old_systems import end_old_systems
from gemensam.demo.settings import Stage
from gemensam.demo.signing import sign_baseline
from gemensam.demo.taking_in import take_in
from gemensam.demo.timeline import CLOSES_ON
from gemensam.desk.actions.routing import route_service
from gemensam.desk.enums import CaseSystem
from gemensam.formats.issues import mark
from gemensam.group.enums import UnitKind
from gemensam.group.models import Team, Unit
from gemensam.installation.tell import Tell
from gemensam.site.setup import declare

NAME = "Lindby kommun"
OPENING = timedelta(hours=8, minutes=30)  # into the day: when the files were written
REGISTERS = ("entities", "units", "successions", "bridge", "teams", "people", "roles")
IMPORTING = mark("Importing {name}")
EVIDENCE = ("index", "staff", "survey", "volumes", "ledger")
TOLD_MONTHS = 2  # of which the reports are made
MONTHLY = ("telephony", "presence")  # a file of each for every month that is over
AT_ONCE = ("mapping", "index")  # what every month is computed and compared by
YEARLY = ("staff", "survey", "volumes", "ledger")  # a file of each for every year


def build(manifest: Manifest, *, stage: Stage, progress: Tell) -> None:
    """Bring an empty database to `stage`."""
    progress(mark("Opening the installation"))
    offset = clock.start_of_day(manifest.today) + OPENING - clock.real_now()
    declare(NAME, built_by_demo=True, clock_offset=offset)
    load_seed(by=CONSOLE, at=clock.now())
    load_standards(by=CONSOLE, at=clock.now())
    _take_in(manifest, REGISTERS, progress)
    if stage is Stage.FILES:
        return
    _take_in(manifest, ("deliveries", "terms"), progress)
    if stage.has_centre:
        progress(mark("Moving units to the centre"))
        _switch(manifest)
        _route(manifest)
    _take_in_evidence(manifest, progress)
    _compute(manifest, stage, progress)
    anchors.seal_tables(at=clock.now())
    _settle()


def _take_in(manifest: Manifest, kinds: Iterable[str], progress: Tell) -> None:
    for kind in kinds:
        _take_in_files((one for one in manifest.files if one.kind == kind), progress)


def _take_in_evidence(manifest: Manifest, progress: Tell) -> None:
    """The centre's own cases beside all the rest, as neither waits for the other."""
    cases = [file for file in manifest.files if file.kind == "cases"]
    own = [file for file in cases if file.options["system"] == CaseSystem.DESK]
    with taken_in_beside(own, tell=lambda name: progress(IMPORTING, name=name)):
        _take_in_year(manifest, progress)
        with clock.fixed(_came(manifest)):
            _take_in_later(manifest, progress)
            _take_in_files((file for file in cases if file not in own), progress)
            end_old_systems(manifest.closed, at=clock.now())
        for file in manifest.files:
            if file.kind in MONTHLY:
                with clock.fixed(comes(file, manifest)):
                    _take_in_files([file], progress)
    _take_in(manifest, ("tickets",), progress)


def _take_in_later(manifest: Manifest, progress: Tell) -> None:
    """What has come since the baseline was computed."""
    later = [one for one in manifest.files if not _of_baseline(one, manifest)]
    for kind in EVIDENCE:
        _take_in_files((one for one in later if one.kind == kind), progress)


def comes(file: ImportFile, manifest: Manifest) -> datetime:
    """When a monthly file comes: with the last closed month's, or those of a later one."""
    month = date.fromisoformat(f"{file.path.stem[-7:]}-01")
    return _seventh_after(max(month, manifest.closed))


def _came(manifest: Manifest) -> datetime:
    """When the last closed month's files came."""
    return _seventh_after(manifest.closed)


def _seventh_after(month: date) -> datetime:
    """The morning on which the month's files come; never ahead of now."""
    return min(_morning(plus(month, 1).replace(day=7)), clock.now())


def _take_in_files(files: Iterable[ImportFile], progress: Tell) -> None:
    for file in files:
        progress(IMPORTING, name=file.path.name)
        take_in(file)


def _take_in_year(manifest: Manifest, progress: Tell) -> None:
    """The baseline's evidence, at hand when it was computed."""
    with clock.fixed(signed_on(manifest)):
        _take_in_files(
            (one for one in manifest.files if _of_baseline(one, manifest)), progress
        )


def _of_baseline(file: ImportFile, manifest: Manifest) -> bool:
    year = str(manifest.baseline_year)
    always = file.kind in AT_ONCE
    return always or (file.kind in YEARLY and year in file.path.stem)


def _switch(manifest: Manifest) -> None:
    """Every cut-over up to today, on its own morning."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    centre = Unit.objects.filter(kind=UnitKind.CENTRE).order_by("code")[0]
    for switch in manifest.switches:
        if switch.date <= manifest.today:
            switch_provider(
                units[switch.unit],
                area=switch.area,
                to=centre,
                on=switch.date,
                by=CONSOLE,
                at=_morning(switch.date),
            )


def _route(manifest: Manifest) -> None:
    teams = {team.code: team for team in Team.objects.select_related("provider")}
    services = {service.code: service for service in Service.objects.all()}
    at = _morning(manifest.pilot)
    for code, team in manifest.routes.items():
        if team in teams:
            route_service(services[code], teams[team], by=CONSOLE, at=at)


def _compute(manifest: Manifest, stage: Stage, progress: Tell) -> None:
    """The baseline, and the outcome month by month, closed on the tenth of the next."""
    year = manifest.baseline_year
    progress(mark("Computing the baseline of {year}"), year=year)
    months = months_between(date(year, 1, 1), date(year, 12, 1))
    build_baseline(months, by=CONSOLE, at=signed_on(manifest))
    progress(mark("Freezing the baseline"))
    sign_baseline(at=signed_on(manifest), progress=progress)
    progress(mark("Laying down vision, goals and the savings case"))
    lay_down_the_case(manifest)
    if not stage.has_centre:
        return
    closed = months_between(max(manifest.start, date(year + 1, 1, 1)), manifest.closed)
    tenth = {month: _morning(plus(month, 1).replace(day=CLOSES_ON)) for month in closed}
    if closed:
        progress(mark("Computing and closing {count} months"), count=len(closed))
        build_actual(closed, by=CONSOLE, at=clock.now(), known_at=tenth)
    for month in closed:
        close_month(month, by=CONSOLE, at=tenth[month])
    move_budgets(manifest)
    _tell(closed[-TOLD_MONTHS:], progress)
    progress(mark("Looking for what is suspicious"))
    found_now()


def _tell(months: Sequence[date], progress: Tell) -> None:
    """The reports of the last months; a municipality would have all of them."""
    for month in months:
        progress(mark("Writing the reports of {month}"), month=f"{month:%Y-%m}")
        close = MonthClose.objects.get(month=month, reopened_at=None)
        make_packs(close, by=CONSOLE, at=close.closed_at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(6, 0), tzinfo=UTC)


def _settle() -> None:
    """Fresh statistics, so that the first page is as quick as the hundredth."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
