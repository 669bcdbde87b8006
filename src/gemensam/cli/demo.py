# SPDX-License-Identifier: EUPL-1.2
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from psycopg import sql
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gemensam.cli.report import tell_figures
from gemensam.cli.serve import run
from gemensam.cli.session import Session, migrate, opened, tell
from gemensam.cli.words import console, language, say, words
from gemensam.formats.issues import filled, mark
from gemensam.installation.disk import require_room
from gemensam.installation.listening import require_free_port
from gemensam.installation.tell import Tell

if TYPE_CHECKING:
    from gemensam.demo.settings import Settings

STAGES = ("files", "prestudy", "design", "pilot", "operation")
# What `migrate` writes by itself into an empty database.
KEPT_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}
ROOM = 3 << 30  # bytes, for files and database at scale 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What to build. `today` None: the day it is built."""

    seed: int
    scale: float
    months: int
    at: str
    today: str | None
    disturbances: str | None
    desk: bool = True


@click.command("demo")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it is in the demo; the present day if not given.",
)
@click.option(
    "--seed", default=1, show_default=True, help="Another municipality for each number."
)
@click.option("--scale", default=1.0, show_default=True, help="1 is 5,200 employees.")
@click.option("--months", default=11, show_default=True, help="Age of the centre.")
@click.option(
    "--at",
    type=click.Choice(STAGES),
    default="operation",
    show_default=True,
    help="Where in its story the municipality is stopped.",
)
@click.option(
    "--disturbances",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The generator's disturbances as JSON; see docs/demo.md.",
)
@click.option(
    "--desk/--no-desk",
    default=True,
    show_default=True,
    help="Without the desk the centre's cases come as another system's monthly exports.",
)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build, print the figures, and end.")
@click.option("--anew", is_flag=True, help="Build again even if the same lies there.")
def demo(
    today: datetime | None,
    seed: int,
    scale: float,
    months: int,
    at: str,
    disturbances: Path | None,
    desk: bool,
    port: int,
    no_serve: bool,
    anew: bool,
) -> None:
    """Show the product with a fictional municipality, Lindby, eleven months on.

    The first start builds it from files in the real formats; later ones use what lies
    there, unless other options are given.
    """
    if not no_serve:
        require_free_port(port)
    wish = Wish(
        seed,
        scale,
        months,
        at,
        today.date().isoformat() if today else None,
        disturbances.read_text(errors="replace") if disturbances else None,
        desk,
    )
    with opened() as session, language():
        if anew or not _is_built(session, wish):
            _build(session, wish)
        else:
            migrate()
            say(words("Lindby is built already; --anew builds it again."), style="dim")
        tell_figures()
        if not no_serve:
            sys.exit(run(session, port=port))


def _stamp(session: Session) -> Path:
    return session.paths.demo / "built.json"


def _is_built(session: Session, wish: Wish) -> bool:
    """Whether the same demo lies there, whole; one asked for any day suits."""
    try:
        built = json.loads(_stamp(session).read_text())
    except (FileNotFoundError, ValueError):
        return False
    asked = asdict(wish)
    if asked["today"] is None:
        built = {**built, "today": None}
    return bool(built == asked)


def _build(session: Session, wish: Wish) -> None:
    """From nothing; what an interrupted build left behind is removed first."""
    from gemensam.demo.build import build
    from gemensam.demo.generate import generate

    settings = _settings(wish)
    require_room(
        session.paths.var, int(ROOM * max(wish.scale, 0.1)), purpose=mark("The demo")
    )
    _clear(session)
    migrate()
    began = time.monotonic()
    with _telling() as progress:
        manifest = generate(
            session.paths.demo / "files", settings=settings, progress=progress
        )
        build(manifest, stage=settings.at, progress=progress)
    _stamp(session).write_text(
        json.dumps({**asdict(wish), "today": settings.today.isoformat()})
    )
    seconds = round(time.monotonic() - began)
    say(words("Lindby was built in {seconds} seconds.").format(seconds=seconds))


def _settings(wish: Wish) -> "Settings":
    """Raises click.UsageError for what no municipality could be."""
    from gemensam.demo.disturbances import (
        DEFAULT,
        Disturbances,
        UnknownDisturbanceError,
    )
    from gemensam.demo.settings import NotPossibleError, Settings, Stage

    said = wish.disturbances
    try:
        return Settings(
            today=date.fromisoformat(wish.today) if wish.today else _present_day(),
            seed=wish.seed,
            scale=wish.scale,
            months=wish.months,
            at=Stage(wish.at),
            disturbances=Disturbances.from_json(said) if said else DEFAULT,
            desk=wish.desk,
        )
    except (NotPossibleError, UnknownDisturbanceError) as error:
        raise click.UsageError(error.message(words)) from error


def _present_day() -> date:
    from gemensam.core import clock

    return clock.local(clock.real_now()).date()


def _clear(session: Session) -> None:
    """Remove an earlier demo. What is somebody's own is never touched."""
    _refuse_foreign(session)
    _refuse_filled(session)
    _stamp(session).unlink(missing_ok=True)
    for folder in (session.paths.demo, session.paths.files):
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    _empty_database(session)


def _refuse_foreign(session: Session) -> None:
    from django.db import connection

    if "core_installation" not in connection.introspection.table_names():
        return
    from gemensam.core.models import Installation

    if Installation.objects.filter(built_by_demo=False).exists():
        raise click.ClickException(
            words(
                "Your own installation lies in {folder}. Give the demo a folder of its "
                "own: GEMENSAM_VAR=/path/to/folder ./gemensam demo"
            ).format(folder=session.paths.var)
        )


def _refuse_filled(session: Session) -> None:
    """A database that someone else looks after is never emptied."""
    if session.connections.server is None and _holds_anything():
        raise click.ClickException(
            words("The demo needs an empty database; the one named is not.")
        )


def _empty_database(session: Session) -> None:
    from django.db import connections

    server = session.connections.server
    if server is None:
        return
    connections.close_all()
    server.drop_database("gemensam")
    server.create_database("gemensam")


def _holds_anything() -> bool:
    """Whether any table has a row, but for those that say which tables there are."""
    from django.db import connection

    tables = set(connection.introspection.table_names()) - KEPT_BY_MIGRATE
    asked = (
        sql.SQL("SELECT FROM {}").format(sql.Identifier(one)) for one in sorted(tables)
    )
    with connection.cursor() as cursor:
        for one in asked:
            cursor.execute(sql.SQL("SELECT EXISTS ({})").format(one))
            if cursor.fetchone() == (True,):
                return True
    return False


@contextmanager
def _telling() -> Iterator[Tell]:
    """What is being done, with the time it takes; lines where there is no terminal."""
    out = console(error=True)
    if not out.is_terminal:
        yield tell
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("")

        def show(text: str, /, **values: object) -> None:
            bar.update(task, description=escape(filled(text, values, words)))

        yield show
