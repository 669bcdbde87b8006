# SPDX-License-Identifier: EUPL-1.2
"""Backup, restore and moving the database; the work is in `installation.backup`."""

import os
from pathlib import Path

import click

from gemensam.cli.session import Session, opened, tell
from gemensam.cli.words import print_json, say, words
from gemensam.installation.backup import (
    Source,
    Target,
    check_backup,
    make_backup,
    move_database as move,
    restore as put_back,
)
from gemensam.installation.cluster.binaries import binaries
from gemensam.installation.connection import check_server

VERSION = "0.1.0"
DATABASE = "gemensam"


@click.command("backup")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="Folder for the backup; var/backup if not given.",
)
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
def backup(into: Path | None, as_data: bool) -> None:
    """Save database and files of one moment, with hashes and counts; never the keys."""
    with opened() as session:
        from gemensam.core import clock

        made = make_backup(
            Source(url=session.connections.owner, files=session.paths.files),
            into=into or session.paths.backup,
            at=clock.real_now(),
            product=VERSION,
            programs=binaries(os.environ),
            progress=tell,
        )
    if as_data:
        print_json({"backup": str(made), "files": len(check_backup(made).files)})
    else:
        say(words("Saved: {folder}").format(folder=made))
        say(words("The keys are not in it; see docs/operate for their escrow."))


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
def restore(folder: Path, as_data: bool) -> None:
    """Put a backup back, proved equal first. What was there is kept under other names.

    Stop serve and worker first.
    """
    with opened() as session:
        from gemensam.core import clock

        restored = put_back(
            folder,
            Target(
                databases=_embedded(session),
                database=DATABASE,
                files=session.paths.files,
            ),
            at=clock.real_now(),
            programs=binaries(os.environ),
            progress=tell,
        )
    if as_data:
        print_json(
            {
                "restored": str(folder),
                "made_at": restored.manifest.made_at.isoformat(),
                "kept_database": restored.kept_database,
                "kept_files": str(restored.kept_files),
            }
        )
    else:
        say(words("Restored. Run ./gemensam verify to check every invariant."))
        say(
            words(
                "What was there is kept: the database {database}, the files in {files}. "
                "Remove them when you are sure."
            ).format(database=restored.kept_database, files=restored.kept_files)
        )


def _embedded(session: Session):  # type: ignore[no-untyped-def]  # a Server
    server = session.connections.server
    if server is None:
        raise click.ClickException(
            words("Restore a server of your own with its own tools; see docs/operate.")
        )
    return server


@click.command("move-database")
@click.argument("address")
def move_database(address: str) -> None:
    """Copy the embedded database to an empty one on a server, ADDRESS as its owner.

    Afterwards point GEMENSAM_DATABASE_URL and GEMENSAM_DATABASE_OWNER_URL there.
    """
    check_server(address, variable="ADDRESS")
    with opened() as session:
        shape = move(
            session.connections.owner,
            address,
            programs=binaries(os.environ),
            progress=tell,
        )
    say(
        words("Moved: {tables} tables, {rows} rows, proved equal.").format(
            tables=len(shape.tables), rows=sum(shape.tables.values())
        )
    )
