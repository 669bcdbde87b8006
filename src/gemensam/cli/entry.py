# SPDX-License-Identifier: EUPL-1.2
import sys
from importlib import import_module

import click

from gemensam.calc.errors import CalcError
from gemensam.cli.words import language, say, words
from gemensam.core.compiled import compile_all
from gemensam.core.failures import ExpectedFailure
from gemensam.installation.disk import plain_disk_errors
from gemensam.installation.errors import InstallationError
from gemensam.installation.paths import paths_of

# Command → module: only the one that runs is imported, so that help answers at once.
COMMANDS = {
    "demo": "demo",
    "start": "start",
    "serve": "serve",
    "worker": "worker",
    "import": "imports",
    "pick-up": "pick_up",
    "inspect": "inspection",
    "compute": "compute",
    "report": "report",
    "verify": "verify",
    "keys": "keys",
    "backup": "backup",
    "restore": "backup",
    "move-database": "backup",
    "bench": "bench",
    "test": "checks",
    "manage": "manage",
}


class Commands(click.Group):
    """Commands by name, each in a module of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"gemensam.cli.{COMMANDS[cmd_name]}")
        command = getattr(
            module, cmd_name.replace("-", "_").replace("import", "import_")
        )
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="gemensam")
def gemensam() -> None:
    """Gemensam: the system of a municipal shared service centre.

    Det gemensamma servicecentrets system. ./gemensam demo visar det.
    """


def main() -> None:
    """Run a command; trouble that is expected is told with its cure, never a trace."""
    try:
        with plain_disk_errors(paths_of().var):
            compile_all()
            gemensam.main(prog_name="./gemensam", standalone_mode=True)
    except InstallationError as error:
        with language():
            say(error.message(words), error=True)
            say(error.cure(words), error=True)
        sys.exit(error.exit_code)
    except (ExpectedFailure, CalcError) as error:
        say(error.message(words), error=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
