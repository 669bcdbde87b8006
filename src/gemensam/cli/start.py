# SPDX-License-Identifier: EUPL-1.2
import sys

import click

from gemensam.cli.serve import run
from gemensam.cli.session import opened_and_current
from gemensam.cli.words import language, say, words
from gemensam.formats.issues import mark
from gemensam.installation.listening import require_free_port

# The two roads of the start page, for who prefers the terminal.
FIRST_STEPS = (
    mark("Begin with your own files, on the start page or here:"),
    mark("A. Before there is a centre – what support costs, from two files:"),
    "   ./gemensam import ledger_table huvudbok.xlsx",
    "   ./gemensam import staff_table personal.xlsx",
    mark("B. The centre exists – how it stands, from one file:"),
    "   ./gemensam import tickets arenden.csv",
)


@click.command("start")
@click.option("--name", help="The municipality's or group's name.")
@click.option("--admin-email", help="E-mail address of the first administrator.")
@click.option("--admin-name", help="The first administrator's name.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Prepare, and serve nothing.")
def start(
    name: str | None,
    admin_email: str | None,
    admin_name: str | None,
    password_stdin: bool,
    port: int,
    no_serve: bool,
) -> None:
    """An empty installation of one's own, with its first administrator."""
    if not no_serve:
        require_free_port(port)
    with opened_and_current() as session, language():
        from gemensam.core.models import Installation

        if Installation.objects.filter(built_by_demo=True).exists():
            raise click.ClickException(
                words(
                    "A demo lies here. Give your own installation a folder of its own: "
                    "GEMENSAM_VAR=/path/to/folder ./gemensam start"
                )
            )
        if not Installation.objects.exists():
            _first_time(name, admin_email, admin_name, password_stdin=password_stdin)
        if not no_serve:
            sys.exit(run(session, port=port))


def _first_time(
    name: str | None, email: str | None, person: str | None, *, password_stdin: bool
) -> None:
    from gemensam.site.setup import BadFirstAdministrator, FirstAdministrator, set_up

    name = name or click.prompt(words("Name of the municipality or group"))
    email = email or click.prompt(words("The administrator's e-mail address"))
    person = person or click.prompt(words("The administrator's name"))
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else click.prompt(
            words("A password of at least 12 characters"),
            hide_input=True,
            confirmation_prompt=True,
        )
    )
    try:
        set_up(name, FirstAdministrator(email=email, name=person, password=password))
    except BadFirstAdministrator as error:
        raise click.ClickException(str(error)) from error
    say(words("{name} is ready. Sign in as {email}.").format(name=name, email=email))
    for line in FIRST_STEPS:
        say(f"  {words(line)}")
