# SPDX-License-Identifier: EUPL-1.2
import click

from gemensam.cli.session import opened_and_current


@click.command("worker")
def worker() -> None:
    """Run background jobs (serve does it too)."""
    with opened_and_current():
        from gemensam.worker import run_jobs

        run_jobs()
