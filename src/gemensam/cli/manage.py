# SPDX-License-Identifier: EUPL-1.2
import sys

import click

from gemensam.cli.session import opened


@click.command(
    "manage",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands, such as migrate and shell."""
    with opened():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["./gemensam manage", *arguments])
    sys.exit(0)
