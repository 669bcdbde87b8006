# SPDX-License-Identifier: EUPL-1.2
import sys
from pathlib import Path

import click

from gemensam.cli.session import Session, opened_and_current, require_installation, tell
from gemensam.cli.words import say, words
from gemensam.installation.listening import page_answers, require_free_port
from gemensam.installation.processes import Command, supervise


@click.command("serve")
@click.option("--port", default=8000, show_default=True, help="Where the pages are.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Who may reach them; 0.0.0.0 is everyone.",
)
def serve(port: int, host: str) -> None:
    """Serve the pages and run the jobs, until Ctrl-C."""
    require_free_port(port)
    with opened_and_current() as session:
        require_installation()
        sys.exit(run(session, port=port, host=host))


def run(session: Session, *, port: int, host: str = "127.0.0.1") -> int:
    """Web and worker under one parent; answers with the exit code."""
    gather_static()
    address = f"http://localhost:{port}"
    environ = {
        **session.environment(),
        "GEMENSAM_BASE_URL": address,
        "PYTHONUNBUFFERED": "1",
    }
    python, folder = sys.executable, Path(__file__).resolve().parents[3]
    granian = (
        "--interface", "wsgi", "--host", host, "--port", str(port),
        "--blocking-threads", "4", "--log-level", "warning", "gemensam.wsgi:application",
    )  # fmt: skip
    return supervise(
        [
            Command("web", [python, "-P", "-m", "granian", *granian], environ, folder),
            Command("worker", [python, "-P", "-m", "gemensam.worker"], environ, folder),
        ],
        is_ready=lambda: page_answers(port),
        on_ready=lambda: say(
            words("Ready at {address}").format(address=address), style="bold green"
        ),
        watch=session.connections.server.keep_alive
        if session.connections.server
        else bool,
        tell=tell,
    )


def gather_static() -> None:
    """Style sheets and scripts under names that carry their hash; only when changed."""
    from django.core.management import call_command

    from gemensam.ui.static import is_gathered, note_gathered

    if not is_gathered():
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        note_gathered()
