# SPDX-License-Identifier: EUPL-1.2
import click

from gemensam.cli.session import opened_and_current


@click.command("worker")
def worker() -> None:
    """Run background jobs (serve does it too)."""
    with opened_and_current():
        from django.core.management import call_command

        call_command("procrastinate", "worker")
